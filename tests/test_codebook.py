"""The codebook: our own is sound, a user's loads, and each mistake is found at its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.codebook import Codebook, check, load
from dragoman.codebook.patterns import frame_for, parse_constraint, parse_exception, parse_function, parse_pattern
from dragoman.codebook.spelling import spellings
from dragoman.errors import BadCodebook

ABOUT = """\
name: harbour
version: "1"
words:
  boats: [boat, ship]
  vessels: ["@boats", barge]
"""

DOCK = """\
code: DOCK
definition: A vessel comes to a harbour.
quad: 2
intensity: 1.5
modes:
  emergency: {intensity: -1, definition: It comes because it has to.}
lexicon:
  - verbs: [dock, moor, "tie up"]
    frame: {actors: [subject], recipients: [at, on]}
    subject: "@vessels|ORG|!CLAUSE"
  - mode: emergency
    nouns: [emergency arrival, arrival under tow]
    except: ["new arrivals-hall"]
examples:
  - {text: The ferry docked at Fonport., gives: {trigger: docked, actors: [The ferry], mode: null}}
never:
  - {text: The minister was in the dock.}
"""

QUIT = """\
code: QUIT
definition: A vessel leaves.
quad: 2
intensity: 0
reciprocal: true
lexicon:
  - verbs: [leave, organise leave]
    nouns: [departure]
    frame: {actors: [subject+with], recipients: [object]}
    needs: both
examples:
  - {text: The barge left., gives: {trigger: left}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A sound codebook of two types that has nothing of ours."""
    for name, content in {"codebook": ABOUT, "dock": DOCK, "quit": QUIT}.items():
        (tmp_path / f"{name}.yml").write_text(content, encoding="utf-8")
    return tmp_path


def change(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def _words(sentence: str) -> list[tuple[str, str]]:
    return [(word, word) for word in sentence.split()]


@pytest.fixture(scope="module")
def shipped() -> Codebook:
    return load()


# --- the shipped codebook -----------------------------------------------------------------------------------------


def test_the_shipped_codebook_has_no_problems() -> None:
    assert [str(p) for p in check()] == []


def test_the_shipped_codebook_is_plover(shipped: Codebook) -> None:
    types = (
        "ACCUSE AGREE AID ASSAULT COERCE CONCEDE CONSULT COOPERATE MOBILIZE PROTEST REJECT REQUEST RETREAT SANCTION"
        " SUPPORT THREATEN"
    )
    assert sorted(shipped.types) == types.split()
    assert len(shipped.statuses) == 8
    assert len(shipped.contexts) == 37
    assert {"GOV", "UNO", "PRE", "UNK"} <= shipped.sectors.keys()
    assert shipped.id == f"plover-2.0+{shipped.hash[:4]}"
    assert len(shipped.hash) == 12
    assert shipped.types["ACCUSE"].intensity_of(None) == -3
    assert shipped.types["ACCUSE"].intensity_of("disapprove") == -2
    assert shipped.departures


def test_a_type_has_examples_of_its_modes_and_no_type_has_none(shipped: Codebook) -> None:
    for event_type in shipped.types.values():
        assert len(event_type.examples) >= 4, event_type.code
        assert event_type.never, event_type.code


def test_contexts_are_found_by_neighbouring_words(shipped: Codebook) -> None:
    words = _words("the cyber - attack hit ship in the south china sea")
    assert {"cyber", "territory"} <= set(shipped.contexts_in(words))
    assert "territory" not in shipped.contexts_in(_words("the sea south of china"))
    assert shipped.contexts_in(_words("south china")) == ()
    assert "economic" in shipped.contexts_in([("organization", "organization"), ("tariff", "tariffs")])


# --- a user's codebook --------------------------------------------------------------------------------------------


def test_a_codebook_of_two_types_loads(folder: Path) -> None:
    codebook = load(folder)
    assert check(folder) == []
    assert list(codebook.types) == ["DOCK", "QUIT"]
    assert codebook.words["vessels"] == {"boat", "ship", "barge"}
    assert codebook.contexts == {}
    assert len(codebook.statuses) == 8, "ours stand in"
    assert codebook.types["DOCK"].examples[0].gives == {
        "trigger": "docked",
        "mode": None,
        "actors": ("The ferry",),
    }
    assert codebook.types["DOCK"].never[0].source == "dock.yml:17"
    assert load(folder) is codebook


def test_a_lexeme_knows_its_words_frame_and_line(folder: Path) -> None:
    codebook = load(folder)
    (tie,) = codebook.lexemes("verb", "tie")
    assert (tie.type, tie.mode, tie.words, tie.head) == ("DOCK", None, (frozenset({"tie"}), frozenset({"up"})), 0)
    assert tie.actors == (("subject",),)
    assert tie.recipients == (("at",), ("on",)), "YAML's `on` is a word here"
    assert (tie.pattern, tie.source) == ("tie up", "dock.yml:8")
    wanted, barred = tie.subject
    assert wanted.admits({"THING"}, "ship")
    assert wanted.admits({"ACTOR", "ORG"}, "company")
    assert not wanted.admits({"THING"}, "poem")
    assert not barred.admits({"CLAUSE"}, "say")
    arrival = codebook.lexemes("noun", "arrival")
    assert [x.pattern for x in arrival] == ["arrival under tow", "emergency arrival"]
    assert [x.head for x in arrival] == [0, 1]
    assert arrival[0].except_ == ("new arrivals - hall",)
    assert codebook.lexemes("verb", "arrival") == ()


def test_either_spelling_finds_the_lexeme(folder: Path) -> None:
    codebook = load(folder)
    assert codebook.lexemes("verb", "organise") == codebook.lexemes("verb", "organize") != ()


def test_a_frame_for_verbs_is_translated_for_their_nouns(folder: Path) -> None:
    codebook = load(folder)
    assert codebook.lexemes("verb", "leave")[0].actors == (("subject", "with"),)
    departure = codebook.lexemes("noun", "departure")[0]
    assert departure.actors[0] == ("possessive", "with")
    assert ("by",) in departure.actors
    assert departure.recipients[0] == ("of",)


def test_the_hash_follows_the_content_but_not_the_line_ends(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("windows")
    for path in folder.glob("*.yml"):
        (other / path.name).write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert load(other).hash == load(folder).hash
    changed = tmp_path_factory.mktemp("changed")
    for path in folder.glob("*.yml"):
        (changed / path.name).write_bytes(path.read_bytes().replace(b"leaves", b"departs"))
    assert load(changed).hash != load(folder).hash


def test_more_specific_patterns_come_first(folder: Path) -> None:
    change(folder, "quit.yml", "verbs: [leave, organise leave]", "verbs: [dock, dock at sea]")
    patterns = [(x.type, x.pattern) for x in load(folder).lexemes("verb", "dock")]
    assert patterns == [("QUIT", "dock at sea"), ("DOCK", "dock"), ("QUIT", "dock")]


# --- mistakes -----------------------------------------------------------------------------------------------------

MISTAKES = [
    ("dock.yml", "quad: 2", "quad: 5", "dock.yml:3: 'quad' is 5"),
    ("dock.yml", "quad: 2", "quad: 1.5", "dock.yml:3: 'quad' must be"),
    ("dock.yml", "intensity: 1.5", "intensity: -11", "dock.yml:4: 'intensity' is -11"),
    ("dock.yml", "intensity: 1.5", "intensity: much", "dock.yml:4: 'intensity' is 'much'"),
    ("dock.yml", "intensity: 1.5", "intensity: .nan", "dock.yml:4: 'intensity' is"),
    ("dock.yml", "A vessel comes to a harbour.", '""', "dock.yml:2: 'definition' is empty"),
    (
        "dock.yml",
        "-1, definition",
        "-1, absorbs: [MOOR], definition",
        "dock.yml:1: mode emergency absorbs unknown type 'MOOR'",
    ),
    ("dock.yml", "definition: A vessel comes to a harbour.\n", "", "dock.yml:1: an event type needs a 'definition'"),
    ("dock.yml", "never:", "nver:", "dock.yml:16: unknown key 'nver'"),
    ("dock.yml", "mode: emergency", "mode: urgent", "dock.yml:11: unknown mode 'urgent'; known are emergency"),
    ("dock.yml", "mode: null", "mode: late", "dock.yml:15: unknown mode 'late'"),
    ("dock.yml", "mode: null", "status: maybe", "dock.yml:15: unknown status 'maybe'"),
    ("dock.yml", "mode: null", "contexts: [sea]", "dock.yml:15: unknown context 'sea'; known are none"),
    ("dock.yml", "@vessels|", "@canoes|", "dock.yml:10: unknown word set '@canoes'"),
    ("dock.yml", "|ORG|", "|COMPANY|", "dock.yml:10: unknown class 'COMPANY'"),
    ("dock.yml", "recipients: [at, on]", "recipients: [att]", "dock.yml:9: 'att' is no function"),
    ("dock.yml", "recipients: [at, on]", "recipients: at", "dock.yml:9: 'recipients' must be a list"),
    ("dock.yml", "{actors: [subject]", "{actor: [subject]", "dock.yml:9: unknown key 'actor'"),
    ("dock.yml", "[dock, moor,", "[Dock, moor,", "dock.yml:8: 'Dock' has a capital letter"),
    ("dock.yml", "[dock, moor,", "[{dock: 1}, moor,", "dock.yml:8: each item of 'verbs' must be one value"),
    ("dock.yml", "verbs: [dock, moor,", "verb: [dock, moor,", "dock.yml:8: an entry of the lexicon needs verbs"),
    ("dock.yml", "arrival under tow", "under tow", "dock.yml:12: 'under tow' begins with a preposition"),
    ("dock.yml", "new arrivals-hall", "New hall", "dock.yml:13: 'New hall' has a capital letter"),
    ("dock.yml", "trigger: docked", "trigger: moored", "dock.yml:15: the trigger 'moored' is not in the text"),
    ("dock.yml", "gives: {trigger", "gives: {triger", "dock.yml:15: unknown key 'triger'"),
    ("dock.yml", "code: DOCK", "code: PIER", "dock.yml:1: code PIER belongs in a file named pier.yml"),
    ("dock.yml", "code: DOCK", "code: DOCK\ncode: PIER", "dock.yml:2: 'code' is here twice; line 1 has it first"),
    ("dock.yml", "modes:", "cameo: [x1]\nmodes:", "dock.yml:5: CAMEO code 'x1'"),
    ("dock.yml", "modes:", "roles: {actors: never}\nmodes:", "dock.yml:5: 'actors' is 'never'; it must be one of"),
    ("dock.yml", "lexicon:", "lexicon: [", "not valid YAML"),
    ("quit.yml", "needs: both", "needs: all", "quit.yml:10: 'needs' is 'all'"),
    ("quit.yml", "reciprocal: true", "reciprocal: maybe", "quit.yml:5: 'reciprocal' is 'maybe'"),
    ("codebook.yml", "[boat, ship]", "[boat, tall ship]", "codebook.yml:4: 'tall ship' is not a word"),
    ("codebook.yml", "[boat, ship]", "[]", "codebook.yml:4: word set 'boats' is empty"),
    ("codebook.yml", "name: harbour\n", "", "codebook.yml:1: codebook.yml needs a 'name'"),
]


@pytest.mark.parametrize(("file", "old", "new", "expected"), MISTAKES, ids=[m[3][:50] for m in MISTAKES])
def test_a_mistake_is_found_at_its_line(folder: Path, file: str, old: str, new: str, expected: str) -> None:
    change(folder, file, old, new)
    found = [str(p) for p in check(folder)]
    assert any(expected in problem for problem in found), found


def test_a_contradiction_is_found_and_a_condition_resolves_it(folder: Path) -> None:
    change(folder, "quit.yml", "    needs: both\n", '    subject: "@vessels|ORG|!CLAUSE"\n')
    change(folder, "quit.yml", "[leave, organise leave]", "[leave, dock]")
    assert [str(p) for p in check(folder)] == [
        "quit.yml:7: 'dock' is QUIT here and DOCK in dock.yml:8; remove one, or tell them apart by subject, object or needs"
    ]
    change(folder, "quit.yml", '"@vessels|ORG|!CLAUSE"', "PERSON")
    assert check(folder) == []


def test_fewer_alternatives_are_more_specific_and_no_contradiction(folder: Path) -> None:
    change(folder, "dock.yml", "[dock, moor,", "[dock|anchor, moor,")
    change(folder, "dock.yml", '    subject: "@vessels|ORG|!CLAUSE"\n', "")
    change(folder, "quit.yml", "    needs: both\n", "")
    change(folder, "quit.yml", "[leave, organise leave]", "[leave, dock]")
    assert check(folder) == []
    assert [x.type for x in load(folder).lexemes("verb", "dock")] == ["QUIT", "DOCK"]


def test_all_mistakes_are_found_at_once_and_load_names_the_first(folder: Path) -> None:
    change(folder, "dock.yml", "quad: 2", "quad: 7")
    change(folder, "quit.yml", "quad: 2", "quad: 8")
    assert [(p.file, p.line) for p in check(folder)] == [("dock.yml", 3), ("quit.yml", 3)]
    with pytest.raises(BadCodebook, match=r"dock\.yml:3: 'quad' is 7; it must be between 1 and 4 \(1 more: run"):
        load(folder)


def test_mistakes_in_the_other_files_are_found(folder: Path) -> None:
    (folder / "statuses.yml").write_text(
        "planned: {definition: To come., cues: {nouns: [plan for]}}\n"
        "denied: {definition: Said to be untrue., cues: {nouns: [plan for]}}\n"
        "doubtful: {definition: Who knows.}\n",
        encoding="utf-8",
    )
    (folder / "contexts.yml").write_text("fog: {definition: , cues: ['@mists', Mist]}\n", encoding="utf-8")
    (folder / "sectors.yml").write_text("SEA: {definition: The sea., within: WET}\n", encoding="utf-8")
    found = [str(p) for p in check(folder)]
    assert "statuses.yml:2: 'plan for' is a cue of planned too; keep it where it fits best" in found
    assert any(p.startswith("statuses.yml:3: unknown status 'doubtful'") for p in found)
    assert "statuses.yml:1: status 'alleged' is missing; define it" in found
    assert "contexts.yml:1: 'definition' is empty; fill it in" in found
    assert any(p.startswith("contexts.yml:1: unknown word set '@mists'") for p in found)
    assert any(p.startswith("contexts.yml:1: 'Mist' has a capital letter") for p in found)
    assert "sectors.yml:1: unknown sector 'WET'; define it or correct the code" in found


def test_what_is_no_codebook_is_an_error_that_says_so(tmp_path: Path) -> None:
    with pytest.raises(BadCodebook, match="no such file"):
        load(tmp_path)
    with pytest.raises(BadCodebook, match="is no folder"):
        load(tmp_path / "absent")


def test_files_that_are_no_text_or_no_mapping_are_problems(folder: Path) -> None:
    (folder / "latin.yml").write_bytes(b"code: LATIN\ndefinition: caf\xe9\n")
    (folder / "list.yml").write_text("- a\n- b\n", encoding="utf-8")
    (folder / "empty.yml").write_text("", encoding="utf-8")
    (folder / "control.yml").write_text("code: A\ndefinition: \x07\n", encoding="utf-8")
    problems = {(p.file, p.message[:17]) for p in check(folder)}
    assert ("latin.yml", "this line is not ") in problems
    assert ("list.yml", "an event type mus") in problems
    assert ("empty.yml", "the file is empty") in problems
    assert ("control.yml", "not valid YAML (c") in problems
    assert len(problems) == 4, "no further complaints about what could not be read"


# --- notations ----------------------------------------------------------------------------------------------------

SETS = {"troops": frozenset({"troop", "soldier"})}


@pytest.mark.parametrize(
    ("text", "category", "words", "head"),
    [
        ("lash out at", "verb", "lash out at", 0),
        ("peace talk", "noun", "peace talk", 1),
        ("state of emergency", "noun", "state of emergency", 0),
        ("cease-fire", "noun", "cease fire", 1),
        ("sit-in", "noun", "sit in", 0),
        ("week-long sit-in at", "noun", "week long sit in at", 2),
        ("fire-bomb", "verb", "fire bomb", 1),
        ("critical of", "adjective", "critical of", 0),
    ],
)
def test_the_head_of_a_pattern(text: str, category: str, words: str, head: int) -> None:
    ((found, at),) = parse_pattern(text, category, SETS)  # type: ignore[arg-type]
    assert (found, at) == (tuple(frozenset({w}) for w in words.split()), head)


def test_alternatives_and_sets_in_a_pattern() -> None:
    assert parse_pattern("send|deploy @troops|tank", "verb", SETS) == [
        ((frozenset({"send", "deploy"}), frozenset({"troop", "soldier", "tank"})), 0)
    ]


def test_alternatives_with_a_hyphen_make_patterns_of_their_own() -> None:
    truce, fire = parse_pattern("fragile truce|cease-fire with", "noun", SETS)
    assert truce == (tuple(frozenset({w}) for w in ("fragile", "truce", "with")), 1)
    assert fire == (tuple(frozenset({w}) for w in ("fragile", "cease", "fire", "with")), 2)


def test_functions_constraints_and_exceptions() -> None:
    assert parse_function("subject+with") == ("subject", "with")
    assert frame_for("adjective", None, 1, False)[0] == ("of",)
    assert frame_for("noun", (), 1, True) == (), "no recipients is an answer"
    assert frame_for("noun", (("clause",), ("against",)), 1, True)[:2] == (("against",), ("of",))
    (barred,) = parse_constraint("!PERSON|!@troops", SETS)
    assert barred.negated
    assert not barred.admits({"PERSON"}, "mayor")
    assert not barred.admits({"THING"}, "soldier")
    assert barred.admits({"THING"}, "gate")
    assert parse_exception("rome's cease-fire") == "rome 's cease - fire"


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("criticise", "criticize"),
        ("organisation", "organization"),
        ("mobiliser", "mobilizer"),
        ("paralyse", "paralyze"),
        ("labour", "labor"),
        ("honourable", "honorable"),
        ("misdemeanour", "misdemeanor"),
        ("defence", "defense"),
        ("traveller", "traveler"),
        ("signalling", "signaling"),
        ("manoeuvre", "maneuver"),
    ],
)
def test_spellings_go_both_ways(british: str, american: str) -> None:
    assert spellings(british) == spellings(american) == {british, american}


@pytest.mark.parametrize(
    "word", ["promise", "exercise", "raise", "seize", "four", "collaborate", "mayor", "rebel", "hour"]
)
def test_words_with_one_spelling_keep_it(word: str) -> None:
    assert spellings(word) == {word}
