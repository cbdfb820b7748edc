"""Which words of a report are somebody's.

Comes in: an annotation and its statements. Goes out: for each token the statements whose content it stands in, the
innermost first. Linear in the text and what is said in it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dragoman.model import Annotation, Statement


@dataclass(frozen=True, slots=True)
class Speech:
    """The statements of a report by token."""

    statements: Sequence[Statement]
    covering: Mapping[int, tuple[int, ...]]
    """Token -> numbers of the statements that hold it, the shortest first."""

    @classmethod
    def of(cls, annotation: Annotation, statements: Sequence[Statement]) -> Speech:
        starts = [t.start for t in annotation.tokens]
        lengths = [sum(c.end - c.start for c in s.content) for s in statements]
        covering: dict[int, tuple[int, ...]] = {}
        for number in sorted(range(len(statements)), key=lambda n: lengths[n]):
            for c in statements[number].content:
                for token in range(bisect_left(starts, c.start), bisect_left(starts, c.end)):
                    covering[token] = (*covering.get(token, ()), number)
        return cls(statements, covering)

    def around(self, first: int, last: int) -> list[Statement]:
        """The statements that hold tokens `first` and `last` (inclusive), the innermost first."""
        behind = self.covering.get(last, ())
        return [self.statements[n] for n in self.covering.get(first, ()) if n in behind]

    def speaker(self, token: int) -> Statement | None:
        """The innermost statement with a known speaker that holds a token."""
        return next((s for s in self.around(token, token) if s.speaker), None)
