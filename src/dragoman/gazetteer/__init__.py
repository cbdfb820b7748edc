"""States, offices, organisations, role nouns and places: tables, the file built from them, and look-up.

Comes in: names as a report prints them. Goes out: parties, roles, places and countries, each with its source.
Does not decide what a name means in its context; `resolve` does.
"""

from dragoman.gazetteer.building import build
from dragoman.gazetteer.lookup import Gazetteer
from dragoman.gazetteer.records import Country, OfficeKind, Party, PlaceRow, Role, Spell

__all__ = ["Country", "Gazetteer", "OfficeKind", "Party", "PlaceRow", "Role", "Spell", "build"]
