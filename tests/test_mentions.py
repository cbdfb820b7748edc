"""Who may be a party: names, roles and pronouns, with the words a person would quote."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import pytest

from dragoman.annotate import Parser, dependents
from dragoman.annotate.mentions import mentions
from dragoman.annotate.names import dateline_end
from dragoman.gazetteer import Gazetteer
from dragoman.model import Document, Mention, Sentence, Token

Find = Callable[[str], list[Mention]]


@pytest.fixture
def find(parser: Parser, gazetteer: Gazetteer) -> Find:
    def run(text: str) -> list[Mention]:
        [(document, tokens, sentences)] = parser.parse([Document("d", text)])
        return mentions(tokens, sentences, dependents(tokens), document, gazetteer)

    return run


def told(found: Sequence[Mention]) -> set[tuple[str, str, str]]:
    return {(m.span.text, m.form, m.kind) for m in found}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kenyan President William Ruto flew to Lusaka.", ("Kenyan President William Ruto", "name", "person")),
        ("Kenyan President William Ruto flew to Lusaka.", ("Kenyan", "name", "state")),
        ("Kenyan President William Ruto flew to Lusaka.", ("Lusaka", "name", "place")),
        ("The Peruvian Ministry of Culture fined the mine.", ("The Peruvian Ministry of Culture", "name", "organisation")),
        ("The Interior Ministry denied it.", ("The Interior Ministry", "name", "organisation")),
        ("Nokia's Pekka Lundmark resigned.", ("Nokia's Pekka Lundmark", "name", "person")),
        ("Nokia's Pekka Lundmark resigned.", ("Nokia", "name", "organisation")),
        ("They met the mayor of Turin, Stefano Lo Russo, on Friday.", ("the mayor of Turin", "role", "person")),
        ("Campaigners and union leaders booed.", ("union leaders", "role", "group")),
        ("Dozens of farmers blocked the road.", ("Dozens of farmers", "role", "group")),
        ("One senator who voted against it resigned.", ("One senator", "role", "person")),
        ("At least 14 were killed in the blast.", ("At least 14", "role", "group")),
        ("The Swedes rejected the offer.", ("The Swedes", "name", "group")),
        ("Norwegian sanctions hurt the firm.", ("Norwegian", "name", "state")),
        ("Police officers in Nairobi fired tear gas.", ("Police officers in Nairobi", "role", "group")),
        ("Ottawa denied the charge.", ("Ottawa", "name", "state")),
        ("The minister spoke in Ottawa.", ("Ottawa", "name", "place")),
        ("She sat down in Chile.", ("Chile", "name", "place")),
        ("He criticised Chile.", ("Chile", "name", "state")),
        ("The African Union (AU) sent envoys.", ("AU", "name", "organisation")),
        ("A police raid followed.", ("police", "role", "organisation")),
        ("She sued the sheriff's office.", ("the sheriff's office", "role", "organisation")),
        ("Witnesses said that he fled.", ("he", "pronoun", "person")),
    ],
)  # fmt: skip
def test_finds_a_party_with_its_words(find: Find, text: str, expected: tuple[str, str, str]) -> None:
    assert expected in told(find(text))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("LIMA, March 4 (AP) — The mine closed.", ("LIMA", "AP")),
        ("(Reuters) - The mine closed.", ("Reuters",)),
        ("The court cited the Fisheries Act.", ("the Fisheries Act",)),
        ("It is clear that it rained.", ("It", "it")),
        ("The pro-Ankara daily closed.", ("Ankara",)),
        ("Hundreds of small earthquakes shook the town.", ("Hundreds of small earthquakes", "Hundreds")),
        ("The prefect declared a state of emergency.", ("a state of emergency", "a state")),
    ],
)
def test_leaves_out_what_is_no_party(find: Find, text: str, words: Sequence[str]) -> None:
    assert not {m.span.text for m in find(text)} & set(words)


def test_conjoined_names_are_mentions_of_their_own(find: Find) -> None:
    assert {"Lula", "Gustavo Petro"} <= {m.span.text for m in find("Lula and Gustavo Petro signed the pact.")}


def test_a_title_with_a_state_behind_it_does_not_swallow_the_name(find: Find) -> None:
    found = find("Prime Minister of Denmark Mette Frederiksen left the hall.")
    assert [m.name for m in found if m.kind == "person" and m.form == "name"] == ["Mette Frederiksen"]


def test_a_last_name_is_a_person_whatever_the_model_labels_it(find: Find) -> None:
    found = find("Claire Houston, a nurse, was arrested on Monday. Houston denied the theft. A judge released Houston.")
    assert [m.kind for m in found if m.name == "Houston"] == ["person", "person"]


def test_the_head_is_the_token_that_the_verb_governs(parser: Parser, gazetteer: Gazetteer) -> None:
    [(document, tokens, sentences)] = parser.parse([Document("d", "The finance minister of Ghana praised the bank.")])
    found = mentions(tokens, sentences, dependents(tokens), document, gazetteer)
    minister = next(m for m in found if m.span.text == "The finance minister of Ghana")
    assert tokens[minister.head].text == "minister"
    assert tokens[tokens[minister.head].head].text == "praised"


def test_mentions_stand_in_order_and_only_nest(find: Find) -> None:
    found = find("Chad's army and French troops from Toulon freed the son of a Libyan diplomat whom rebels had seized.")
    assert [m.first for m in found] == sorted(m.first for m in found)
    for a in found:
        for b in found:
            assert (
                a is b
                or b.first >= a.last
                or a.first >= b.last
                or a.first <= b.first < b.last <= a.last
                or b.first <= a.first < a.last <= b.last
            )


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("LIMA, March 4 (AP) — Rain fell.", 21), ("(Reuters) - Rain fell.", 12), ("LIMA — Rain fell.", 7),
        ("Ana Ruiz — the mayor — fell.", None), ("Rain fell in Lima, March 4 (AP) — and more.", None), ("", None),
    ],
)  # fmt: skip
def test_datelines_end_at_their_dash(text: str, end: int | None) -> None:
    assert dateline_end(Document("d", text), 0) == end


def flat(word: str, count: int) -> tuple[Document, list[Token], list[Sentence]]:
    """One sentence in which every word hangs on the first, as parsers do with rubble."""
    text = " ".join([word] * count)
    step = len(word) + 1
    tokens = [
        Token(i, i * step, i * step + len(word), word, word.lower(), "PROPN", "NNP", "conj" if i else "ROOT", 0, i if i else 0,
              i if i else count - 1, 0, "PERSON" if i % 2 else "")
        for i in range(count)
    ]  # fmt: skip
    document = Document("d", text)
    return document, tokens, [Sentence(0, 0, count, document.span(0, len(text)), 0, False, 0)]


def test_work_grows_with_the_text_not_with_its_square(gazetteer: Gazetteer) -> None:
    def seconds(count: int) -> float:
        document, tokens, sentences = flat("Ruiz", count)
        children = dependents(tokens)
        began = time.process_time()
        mentions(tokens, sentences, children, document, gazetteer)
        return time.process_time() - began

    seconds(1_000)
    assert seconds(40_000) < 20 * max(seconds(5_000), 0.005)
