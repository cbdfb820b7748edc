"""Subjects and objects through voice, control, conjunction and relative clauses."""

from __future__ import annotations

import pytest

from dragoman.annotate import Parser, dependents
from dragoman.coding.syntax import Syntax
from dragoman.model import Document

ROWS = [
    ("Rebels shelled the town.", "shelled", ["Rebels"], ["town"]),
    ("The town was shelled by rebels.", "shelled", ["rebels"], ["town"]),
    ("Police and soldiers arrested two men and a woman.", "arrested", ["Police", "soldiers"], ["men", "woman"]),
    ("The minister plans to visit Ankara.", "visit", ["minister"], ["Ankara"]),
    ("The court asked the ministry to release the files.", "release", ["ministry"], ["files"]),
    ("Kyiv accused Moscow of bombing a hospital.", "bombing", ["Moscow"], ["hospital"]),
    ("The gunmen who attacked the bank fled.", "attacked", ["gunmen"], ["bank"]),
    ("The bank that gunmen attacked was closed.", "attacked", ["gunmen"], ["bank"]),
    ("Journalists detained by police were freed.", "detained", ["police"], ["Journalists"]),
    ("The ministers met and signed a treaty.", "signed", ["ministers"], ["treaty"]),
    ("After meeting the envoy, the president flew home.", "meeting", ["president"], ["envoy"]),
    ("The union wants to boycott the vote.", "boycott", ["union"], ["vote"]),
]


@pytest.mark.parametrize(("text", "verb", "subjects", "objects"), ROWS)
def test_arguments(text: str, verb: str, subjects: list[str], objects: list[str], parser: Parser) -> None:
    _, tokens, _ = next(parser.parse([Document("d", text)]))
    syntax = Syntax(tokens, dependents(tokens))
    at = next(t.i for t in tokens if t.text == verb)
    assert [tokens[i].text for i in syntax.subjects(at)] == subjects
    assert [tokens[i].text for i in syntax.objects(at)] == objects


@pytest.mark.parametrize(
    ("text", "noun", "preposition", "found"),
    [
        ("The talks with Ankara and Baghdad lasted days.", "talks", "with", ["Ankara", "Baghdad"]),
        ("They criticised the mayor for the delay.", "criticised", "for", ["delay"]),
        ("The strike was called by teachers.", "called", "by", ["teachers"]),
    ],
)
def test_obliques(text: str, noun: str, preposition: str, found: list[str], parser: Parser) -> None:
    _, tokens, _ = next(parser.parse([Document("d", text)]))
    syntax = Syntax(tokens, dependents(tokens))
    at = next(t.i for t in tokens if t.text == noun)
    assert [tokens[i].text for i in syntax.obliques(at, preposition)] == found
