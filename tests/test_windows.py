"""The windows that the encoder reads: every piece once, in order, with context in front."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from dragoman.coding.windows import BEFORE, LENGTH, TITLE, Line, Marks, Window, windows

MARKS = Marks(1, 2)


def cut(text: str) -> list[tuple[int, int, int]]:
    """A piece a word; the number tells its length."""
    return [(len(m.group()) + 10, *m.span()) for m in re.finditer(r"\S+", text)]


def made(sentences: list[str], title: str | None = None) -> tuple[str, list[Window]]:
    parts = [*([title] if title else []), *sentences]
    text, lines, at = "", [], 0
    for n, part in enumerate(parts):
        lines.append(Line(at, at + len(part), n == 0 and title is not None))
        text += part + "\n"
        at = len(text)
    return text, list(windows(lines, text, cut, MARKS))


def coded(window: Window) -> list[tuple[int, int]]:
    return [(p.start, p.end) for p in window.pieces[window.first :] if p.start >= 0]


def words(*counts: int) -> list[str]:
    return [" ".join(f"w{n}{k}" for k in range(count)) for n, count in enumerate(counts)]


def test_a_short_report_is_one_window_with_its_title_coded() -> None:
    text, found = made(["Envoys met.", "They left."], "Talks end")
    assert len(found) == 1
    assert [text[a:b] for a, b in coded(found[0])] == text.split()
    assert found[0].ids[0] == MARKS.begin
    assert found[0].pieces[-1].id == MARKS.end


def test_later_windows_show_title_and_the_sentence_before() -> None:
    text, found = made(words(100, 80, 90), "Talks end")
    assert len(found) == 3 - 1
    later = found[-1]
    shown = [text[p.start : p.end] for p in later.pieces[: later.first] if p.start >= 0]
    assert shown[:2] == ["Talks", "end"]
    assert shown[2:] == words(100, 80, 90)[1].split()[-BEFORE:]
    assert later.kinds == [1] * later.first + [0] * (len(later.pieces) - later.first)


@given(st.lists(st.integers(1, 300), min_size=1, max_size=8), st.integers(0, 60))
def test_every_word_is_coded_once_and_windows_are_bounded(counts: list[int], title: int) -> None:
    text, found = made(words(*counts), " ".join("t" for _ in range(title)) or None)
    assert [text[a:b] for w in found for a, b in coded(w)] == text.split()
    assert all(len(w.pieces) <= LENGTH for w in found)
    assert all(w.first <= TITLE + BEFORE + 2 for w in found)


def test_nothing_gives_nothing() -> None:
    assert list(windows([], "", cut, MARKS)) == []
    assert list(windows([Line(0, 2, False)], "  ", cut, MARKS)) == []


def test_pieces_of_a_span_are_found_wherever_it_stands() -> None:
    text, found = made(["Envoys met in Oslo."])
    start = text.index("met in")
    assert [text[found[0].pieces[i].start : found[0].pieces[i].end] for i in found[0].within(start, start + 6)] == [
        "met",
        "in",
    ]
