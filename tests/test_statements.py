"""Who said what: each pattern of reported speech, on sentences of our own."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest

from dragoman.annotate import Parser, dependents
from dragoman.annotate.quotations import quotations
from dragoman.coding.cues import cue_table
from dragoman.coding.discourse import Discourse
from dragoman.coding.statements import statements
from dragoman.coding.voices import Voices
from dragoman.model import Actor, Annotation, Document, Mention, Sentence, Statement, Token

Say = Callable[[str], tuple[Statement, ...]]
INSIDE = ("compound", "amod", "nmod", "det", "poss", "nummod", "quantmod", "case", "punct", "predet", "advmod")


def mentions(document: Document, tokens: list[Token], children: list[list[int]]) -> list[Mention]:
    """Every noun phrase is a mention and a party of its own, so that these tests rest on the parse alone."""
    found: list[Mention] = []
    for token in tokens:
        if (
            token.pos not in ("NOUN", "PROPN", "PRON", "NUM")
            or token.dep == "compound"
            or token.lemma in ("it", "that", "which")
        ):
            continue
        first = min(
            [
                token.i,
                *(
                    tokens[c].left
                    for c in children[token.i]
                    if c < token.i and tokens[c].dep in INSIDE and tokens[c].text not in "—:"
                ),
            ]
        )
        span = document.span(tokens[first].start, token.end)
        found.append(Mention(span, first, token.i + 1, token.i, "name", "person", span.text, len(found)))
    return found


def flat(text: str) -> tuple[Document, list[Token]]:
    """Tokens of a text with verbs marked and no structure at all."""
    tokens: list[Token] = []
    for match in re.finditer(r"\w+|[^\w\s]", text):
        form, i = match.group(), len(tokens)
        said = form in ("said", "say")
        lemma = "say" if said else form
        tokens.append(
            Token(
                i,
                match.start(),
                match.end(),
                form,
                lemma,
                "VERB" if said else "NOUN",
                "VBD" if said else "NN",
                "dep",
                i,
                i,
                i,
                0,
                "",
            )
        )
    return Document("d", text), tokens


def one_sentence(document: Document, tokens: list[Token]) -> list[Sentence]:
    span = document.span(tokens[0].start, tokens[-1].end)
    return [Sentence(0, 0, len(tokens), span, 0, False, 0)]


def annotation(document: Document, parser: Parser) -> Annotation:
    _, tokens, sentences = next(parser.parse([document]))
    children = dependents(tokens)
    found = mentions(document, tokens, children)
    actors = [Actor(f"a{m.entity}", m.name, "person", mentions=(m.span,)) for m in found]
    quoted = quotations(document, tokens, sentences)
    return Annotation(document, tokens, children, sentences, found, quoted, actors=actors)


def spoken(made: Annotation) -> tuple[Statement, ...]:
    talk = Discourse.of(made)
    return statements(talk, Voices(talk))


@pytest.fixture(scope="module")
def say(parser: Parser) -> Say:
    return lambda text: spoken(annotation(Document("d", text), parser))


Row = tuple[str, str, list[str], str | None, str | None]
"""Text, kind, content, cue, speaker."""

DIRECT: list[Row] = [
    ('"The pass is open," said Irma Kovac.', "direct", ["The pass is open,"], "said", "Irma Kovac"),
    ('"The pass is open," Irma Kovac said.', "direct", ["The pass is open,"], "said", "Irma Kovac"),
    ('"The pass is open," Irma Kovac, the mayor of Spa, told reporters on Monday.', "direct", ["The pass is open,"], "told", "Irma Kovac"),
    ('Irma Kovac said: "The pass is open."', "direct", ["The pass is open."], "said", "Irma Kovac"),
    ('Irma Kovac said on Monday "The pass is open."', "direct", ["The pass is open."], "said", "Irma Kovac"),
    ('Speaking in Spa, Irma Kovac told reporters, "The pass is open."', "direct", ["The pass is open."], "told", "Irma Kovac"),
    ('"The pass," said Irma Kovac, "is open."', "direct", ["The pass,", "is open."], "said", "Irma Kovac"),
    ('"The pass is open," he added. "The road is not. We are sorry."', "direct", ["The pass is open,", "The road is not. We are sorry."], "added", "he"),
    ("'The pass is open,' the mayor said.", "direct", ["The pass is open,"], "said", "the mayor"),
    ("“The pass is open!” shouted the guide.", "direct", ["The pass is open!"], "shouted", "the guide"),
    ("«The pass is open», the mayor declared.", "direct", ["The pass is open"], "declared", "the mayor"),
    ('The union tweeted: "We will not sign this contract."', "direct", ["We will not sign this contract."], "tweeted", "The union"),
    ('"We will not sign," the union wrote on its website.', "direct", ["We will not sign,"], "wrote", "The union"),
    ('Marta Blum was quoted as saying "we saw nothing at all".', "direct", ["we saw nothing at all"], "saying", "Marta Blum"),
    ("The general hit back at his critics: \"They have never seen a war.\"", "direct", ["They have never seen a war."], "hit", "The general"),
    ('In a statement, the ministry said "the border stays closed".', "direct", ["the border stays closed"], "said", "the ministry"),
    ('The bank issued a statement that read, "All deposits are safe."', "direct", ["All deposits are safe."], "read", "The bank"),
    ('Irma Kovac: "The pass is open."', "direct", ["The pass is open."], None, "Irma Kovac"),
    ('"The pass is open and will stay so."\n\n— Irma Kovac', "direct", ["The pass is open and will stay so."], None, "Irma Kovac"),
    ('As the mayor put it, "the pass is gone for good".', "direct", ["the pass is gone for good"], "put", "the mayor"),
    ('Protesters chanted "shame" outside the court.', "direct", ["shame"], "chanted", "Protesters"),
]  # fmt: skip

INDIRECT: list[Row] = [
    ("The pass was shut by police, who said the snow was too deep.", "indirect", ["the snow was too deep"], "said", "police"),
    ("The mayor said that the bridge was closed.", "indirect", ["the bridge was closed"], "said", "The mayor"),
    ("The mayor said the bridge was closed.", "indirect", ["the bridge was closed"], "said", "The mayor"),
    ("The mayor said on Monday that the bridge was closed.", "indirect", ["the bridge was closed"], "said", "The mayor"),
    ("The mayor told the council that the bridge was closed.", "indirect", ["the bridge was closed"], "told", "The mayor"),
    ("The bridge was closed, the mayor said.", "indirect", ["The bridge was closed"], "said", "the mayor"),
    ("The bridge was closed, said the mayor.", "indirect", ["The bridge was closed"], "said", "the mayor"),
    ("The bridge, the mayor said, was closed for repairs.", "indirect", ["The bridge was closed for repairs"], "said", "the mayor"),
    ("According to the mayor, the bridge was closed.", "indirect", ["the bridge was closed"], "According to", "the mayor"),
    ("The bridge was closed, according to the mayor.", "indirect", ["The bridge was closed"], "according to", "the mayor"),
    ("The bridge, according to the mayor, was closed for repairs.", "indirect", ["The bridge was closed for repairs"], "according to", "the mayor"),
    ("Irma Kovac, who said the bridge was closed, left the room.", "indirect", ["the bridge was closed"], "said", "Irma Kovac"),
    ("The ministry issued a statement saying that two soldiers had died.", "indirect", ["two soldiers had died"], "saying", "The ministry"),
    ("The ministry's statement said two soldiers had died.", "indirect", ["two soldiers had died"], "said", "The ministry"),
    ("A report by the audit office says that funds were lost.", "indirect", ["funds were lost"], "says", "the audit office"),
    ("Her claim that the police beat protesters drew anger.", "indirect", ["the police beat protesters"], "claim", "Her"),
    ("The envoy was quoted as saying the talks had failed.", "indirect", ["the talks had failed"], "saying", "The envoy"),
    ("The president promised to withdraw the troops by March.", "indirect", ["to withdraw the troops by March"], "promised", "The president"),
    ("The envoy urged the rebels to release the pilots.", "indirect", ["to release the pilots"], "urged", "The envoy"),
    ("The suspect denied stealing the painting.", "indirect", ["stealing the painting"], "denied", "The suspect"),
    ("The suspect confessed to stealing the painting.", "indirect", ["stealing the painting"], "confessed to", "The suspect"),
    ("The minister accused the militia of burning the farms.", "indirect", ["burning the farms"], "accused", "The minister"),
    ("The reporter asked whether the bridge would reopen.", "indirect", ["whether the bridge would reopen"], "asked", "The reporter"),
    ("Irma Kovac: bridge to stay closed until May", "indirect", ["bridge to stay closed until May"], None, "Irma Kovac"),
    ("As the mayor said on Monday, the bridge was closed.", "indirect", ["the bridge was closed"], "said", "the mayor"),
    ("The mayor warned in a speech that the bridge might fall.", "indirect", ["the bridge might fall"], "warned", "The mayor"),
    ("Speaking to reporters, the mayor stressed that the bridge was safe.", "indirect", ["the bridge was safe"], "stressed", "the mayor"),
    ("The mayor, speaking in Spa, announced that the bridge would close.", "indirect", ["the bridge would close"], "announced", "The mayor"),
    ("The union called for the mayor to resign.", "indirect", ["the mayor to resign"], "called for", "The union"),
    ("The envoy made clear that the border would close.", "indirect", ["the border would close"], "made clear", "The envoy"),
    ("The envoy expressed concern that the dam would burst.", "indirect", ["the dam would burst"], "expressed", "The envoy"),
    ("The inquiry found that soldiers had fired first.", "indirect", ["soldiers had fired first"], "found", "The inquiry"),
    ("The Alba Times reported, citing the police, the bridge was closed.", "indirect", ["the bridge was closed"], "reported", "The Alba Times"),
    ("If the vote fails, the mayor said, closing the bridge would be the only choice.", "indirect", ["If the vote fails closing the bridge would be the only choice"], "said", "the mayor"),
    ("The report, which officials said would name the culprits, was burned.", "indirect", ["would name the culprits"], "said", "officials"),
    ("According to the mayor, Irma Kovac, the bridge was closed.", "indirect", ["the bridge was closed"], "According to", "the mayor"),
    ("The talks were described by the envoy as over, adding that he would leave.", "indirect", ["he would leave"], "adding", "the envoy"),
    ("The army reported 20 deaths.", "indirect", ["20 deaths"], "reported", "The army"),
    ("A rebel group claimed responsibility for the blast.", "indirect", ["responsibility for the blast"], "claimed", "A rebel group"),
    ("It was reported on Sunday that the king had left.", "indirect", ["the king had left"], "reported", None),
    ("The court ruled the practice of jailing debtors is illegal.", "indirect", ["the practice of jailing debtors is illegal"], "ruled", "The court"),
]  # fmt: skip

MIXED: list[Row] = [
    ('The mayor said the plan was "dead on arrival".', "mixed", ['the plan was "dead on arrival"'], "said", "The mayor"),
    ('The mayor said that "dark forces" had burned the archive.', "mixed", ['"dark forces" had burned the archive'], "said", "The mayor"),
    ('The mayor called the plan a "costly mistake".', "mixed", ['the plan a "costly mistake"'], "called", "The mayor"),
    ('The mayor described the strike as "a gift to smugglers".', "mixed", ['the strike as "a gift to smugglers"'], "described", "The mayor"),
    ('The mayor called it "a costly mistake".', "direct", ["a costly mistake"], "called", "The mayor"),
    ('The plan was "dead on arrival", the mayor said.', "mixed", ['The plan was "dead on arrival"'], "said", "the mayor"),
    ('The mayor said she was "humbled" by the vote and "ready to serve".', "mixed", ['she was "humbled" by the vote and "ready to serve"'], "said", "The mayor"),
    ('In the words of the mayor, the plan is "dead".', "mixed", ['the plan is "dead"'], "In the words of", "the mayor"),
    ('The plan is "dead", according to the mayor.', "mixed", ['The plan is "dead"'], "according to", "the mayor"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "content", "cue", "speaker"), [*DIRECT, *INDIRECT, *MIXED])
def test_one_statement(
    text: str, kind: str, content: list[str], cue: str | None, speaker: str | None, say: Say
) -> None:
    found = say(text)
    assert len(found) == 1, [[c.text for c in s.content] for s in found]
    statement = found[0]
    assert "|".join(c.text for c in statement.content).replace("|", " ") == " ".join(content)
    assert statement.kind == kind
    assert (statement.cue and statement.cue.text) == cue
    assert (statement.speaker and statement.speaker.span.text) == speaker or (
        statement.speaker and speaker and statement.speaker.span.text.lower() == speaker.lower()
    )


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("The mayor said the bridge was closed, adding that trains would run.", [("said", "the bridge was closed"), ("adding", "trains would run")]),
        ('"We are ready," said Kovac, warning that "time is short".', [("said", "We are ready,"), ("warning", "time is short")]),
        ("According to the Alba Times, the mayor said the bridge was closed.", [("According to", "the mayor said the bridge was closed"), ("said", "the bridge was closed")]),
        ("The mayor said the bridge was closed; the governor said it was open.", [("said", "the bridge was closed"), ("said", "it was open")]),
        ('"It is over," said Blum. "It has only begun," said Kovac.', [("said", "It is over,"), ("said", "It has only begun,")]),
        ('The mayor said the plan was "dead for good." She then said, "It is over."', [("said", 'the plan was "dead for good."'), ("said", "It is over.")]),
        ("Officials said there was a leak and urged residents to boil water.", [("said", "there was a leak"), ("urged", "to boil water")]),
        ("\"I heard him say, 'Run for the hills!', but nobody ran,\" Blum said.", [("said", "I heard him say, 'Run for the hills!', but nobody ran,"), ("say", "Run for the hills!")]),
    ],
)  # fmt: skip
def test_two_statements(text: str, pairs: list[tuple[str, str]], say: Say) -> None:
    found = say(text)
    assert [(s.cue.text if s.cue else None, s.content[0].text) for s in found] == pairs


@pytest.mark.parametrize(
    "text",
    [
        "The mayor believes that the bridge is safe.",
        "The mayor wants to reopen the bridge.",
        "The council condemned the attack.",
        "Reportedly, the bridge is closed.",
        "The spokesman declined to say whether the bridge was safe.",
        "The mayor did not say that the bridge was safe.",
        'She read a book called "The Last Ferry" on the train.',
        'The so-called "grey zone" is ten miles wide.',
        "Residents were told to boil water.",
        "The president is expected to announce that he will resign.",
        "The army has been accused of burning the farms.",
        "Asked about the raid, the general left.",
        "The talks concluded on Friday.",
    ],
)
def test_no_statement(text: str, say: Say) -> None:
    assert [[c.text for c in s.content] for s in say(text)] == []


def test_thinking_counts_only_with_quoted_words(say: Say) -> None:
    (found,) = say('The mayor believes the bridge is "as safe as a church".')
    assert found.speaker is not None
    assert "as safe as a church" in found.content[-1].text


def test_quotation_over_paragraphs_is_one_statement(say: Say) -> None:
    (found,) = say('"We will rebuild the dam," Kovac said. "It will take years.\n\n"But we will not leave."')
    assert [c.text for c in found.content] == [
        "We will rebuild the dam,",
        "It will take years.",
        "But we will not leave.",
    ]


def test_quotation_without_cue_has_the_last_speaker(say: Say) -> None:
    first, second = say('Kovac said the dam was lost.\n\n"We will rebuild it, whatever it costs."')
    assert second.cue is None
    assert second.kind == "direct"
    assert first.speaker is not None
    assert second.speaker == first.speaker


def test_quotation_without_cue_has_the_subject_of_the_sentence_before(say: Say) -> None:
    (found,) = say('Marta Blum lost her house in the flood. "We have nothing left."')
    assert found.speaker is not None
    assert found.speaker.span.text == "Marta Blum"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The mayor told reporters that the bridge was closed.", ["reporters"]),
        ("The envoy urged Alba and Borduria to disarm.", ["Alba", "Borduria"]),
        ('"The bridge is closed," the mayor said to the crowd.', ["the crowd"]),
        ('In an interview with the Alba Times the mayor said: "The bridge is closed."', ["the Alba Times"]),
        ("The mayor said the bridge was closed.", []),
    ],
)
def test_addressees(text: str, words: list[str], say: Say) -> None:
    (found,) = say(text)
    assert [a.span.text for a in found.addressees] == words


@pytest.mark.parametrize(
    ("cue", "act"),
    [("said", "say"), ("denied", "deny"), ("confirmed", "confirm"), ("warned", "warn"), ("announced", "announce"), ("alleged", "accuse"),
     ("promised", "promise"), ("demanded", "demand"), ("reported", "report"), ("asked", "ask")],
)  # fmt: skip
def test_acts(cue: str, act: str, say: Say) -> None:
    (found,) = say(f"The mayor {cue} that the bridge was closed.")
    assert found.act == act


def test_title_is_read_only_without_a_body(parser: Parser) -> None:
    title = "Mayor says bridge is closed"
    body = Document("d", f"{title}\n\nThe bridge collapsed.", title=title)
    assert spoken(annotation(body, parser)) == ()
    alone = spoken(annotation(Document("d", title, title=title), parser))
    assert [s.content[0].text for s in alone] == ["bridge is closed"]


def test_ids_are_stable_and_distinct(say: Say) -> None:
    text = "The mayor said it was over. The governor said it was over."
    ids = [s.id for s in say(text)]
    assert len(set(ids)) == 2
    assert ids == [s.id for s in say(text)]


def test_cue_table_is_well_formed() -> None:
    table = cue_table()
    for words in table.verbs.values():
        for word in words:
            assert word.takes, word
            assert word.word == word.word.lower()
    assert {"characterise", "characterize"} <= table.verbs.keys()


def test_no_words_no_statements() -> None:
    assert spoken(Annotation(Document("d", " "), (), (), (), (), ())) == ()


@pytest.mark.parametrize("piece", ['"go" ', "he said ", '"no," he said. ', "according to him, ", 'said "', "say that "])
def test_hostile_text_takes_linear_time(piece: str) -> None:
    """Ten thousand pieces without a parse: every token a root, cue lemmas as they come."""
    document, tokens = flat(piece * 10_000)
    quoted = quotations(document, tokens, [])
    found = Annotation(document, tokens, [[] for _ in tokens], one_sentence(document, tokens), [], quoted)
    start = time.process_time()
    spoken(found)
    assert time.process_time() - start < 5
