"""The coreference metrics on values from the papers that define or compare them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "bench"))

from chains import NONE, Counts, b3, ceaf, conll, muc

KEY = [set("12345"), set("67"), set("89ABC")]
MERGED_SMALL = [set("12345"), set("6789ABC")]
"""Response of Bagga and Baldwin (1998): a small chain joined to a large one."""
MERGED_LARGE = [set("1234589ABC"), set("67")]
"""Response of the same: two large chains joined."""


def rounded(counts: Counts) -> tuple[float, float, float]:
    return round(counts.recalled / counts.key, 3), round(counts.precise / counts.response, 3), round(counts.f1, 3)


def test_muc_of_vilain_1995() -> None:
    """A chain of four cut into two pairs: two of three links are kept, and none is wrong."""
    assert rounded(muc([set("ABCD")], [set("AB"), set("CD")])) == (0.667, 1.0, 0.8)


@pytest.mark.parametrize("response", [MERGED_SMALL, MERGED_LARGE])
def test_muc_cannot_tell_the_two_apart(response: list[set[str]]) -> None:
    assert rounded(muc(KEY, response)) == (1.0, 0.9, 0.947)


def test_b3_of_bagga_and_baldwin_1998() -> None:
    assert rounded(b3(KEY, MERGED_SMALL))[:2] == (1.0, 0.762)
    assert rounded(b3(KEY, MERGED_LARGE))[:2] == (1.0, 0.583)


def test_ceaf_of_luo_2005() -> None:
    assert rounded(ceaf(KEY, MERGED_SMALL)) == (0.611, 0.917, 0.733)
    assert rounded(ceaf(KEY, MERGED_LARGE)) == (0.556, 0.833, 0.667)


def test_ceaf_pairs_chains_one_to_one_for_the_best_sum() -> None:
    """Greedy pairing would take the pair of 0.8 first and end at 0.8; the best sum is 0.667 + 0.5."""
    key, response = [set("abc"), set("d")], [set("abd"), set("abcefghi")]
    greedy_first = 2 * 2 / 6
    assert ceaf(key, response).recalled >= greedy_first
    assert round(ceaf(key, response).recalled, 3) == round(2 * 3 / 11 + 2 * 1 / 4, 3)


def test_what_is_missing_on_one_side_costs() -> None:
    assert rounded(muc([set("AB"), set("CD")], [set("AB")])) == (0.5, 1.0, 0.667)
    assert rounded(b3([set("AB"), set("CD")], [set("AB"), {"x", "y"}])) == (0.5, 0.5, 0.5)
    assert muc([], []) == NONE


def test_perfect_is_one() -> None:
    counts = {"MUC": muc(KEY, KEY), "B3": b3(KEY, KEY), "CEAF-phi4": ceaf(KEY, KEY)}
    assert conll(counts) == pytest.approx(1.0)
