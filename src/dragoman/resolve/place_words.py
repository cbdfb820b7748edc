"""Words that tell a place name from other names, and that stand around it.

Comes in: nothing. Goes out: closed lists for place_mentions.py.
"""

from __future__ import annotations

PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
LOCATIVES = frozenset({"in", "at", "near", "outside", "inside", "across", "around", "throughout", "off"})
"""Prepositions that say where, whatever the model calls the name behind them."""
DIRECTIONS = frozenset(
    {
        "north", "south", "east", "west", "northern", "southern", "eastern", "western", "central", "northeast",
        "northwest", "southeast", "southwest", "northeastern", "northwestern", "southeastern", "southwestern",
        "north-east", "north-west", "south-east", "south-west", "north-eastern", "north-western", "south-eastern",
        "south-western", "downtown", "upper", "lower", "greater", "inner", "outer", "mainland", "rural", "nearby",
        "neighbouring", "neighboring", "war-torn", "post-war", "occupied",
    }
)  # fmt: skip
GENERIC_AFTER = frozenset(
    {
        "province", "state", "region", "city", "governorate", "prefecture", "oblast", "district", "municipality",
        "town", "village", "island", "islands", "peninsula", "airport", "international", "airbase", "territory",
        "capital", "area", "department", "canton", "metropolis",
    }
)  # fmt: skip
"""Words after a name that may be left away in the look-up; not "county", whose name is often that of a far town."""
GENERIC_BEFORE = (
    ("city", "of"),
    ("province", "of"),
    ("state", "of"),
    ("town", "of"),
    ("village", "of"),
    ("island", "of"),
)
LEAST_WEIGHT = 100_000
"""A name that nothing but the gazetteer makes a place must be that of a large one."""
DATELINE_LENGTH = 12
"""Tokens in which a dateline must end."""
IN_NAME = "in the name of an organisation"
LONGEST_NAME = 4
"""Words of a place name inside an organisation's, at most."""
PLACELESS = frozenset({"JRN", "BUS"})
"""Sectors whose names tell little of where they are: "Washington Post", "Deutsche Bank"."""
DASHES = frozenset({"-", "–", "—", "--", "―"})

NO_PLACES = frozenset({"Earth", "Mars", "Moon", "Sun", "Internet", "God"})
"""Names that the model takes for places, and for which there is a village somewhere."""
