"""Who is who: names, roles and pronouns of one party get one number."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import pytest

from dragoman.annotate import Parser, dependents
from dragoman.annotate.coreference import link
from dragoman.annotate.entities import Entities
from dragoman.annotate.mentions import mentions
from dragoman.annotate.name_matching import initials, same_body, same_person, words_of
from dragoman.gazetteer import Gazetteer
from dragoman.model import Document, Mention, Sentence, Token

Linked = Callable[[str], list[Mention]]


@pytest.fixture
def linked(parser: Parser, gazetteer: Gazetteer) -> Linked:
    def run(text: str) -> list[Mention]:
        [(document, tokens, sentences)] = parser.parse([Document("d", text)])
        children = dependents(tokens)
        return link(
            mentions(tokens, sentences, children, document, gazetteer), tokens, sentences, children, document, gazetteer
        )

    return run


def number(found: Sequence[Mention], words: str, nth: int = 0) -> int:
    """Entity of the nth mention with these words."""
    return [m.entity for m in found if m.span.text == words][nth]


SAME = [
    ("Finnish President Alexander Stubb landed in Riga. Stubb was tired.", "Finnish President Alexander Stubb", "Stubb"),
    ("Finnish President Alexander Stubb landed in Riga. He was tired.", "Finnish President Alexander Stubb", "He"),
    ("Finnish President Alexander Stubb landed in Riga. The Finnish leader was tired.", "Finnish President Alexander Stubb", "The Finnish leader"),
    ("Finnish President Alexander Stubb met Irish Taoiseach Micheal Martin. The Finnish premier was late.", "Finnish President Alexander Stubb",
     "The Finnish premier"),
    ("The African Union sent envoys. The AU wants a truce.", "The African Union", "The AU"),
    ("The Nile Basin Initiative (NBI) met on Monday. NBI members quarrelled.", "The Nile Basin Initiative", "NBI"),
    ("Kenya closed the border. Kenyan troops followed. Nairobi gave no reason.", "Kenya", "Nairobi"),
    ("Kenya closed the border. The Kenyan government gave no reason.", "Kenya", "The Kenyan government"),
    ("The mayor of Turin, Stefano Lo Russo, opened the hall.", "The mayor of Turin", "Stefano Lo Russo"),
    ("Ana Ruiz, the prosecutor, left. Ruiz declined to comment.", "the prosecutor", "Ruiz"),
    ("Ana Ruiz is the prosecutor. She declined to comment.", "the prosecutor", "She"),
    ("Siemens cut 400 jobs. The company blamed tariffs.", "Siemens", "The company"),
    ("A gunman entered the shop. The attacker fled. Police shot him.", "A gunman", "him"),
    ("Two officers were hurt. The officers are stable.", "Two officers", "The officers"),
    ("Protesters blocked the bridge. They threw stones.", "Protesters", "They"),
    ("Rescuers found a boy who had hidden.", "a boy", "who"),
    ("Siemens said it would appeal.", "Siemens", "it"),
    ('"I did nothing wrong," Ana Ruiz told the court.', "I", "Ana Ruiz"),
    ("Ana Ruiz sued Tom Baker. Ms Ruiz wants damages.", "Ana Ruiz", "Ms Ruiz"),
    ("The prosecutor, Ana Ruiz, appealed. Her deputy resigned.", "Ana Ruiz", "Her"),
    ("Police in Nairobi fired tear gas. Kenya Police Service later apologised.", "Kenya Police Service", "Kenya Police Service"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "one", "other"), SAME)
def test_these_are_one_party(linked: Linked, text: str, one: str, other: str) -> None:
    found = linked(text)
    assert number(found, one) == number(found, other) >= 0


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("Ana Ruiz sued Tom Baker. He denied it.", "Ana Ruiz", "He"),
        ("Stubb met Ruto. Ruto praised him.", "Ruto", "him"),
        ("Vice President Ana Ruiz left. The president stayed.", "Vice President Ana Ruiz", "The president"),
        ("The foreign minister left. The defence minister stayed.", "The foreign minister", "The defence minister"),
        ("A man was shot. Another man fled.", "A man", "Another man"),
        ("French police met German police.", "French police", "German police"),
        ("Hunter Green married Grace Green.", "Hunter Green", "Grace Green"),
        ("Kenya sent police. The Kenyans cheered.", "Kenya", "The Kenyans"),
        ('Ana Ruiz said of Tom Baker: "He stole it."', "Ana Ruiz", "He"),
        ("Ana Ruiz called his lawyer.", "his lawyer", "his"),
    ],
)
def test_these_are_two_parties(linked: Linked, text: str, one: str, other: str) -> None:
    found = linked(text)
    assert number(found, one) != number(found, other)


def test_a_role_before_the_name_finds_the_only_bearer_of_the_title(linked: Linked) -> None:
    found = linked("The chancellor will resign.\n\nChancellor Ana Ruiz told her party on Monday.")
    assert number(found, "The chancellor") == number(found, "Chancellor Ana Ruiz")


def test_two_men_have_two_lawyers(linked: Linked) -> None:
    found = linked("Tom Baker was convicted. His lawyer appealed. Later Juan Ruiz was cleared. His lawyer cheered.")
    assert number(found, "His lawyer", 0) != number(found, "His lawyer", 1)


def test_numbers_run_from_nought_in_text_order_and_places_have_none(linked: Linked) -> None:
    found = linked("Ana Ruiz flew to Lima. Tom Baker followed her to Peru's capital.")
    numbers = [m.entity for m in found if m.entity >= 0]
    assert list(dict.fromkeys(numbers)) == list(range(max(numbers) + 1))
    assert [m.entity for m in found if m.kind == "place"] == [-1]
    assert all(m.via for m in found)


def test_an_i_outside_speech_is_nobody(linked: Linked) -> None:
    assert number(linked("I saw Ana Ruiz in Lima."), "I") == -1


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Pedro Pierluisi", "Pedro R. Pierluisi Urrutia", True), ("Jarosław Wałęsa", "Jaroslaw Walesa", True), ("Joe Green", "Hunter Green", False),
        ("J. Green", "Joe Green", True), ("Green", "Joe Green", False),
    ],
)  # fmt: skip
def test_names_of_people_agree_or_not(one: str, other: str, same: bool) -> None:
    assert same_person(words_of(one), words_of(other)) is same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Supreme Court", "Kenyan Supreme Court", True), ("Supreme Court of Kenya", "Kenya Supreme Court", True), ("Nokia", "Nokia Oyj Ltd", True),
        ("Oversight Committee", "House Oversight and Reform Committee", True), ("High Court", "Supreme Court", False), ("Apple", "Apple Daily", False),
        ("U.S. Congress", "United States Congress", True),
    ],
)  # fmt: skip
def test_names_of_bodies_agree_or_not(one: str, other: str, same: bool) -> None:
    assert same_body(words_of(one), words_of(other)) is same


def test_acronyms_of_a_name() -> None:
    assert {"EU"} <= set(initials("European Union"))
    assert {"MOD", "MD"} <= set(initials("Ministry of Defence"))
    assert initials("Nokia") == ()


def test_joined_entities_keep_the_earlier_number() -> None:
    entities = Entities()
    a, b, c = (entities.new("organisation").number for _ in range(3))
    entities.join(c, b)
    entities.join(b, a)
    assert [entities.root(n) for n in (a, b, c)] == [a, a, a]


def test_work_grows_with_the_text_not_with_its_square(gazetteer: Gazetteer) -> None:
    def seconds(count: int) -> float:
        words = ["minister", "said", "it", "angered", "Ruiz"] * (count // 5)
        starts = [
            sum(len(w) + 1 for w in words[:5]) * (i // 5) + sum(len(w) + 1 for w in words[: i % 5])
            for i in range(count)
        ]
        tags = [
            ("NOUN", "NN", "nsubj"),
            ("VERB", "VBD", "ccomp"),
            ("PRON", "PRP", "nsubj"),
            ("VERB", "VBD", "ccomp"),
            ("PROPN", "NNP", "dobj"),
        ] * count
        tokens = [
            Token(
                i,
                starts[i],
                starts[i] + len(w),
                w,
                w.lower(),
                *tags[i][:2],
                tags[i][2] if i else "ROOT",
                max(i - 1, 0),
                i,
                count - 1,
                0,
                "",
            )
            for i, w in enumerate(words)
        ]
        document = Document("d", " ".join(words))
        sentences = [Sentence(0, 0, count, document.span(0, len(document.text)), 0, False, 0)]
        children = dependents(tokens)
        found = mentions(tokens, sentences, children, document, gazetteer)
        began = time.process_time()
        assert len(link(found, tokens, sentences, children, document, gazetteer)) > count / 4
        return time.process_time() - began

    seconds(1_000)
    assert seconds(40_000) < 20 * max(seconds(5_000), 0.005)
