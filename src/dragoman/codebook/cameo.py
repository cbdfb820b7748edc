"""The CAMEO code of an event, by one table of ours (cameo.csv) that `relate` and the exports share.

Comes in: type, mode, words of the trigger, contexts and status of an event under PLOVER. Goes out: a CAMEO code of two to
four digits, with its root, quad class and Goldstein value. Each row of the table names its ground: a line of the published
CAMEO2PLOVER table, or what CAMEO's or PLOVER's codebook says where one type of ours is several of CAMEO's. Rows are
tried in order, the first that fits decides; the last of each type fits always. It does not know who acts: CAMEO parts
some acts by their actors, this table does not.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: an empty condition fits everything."""

    type: str
    modes: frozenset[str]
    statuses: frozenset[str]
    contexts: frozenset[str]
    words: re.Pattern[str] | None
    code: str
    ground: str

    def fits(self, mode: str | None, trigger: str, contexts: Collection[str], status: str) -> bool:
        """Whether all conditions of the row hold."""
        return (
            (not self.modes or mode in self.modes)
            and (not self.statuses or status in self.statuses)
            and (not self.contexts or not self.contexts.isdisjoint(contexts))
            and (self.words is None or self.words.search(trigger) is not None)
        )


def cameo(
    type: str, mode: str | None = None, trigger: str = "", contexts: Collection[str] = (), status: str = "happened"
) -> str | None:
    """The code, or None for a type that is not of PLOVER; `trigger` may be the words of the text or a lemma."""
    found = rule(type, mode, trigger, contexts, status)
    return found.code if found else None


def rule(
    type: str, mode: str | None = None, trigger: str = "", contexts: Collection[str] = (), status: str = "happened"
) -> Rule | None:
    """The row that decides, with its ground."""
    return next((r for r in rules().get(type, ()) if r.fits(mode, trigger, contexts, status)), None)


def root(code: str) -> str:
    """The first two digits: 01 to 20."""
    return code[:2]


def base(code: str) -> str:
    """The first three digits, as GDELT's EventBaseCode."""
    return code[:3]


def quad(code: str) -> Literal[1, 2, 3, 4]:
    """CAMEO's quad class, which parts at 05, 08 and 13; PLOVER's may differ (REQUEST, PROTEST)."""
    number = int(root(code))
    return 1 if number <= 5 else 2 if number <= 8 else 3 if number <= 13 else 4


def goldstein(code: str) -> float:
    """The value of the code on the Goldstein scale as it was extended to CAMEO, -10 to 10."""
    return scale()[code]


@cache
def rules() -> dict[str, tuple[Rule, ...]]:
    """The table by type, in the order of the file."""
    found: dict[str, list[Rule]] = {}
    with (FOLDER / "cameo.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            made = Rule(
                row["type"],
                _set(row["mode"]),
                _set(row["status"]),
                _set(row["context"]),
                _words(row["words"]),
                row["code"],
                row["rule"],
            )
            found.setdefault(made.type, []).append(made)
    return {kind: tuple(rows) for kind, rows in found.items()}


@cache
def scale() -> dict[str, float]:
    """Every CAMEO code with its Goldstein value."""
    with (FOLDER / "cameo_scale.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: float(row["goldstein"]) for row in csv.DictReader(file)}


def _set(cell: str) -> frozenset[str]:
    return frozenset(cell.split("|")) if cell else frozenset()


def _words(cell: str) -> re.Pattern[str] | None:
    """Alternatives divided by "|"; a star stands for the rest of a word, a space for whatever stands between words."""
    if not cell:
        return None
    written = [re.escape(w).replace(r"\*", r"\w*").replace(r"\ ", r"\b.*?\b") for w in cell.split("|")]
    return re.compile(rf"\b(?:{'|'.join(written)})\b", re.IGNORECASE)
