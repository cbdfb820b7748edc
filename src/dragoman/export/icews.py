"""Events as CAMEO codes in the columns of ICEWS: tab-separated with a header, one row a pair of source and target.

Comes in: events with their reports. Goes out: rows. Codes come from codebook/cameo.csv; `intensity` is the Goldstein value of
the code. `sentence_number`, city and district are not known to us and stay empty; countries are names, as ICEWS has them.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from dragoman.codebook.cameo import goldstein
from dragoman.export.witnessed import Witnessed
from dragoman.gazetteer.tables import states
from dragoman.model import Actor

COLUMNS = (
    "event_id", "event_date", "source_name", "source_sectors", "source_country", "event_text", "cameo_code", "intensity",
    "target_name", "target_sectors", "target_country", "story_id", "sentence_number", "publisher", "city", "district",
    "province", "country", "latitude", "longitude",
)  # fmt: skip


def rows(told: Witnessed) -> Iterator[tuple[str, ...]]:
    """One event: as many rows as it has pairs; none where the type is of another codebook than ours."""
    code = told.code
    if code is None:
        return
    event = told.event
    place = event.place
    for n, (source, target) in enumerate(told.dyads()):
        yield tuple(
            "" if x is None else " ".join(str(x).split())
            for x in (
                f"{event.id}-{n}", told.first, *_party(source), " ".join(x for x in (event.type, event.mode) if x), code,
                goldstein(code), *_party(target), told.story, None, told.coding.document.source, None, None,
                place and place.admin1, place and names().get(place.country or ""), place and place.latitude,
                place and place.longitude,
            )
        )  # fmt: skip


def _party(party: Actor | None) -> tuple[str | None, ...]:
    if party is None:
        return (None, None, None)
    return party.name, ",".join(dict.fromkeys((party.sector, *party.sectors))), names().get(party.country or "")


@cache
def names() -> dict[str, str]:
    """Name of a state or territory by alpha-3 code."""
    return {s.country: s.name for s in reversed(states()) if s.country and s.kind in ("state", "territory")}
