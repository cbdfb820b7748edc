"""A CAMEO code for a labelled event, so that a probe can be scored on sets that follow CAMEO.

Comes in: type, mode, status and trigger of an event under our guide. Goes out: the CAMEO root that stands for all codes
with one PLOVER type in the published table (CAMEO2PLOVER, openeventdata/PLOVER): "17" for 173, 163 and 192. It follows the documents
of CAMEO and PLOVER alone: the titles of the codes in that table, and the verb patterns of PETRARCH's CAMEO dictionary
(openeventdata/petrarch2, CAMEO.2.0.txt). No set that we measure with was read for it. It is for training and scoring, not
for export.
"""

from __future__ import annotations

import re
from typing import NamedTuple

ROOTS = {
    "AGREE": "03", "CONSULT": "04", "SUPPORT": "05", "COOPERATE": "06", "AID": "07", "CONCEDE": "081", "RETREAT": "084",
    "ACCUSE": "11", "REQUEST": "10", "REJECT": "12", "THREATEN": "13", "PROTEST": "14", "MOBILIZE": "15",
    "SANCTION": "16", "COERCE": "17", "ASSAULT": "18",
}  # fmt: skip
_INTENT = ("CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT")
"""What CAMEO codes as the intent (03) while it is announced only; 035 is the intent to yield."""


class Rule(NamedTuple):
    """Where CAMEO parts what our guide keeps under one type: the words of the trigger tell."""

    type: str
    modes: tuple[str | None, ...]
    """Empty: any mode."""
    words: re.Pattern[str]
    code: str
    """The root; beside it the code that is meant with its title, or the pattern of the dictionary."""


def _rule(kind: str, modes: tuple[str | None, ...], words: str, code: str) -> Rule:
    return Rule(kind, modes, re.compile(words, re.IGNORECASE), code)


RULES = (
    _rule("AGREE", (), r"\b(deal|accord|pact|agreement|treaty|settlement|compact|memorandum|bargain|conclude|clinch|initial)", "05"),  # 057 sign formal agreement
    _rule("COOPERATE", (), r"diplomatic|relations|\bties|embass|ambassador|\bjoin", "05"),  # 050 engage in diplomatic cooperation
    _rule("CONCEDE", (), r"apolog|sorry|contrit", "05"),  # 055 apologise
    _rule("SANCTION", ("convict",), r"sentenc|jail|prison|imprison|execut|hang|\bfine|\bterm\b|years", "17"),  # 173, GIVE {DETENTION TERM}
    _rule("SANCTION", ("convict",), r"", "11"),  # 116 find guilty or liable
    _rule("SANCTION", (None, "discontinue"), r"sanction|embargo|boycott|blacklist|penalt|blockad", "17"),  # 163 impose embargo, boycott or sanctions
    _rule("REJECT", ("meet",), r"walk\w* out|pull\w* out|broke|break|suspen|halt|call\w* off|cancel|quit|withdr|storm\w* out|end", "16"),  # 164 halt negotiations
    _rule("MOBILIZE", (), r"encircl|surround|besieg|blockad|seal", "17"),  # 191 impose blockade, restrict movement
    _rule("ASSAULT", (None,), r"\b(seiz|captur|occup|overr[au]n|retak|retook|conquer|annex|took|taken)", "17"),  # 192 occupy territory
)  # fmt: skip
CODES = tuple(sorted({*ROOTS.values(), *(r.code for r in RULES)}))


def code(kind: str, mode: str | None, status: str, trigger: str) -> str:
    """The CAMEO code of an event."""
    if kind in _INTENT and status in ("planned", "considered"):
        return "03"
    for rule in RULES:
        if rule.type == kind and (not rule.modes or mode in rule.modes) and rule.words.search(trigger):
            return rule.code
    return ROOTS[kind]
