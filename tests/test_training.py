"""The training data's format, its check, its converter and its packed reports, on passages written for these tests."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, get_args

import pytest

ROOT = Path(__file__).resolve().parent.parent
TRAINING = ROOT / "training"
sys.path.insert(0, str(TRAINING))

import annotations as packing  # noqa: E402
import cameo  # noqa: E402
import card  # noqa: E402
import check  # noqa: E402
import convert  # noqa: E402
import curve  # noqa: E402
import fetch  # noqa: E402
import labels  # noqa: E402
import mended  # noqa: E402
from labelled import of_passage  # noqa: E402
from lemma import trigger_stem  # noqa: E402
from passages import Passage, write, write_all  # noqa: E402
from reading import parse, read  # noqa: E402
from sentences import sentences  # noqa: E402

GOOD = """= tst-0001 | local paper 1990s Nepal
# [min|Minister] [e1|scolds] [mill|mill]
At [p1|Biratnagar] [min2|the minister] [c1|said] that \\[sic\\] [mill2|the mill] had "[q1|fed [f1|nine] dogs and no worker]". [pol|Police], who [e2|held] [own|its owner] [t1|in May], let [him|him] tell [rep|us]: "Not one \\| two."
actor min = min2; country NPL; sector GOV; kind person
actor mill = mill2; country NPL; sector BUS; kind organisation
actor pol; country NPL; sector COP; kind group
actor own = him; country NPL; sector BUS; kind person
actor rep; country -; sector JRN; kind group
event e1; ACCUSE; disapprove; happened; actor min; recipient mill
event e2; COERCE; arrest; happened; actor pol; recipient own; time t1; place p1; background; arrested 1..; contexts legal
said s1; mixed; speaker min2; cue c1; content "[sic] the mill had" q1
said s2; direct; speaker him; addressee rep; content "Not one | two."
"""


def one(text: str) -> Passage:
    found, problems = parse(text)
    assert problems == []
    return found[0]


def test_lists_are_those_of_the_program() -> None:
    from dragoman import model
    from dragoman.codebook import load

    assert set(labels.SECTORS) == set(get_args(model.Sector))
    assert set(labels.KINDS) == set(get_args(model.ActorKind))
    assert set(labels.STATUSES) == set(get_args(model.Status))
    assert {t: set(m) for t, m in labels.MODES.items()} == {t.code: set(t.modes) for t in load().types.values()}


def test_passage_is_read() -> None:
    passage = one(GOOD)
    assert passage.text.startswith("Minister scolds mill\n\nAt Biratnagar")
    assert passage.words("q1") == "fed nine dogs and no worker"
    assert passage.text[: passage.title_end] == "Minister scolds mill"
    assert passage.events[1].figures[0].key == "f1"  # the mark f1 is named by no line and there is one figure
    assert next(passage.text[p.start : p.end] for p in passage.statements[0].content) == "[sic] the mill had"
    assert passage.when == "1990s"
    assert passage.region == "Nepal"


def test_round_trip() -> None:
    passage = one(GOOD)
    assert one(write(passage)) == passage
    for path in sorted((TRAINING / "passages").glob("*.passages")):
        found, _ = read(path)
        again, problems = parse(write_all(found))
        assert (again, problems) == (found, []), path


HEAD = "= bad-0001 | wire 2004 Peru\n[a|Lima] [e|hit] [b|Quito].\n"
PARTIES = "actor a; country PER; sector GOV; kind state\nactor b; country ECU; sector GOV; kind state\n"
FAULTS = [
    (HEAD + PARTIES, 1, "say which negative"),
    (HEAD + PARTIES + "event e; ASSUALT; -; happened; actor a; recipient b", 5, "type ASSUALT"),
    (HEAD + PARTIES + "event e; ASSAULT; demo; happened; actor a; recipient b", 5, "mode demo"),
    (HEAD + PARTIES + "event e; ASSAULT; -; happend; actor a; recipient b", 5, "status happend"),
    (HEAD + PARTIES + "event e; ASSAULT; -; happened; actor a; recipient z", 5, "key z is not marked"),
    (HEAD + PARTIES + "event e; ASSAULT; -; happened; actor a; victim b", 5, "field victim is unknown"),
    (HEAD + PARTIES + "event e; ASSAULT; -; denied; actor a; recipient b", 5, "needs the party that denies"),
    (HEAD + PARTIES + "event e; ASSAULT; -; happened; actor a; recipient b; killed many", 5, "killed needs one number"),
    (HEAD + PARTIES + "event e; ASSAULT; happened; actor a", 5, "mode happened"),
    (HEAD + PARTIES + "event a; ASSAULT; -; happened; recipient b", 2, None),
    (HEAD + PARTIES + "event e; ASSAULT; -; happened; actor a\nsaid s; indirect; speaker a; content \"Rome\"", 6, "stands 0 times"),
    (HEAD + PARTIES + "event e; ASSAULT; -; happened; actor a\nsaid s; indirect; speaker a; content \"i\"", 6, "stands 3 times"),
    (HEAD + PARTIES + "event e; ASSAULT; -; happened; actor a\nsaid s; indirect; speaker a", 6, "content"),
    (HEAD + PARTIES + "event e; ASSAULT; -; happened; actor a\nsaid s; direct; speaker a; content b", 6, "no quotation marks"),
    (HEAD + "actor a; country PE; sector GOV; kind state\n", 3, "country PE"),
    (HEAD + "actor a; country PER; sector GOB; kind state\n", 3, "sector GOB"),
    (HEAD + "actor a; country PER; sector GOV; kind town\n", 3, "kind town"),
    (HEAD + "actor a; country PER; kind state\n", 3, "an actor line is"),
    (HEAD + "actor a = b; country PER; sector GOV; kind state\nactor b; country PER; sector GOV; kind state", 1, "two actor lines"),
    (HEAD + PARTIES + "evnt e; ASSAULT; -; happened", 5, "actor, event, said or note"),
    ("= bad-1 | wire 2004 Peru\nText.\nnote negative: sport", 1, "a passage begins with"),
    ("= bad-0001 | wire 2004 Peru\nnote negative: sport", 1, "no text"),
    ("= bad-0001 | wire 2004 Peru\n[a|Lima [b|hit] Quito.\nnote negative: sport", 2, "mark a is not closed"),
    ("= bad-0001 | wire 2004 Peru\nLima [sic] hit.\nnote negative: sport", 2, "opens no mark"),
    ("= bad-0001 | wire 2004 Peru\nLima [a|hit].\nnote negative: sport", 1, "named by no line"),
    ("= bad-0001 | wire 2004 Peru\n[a|Lima] [a|hit].\nactor a; country -; sector GOV; kind state\nnote negative: x", 2, "marked twice"),
    ("stray text\n", 1, "a passage begins with"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "line", "phrase"), FAULTS, ids=[str(f[2]) for f in FAULTS])
def test_faults_have_their_line(text: str, line: int, phrase: str | None) -> None:
    found, problems = parse(text, "x.passages")
    assert found == []
    if phrase:
        assert any(p.line == line and phrase in p.message for p in problems), problems
        assert str(problems[0]).startswith("x.passages:")


def test_a_faulty_passage_does_not_hide_the_next() -> None:
    found, problems = parse(FAULTS[1][0] + "\n\n" + GOOD)
    assert [p.id for p in found] == ["tst-0001"]
    assert problems


def neutral(number: int, text: str) -> str:
    return f"= own-{number:04} | wire 2004 Peru\n{text}\nnote negative: culture\n\n"


def checked(folder: Path, text: str, shared: Path | None = None) -> list[str]:
    file = folder / "own.passages"
    file.write_text(text, encoding="utf-8")
    _, problems, _ = check.check([file], shared or folder / "absent")
    return [f"{p.line} {p.message}" for p in problems]


def test_check_finds_a_near_copy(tmp_path: Path) -> None:
    first = "A brass band from the upper valley played under dripping chestnut trees until the mayor fell asleep."
    second = "A brass band from the lower valley played under dripping chestnut trees until the priest fell asleep."
    third = "Nobody in the reading room looked up when the tall clock, silent since the flood, struck eleven."
    found = checked(tmp_path, neutral(1, first) + neutral(2, third) + neutral(3, second))
    assert len(found) == 1
    assert found[0].startswith("9 near-copy of own-0001")


def test_check_sees_through_other_names(tmp_path: Path) -> None:
    first = "Painters from Cusco sold 40 small landscapes to a museum in Lyon, where Marta Quispe will hang them beside older ones."
    second = "Painters from Hue sold 65 small landscapes to a museum in Osaka, where Nguyen Thi Mai will hang them beside older ones."
    assert any("near-copy" in f for f in checked(tmp_path, neutral(1, first) + neutral(2, second)))


def test_check_finds_words_of_another_set(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    (shared / "gold" / "own").mkdir(parents=True)
    tokens = ["the", "old", "ferry", "sank", "slowly", "behind", "the", "customs", "house", "at", "noon"]
    lines = [{"text": "Something else."}, {"sentences": [{"tokens": tokens}]}]
    (shared / "gold" / "own" / "a.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    taken = neutral(1, "Children cheered as the old ferry sank slowly behind the school.")
    free = neutral(2, "At noon the old ferry left, while divers slowly rose behind the customs house.")
    found = checked(tmp_path, taken + free, shared)
    assert len(found) == 1
    assert "the old ferry sank slowly behind the" in found[0]


def test_check_says_what_it_skipped(tmp_path: Path) -> None:
    file = tmp_path / "own.passages"
    file.write_text(neutral(1, "A quiet day."), encoding="utf-8")
    _, problems, remarks = check.check([file], tmp_path / "absent")
    assert problems == []
    assert "not looked for" in remarks[0]


def test_check_finds_ids_and_worn_triggers(tmp_path: Path) -> None:
    names = ["Lima", "Quito", "Bogota", "Caracas", "Asuncion", "Brasilia", "Montevideo"]
    block = "= own-{:04} | wire 2004 Peru\n[a|{}] [e|{}] {}.\nactor a; country -; sector GOV; kind state\nevent e; AGREE; -; happened; actor a\n\n"
    verbs = ["promised", "promises", "promising", "promised", "promise", "agreed", "consented"]
    text = "".join(block.format(i + 1, n, v, "x" * (i + 3)) for i, (n, v) in enumerate(zip(names, verbs, strict=True)))
    assert any("5 of 7 AGREE" in f for f in checked(tmp_path, text))
    twice = neutral(2, "One short line.") + neutral(1, "Another short line.") + neutral(2, "A third line.")
    found = checked(tmp_path, twice)
    assert any("own-0001 comes after own-0002" in f for f in found)
    assert any("stands already" in f for f in found)


def test_stems_join_forms_and_pass_light_verbs() -> None:
    assert len({trigger_stem(t) for t in ("accused", "accusing", "accuses", "was accused")}) == 1
    assert len({trigger_stem(t) for t in ("held talks", "talk", "talks with")}) == 1
    assert trigger_stem("banned") == trigger_stem("ban")
    assert trigger_stem("killed") != trigger_stem("kicked")


def test_everything_in_the_repository_passes() -> None:
    _, problems, _ = check.check([], check.shared_folder())
    assert [str(p) for p in problems] == []


def said(example: dict[str, Any], span: list[Any] | None) -> str | None:
    return example[span[0]][span[1] : span[2]] if span else None


def test_converter_gives_spans_of_a_passage() -> None:
    title, first, second = convert.examples(of_passage(one(GOOD)))
    assert title["text"] == "Minister scolds mill"
    assert said(title, title["triggers"][0]["span"]) == "scolds"
    assert first["title"] == title["text"]
    assert first["triggers"] == []
    speech = first["statements"][0]
    assert [said(first, c) for c in speech["content"]] == ["[sic] the mill had", "fed nine dogs and no worker"]
    assert said(first, speech["speaker"]) == "the minister"
    (arrest,) = second["triggers"]
    assert [said(second, a) for a in arrest["actors"]] == ["Police"]
    assert (arrest["type"], arrest["mode"], arrest["background"], arrest["contexts"]) == (
        "COERCE",
        "arrest",
        True,
        ["legal"],
    )
    assert [said(second, p) for p in arrest["place"]] == ["Biratnagar"]  # in the sentence before
    assert [(f["what"], f["min"], f["max"], said(second, f["span"])) for f in arrest["figures"]] == [
        ("arrested", 1, None, "nine")
    ]
    assert {"country": "NPL", "sector": "BUS", "kind": "person"} | {
        "mentions": [["text", 17, 26], ["text", 39, 42]]
    } in second["parties"]


def test_pairs_mark_one_actor_and_one_recipient() -> None:
    rows = [p for e in convert.examples(of_passage(one(GOOD))) for p in convert.pairs(e)]
    assert rows[0]["marked"] == "<s>Minister</s> scolds <t>mill</t>"
    assert rows[1]["marked"].startswith("<s>Police</s>, who held <t>its owner</t> in May")
    assert [r["type"] for r in rows] == ["ACCUSE", "COERCE"]


def test_partial_passages_are_not_learnt_as_complete() -> None:
    text = HEAD + PARTIES.replace("GOV", "UNK") + "event e; ASSAULT; -; happened; actor a; recipient b\nnote partial"
    (example,) = convert.examples(of_passage(one(text)))
    assert example["complete"] is False
    assert example["triggers"][0]["background"] is None
    assert example["parties"][0]["sector"] is None


def test_cameo_codes_follow_the_table() -> None:
    assert cameo.code("AID", None, "planned", "send") == "03"
    assert cameo.code("SANCTION", "discontinue", "happened", "an arms embargo") == "17"
    assert cameo.code("SANCTION", "discontinue", "happened", "cut off") == "16"
    assert cameo.code("SANCTION", "convict", "happened", "jailed") == "17"
    assert cameo.code("SANCTION", "convict", "happened", "found guilty") == "11"
    assert cameo.code("AGREE", None, "happened", "struck a deal") == "05"
    assert cameo.code("AGREE", None, "happened", "promised") == "03"
    assert cameo.code("ASSAULT", "beat", "planned", "beat") == "18"


def test_sentences_of_passages() -> None:
    text = 'A title\n\nGen. Pak left at 9 a.m. on Friday. "Why?" asked Mr. Soto. He knew.\n\nIt cost 3.5 million.'
    cut = [text[a:b] for a, b in sentences(text)]
    assert cut == [
        "A title",
        "Gen. Pak left at 9 a.m. on Friday.",
        '"Why?" asked Mr. Soto.',
        "He knew.",
        "It cost 3.5 million.",
    ]


DOCUMENT = {
    "id": "own-1", "url": "https://example.org/own", "source": "Own", "published": "2019-05-02", "lang": "en",
    "title": "Harbour workers walk out", "text": "Workers at the harbour\nwalked out on Monday.\n\nThe port authority said it would wait.",
    "sentences": [[-1, -1, "Harbour workers walk out"], [0, 44, "Workers at the harbour\nwalked out on Monday."],
                  [46, 86, "The port authority said it would wait."]],
}  # fmt: skip
ANNOTATION = {
    "id": "own-1",
    "actors": [
        {"key": "w", "name": "Workers at the harbour", "kind": "group", "country": None, "sector": "LAB", "mentions": ["Workers at the harbour"]},
        {"key": "p", "name": "Port Authority of Nowhere", "kind": "organisation", "country": None, "sector": "GOV", "mentions": ["The port authority"]},
    ],
    "events": [{"type": "PROTEST", "mode": "strike", "sent": 1, "trigger": "walked out", "actors": ["w"], "recipients": ["p"],
                "status": "happened", "asserted_by": [], "denied_by": [], "background": False,
                "when": {"start": "2019-04-29", "end": "2019-04-29", "quote": "on Monday", "sent": 1},
                "place": {"name": "harbour", "country": None, "quote": "the harbour", "sent": 1}, "counts": {}}],
    "statements": [{"speaker": "p", "addressees": [], "kind": "indirect", "cue": {"quote": "said", "sent": 2},
                    "content": [{"quote": "it would wait", "sent": 2}]}],
}  # fmt: skip


def test_reports_are_packed_without_text_and_unpacked(tmp_path: Path) -> None:
    packed = packing.pack(ANNOTATION, DOCUMENT)
    written = packing.compact(packed)
    assert json.loads(written) == packed
    assert "walked" not in written
    assert "wait" not in written
    file = tmp_path / "own-1.json"
    file.write_text(written, encoding="utf-8")
    assert list(packing.faults(file)) == []
    annotation, document = packing.unpack(packed, packing.full_text(DOCUMENT))
    assert annotation == ANNOTATION
    assert document == DOCUMENT
    with pytest.raises(ValueError, match="sha256"):
        packing.unpack(packed, packing.full_text(DOCUMENT) + " ")


def test_packed_faults_are_found(tmp_path: Path) -> None:
    packed = packing.pack(ANNOTATION, DOCUMENT)
    packed["events"][0] |= {"mode": "demo-x", "trigger": [0, 4], "recipients": ["nobody"]}
    file = tmp_path / "own-2.json"
    file.write_text(packing.compact(packed), encoding="utf-8")
    found = "\n".join(packing.faults(file))
    for phrase in ("mode demo-x", "outside its sentence", "unknown actor nobody", "not the file's name"):
        assert phrase in found


def test_mended_labels_are_told_by_field() -> None:
    now = json.loads(json.dumps(ANNOTATION).replace("would wait", "would  wait"))
    assert list(mended.differences(ANNOTATION, now)) == []  # white space is no change
    now["events"][0] |= {"status": "planned", "recipients": []}
    now["events"].append(now["events"][0] | {"trigger": "wait"})
    now["statements"].clear()
    told = [("events", "recipients"), ("events", "status"), ("events", "added"), ("statements", "taken out")]
    assert sorted(mended.differences(ANNOTATION, now)) == sorted(told)
    lines = list(mended.report("some", [(ANNOTATION, now), (now, now)]))
    assert lines[0].startswith("some: 2 reports")
    assert lines[0].endswith("1 of them mended")


def test_texts_are_fetched_by_hash(tmp_path: Path) -> None:
    packed = packing.pack(ANNOTATION, DOCUMENT)
    (tmp_path / "own-1.txt").write_text(packing.full_text(DOCUMENT) + "\n", encoding="utf-8")
    documents, wrong = fetch.fetched(iter([packed]), fetch.texts_of(tmp_path))
    assert wrong == []
    assert documents[0]["text"] == DOCUMENT["text"]
    (tmp_path / "own-1.txt").write_text("Another text.", encoding="utf-8")
    assert "another" in fetch.fetched(iter([packed]), fetch.texts_of(tmp_path))[1][0]


def test_a_report_becomes_examples() -> None:
    from labelled import of_report

    packed = packing.pack(ANNOTATION, DOCUMENT)
    first, second = convert.examples(of_report(packed, packing.full_text(DOCUMENT)))
    (strike,) = first["triggers"]
    assert [said(first, a) for a in strike["actors"]] == ["Workers at the harbour"]
    assert strike["elsewhere"] == ["recipients"]  # it is named in the next sentence only
    assert said(second, second["statements"][0]["speaker"]) == "The port authority"


def test_card_counts(tmp_path: Path) -> None:
    text = card.card([one(GOOD)], [], parse=False)
    assert "| ACCUSE | 1 | 0 |" in text
    assert "| direct | 1 | 0 |" in text
    assert "Recipient before actor: 0 of 2" in text


def test_trigger_f1_is_one_to_one() -> None:
    wanted = [[(0, 5, "AID"), (8, 12, "AGREE")]]
    assert curve.f1([[(0, 5, "AID"), (1, 4, "AID")]], wanted, typed=True) == pytest.approx(0.5)
    assert curve.f1([[(0, 3, "SUPPORT"), (8, 12, "AGREE")]], wanted, typed=False) == pytest.approx(1.0)
    assert curve.f1([[(0, 3, "SUPPORT"), (8, 12, "AGREE")]], wanted, typed=True) == pytest.approx(0.5)


def test_held_out_passages_leave_the_training_split(tmp_path: Path) -> None:
    blocks = "".join(neutral(n, "Word " * n + "end.") for n in range(1, 7))
    path = tmp_path / "statements-1.passages"
    path.write_text(blocks, encoding="utf-8")
    assert [p.id for p in convert.from_passages([path], "held-out")] == ["own-0005"]
    assert len(list(convert.from_passages([path], "train"))) == 5


def test_packed_reports_have_their_texts(shared: Path) -> None:
    _, wrong = fetch.fetched(packing.packed_reports(), fetch.texts_of(shared / "corpus"))
    assert wrong == []


# --- the dev reports ----------------------------------------------------------------------------------------------


def test_the_packed_dev_reports_are_sound() -> None:
    paths = sorted((ROOT / "bench" / "gold").glob("*.json"))
    assert len(paths) == 20
    assert [fault for path in paths for fault in packing.faults(path)] == []


@pytest.mark.skipif(not (fetch.SHARED / "gold").exists(), reason="../shared/gold is absent; set DRAGOMAN_SHARED")
def test_the_dev_reports_come_back_as_they_were(tmp_path: Path) -> None:
    run = subprocess.run([ROOT / "bench" / "fetch", tmp_path], env=os.environ | {"PYTHON": sys.executable}, check=False)
    assert run.returncode == 0
    for path in sorted((fetch.SHARED / "gold" / "reports").glob("*.json")):
        back = json.loads((tmp_path / "reports" / path.name).read_text(encoding="utf-8"))
        annotated = json.loads(path.read_text(encoding="utf-8"))
        for field in ("events", "statements", "actors"):
            assert [same_words(x) for x in back[field]] == [same_words(x) for x in annotated[field]], path.name


def same_words(value: Any) -> str:
    """As text, with white space as blanks; key order aside."""
    return " ".join(json.dumps(value, sort_keys=True, ensure_ascii=False).replace("\\n", " ").split())
