"""Word sets written as text.

Comes in: words with spaces between. Goes out: a set. Exists because a table of words is read best as words.
"""

from __future__ import annotations


def wordset(text: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(text.split())
