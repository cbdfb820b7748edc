"""The small notations inside a codebook: word patterns, frames, constraints.

Comes in: one string of a YAML file. Goes out: its parts, or `ValueError` with the mistake
and its remedy. Knows nothing of files and lines.

Words of a pattern are lemmas separated by spaces; `a|b` are alternatives, `@name` is a word set of codebook.yml.
A hyphen separates words too, as the tokeniser cuts there: "cease-fire" is "cease" and "fire".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import product

from dragoman.codebook.records import CLASSES, Category, Constraint, Preferences
from dragoman.codebook.spelling import spellings

Sets = Mapping[str, frozenset[str]]
Group = tuple[frozenset[str], ...]
"""What one written word is to the tokeniser: several words where it has hyphens."""
Parsed = tuple[tuple[frozenset[str], ...], int]
"""Words of a pattern, and which of them is the head."""

FUNCTIONS = frozenset({"subject", "object", "indirect", "possessive", "compound", "clause"})
PREPOSITIONS = frozenset({
    "about", "above", "across", "after", "against", "along", "alongside", "amid", "among", "around", "as", "at",
    "before", "behind", "below", "beneath", "beside", "between", "beyond", "by", "concerning", "despite", "down",
    "during", "for", "from", "in", "inside", "into", "like", "near", "of", "off", "on", "onto", "opposite", "out", "outside",
    "over", "past", "per", "regarding", "round", "since", "than", "through", "throughout", "to", "toward",
    "towards", "under", "underneath", "until", "up", "upon", "versus", "via", "with", "within", "without",
})  # fmt: skip
PARTICLES = frozenset({
    "away", "back", "by", "down", "in", "off", "on", "out", "over", "through", "up",
})  # fmt: skip

DEFAULTS: Mapping[Category, tuple[Preferences, Preferences]] = {
    "verb": ((("subject",),), (("object",),)),
    "noun": (
        (("possessive",), ("by",), ("compound",), ("from",)),
        (("of",), ("against",), ("on",), ("to",), ("with",)),
    ),
    "adjective": ((("subject",),), (("of",), ("to",), ("with",), ("for",))),
}
"""Frames (actors, recipients) where an entry gives none."""

NOMINAL = {"subject": "possessive", "object": "of", "indirect": "to", "clause": ""}
"""What a function of a verb becomes around its noun: "Rome bans arms" -> "Rome's ban of arms"."""
ADJECTIVAL = {"object": "of", "indirect": "to", "clause": ""}

_WORD = re.compile(r"[^\W_](?:[\w'’.]*\w)?")
_EXCEPTION_TOKEN = re.compile(r"-|['’]s\b|[^\s\-'’]+|['’]")


def parse_pattern(text: str, category: Category, sets: Sets) -> list[Parsed]:
    """Words and head: the first word of a verb or adjective, a noun's last word before a preposition.

    Alternatives with a hyphen have more words than the others, so each of them makes a pattern of its own.
    """
    if not text.split():
        raise ValueError("an empty pattern; write the lemmas of its words")
    places = [_versions(written, sets) for written in text.split()]
    return [_assemble(groups, category, text) for groups in product(*places)]


def _versions(written: str, sets: Sets) -> list[Group]:
    """What may stand at one place: the plain alternatives together, and each hyphenated one by itself."""
    parts = written.split("|")
    plain = [p for p in parts if "-" not in p]
    found = [(alternatives("|".join(plain), sets),)] if plain else []
    return found + [tuple(alternatives(x, sets) for x in p.split("-")) for p in parts if "-" in p]


def _assemble(groups: tuple[Group, ...], category: Category, text: str) -> Parsed:
    at = 0 if category != "noun" else _noun_group(groups, text)
    before = sum(len(g) for g in groups[:at])
    return tuple(word for group in groups for word in group), before + _inner_head(groups[at])


def _noun_group(groups: tuple[Group, ...], text: str) -> int:
    """Index of the group before the first preposition."""
    for k, group in enumerate(groups):
        if len(group) == 1 and group[0] <= PREPOSITIONS:
            if k == 0:
                raise ValueError(f"'{text}' begins with a preposition; a noun pattern needs a noun before it")
            return k - 1
    return len(groups) - 1


def _inner_head(group: Group) -> int:
    """The last part of a hyphenated word is its head, unless it is a particle: "cease-fire", but "sit-in"."""
    last = len(group) - 1
    return last - 1 if last and group[last] <= PARTICLES else last


def alternatives(text: str, sets: Sets) -> frozenset[str]:
    """The lemmas that may stand at one place of a pattern, with both spellings."""
    found: set[str] = set()
    for part in text.split("|"):
        found |= _lookup(part[1:], sets) if part.startswith("@") else spellings(word(part))
    return frozenset(found)


def _lookup(name: str, sets: Sets) -> frozenset[str]:
    if name not in sets:
        raise ValueError(f"unknown word set '@{name}'; add it to `words` in codebook.yml, or correct the name")
    return sets[name]


def word(text: str) -> str:
    """Check that a string is one lower-case word."""
    if not _WORD.fullmatch(text):
        raise ValueError(f"'{text}' is not a word; write one lemma without spaces or marks")
    if text != text.lower():
        raise ValueError(f"'{text}' has a capital letter; patterns are compared with lower-case lemmas")
    return text


def parse_function(text: str) -> tuple[str, ...]:
    """Functions joined by +, each one of ours or a preposition."""
    parts = tuple(p.strip() for p in text.split("+"))
    for part in parts:
        if part not in FUNCTIONS and part not in PREPOSITIONS:
            known = ", ".join(sorted(FUNCTIONS))
            raise ValueError(f"'{part}' is no function of a frame; use {known} or a preposition")
    return parts


def frame_for(category: Category, given: Preferences | None, which: int, shared: bool) -> Preferences:
    """The preferences of a category: those given, or its default.

    `which` is 0 for actors, 1 for recipients. `shared` means that the entry has verbs as well, so that its frame is
    written for them: its nouns and adjectives take what they can have of it, and then their default. An empty list is
    kept: no such participant.
    """
    default = DEFAULTS[category][which]
    if given is None:
        return default
    if category == "verb" or not shared or not given:
        return given
    table = NOMINAL if category == "noun" else ADJECTIVAL
    translated = (tuple(f for f in (table.get(x, x) for x in group) if f) for group in given)
    return tuple(dict.fromkeys([*(g for g in translated if g), *default]))


def parse_constraint(text: str, sets: Sets) -> tuple[Constraint, ...]:
    """Alternatives joined by |; those with a leading ! are barred. At most one constraint of each kind."""
    classes: dict[bool, set[str]] = {False: set(), True: set()}
    words: dict[bool, set[str]] = {False: set(), True: set()}
    for part in (p.strip() for p in text.split("|")):
        negated, item = part.startswith("!"), part.removeprefix("!")
        if item.isupper():
            if item not in CLASSES:
                raise ValueError(f"unknown class '{item}'; use {', '.join(sorted(CLASSES))}")
            classes[negated].add(item)
        else:
            words[negated] |= alternatives(item, sets)
    return tuple(
        Constraint(frozenset(classes[n]), frozenset(words[n]), n) for n in (False, True) if classes[n] or words[n]
    )


def parse_exception(text: str) -> str:
    """A run of words as tokens joined by spaces, the way the tokeniser cuts them: "cease - fire", "rome 's"."""
    if not text.strip():
        raise ValueError("an empty exception; write the words that cancel the pattern")
    if text != text.lower():
        raise ValueError(f"'{text}' has a capital letter; exceptions are compared with lower-case words")
    return " ".join(_EXCEPTION_TOKEN.findall(text))


def parse_cue(text: str, sets: Sets) -> tuple[frozenset[str], ...]:
    """The words of a cue that is compared with neighbouring lemmas, hyphens included, each with its spellings."""
    return tuple(
        alternatives(token, sets) if token[0].isalnum() or token[0] == "@" else frozenset({token})
        for token in parse_exception(text).split()
    )
