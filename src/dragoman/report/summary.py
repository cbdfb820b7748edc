"""How many of what: the account of a run.

Comes in: documents and their rejections. Goes out: lines that add up: what was coded by kind of input, what was not by reason.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from dragoman.model import Document, Rejection

_REMEDY = re.compile(r"[:;(]|, (?:which|so) |\.$")
"""Where the sentence of a reason goes on to the remedy, or to what is particular to one input."""
_PARTICULAR = re.compile(r"'[^']*'|\"[^\"]*\"|\d[\d,.]*")


class Account:
    """Counts reports one by one."""

    def __init__(self, done_with: str = "coded") -> None:
        """Start at nothing; `done_with` says what is done with reports."""
        self._done_with = done_with
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()

    def add(self, document: Document, rejections: Sequence[Rejection]) -> None:
        """Count one; what has rejections is refused, for the first of them."""
        if rejections:
            self.refused[kind_of(rejections[0].reason)] += 1
        else:
            self.done[(document.origin.reader if document.origin else "") or "given"] += 1

    @property
    def total(self) -> int:
        """All that was counted."""
        return self.done.total() + self.refused.total()

    def lines(self) -> Iterator[str]:
        """Give the account: by reader, by reason, and one line that adds up."""
        if self.done:
            yield f"{self._done_with}: " + ", ".join(f"{n} {name}" for name, n in self.done.most_common())
        for reason, count in self.refused.most_common():
            yield f"not {self._done_with}: {count} × {reason}"
        done, refused, what = self.done.total(), self.refused.total(), self._done_with
        yield f"{self.total} in all: {done} {what}, {refused} not {what}."


def kind_of(reason: str) -> str:
    """Cut a reason down to what it shares with others: without its remedy, names and numbers."""
    words = _REMEDY.split(reason, maxsplit=1)[0].strip()
    return _PARTICULAR.sub("…", words)
