"""Events in POLECAT's columns: tab-separated with a header, lists divided by "; ", "None" where nothing is known.

Comes in: events with their reports. Goes out: rows. Column names as in the files on Dataverse (doi:10.7910/DVN/AJGVIT).
City, district and feature type of a place, and Wikipedia ids, are not known to us and stay "None" ("Wikipedia" columns
hold ids of Wikidata only where we have them, marked Q...). A status cannot be held: see `witnessed`.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from dragoman.export.witnessed import QUADS, Witnessed
from dragoman.gazetteer.tables import states
from dragoman.model import Actor

COLUMNS = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts", "Actor Name", "Actor Country",
    "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title", "Actor Name Raw", "Wikipedia Actor ID",
    "Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector", "Recipient Sectors",
    "Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID", "Placename", "City", "District", "Province", "Country",
    "Latitude", "Longitude", "GeoNames ID", "Raw Placename", "Feature Type", "Source", "Publication Date", "Story People",
    "Story Organizations", "Story Locations", "Language", "Version",
)  # fmt: skip
NOTHING = "None"


def row(told: Witnessed) -> tuple[str, ...]:
    """One event."""
    event, document = told.event, told.coding.document
    place = event.place
    return tuple(
        " ".join(str(x).split()) if x not in (None, "") else NOTHING
        for x in (
            event.id, told.first, event.type, event.mode, f"{event.intensity:g}", QUADS[event.quad], _listed(event.contexts),
            *_side(told.actors, [s.span.text for s in event.actors]),
            *_side(told.recipients, [s.span.text for s in event.recipients]),
            place and place.name, None, None, place and place.admin1, place and place.country,
            place and place.latitude, place and place.longitude, place and place.geonames, place and place.span.text, None,
            document.source, document.published,
            _listed(a.name for a in told.coding.actors if a.kind == "person"),
            _listed(a.name for a in told.coding.actors if a.kind == "organisation"),
            _listed(dict.fromkeys(p.name for p in told.coding.places)), document.lang, told.coding.codebook,
        )
    )  # fmt: skip


def _side(parties: list[Actor], words: list[str]) -> tuple[str, ...]:
    """Name, country, COW number, first sector, all sectors, title, words and id; lists run in step."""
    known = [(str(cow) if (cow := numbers().get(p.country or "")) else NOTHING) for p in parties]
    return (
        _listed(p.name for p in parties),
        _listed(p.country or NOTHING for p in parties),
        _listed(known),
        _listed(p.sector for p in parties),
        _listed(s for p in parties for s in dict.fromkeys((p.sector, *p.sectors))),
        _listed((p.office.title if p.office else NOTHING) for p in parties),
        _listed(words),
        _listed((p.wikidata or NOTHING) for p in parties),
    )


def _listed(values: Iterable[str]) -> str:
    """Divided by "; "; a semicolon inside a value would divide it."""
    return "; ".join(v.replace(";", ",") for v in values)


@cache
def numbers() -> dict[str, int]:
    """Number of the Correlates of War project by alpha-3 code."""
    return {s.country: s.cow for s in states() if s.country and s.cow and s.kind == "state"}
