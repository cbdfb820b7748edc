"""Find the time expressions of a text, unresolved.

Comes in: an annotation. Goes out: for each expression the rule that fits and its tokens. Computes no dates.

A sentence is a string with one letter for each token (time_words.py), and one regular expression, made of `RULES`, is run
over that string: a position in it is the index of a token, and the cost is linear. What letters cannot tell is decided
by `_fits` after the match.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dragoman.model import Annotation, Token
from dragoman.resolve.time_calendar import WEEKDAYS
from dragoman.resolve.time_words import CENTENARIES, spell

# pieces of the rules: a number; "early", "the morning of"; "the end of", "late"; one day of a month or several
COUNT = "(?:[DN]&aq|a?N(?:-?N)*o?|D|Y|a)"
ORDINAL = "(?:(?:N-)?O)"
LEAD = "(?:[ER]p?t?|t?E?P[op]t?)?"
PART = "(?:t?Got?|t?[ER]-?p?)?"
DAYS = "(?:D|d)(?:(?:,D){0,3},?&p?t?D|-D)?"

RULES: dict[str, str] = {
    "whole": "J|Y-D-D",
    "part of month": "t?[OlLD][UKWq][op]M(?:,?Y)?",
    "first of period": f"t?[OlL]{COUNT}?Uo(?:M(?:,?Y)?|Y|tU(?!o)|[lxsbv]U|FU?[YZ])",
    "holiday": "[lxs]?H{1,4}(?:,?Y)?P?",
    "date": f"{LEAD}(?:W[,<]?p?)?(?:t?(?:{DAYS}o?|{ORDINAL}o)M|Mt?(?:{DAYS}|N-O))(?:,?Y|,?o?[lxs]U)?(?:>|<W>)?P?",
    "month": f"{PART}[lxsfbmv]{{0,2}}M(?:,?o?Y|o?[lxs]U|o[bfv]U)?",
    "clock": "p?(?:[DN]hh?|C[zu]?h?|n)z{0,3}(?:<[YNC]z{1,2}>)?",
    "fiscal year": "t?(?:FU?(?:Y(?:-[DN])?|Z)|I|(?:Y-[DN]|[YZ])FU|[lxsb]FU|FUjp?M,?Y)",
    "decade": f"{PART}t?X|(?:tE-?|E?-?t)'?r|tY'(?=[^.]|$)",
    "years": "Y-[DYN](?!-)|Z",
    "up to end": f"t?{COUNT}?[Uq](?:jp?|&)(?:Mt?D(?:,?Y)?|t?DM(?:,?Y)?|M(?:,?Y)?)",
    "century": f"{PART}t?(?:D|{ORDINAL})-?U",
    "two months": "t?M-Mq(?:,?o?(?:Y|[lxsbv]U))?",
    "just ended": "t[Uq]ej",
    "quarter": "t?(?:[DOlL]q(?=o|FU)|[DO]-?q|Q)(?:,?(?:ot?)?(?:Y|[lxsbfv]U|FU?Y))?|[lxsbf]q",
    "season": f"{PART}(?:[lxsbfmv]{{1,2}}S(?:oY)?|t?S(?:,?o?[YZ]|oY-[DY]|o[lxs]U)?)",
    "year": f"{PART}Y|y|(?<=p)'N(?!r)",
    "weekend": "t?[lxsbfmv]{0,2}K",
    "weekday": f"{LEAD}t?[lxsbfmv]{{0,2}}E?W(?:P|B[lx]|U(?!o)|[lx](?![DNYU]))?",
    "before last": "tUB[lx]",
    "today": "(?:tUB)?(?:[ER]p?)?TP?",
    "counted": f"t?(?:s[lm]|[lxmfb])(?:{COUNT}|V)[Uu]|wU|(?:[st][lm]|m)[Uu](?!o)",
    "unit": "(?:[ER]-?p?|t?Go)?t?(?:v{1,2}|[lxsbf])U(?!o)|(?:[ER]p|Go)tU",
    "ago": f"(?:(?:{COUNT}|aq|qa)[Uu]|aU&aq)g",
    "distance": f"(?:(?:{COUNT}|t)[UuP]|a?V?u|aqu|a?u&aqu?)(?:R|B|pi)",
    "part of day": "[ER]?(?:v{1,2}|[slxfb]|t[xfbv]{1,2})E?P|[RE]?tP",
    "within": f"(?<=p){COUNT}[Uu]",
    "anniversary": f"t?(?:(?:[DN]|{ORDINAL}|{COUNT}-U)A|A)",
    "day of month": "(?<=p)tD",
    "period": "t?v{1,2}k",
    "eve": "t?co",
}
"""Rule -> its pattern over `time_words.LETTERS`, the longer reading before the shorter.

"ago", for example, is a count ("three", "a", "half a"), a unit (U of days and more, u of hours and minutes) and g, "ago".
"""

ANY_RULE = re.compile("|".join(f"(?P<{name.replace(' ', '_')}>{pattern})" for name, pattern in RULES.items()))

LEADING = frozenset([
    "on", "in", "at", "by", "since", "until", "till", "from", "during", "throughout", "through", "before", "after", "over",
    "between", "around", "for", "within",
])  # fmt: skip
"""Prepositions that belong to a time."""

COMPOUND = {
    ("up", "to"): "until", ("up", "until"): "until", ("prior", "to"): "before", ("no", "later", "than"): "by",
    ("not", "later", "than"): "by", ("at", "latest", "by"): "by", ("as", "of"): "on", ("ever", "since"): "since",
    ("until", "at", "least"): "until", ("since", "at", "least"): "since", ("less", "than"): "less than", ("fewer", "than"): "less than",
}  # fmt: skip
"""Prepositions of several words -> the one that they stand for."""

MONEY = frozenset([
    "budget", "deficit", "treasury", "treasurer", "tax", "levy", "revenue", "spending", "expenditure", "surplus", "fiscal",
    "subsidy", "appropriation",
])  # fmt: skip

RECURRING = frozenset(["every", "each"])

BEFORE_MONTH = LEADING | {"of", "and", "to"}
"""Words after which the name of a month alone is a time."""


class Found(NamedTuple):
    """An expression of the text: tokens `first` to `last`, half-open, without the preposition before it."""

    rule: str
    first: int
    last: int
    letters: str
    words: tuple[str, ...]
    """Lower case, one for each letter."""
    preposition: str
    """The words before, if they lead a time: "since", "until" for "up to"; else ""."""
    leading: int = 0
    """How many words that are."""
    financial: bool = False
    """True in a sentence on budgets, where "2017-18" is one fiscal year."""

    def number(self, letters: str) -> tuple[str, ...]:
        """The words of the first number made of these letters: "twenty", "eight" of "twenty-eight"."""
        run = re.search(f"[{letters}](?:-?[{letters}])*", self.letters)
        return tuple(w for w in self.words[run.start() : run.end()] if w not in "-–—") if run else ()

    def word(self, letters: str) -> str:
        """The first word with one of these letters, or ""."""
        return next((w for w, letter in zip(self.words, self.letters, strict=True) if letter in letters), "")


def find(annotation: Annotation) -> Iterator[Found]:
    """Yield the time expressions in text order; they do not overlap."""
    tokens = annotation.tokens
    letters = spell(tokens)
    for sentence in annotation.sentences:
        for match in ANY_RULE.finditer(letters, sentence.first, sentence.last):
            first, last = match.span()
            rule = str(match.lastgroup).replace("_", " ")
            before = tokens[first - 1].text.lower() if first > sentence.first else ""
            words = tuple(t.text.lower() for t in tokens[first:last])
            financial = rule == "years" and any(t.lemma in MONEY for t in tokens[sentence.first : sentence.last])
            led = _preposition(tokens, sentence.first, first)
            found = Found(rule, first, last, match.group(), words, *led, financial)
            if _fits(found, tokens, before):
                yield found


def _preposition(tokens: Sequence[Token], start: int, first: int) -> tuple[str, int]:
    """What leads an expression that begins at token `first` of a sentence that begins at `start`."""
    for count in (3, 2):
        words = tuple(t.text.lower() for t in tokens[max(first - count, start) : first])
        if words in COMPOUND:
            return COMPOUND[words], len(words)
    before = tokens[first - 1].text.lower() if first > start else ""
    return (before, 1) if before in LEADING else ("", 0)


# --- checks after the match ---------------------------------------------------------------------------------------


def _fits(found: Found, tokens: Sequence[Token], before: str) -> bool:
    """Decide what the letters around a match could not."""
    head = tokens[found.last - 1]
    following = tokens[found.last] if found.last < len(tokens) else None
    beyond = tokens[found.last + 1].lemma if found.last + 1 < len(tokens) else ""
    if (
        before in RECURRING
        or (following and following.lemma == "of" and beyond in RECURRING)
        or _in_a_name(found, tokens)
    ):
        return False
    match found.rule:
        case "month" if found.letters == "M":
            return before in BEFORE_MONTH or head.dep in ("compound", "nmod", "amod", "poss", "npadvmod")
        case "season" if found.letters.endswith("S") and following is not None and following.lemma == "of":
            return False  # "the autumn of his life"
        case "season" if found.letters in ("S", "tS"):
            return found.letters == "tS" and bool(found.preposition)
        case "today" if found.words == ("overnight",):
            return head.pos == "ADV" or head.dep in ("advmod", "npadvmod")
        case "day of month":
            ordinal = not head.text.isdigit()
            return ordinal and (following is None or following.pos not in ("NOUN", "PROPN", "ADJ", "NUM"))
        case "part of day" if found.letters in ("tP", "RtP", "EtP"):
            return found.preposition in ("in", "during", "by", "through", "throughout") or found.letters != "tP"
        case "within":
            return found.preposition in ("in", "within")
        case "clock" if found.letters == "C":
            return bool(found.preposition)
        case "weekday" if found.letters.endswith("U"):
            return found.words[-1] == "week" and found.words[-2] in WEEKDAYS
        case "up to end":
            return not ({"and", "or", "through"} & set(found.words)) and bool(
                found.number("DN") or found.words[0] == "the"
            )
        case "century":
            return found.words[-1] == "century"
        case "weekday":
            return before not in ("a", "an") or head.dep in ("compound", "nmod", "amod")
        case "anniversary" if found.letters.endswith("A") and not found.number("DON"):
            return found.words[-1] in CENTENARIES
        case "weekend" if found.letters == "K":
            return bool(found.preposition)
        case "unit" if head.dep in ("compound", "nmod"):
            return "v" not in found.letters
    return True


def _in_a_name(found: Found, tokens: Sequence[Token]) -> bool:
    """True for "USA Today", "Black Friday", "March Madness": a capital beside a name of which the word is a part."""
    first, last = tokens[found.first], tokens[found.last - 1]
    before = tokens[found.first - 1] if found.first and tokens[found.first - 1].sentence == first.sentence else None
    named = before is not None and before.pos == "PROPN" and first.text[0].isupper()
    if named and (
        found.rule in ("today", "unit", "part of day") or (found.rule == "weekday" and _modifies(before, first))
    ):
        return True
    if found.rule == "part of day" and last.text[0].isupper():
        return True
    following = tokens[found.last] if found.last < len(tokens) else None
    alone = found.letters == "M" or found.rule == "holiday"
    return alone and following is not None and following.pos == "PROPN" and last.dep == "compound"


def _modifies(left: Token | None, right: Token) -> bool:
    return left is not None and left.head == right.i and left.dep in ("compound", "nmod", "amod")
