"""Stated numbers of killed, injured, arrested and gathered people.

Comes in: the parse. Goes out: `Count` records with the words they stand in. "more than 30" is 31 to open, "over 160"
161, "some 30" 30 to 30, "dozens" 24 to open, "hundreds" 200 to open, "no casualties" 0 to 0 (GUIDE.md, 5.16).
Whom a number belongs to is decided where events are made.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from dragoman.coding.syntax import Syntax

WORDS = {
    "no": 0, "zero": 0, "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90,
}  # fmt: skip
SCALES = {"dozen": 12, "hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
VAGUE = {"dozen": 24, "score": 40, "hundred": 200, "thousand": 2_000, "million": 2_000_000}
"""Plural without a number: "dozens" is at least two of them."""

OVER = frozenset({"more", "over", "above", "excess"})
LEAST = frozenset({"least", "minimum"})
MOST = frozenset({"up", "most", "under", "fewer", "less", "below", "maximum"})

EFFECTS = {
    "kill": "killed", "die": "killed", "murder": "killed", "slay": "killed", "massacre": "killed", "execute": "killed", "perish": "killed",
    "injure": "injured", "wound": "injured", "hurt": "injured", "maim": "injured",
    "arrest": "arrested", "detain": "arrested", "apprehend": "arrested", "imprison": "arrested", "jail": "arrested",
}  # fmt: skip
PASSIVES = frozenset({"kill", "die", "perish"})
TOLLS = {"death": "killed", "fatality": "killed", "casualty": "killed", "killing": "killed", "injury": "injured", "arrest": "arrested",
         "detention": "arrested"}  # fmt: skip
STATES = {"dead": "killed", "wounded": "injured", "injured": "injured", "hurt": "injured", "killed": "killed"}
GATHER = frozenset(
    {
        "march",
        "protest",
        "rally",
        "gather",
        "demonstrate",
        "attend",
        "assemble",
        "strike",
        "picket",
        "turn",
        "join",
        "riot",
        "pack",
        "fill",
    }
)
CROWD = frozenset({"people", "person", "protester", "demonstrator", "worker", "student", "teacher", "supporter", "marcher", "activist", "resident",
                   "farmer", "miner", "employee", "woman", "man", "crowd", "opponent", "doctor", "nurse", "driver", "citizen", "pupil", "fan"})  # fmt: skip


BELONGS = {"killed": ("ASSAULT",), "injured": ("ASSAULT",), "arrested": ("COERCE",), "crowd": ("PROTEST",)}
"""Which types of event a count can belong to."""


@dataclass(frozen=True, slots=True)
class Count:
    """One stated number."""

    what: str
    min: int
    max: int | None
    head: int
    """The word counted, or the number itself where it stands alone."""
    at: int
    """The verb or noun that says what happened to them."""
    first: int
    last: int
    """Tokens of the phrase, half-open."""


def counts(syntax: Syntax, first: int, last: int) -> list[Count]:
    """Find the counts in a range of tokens (a sentence)."""
    found: list[Count] = []
    tokens = syntax.tokens
    for i in range(first, last):
        token = tokens[i]
        if token.pos in ("VERB", "ADJ") and token.lemma in EFFECTS:
            found += _of_verb(syntax, i, EFFECTS[token.lemma])
        elif token.pos == "NOUN" and token.lemma in TOLLS:
            found += _counted(syntax, i, TOLLS[token.lemma], i)
        elif token.lemma == "toll":
            found += _of_toll(syntax, i)
        elif token.pos == "ADJ" and token.text.lower() in STATES and token.dep in ("acomp", "oprd", "attr", "amod"):
            found += _of_state(syntax, i)
        elif token.pos == "VERB" and token.lemma in GATHER:
            subjects = [
                s
                for s in syntax.subjects(i)
                if tokens[s].lemma in CROWD or tokens[s].lemma in VAGUE or _is_number(syntax, s)
            ]
            found += [c for s in subjects for c in _counted(syntax, s, "crowd", i)]
    return _distinct(found)


def _of_verb(syntax: Syntax, verb: int, what: str) -> list[Count]:
    heads = (
        syntax.subjects(verb)
        if syntax.tokens[verb].lemma in ("die", "perish")
        else syntax.objects(verb) or syntax.obliques(verb, "between")
    )
    return [c for h in heads for c in _counted(syntax, h, what, verb)]


def _of_toll(syntax: Syntax, toll: int) -> list[Count]:
    """ "put the death toll at 20", "the toll rose to 14", "a toll of 12"."""
    tokens = syntax.tokens
    if any(tokens[c].lemma in ("injury", "casualty") for c in syntax.dependents(toll, "compound")):
        return []
    places = [(toll, "of"), (toll, "at"), *((tokens[toll].head, p) for p in ("at", "to"))]
    numbers = [n for head, p in places for n in syntax.obliques(head, p) if _is_number(syntax, n)]
    return [c for n in numbers for c in _counted(syntax, n, "killed", toll)]


def _of_state(syntax: Syntax, adjective: int) -> list[Count]:
    """ "left 12 dead", "12 people were dead", "30 were wounded"."""
    token = syntax.tokens[adjective]
    what = STATES[token.text.lower()]
    if token.dep == "amod":
        return []
    heads = syntax.objects(token.head) or syntax.subjects(token.head)
    return [c for h in heads for c in _counted(syntax, h, what, adjective)]


def _counted(syntax: Syntax, head: int, what: str, at: int) -> list[Count]:
    """The number before a noun, in "hundreds of people", or a number that stands alone ("killing 12")."""
    tokens = syntax.tokens
    number = next((c for c in syntax.children[head] if tokens[c].dep == "nummod"), None)
    if number is None and _is_number(syntax, head):
        number = head
    if number is None and tokens[head].lemma in VAGUE:
        number = head
    if number is None:
        no = next((c for c in syntax.children[head] if tokens[c].dep == "det" and tokens[c].lemma == "no"), None)
        return [Count(what, 0, 0, head, at, no, head + 1)] if no is not None else []
    low = _value(syntax, number)
    if low is None:
        return []
    first, (least, most) = _bounds(syntax, number, low)
    end = max(number, head if number <= head <= number + 6 else number) + 1
    return [Count(what, least, most, head, at, first, end)]


def _is_number(syntax: Syntax, i: int) -> bool:
    return syntax.tokens[i].pos == "NUM" and syntax.tokens[i].ent not in ("DATE", "TIME", "PERCENT", "MONEY")


def _value(syntax: Syntax, number: int) -> int | None:
    """The value of a number written in figures or words, its multipliers included."""
    token = syntax.tokens[number]
    if token.ent in ("DATE", "TIME", "PERCENT", "MONEY"):
        return None
    if token.lemma in VAGUE and token.tag == "NNS":
        return VAGUE[token.lemma]
    parts = sorted([*syntax.dependents(number, "compound", "nummod", "quantmod"), number])
    return _phrase([syntax.tokens[c].text.lower().replace(",", "") for c in parts])


def _phrase(words: list[str]) -> int | None:
    """Value of number words in order: "two hundred", "twenty two", "1.5 million", "two dozen"."""
    total: float | None = None
    for word in words:
        scale = SCALES.get(word)
        value = _simple(word)
        if scale is not None:
            total = (1 if total is None else total) * scale
        elif value is not None:
            total = value if total is None else total + value
    return None if total is None else int(total)


def _simple(word: str) -> float | None:
    if re.fullmatch(r"\d{1,12}(\.\d{1,6})?", word):
        return float(word)
    if word in WORDS:
        return WORDS[word]
    tens, dash, ones = word.partition("-")
    if dash and tens in WORDS and ones in WORDS:
        return WORDS[tens] + WORDS[ones]
    return None


def _bounds(syntax: Syntax, number: int, low: int) -> tuple[int, tuple[int, int | None]]:
    """First token of the phrase, and the interval that its modifiers make of the number."""
    tokens = syntax.tokens
    before = range(max(0, number - 4), number)
    words = {tokens[i].text.lower(): i for i in before if tokens[i].sentence == tokens[number].sentence}
    vague = tokens[number].lemma in VAGUE and tokens[number].tag == "NNS"
    if (first := _first(words, OVER)) is not None and ("than" in words or words.keys() & {"over", "above"}):
        return first, (low + 1, None)
    if (first := _first(words, LEAST)) is not None and "at" in words:
        return min(first, words["at"]), (low, None)
    if (first := _first(words, MOST)) is not None and words.keys() & {"to", "most", "than", "under"}:
        return first, (0, low)
    upper = next((c for c in syntax.dependents(number, "conj") if tokens[c].pos == "NUM"), None)
    if upper is not None and words.keys() & {"between", "from"} and (most := _value(syntax, upper)) is not None:
        return min(words.get("between", number), words.get("from", number)), (low, most)
    if "between" in words and tokens[number - 1].text == "and" and (start := _value(syntax, number - 2)) is not None:
        return words["between"], (start, low)
    return number, (low, None if vague else low)


def _first(words: dict[str, int], wanted: frozenset[str]) -> int | None:
    return min((i for w, i in words.items() if w in wanted), default=None)


def _distinct(found: list[Count]) -> list[Count]:
    """One count for each phrase and effect."""
    seen: dict[tuple[str, int], Count] = {}
    for count in found:
        seen.setdefault((count.what, count.last), count)
    return list(seen.values())
