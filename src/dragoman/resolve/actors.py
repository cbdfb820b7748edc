"""One `Actor` for each party of a report: its fullest name, country, sector, office, and the grounds of what is inferred.

Comes in: an annotation whose mentions carry entity numbers, and the gazetteer. Goes out: actors in the order of these numbers.
Joins no parties (coreference did) and knows nothing beyond the report and the gazetteer. The rules for countries are in
actor_countries.py, those for sectors and offices in actor_sectors.py.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence

from dragoman.gazetteer import Gazetteer
from dragoman.model import Actor, ActorKind, Annotation, Mention, Span
from dragoman.resolve.actor_countries import Countries
from dragoman.resolve.actor_offices import Offices
from dragoman.resolve.actor_profile import Profile, Reading
from dragoman.resolve.actor_sectors import Sectors


def actors(annotation: Annotation, gazetteer: Gazetteer) -> tuple[Actor, ...]:
    """Describe every party of a report, in the order of the entity numbers of its mentions."""
    reading = Reading(annotation, gazetteer)
    groups = _groups(annotation)
    profiles = [_profile(reading, groups[n]) for n in range(len(groups))]
    countries, sectors, offices = Countries(reading), Sectors(reading), Offices(reading, annotation.document.published)
    for profile in profiles:
        countries.own(profile)
        sectors.own(profile)
        offices.own(profile)
    for profile in profiles:
        countries.borrowed(profile, profiles)
        sectors.borrowed(profile, profiles)
    for profile in profiles:
        countries.assumed(profile)
    seen: Counter[str] = Counter()
    found = []
    for profile in profiles:
        seen[profile.name] += 1
        found.append(_actor(profile, _identity(annotation.document.id, profile.name, seen[profile.name])))
    return tuple(found)


def _groups(annotation: Annotation) -> dict[int, list[int]]:
    """Entity number -> numbers of its mentions."""
    groups: dict[int, list[int]] = {}
    for k, mention in enumerate(annotation.mentions):
        if mention.entity >= 0:
            groups.setdefault(mention.entity, []).append(k)
    return groups


def _actor(profile: Profile, identity: str) -> Actor:
    return Actor(
        identity, profile.name, profile.kind, profile.country, profile.sector, profile.sectors, profile.office, profile.wikidata,
        profile.spans, profile.basis,
    )  # fmt: skip


def _identity(document: str, name: str, ordinal: int) -> str:
    """Stable while the report names the party in the same words; the ordinal tells apart parties of one name."""
    digest = hashlib.sha256(f"{document}\x00{name}\x00{ordinal}".encode("utf-8", "surrogatepass")).hexdigest()
    return f"a-{digest[:12]}"


def _profile(reading: Reading, numbers: Sequence[int]) -> Profile:
    """Name, kind and wordings of a party."""
    mentions = [reading.mentions[k] for k in numbers if reading.mentions[k].form != "pronoun"]
    if not mentions:  # a party known by pronouns only: coreference makes none, a caller might
        mentions = [reading.mentions[numbers[0]]]
    names = [m for m in mentions if m.form == "name"]
    return Profile(
        numbers, names, _name(reading, names, mentions), _kind(names or mentions), tuple(_spans(reading, numbers))
    )


def _name(reading: Reading, names: Sequence[Mention], mentions: Sequence[Mention]) -> str:
    """The fullest name; for a state named only by its adjective the gazetteer's; for a role its first words."""
    if not names:
        return mentions[0].span.text
    full = [
        m.name for m in names if (p := reading.party(m.name)) is None or p.matched in ("name", "acronym", "nickname")
    ]
    if not full and names[0].kind == "state" and (party := reading.party(names[0].name)) is not None:
        return party.name
    return max(full or [m.name for m in names], key=len)


def _kind(mentions: Sequence[Mention]) -> ActorKind:
    """The kind that most mentions have; a place that became a party acts as an organisation."""
    kind = Counter(m.kind for m in mentions).most_common(1)[0][0]
    return "organisation" if kind == "place" else kind


def _spans(reading: Reading, numbers: Sequence[int]) -> Iterator[Span]:
    """Distinct wordings; a role and a name in apposition also as one ("the mayor of Lima, Ana Ruiz")."""
    seen: set[str] = set()
    for n, k in enumerate(numbers):
        mention = reading.mentions[k]
        if mention.form == "pronoun":
            continue
        whole = _apposition(reading, reading.mentions[numbers[n - 1]], mention) if n else None
        for span in (mention.span, whole):
            if span is not None and span.text not in seen:
                seen.add(span.text)
                yield span


def _apposition(reading: Reading, before: Mention, mention: Mention) -> Span | None:
    if "apposition" not in (before.via, mention.via) or before.form == "pronoun" or before.last > mention.first:
        return None
    between = reading.tokens[before.last : mention.first]
    if len(between) > 1 or any(t.text != "," for t in between):
        return None
    return reading.annotation.document.span(before.span.start, mention.span.end)
