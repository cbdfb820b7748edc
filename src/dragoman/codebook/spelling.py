"""British and American spellings of one word.

Comes in: a lower-case word. Goes out: the word with its other spellings. Knows no meanings and checks no dictionary:
a spelling that nobody uses ("exercize") does no harm, so only the patterns with many false matches have lists.
"""

from __future__ import annotations

import re
from functools import cache

PAIRS = (
    ("defence", "defense"), ("offence", "offense"), ("licence", "license"), ("pretence", "pretense"),
    ("centre", "center"), ("theatre", "theater"), ("programme", "program"), ("judgement", "judgment"),
    ("acknowledgement", "acknowledgment"), ("sceptic", "skeptic"), ("sceptical", "skeptical"),
    ("scepticism", "skepticism"), ("practise", "practice"), ("manoeuvre", "maneuver"), ("plough", "plow"),
    ("gaol", "jail"), ("enquiry", "inquiry"), ("enquire", "inquire"), ("adviser", "advisor"),
    ("protester", "protestor"), ("fulfil", "fulfill"), ("enrol", "enroll"), ("instal", "install"),
    ("instalment", "installment"), ("appal", "appall"), ("skilful", "skillful"), ("wilful", "willful"),
    ("dialogue", "dialog"), ("catalogue", "catalog"), ("grey", "gray"), ("artefact", "artifact"),
    ("towards", "toward"), ("sabre", "saber"), ("calibre", "caliber"), ("litre", "liter"), ("metre", "meter"),
    ("jewellery", "jewelry"), ("paedophile", "pedophile"), ("anaesthetic", "anesthetic"),
)  # fmt: skip
"""(British, American) where no rule holds."""

OUR = "arm|behavi|cand|clam|col|demean|endeav|fav|ferv|glam|harb|hon|hum|lab|misdemean|neighb|od|ranc|rig|rum|sav|savi|splend|tum|val|vap|vig"
_OUR = re.compile(
    rf"(?P<stem>(?:dis|mis|un)?(?:{OUR}))(?P<vowel>ou?r)"
    r"(?P<rest>(?:s|ed|er|ers|ing|able|ably|ite|ites|hood|y|ist)?)"
)
_IZE = re.compile(r"(?P<stem>\w{3,})i(?P<letter>[sz])(?P<rest>e|ed|er|ers|ing|ation|ational)")
_YZE = re.compile(r"(?P<stem>\w+l)y(?P<letter>[sz])(?P<rest>e|ed|er|ers|ing)")
ALWAYS_S = frozenset({
    "prom", "comprom", "prem", "exerc", "adv", "superv", "rev", "telev", "improv", "compr", "surpr", "enterpr",
    "merchand", "disgu", "franch", "enfranch", "disenfranch", "advert", "desp", "dev", "expert", "conc", "prec",
    "exc", "dem", "circumc", "chast", "appr", "appra", "ar", "lia", "lik", "otherw", "parad", "treat", "prac",
    "pra", "bru", "cru", "no", "po", "ra", "r", "w",
})  # fmt: skip
"""Stems whose -ise is no suffix: promise, exercise."""
LL = (
    "bevel", "cancel", "channel", "counsel", "dial", "duel", "equal", "fuel", "grovel", "initial", "label",
    "level", "libel", "marshal", "marvel", "model", "panel", "pencil", "pummel", "quarrel", "rival", "shovel",
    "shrivel", "signal", "snivel", "spiral", "swivel", "total", "travel", "tunnel", "unravel", "victual",
)  # fmt: skip
_LL = re.compile(rf"(?P<stem>{'|'.join(LL)})(?P<letter>l?)(?P<rest>ed|er|ers|ing|or|ors)")


@cache
def spellings(word: str) -> frozenset[str]:
    """The word itself and its other spellings."""
    found = {word}
    for pair in PAIRS:
        if word in pair:
            found.update(pair)
    if m := _OUR.fullmatch(word):
        found.add(m["stem"] + ("or" if m["vowel"] == "our" else "our") + m["rest"])
    if (m := _IZE.fullmatch(word)) and m["stem"] not in ALWAYS_S:
        found.add(f"{m['stem']}i{_other(m['letter'])}{m['rest']}")
    if m := _YZE.fullmatch(word):
        found.add(f"{m['stem']}y{_other(m['letter'])}{m['rest']}")
    if m := _LL.fullmatch(word):
        found.add(m["stem"] + ("" if m["letter"] else "l") + m["rest"])
    return frozenset(found)


def _other(letter: str) -> str:
    return "s" if letter == "z" else "z"
