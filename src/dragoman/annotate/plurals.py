"""Who a counted plural stands for: "the two leaders", "both men", "the two countries".

Comes in: mentions with their parties, and the parse. Goes out: for the party of each such plural the parties that it gathers, where
the report names exactly as many together: as a list behind it ("two senators, A and B"), as a list or as the two sides of a
verb before it ("A met B. The two ..."), or as a list of new names soon after it. Where the number does not fit, nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dragoman.annotate.wordlist import wordset
from dragoman.model import Mention, Sentence, Token

COUNTS = {"two": 2, "both": 2, "pair": 2, "duo": 2, "2": 2, "three": 3, "trio": 3, "3": 3, "four": 4, "4": 4, "five": 5}
PEOPLE = frozenset({"person"})
BODIES = frozenset({"state", "organisation"})
OF_BODIES = wordset(
    "country countries nation nations state states side sides government governments party parties company companies firm firms capital capitals"
    " power powers organisation organisations organization organizations neighbour neighbours neighbor neighbors ally allies union unions"
)
EITHER = wordset("two both pair three trio side sides party parties ally allies duo")
"""Words that may gather people or bodies."""
BACK = 8
"""Sentences before a plural in which those it gathers are looked for."""
NEAR = 2
"""The same for words that may mean other sides and parties too."""
AHEAD = 4
"""Sentences behind a plural in which a list of new names may tell who it was."""
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
PARTNERS = frozenset({"with", "against", "between", "to", "by"})


@dataclass(frozen=True, slots=True)
class _List:
    """Parties named together."""

    sentence: int
    first: int
    """First token."""
    entities: tuple[int, ...]
    kinds: frozenset[str]


def members(
    mentions: Sequence[Mention], tokens: Sequence[Token], sentences: Sequence[Sentence]
) -> Mapping[int, tuple[int, ...]]:
    """Entity of a counted plural -> the entities that it gathers."""
    if not any(m.kind == "group" and _count(m, tokens) for m in mentions):
        return {}
    lists = _lists(mentions, tokens)
    begins: dict[int, int] = {}
    for m in mentions:
        if m.entity >= 0:
            begins.setdefault(m.entity, m.first)
    found: dict[int, tuple[int, ...]] = {}
    for mention in mentions:
        count = _count(mention, tokens) if mention.kind == "group" else 0
        if not count or mention.entity < 0 or mention.entity in found:
            continue
        fits = [
            x
            for x in lists
            if len(x.entities) == count and mention.entity not in x.entities and _suits(mention, tokens, x)
        ]
        chosen = _chosen(mention, tokens, sentences, fits, begins)
        if chosen is not None and not any(e in found for e in chosen.entities):
            found[mention.entity] = chosen.entities
    return found


def _count(mention: Mention, tokens: Sequence[Token]) -> int:
    """How many a plural says it gathers; "two of the men" are not all that are named."""
    words = [tokens[i].text.lower() for i in range(mention.first, mention.last)]
    if any(w in ("other", "others", "more", "another", "least", "some", "than") for w in words):
        return 0
    if "of" in words and words[0] not in ("both",):
        return 0
    return next((COUNTS[w] for w in words if w in COUNTS), 0)


def _suits(mention: Mention, tokens: Sequence[Token], listed: _List) -> bool:
    """People are gathered by nouns for people, bodies by nouns for bodies."""
    noun = tokens[mention.head].text.lower()
    if noun in EITHER:
        return listed.kinds <= PEOPLE or listed.kinds <= BODIES
    return listed.kinds <= (BODIES if noun in OF_BODIES else PEOPLE)


def _chosen(
    mention: Mention,
    tokens: Sequence[Token],
    sentences: Sequence[Sentence],
    fits: Sequence[_List],
    begins: Mapping[int, int],
) -> _List | None:
    """The list right behind the plural, else the last one before it, else the first of new names behind it."""
    here = tokens[mention.head].sentence
    beside = next((x for x in fits if 0 <= x.first - mention.last <= 1), None)
    if beside is not None or mention.form == "name":
        return beside
    definite = tokens[mention.first].text.lower() in ("the", "both", "these", "those", "their")
    if definite:
        reach = NEAR if tokens[mention.head].text.lower() in EITHER else BACK
        before = [x for x in fits if x.first < mention.first and here - x.sentence <= reach]
        return max(before, key=lambda x: x.first, default=None)
    if sentences[here].is_title:
        return None
    after = [x for x in fits if mention.last < x.first and x.sentence - here <= AHEAD]
    new = [x for x in after if all(begins[e] >= mention.last for e in x.entities) and x.kinds <= PEOPLE]
    return new[0] if len({x.entities for x in new}) == 1 else None


def _lists(mentions: Sequence[Mention], tokens: Sequence[Token]) -> list[_List]:
    """Names joined by "and" or commas, and subject and object (or partner) of one verb, in text order."""
    named = [m for m in mentions if m.form == "name" and m.entity >= 0 and m.kind in PEOPLE | BODIES]
    chains: defaultdict[int, list[Mention]] = defaultdict(list)
    clauses: defaultdict[int, list[Mention]] = defaultdict(list)
    for m in named:
        first = _first_conjunct(m.head, tokens)
        chains[first].append(m)
        token = tokens[first]
        above = tokens[token.head]
        if token.dep in SUBJECTS or token.dep in ("dobj", "dative"):
            clauses[above.i].append(m)
        elif token.dep == "pobj" and above.text.lower() in PARTNERS:
            clauses[above.head].append(m)
    found: dict[tuple[int, tuple[int, ...]], _List] = {}
    for group in (*chains.values(), *clauses.values()):
        entities = tuple(dict.fromkeys(m.entity for m in group))
        if len(entities) > 1:
            first = min(m.first for m in group)
            found.setdefault(
                (first, entities), _List(tokens[first].sentence, first, entities, frozenset(m.kind for m in group))
            )
    return sorted(found.values(), key=lambda x: x.first)


def _first_conjunct(i: int, tokens: Sequence[Token]) -> int:
    for _ in range(8):
        if tokens[i].dep not in ("conj", "appos") or (
            tokens[i].dep == "appos" and tokens[tokens[i].head].pos != "PROPN"
        ):
            break
        i = tokens[i].head
    return i
