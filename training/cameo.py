"""A CAMEO code for a labelled event, so that a probe can be scored on sets that follow CAMEO.

Comes in: type, mode, status and trigger of an event under our guide. Goes out: the CAMEO root or the code under it that
the published table (CAMEO2PLOVER, openeventdata/PLOVER) sends to another PLOVER type than ours. It follows the documents
of CAMEO and PLOVER alone; no set that we measure with was read for it. It is for training and scoring, not for export.
"""

from __future__ import annotations

import re

ROOTS = {
    "AGREE": "03", "CONSULT": "04", "SUPPORT": "05", "COOPERATE": "06", "AID": "07", "CONCEDE": "081", "RETREAT": "084",
    "ACCUSE": "11", "REQUEST": "10", "REJECT": "12", "THREATEN": "13", "PROTEST": "14", "MOBILIZE": "15",
    "SANCTION": "16", "COERCE": "17", "ASSAULT": "18",
}  # fmt: skip
_INTENT = ("CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT")
"""What CAMEO codes as the intent (03) while it is announced only; 035 is the intent to yield."""
_EMBARGO = re.compile(r"sanction|embargo|boycott|blacklist|penalt|blockad", re.IGNORECASE)
_APOLOGY = re.compile(r"apolog|sorry|contrit", re.IGNORECASE)


def code(kind: str, mode: str | None, status: str, trigger: str) -> str:
    """The CAMEO code of an event."""
    if kind in _INTENT and status in ("planned", "considered"):
        return "03"
    if kind == "SANCTION" and mode == "convict":
        return "115"  # CAMEO has no conviction; its nearest is the lawsuit
    if kind == "SANCTION" and mode in (None, "discontinue") and _EMBARGO.search(trigger):
        return "163"
    if kind == "CONCEDE" and _APOLOGY.search(trigger):
        return "055"
    return ROOTS[kind]
