"""Every place mention of a report, with coordinates and role.

Comes in: an annotation and the gazetteer. Goes out: places in text order, each with the gazetteer row it rests on and the
reason; a name that may as well mean another country's place has no country and no coordinates. Does not decide which event
happened where; coding does.
"""

from __future__ import annotations

from dragoman.gazetteer import Gazetteer, PlaceRow
from dragoman.model import Annotation, EventPlace, Place
from dragoman.resolve.place_context import Reading
from dragoman.resolve.place_mentions import Found, find
from dragoman.resolve.place_outlets import homes
from dragoman.resolve.place_readings import Group, group, read
from dragoman.resolve.place_roles import role

GOVERNMENT_SCORE = 0.8
"""What stands for a government is a state's capital, whatever else bears the name."""


def places(annotation: Annotation, gazetteer: Gazetteer) -> tuple[Place, ...]:
    """Find every place mention, choose its reading and its role."""
    groups = group(find(annotation, gazetteer), annotation.tokens)
    chosen = read(groups, homes(annotation.document, gazetteer))
    return tuple(_place(one, reading, annotation) for one, reading in zip(groups, chosen, strict=True))


def at(place: Place) -> EventPlace:
    """The same place as the place of an event."""
    return EventPlace(
        place.name, place.country, place.admin1, place.latitude, place.longitude, place.geonames, place.span
    )  # fmt: skip


def _place(one: Group, reading: Reading, annotation: Annotation) -> Place:
    found, row = one.found, reading.row
    span = annotation.span(found.first, one.last)
    basis = {"name": found.why, "country": reading.why}
    plays, sure = role(found, annotation.tokens), reading.score
    if plays == "government" and found.party:
        row, sure = _seat(found, row), max(reading.score, GOVERNMENT_SCORE)
        basis |= {"country": row.source if row else reading.why, "role": f"{found.party.source}, as a party"}
    if row is None:
        name = annotation.span(found.first, found.last).text
        return Place(span, name, reading.country, reading.admin1, None, None, None, plays, sure, basis)
    return Place(
        span, row.name, row.country, row.admin1, row.latitude, row.longitude, row.geonames, plays, sure, basis
    )  # fmt: skip


def _seat(found: Found, row: PlaceRow | None) -> PlaceRow | None:
    """The reading that fits the government: "Washington accused" means the capital, in whatever state the report plays."""
    party = found.party
    if party is None or party.matched != "capital":
        return row
    return next((r for r in found.rows if r.country == party.country and r.feature == "city"), row)
