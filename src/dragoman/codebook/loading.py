"""From a folder of YAML files to a codebook.

Comes in: a folder with codebook.yml, one file for each event type, contexts.yml where it uses contexts, and, where it
wants its own, statuses.yml and sectors.yml (else the shipped ones hold). Goes out: a `Codebook`, and all `Problem`s.
Codes nothing.

Loading and checking share one pass: what builds a record also says what is wrong with it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import get_args

from dragoman import model
from dragoman.codebook import patterns
from dragoman.codebook.entries import Vocabulary, parsed, read_type
from dragoman.codebook.nodes import Problem, Section, read_section
from dragoman.codebook.records import (
    Codebook,
    Context,
    ContextCue,
    Departure,
    Lexeme,
    SectorCode,
    Status,
)
from dragoman.errors import BadCodebook

SHIPPED = Path(__file__).parent / "plover"
SHARED = ("codebook.yml", "statuses.yml", "contexts.yml", "sectors.yml", "cues.yml", "answers.yml")
"""The files that are no event types; cues.yml and answers.yml belong to the statements, which read them themselves."""
FALLBACK = ("statuses.yml", "sectors.yml")
"""What a folder may leave to the shipped codebook: these say how English and its news work, not what events are."""


def load(folder: Path | None = None) -> Codebook:
    """Load a codebook, once for each folder; None is the shipped one. Raises `BadCodebook` at the first problem."""
    return _load((folder or SHIPPED).resolve())


@lru_cache(maxsize=8)
def _load(folder: Path) -> Codebook:
    codebook, problems = build(folder)
    if problems:
        more = f" ({len(problems) - 1} more: run `dragoman codebook check {folder}`)" if len(problems) > 1 else ""
        raise BadCodebook(f"{folder / problems[0].file}:{problems[0].line}: {problems[0].message}{more}")
    return codebook


def build(folder: Path) -> tuple[Codebook, list[Problem]]:
    """Read the folder; where there are problems, the codebook holds what could be understood.

    Raises `BadCodebook` only where there is no folder.
    """
    problems: list[Problem] = []
    files = _read_files(folder, problems)
    read = {name: read_section(content, name, problems, _called(name)) for name, content in files.items()}
    sections = {name: section for name, section in read.items() if section is not None}
    absent = Section(None, "codebook.yml", 1, [], "the file")
    about = sections.get("codebook.yml", absent)
    sets = _sets(about.section("words"))
    statuses = _statuses(sections.get("statuses.yml", absent))
    contexts = _contexts(sections.get("contexts.yml", absent))
    vocabulary = Vocabulary(sets, tuple(statuses), tuple(contexts))
    types = [read_type(s, vocabulary) for name, s in sections.items() if name not in SHARED]
    codebook = Codebook(
        name=about.text("name", required=True) or "",
        version=about.text("version", required=True) or "",
        licence=about.text("licence") or "",
        hash=_hash(files),
        types={t.code: t for t in types},
        statuses=statuses,
        contexts=contexts,
        sectors=_sectors(sections.get("sectors.yml", absent)),
        words=sets,
        departures=tuple(_departure(s) for s in about.sections("departures", "a departure")),
        by_head=_by_head(lexeme for t in types for lexeme in t.lexicon),
        by_cue=_by_cue(contexts, sections.get("contexts.yml", absent), sets),
    )
    about.finish()
    return codebook, sorted(set(problems))


def _read_files(folder: Path, problems: list[Problem]) -> dict[str, bytes]:
    """Name -> content, sorted; the shipped statuses and sectors stand in for those that the folder lacks."""
    if not folder.is_dir():
        raise BadCodebook(f"{folder} is no folder; name the one that holds codebook.yml")
    files = {path.name: path.read_bytes() for path in folder.glob("*.yml")}
    if "codebook.yml" not in files:
        problems.append(Problem("codebook.yml", 1, "no such file; a codebook needs one, with its name and version"))
    elif not files.keys() - set(SHARED):
        problems.append(Problem("codebook.yml", 1, "no event types beside it; add a file such as accuse.yml"))
    for name in FALLBACK:
        files.setdefault(name, (SHIPPED / name).read_bytes())
    return dict(sorted(files.items()))


def _called(name: str) -> str:
    return "an event type" if name not in SHARED else name


def _hash(files: Mapping[str, bytes]) -> str:
    """First 12 digits of a sha256 over names and contents; line ends do not count."""
    digest = hashlib.sha256()
    for name, content in files.items():
        lines = content.replace(b"\r\n", b"\n")
        digest.update(f"{name} {len(lines)}\n".encode() + lines)
    return digest.hexdigest()[:12]


def _sets(section: Section) -> dict[str, frozenset[str]]:
    """Word sets; a set may use those above it."""
    sets: dict[str, frozenset[str]] = {}
    for name in section.names():
        words: set[str] = set()
        for text in section.texts(name):
            words.update(parsed(section, text, lambda t: patterns.alternatives(t, sets)) or ())
        if not words:
            section.report_at(name, f"word set '{name}' is empty; fill it or remove it")
        sets[name] = frozenset(words)
    return sets


def _statuses(section: Section) -> dict[str, Status]:
    known = get_args(model.Status)
    found: dict[str, Status] = {}
    seen: dict[tuple[str, str], str] = {}
    for code, entry in section.entries():
        if code not in known:
            section.report_at(code, f"unknown status '{code}'; they are {', '.join(known)}")
        definition = entry.text("definition", required=True) or ""
        found[code] = Status(code, definition, _cues(entry.section("cues"), code, seen), entry.source)
        entry.finish()
    for code in known:
        if found and code not in found:
            section.report(f"status '{code}' is missing; define it")
    return found


def _cues(section: Section, status: str, seen: dict[tuple[str, str], str]) -> dict[str, tuple[str, ...]]:
    """Group -> cues; a cue in one group means one status."""
    cues: dict[str, tuple[str, ...]] = {}
    for group in section.names():
        texts = section.texts(group)
        for text in texts:
            other = seen.setdefault((group, text.value), status)
            if other != status:
                section.report(f"'{text.value}' is a cue of {other} too; keep it where it fits best", text.line)
        cues[group] = tuple(t.value for t in texts)
    return cues


def _contexts(section: Section) -> dict[str, Context]:
    found = {}
    for code, entry in section.entries():
        definition = entry.text("definition", required=True) or ""
        cues = tuple(t.value for t in entry.texts("cues"))
        entry.finish()
        found[code] = Context(code, definition, cues, entry.source)
    return found


def _sectors(section: Section) -> dict[str, SectorCode]:
    found = {}
    for code, entry in section.entries():
        within = entry.text("within")
        if within is not None and not section.has(within):
            entry.report_at("within", f"unknown sector '{within}'; define it or correct the code")
        found[code] = SectorCode(code, entry.text("definition", required=True) or "", within, entry.source)
        entry.finish()
    return found


def _departure(section: Section) -> Departure:
    about, theirs, ours = (section.text(key, required=True) or "" for key in ("about", "theirs", "ours"))
    section.finish()
    return Departure(about, theirs, ours)


def _by_head(lexemes: Iterable[Lexeme]) -> dict[tuple[str, str], tuple[Lexeme, ...]]:
    """Every pattern under each lemma that its head can be, most specific first."""
    found: dict[tuple[str, str], list[Lexeme]] = {}
    for lexeme in lexemes:
        for lemma in lexeme.words[lexeme.head]:
            found.setdefault((lexeme.category, lemma), []).append(lexeme)
    return {key: tuple(sorted(values, key=generality)) for key, values in found.items()}


def generality(lexeme: Lexeme) -> tuple[int, int, bool, int]:
    """Sorts the more specific first: more words, more constraints, both participants needed, fewer alternatives."""
    constraints = len(lexeme.subject) + len(lexeme.object)
    alternatives = sum(len(word) for word in lexeme.words)
    return -len(lexeme.words), -constraints, lexeme.needs != "both", alternatives


def _by_cue(
    contexts: Mapping[str, Context], section: Section, sets: patterns.Sets
) -> dict[str, tuple[ContextCue, ...]]:
    found: dict[str, list[ContextCue]] = {}
    for code, entry in section.entries():
        for text in entry.texts("cues"):
            cue = parsed(entry, text, lambda t: patterns.parse_cue(t, sets)) or ()
            for word in cue[0] if cue else ():
                found.setdefault(word, []).append(ContextCue(code, cue[1:]))
    return {word: tuple(cues) for word, cues in found.items()}
