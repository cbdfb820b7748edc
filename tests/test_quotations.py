"""Quotation marks: pairing, paragraphs, apostrophes, what counts as speech."""

from __future__ import annotations

import time

import pytest

from dragoman.annotate import Parser
from dragoman.annotate.quotations import is_title, quotations
from dragoman.model import Document, Quotation, Sentence, Token


def split(text: str) -> tuple[Document, list[Token], list[Sentence]]:
    """Tokens at spaces and marks, without a parse: pairing needs no more."""
    tokens: list[Token] = []
    start = 0
    for at, char in enumerate(text + " "):
        mark = not char.isalnum()
        if mark and start < at:
            tokens.append(word(len(tokens), start, at, text))
        if mark and not char.isspace():
            tokens.append(word(len(tokens), at, at + 1, text))
        start = at + 1 if mark else start
    return Document("d", text), tokens, []


def word(i: int, start: int, end: int, text: str) -> Token:
    form = text[start:end]
    return Token(i, start, end, form, form.lower(), "X", "XX", "dep", i, i, i, 0, "")


def found(text: str) -> list[Quotation]:
    document, tokens, sentences = split(text)
    result = quotations(document, tokens, sentences)
    for quotation in result:
        span = quotation.span
        assert text[span.start : span.end] == span.text
        assert tokens[quotation.first].start <= span.start
        assert tokens[quotation.last - 1].end >= span.end
    return list(result)


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('"The pass is open," she said.', ["The pass is open,"]),
        ("“The pass is open,” she said, “but the road is not.”", ["The pass is open,", "but the road is not."]),
        ("«Le col est ouvert», she said.", ["Le col est ouvert"]),
        ("„Der Pass ist offen“, she said.", ["Der Pass ist offen"]),
        ("'The pass is open,' she said.", ["The pass is open,"]),
        ("‘The pass is open,’ she said.", ["The pass is open,"]),
        ("\"He shouted 'Stop!' and ran,\" she said.", ["He shouted 'Stop!' and ran,", "Stop!"]),
        ("“He shouted ‘Stop!’ and ran,” she said.", ["He shouted ‘Stop!’ and ran,", "Stop!"]),
        ("'He shouted \"Stop!\" and ran,' she said.", ['He shouted "Stop!" and ran,', "Stop!"]),
        ("The miners' union and the nurses' union didn't meet in the '90s.", []),
        ("The workers’ party said it wasn’t ready.", []),
        ("'The workers' rights are safe,' she said.", ["The workers' rights are safe,"]),
        ("Rock 'n' roll isn't dead, 'til they say so.", []),
        ('The 12" pipe burst.', []),
        ('He called it "folly" and "a "waste".', ["folly", "waste"]),
        ('An empty "" pair.', []),
    ],
)
def test_pairs(text: str, quoted: list[str]) -> None:
    assert [q.span.text for q in found(text)] == quoted


def test_unclosed_goes_on_in_the_next_paragraph() -> None:
    first, second, third = found('"We leave today.\n\n"We come back in May," he said. "Not before."')
    assert (first.span.text, first.closed, first.continues) == ("We leave today.", False, False)
    assert (second.span.text, second.closed, second.continues) == ("We come back in May,", True, True)
    assert (third.closed, third.continues) == (True, False)


def test_unclosed_single_marks_go_on_too() -> None:
    first, second = found("‘We leave today.\n\n‘We come back in May,’ he said.")
    assert not first.closed
    assert second.continues


def test_closing_mark_without_an_opening_one_ends_an_open_quotation() -> None:
    first, second = found('"We leave today.\n\nWe come back in May." Then he left.')
    assert not first.closed
    assert (second.span.text, second.continues) == ("We come back in May.", True)


def test_missing_closing_mark_stays_in_its_paragraph() -> None:
    (only,) = found('He said: "We leave today.\n\nThe talks were held in Spa.')
    assert (only.span.text, only.closed) == ("We leave today.", False)


@pytest.mark.parametrize(
    ("text", "speech"),
    [
        ('"We will rebuild the bridge," the mayor said.', True),
        ('The "grey zone" is wide.', False),
        ('She read "A Short History of the River Trade" twice.', False),
        ('They met at the so-called "Winter Round" in Spa.', False),
        ('"Never!" he cried.', True),
        ('He warned of "a long and bitter winter without any grain at all" in the hills.', True),
    ],
)
def test_speech(text: str, speech: bool, parser: Parser) -> None:
    document, tokens, sentences = next(parser.parse([Document("d", text)]))
    assert [q.speech for q in quotations(document, tokens, sentences)] == [speech]


def test_titles() -> None:
    assert is_title("The Last Ferry to Borduria")
    assert not is_title("The last ferry to Borduria")


@pytest.mark.parametrize("mark", ['"', "“", "'", '" ', " '", "”“"])
def test_ten_thousand_marks_take_linear_time(mark: str) -> None:
    text = ("word" + mark) * 10_000
    document, tokens, sentences = split(text)
    start = time.process_time()
    quotations(document, tokens, sentences)
    assert time.process_time() - start < 2
