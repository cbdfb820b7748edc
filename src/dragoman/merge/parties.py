"""Parties: which actors of different reports are one.

Comes in: actors. Goes out: the names by which an actor is looked up, and for two actors whether they are one party, with
the reason. A gazetteer row decides; else the name with country, sector and office: never a name alone where country or
sector differ, and never a common noun without a country.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from dragoman.model import Actor

ARTICLES = frozenset(
    [
        "the",
        "a",
        "an",
        "his",
        "her",
        "its",
        "their",
        "our",
        "some",
        "several",
        "many",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
    ]
)
FORMER = frozenset(["GOV", "LEG", "PTY", "MIL", "JUD", "COP", "SPY", "OPP"])
"""Sectors that a former official (ELI) may have had."""
SURNAME = "~"
"""Before a last name in the list of names."""
ROLE = "#"
"""Before a common noun."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What an actor is compared by."""

    name: str
    key: str
    kind: str
    country: str | None
    sector: str
    office: str | None = None
    organisation: str | None = None
    ground: str | None = None
    """The gazetteer row or Wikidata item that the actor is, if it was found in one."""
    named: bool = True
    generic: bool = False
    """A name made of common words, like Defence Ministry: it needs a country to mean somebody."""


def profile(actor: Actor) -> Profile:
    """What an actor is compared by."""
    named = is_named(actor.name)
    words = key(actor.name) if named else ROLE + key(_noun(actor))
    basis = actor.basis.get("sector", "")
    office = actor.office
    return Profile(
        actor.name, words, actor.kind, actor.country, actor.sector, office.title if office else None,
        office.organisation if office else None, _ground(actor), named, basis.startswith(("word of the name", "roles.csv")),
    )  # fmt: skip


def _noun(actor: Actor) -> str:
    """The common noun of a role with the names before it ("Ansar militants"), without the adjective of its country."""
    words = re.sub(r"['’]s\b", "", actor.name.split(" of ")[0]).split() or [actor.name]
    adjective = re.search(r"\((?:adjective|demonym) ([^)]+)\)", actor.basis.get("country", ""))
    known = set(adjective[1].split()) if adjective else set()
    names = [w for w in words[:-1] if w[:1].isupper() and w not in known and w.casefold() not in ARTICLES]
    return " ".join([*names, words[-1]])


def _ground(actor: Actor) -> str | None:
    """A gazetteer row that is the actor itself, not only where it belongs."""
    if actor.wikidata:
        return f"wikidata: {actor.wikidata}"
    for field in ("name", "country", "sector"):
        row = re.sub(r" \(.*\)$", "", actor.basis.get(field, ""))
        if actor.kind == "state" and row.startswith("states.csv: "):
            return row
        if actor.kind in ("organisation", "group") and row.startswith("organisations.csv: "):
            return row
    return None


def key(name: str) -> str:
    """A name without case, accents, marks, articles and initials."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c)).replace("'s ", " ").replace("’s ", " ")
    words = re.findall(r"\w+", plain)
    while len(words) > 1 and words[0] in ARTICLES:
        words = words[1:]
    kept = [w for w in words if len(w) > 1 or w.isdigit()]
    return " ".join(kept or words)


def is_named(name: str) -> bool:
    """Whether the words are a proper name: the last word before "of" has a capital."""
    head = name.split(" of ")[0].split()
    return bool(head) and any(c.isupper() for c in head[-1])


def names(of: Profile) -> list[str]:
    """What a party is found under: the gazetteer row, the name, the last name of a person."""
    found = [of.ground] if of.ground else []
    found.append(of.key)
    if of.kind == "person" and of.named and " " in of.key:
        found.append(SURNAME + of.key.split()[-1])
    return found


def look_up(of: Profile) -> list[str]:
    """Under what to look for the party of an actor."""
    found = names(of)
    if of.kind == "person" and of.named:
        found.append(SURNAME + of.key if " " not in of.key else of.key.split()[-1])
    return found


def same(left: Profile, right: Profile) -> str | None:
    """Why two actors are one party; None where they are not, or where it cannot be known."""
    if left.ground and left.ground == right.ground and _sector(left, right) is not None:
        return left.ground
    if left.named != right.named or not _kinds(left.kind, right.kind) or _conflict(left.ground, right.ground):
        return None
    country, sector = _country(left, right), _sector(left, right)
    if country is None or sector is None:
        return None
    if left.key == right.key:
        if (not left.named or left.generic or right.generic) and country != "same country":
            return None
        return ", ".join(x for x in (f"name {left.name}", country, sector) if x)
    return _by_last_name(left, right, country, sector)


def _by_last_name(left: Profile, right: Profile, country: str, sector: str) -> str | None:
    """Putin and Vladimir Putin, where country and sector are known and the same."""
    if left.kind != "person" or right.kind != "person" or (country, sector) != ("same country", "same sector"):
        return None
    short, long = sorted((left.key, right.key), key=lambda k: k.count(" "))
    if " " in short or long.split()[-1] != short:
        return None
    return f"last name {short}, {country}, {sector}"


def _kinds(left: str, right: str) -> bool:
    return left == right or {left, right} <= {"organisation", "group"}


def _conflict(left: str | None, right: str | None) -> bool:
    return bool(left and right and left != right)


def _country(left: Profile, right: Profile) -> str | None:
    """Empty where one is not known, None where they differ."""
    if left.country and right.country:
        return "same country" if left.country == right.country else None
    return ""


def _sector(left: Profile, right: Profile) -> str | None:
    """Empty where one is not known, None where they differ; a former official keeps the party of the office."""
    if "UNK" in (left.sector, right.sector):
        return ""
    if left.sector == right.sector:
        return "same sector"
    other = {left.sector, right.sector} - {"ELI"}
    person = left.kind == right.kind == "person" and " " in left.key
    return "former official" if person and len(other) == 1 and other <= FORMER else None
