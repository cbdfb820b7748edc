"""Copies of a text: wire stories printed by several outlets, and light rewrites.

Comes in: texts. Goes out: signatures (MinHash over shingles of three words), the bands by which copies find one another,
and how alike two signatures are. Knows nothing of who copied whom.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Sequence
from datetime import date

from rensa import RMinHash

SHINGLE = 3
"""Words; with one word in ten changed, half of the shingles are still shared."""
ROWS, BANDS = 3, 20
LENGTH = ROWS * BANDS
ALIKE = 0.5
"""Share of shingles that two texts have in common, at least, to be copies; unrelated news shares under .05."""
WINDOW = 16
"""Days: copies are looked for among reports of this window, the one before and the one after it."""
ALGORITHM = f"rensa RMinHash {RMinHash.ALGORITHM_VERSION}, {LENGTH} permutations, {SHINGLE} words"

Signature = tuple[int, ...]


def sign(text: str) -> Signature:
    """The signature of a text; empty for one of a few words."""
    words = re.findall(r"\w+", text.casefold())
    if len(words) < 4 * SHINGLE:
        return ()
    made = RMinHash(num_perm=LENGTH, seed=1)
    made.update([" ".join(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1)])
    return tuple(made.digest())


def bands(signature: Signature) -> list[int]:
    """Numbers of which copies have at least one in common, nearly always."""
    found = []
    for band in range(len(signature) // ROWS):
        value = 14695981039346656037 ^ band
        for part in signature[band * ROWS : (band + 1) * ROWS]:
            value = ((value ^ part) * 1099511628211) % 2**64
        found.append(value - 2**63)
    return found


def alike(left: Signature, right: Signature) -> float:
    """Estimated share of shingles in common, 0 to 1."""
    if not left or not right:
        return 0.0
    return sum(a == b for a, b in zip(left, right, strict=True)) / len(left)


def window(published: date | None) -> int:
    """The number of the window that a report falls into; 0 without a date."""
    return published.toordinal() // WINDOW if published else 0


def pack(signature: Sequence[int]) -> bytes:
    """A signature as it lies in the file."""
    return struct.pack(f"<{len(signature)}I", *signature)


def unpack(data: bytes) -> Signature:
    """Read it again."""
    return struct.unpack(f"<{len(data) // 4}I", data)
