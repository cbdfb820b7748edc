"""One file of an event type: its meaning, modes, lexicon and examples.

Comes in: the `Section` of a file and what the codebook's other files define. Goes out: an `EventType`; what is wrong
goes into the section's problems, and a default stands in, so that one pass finds everything.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar, cast, get_args

from dragoman.codebook import patterns
from dragoman.codebook.nodes import Section, Text
from dragoman.codebook.records import (
    Category,
    Constraint,
    EventType,
    Example,
    Expected,
    Lexeme,
    Mode,
    Need,
    Preferences,
    Roles,
)
from dragoman.model import Quad

CATEGORIES: Mapping[str, Category] = {"verbs": "verb", "nouns": "noun", "adjectives": "adjective"}
GIVEN_TEXTS = ("trigger", "mode", "status")
GIVEN_LISTS = ("actors", "recipients", "asserted_by", "denied_by", "contexts")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the other files define and an entry may use."""

    sets: patterns.Sets
    statuses: tuple[str, ...]
    contexts: tuple[str, ...]


def read_type(section: Section, vocabulary: Vocabulary) -> EventType:
    """Read a whole file."""
    code = section.text("code", required=True) or ""
    if code and section.file != f"{code.lower()}.yml":
        section.report_at("code", f"code {code} belongs in a file named {code.lower()}.yml; rename one of them")
    modes = {key: _mode(key, value) for key, value in section.section("modes").entries()}
    event_type = EventType(
        code=code,
        definition=section.text("definition", required=True) or "",
        quad=_quad(section),
        intensity=section.number("intensity", -10, 10) or 0.0,
        modes=modes,
        cameo=_cameo(section),
        roles=_roles(section.section("roles")),
        reciprocal=section.flag("reciprocal"),
        lexicon=tuple(
            lexeme
            for entry in section.sections("lexicon", "an entry of the lexicon")
            for lexeme in _lexemes(entry, code, tuple(modes), vocabulary)
        ),
        examples=tuple(_example(e, tuple(modes), vocabulary) for e in section.sections("examples", "an example")),
        never=tuple(_counterexample(e) for e in section.sections("never", "a counter-example")),
        source=section.source,
    )
    section.finish()
    return event_type


def _quad(section: Section) -> Quad:
    value = section.number("quad", 1, 4)
    if value is not None and not value.is_integer():
        section.report_at("quad", "'quad' must be 1, 2, 3 or 4")
    return cast(Quad, int(value or 1))


def _mode(code: str, section: Section) -> Mode:
    mode = Mode(
        code=code,
        intensity=section.number("intensity", -10, 10) or 0.0,
        definition=section.text("definition", required=True) or "",
        cameo=_cameo(section),
        absorbs=tuple(t.value for t in section.texts("absorbs")),
    )
    section.finish()
    return mode


def _cameo(section: Section) -> tuple[str, ...]:
    codes = section.texts("cameo")
    for code in codes:
        if not (code.value.isdigit() and 2 <= len(code.value) <= 4):
            section.report(f"CAMEO code '{code.value}' must be two to four digits", code.line)
    return tuple(c.value for c in codes)


def _roles(section: Section) -> Roles:
    allowed = get_args(Expected)
    actors = section.choice("actors", allowed, "required")
    recipients = section.choice("recipients", allowed, "expected")
    section.finish()
    return Roles(cast(Expected, actors), cast(Expected, recipients))


def _lexemes(entry: Section, code: str, modes: tuple[str, ...], vocabulary: Vocabulary) -> list[Lexeme]:
    """One record for each pattern of an entry."""
    written = {category: entry.texts(key) for key, category in CATEGORIES.items()}
    if not any(written.values()):
        entry.report("an entry of the lexicon needs verbs, nouns or adjectives")
    template = Lexeme(
        type=code,
        mode=_known(entry, "mode", modes),
        category="verb",
        words=(),
        head=0,
        actors=(),
        recipients=(),
        subject=_constraint(entry, "subject", vocabulary),
        object=_constraint(entry, "object", vocabulary),
        except_=tuple(parsed(entry, t, patterns.parse_exception) or "" for t in entry.texts("except")),
        needs=cast(Need, entry.choice("needs", get_args(Need), "any")),
        status=_known(entry, "status", vocabulary.statuses),
        contexts=_contexts(entry, vocabulary),
    )
    frames = _frames(entry, tuple(c for c, texts in written.items() if texts))
    entry.finish()
    return [
        replace(
            template,
            category=c,
            words=words,
            head=head,
            actors=frames[c][0],
            recipients=frames[c][1],
            pattern=text.value,
            source=text.source,
        )
        for c, texts in written.items()
        for text in texts
        for words, head in _patterns(entry, text, c, vocabulary)
    ]


def _patterns(entry: Section, text: Text, category: Category, vocabulary: Vocabulary) -> list[patterns.Parsed]:
    """Words and head of a pattern, in all versions; none where it is wrong."""
    return parsed(entry, text, lambda t: patterns.parse_pattern(t, category, vocabulary.sets)) or []


def _frames(entry: Section, categories: tuple[Category, ...]) -> dict[Category, tuple[Preferences, Preferences]]:
    """Actors and recipients for each category of an entry."""
    frame = entry.section("frame")
    given = [_preferences(frame, key) for key in ("actors", "recipients")]
    frame.finish()
    shared = "verb" in categories
    return {
        c: (patterns.frame_for(c, given[0], 0, shared), patterns.frame_for(c, given[1], 1, shared)) for c in categories
    }


def _preferences(frame: Section, key: str) -> Preferences | None:
    """None where the frame does not say; an empty list is an answer: no such participant."""
    texts = frame.texts(key)
    if not frame.has(key):
        return None
    functions = (parsed(frame, t, patterns.parse_function) for t in texts)
    return tuple(f for f in functions if f)


def _constraint(entry: Section, key: str, vocabulary: Vocabulary) -> tuple[Constraint, ...]:
    text = entry.placed(key)
    if text is None:
        return ()
    return parsed(entry, text, lambda t: patterns.parse_constraint(t, vocabulary.sets)) or ()


def _known(section: Section, key: str, known: tuple[str, ...]) -> str | None:
    """A code that the codebook defines, or nothing."""
    value = section.text(key)
    if value is None or value in known:
        return value
    section.report_at(key, f"unknown {key} '{value}'; known are {', '.join(known) or 'none'}")
    return None


def _contexts(section: Section, vocabulary: Vocabulary) -> tuple[str, ...]:
    texts = section.texts("contexts")
    for text in texts:
        if text.value not in vocabulary.contexts:
            known = ", ".join(vocabulary.contexts) or "none"
            section.report(f"unknown context '{text.value}'; known are {known}", text.line)
    return tuple(t.value for t in texts)


def _example(section: Section, modes: tuple[str, ...], vocabulary: Vocabulary) -> Example:
    text = section.text("text", required=True) or ""
    if not section.has("gives"):
        section.report("an example needs 'gives': the trigger and the participants that it must give")
    gives = section.section("gives")
    given: dict[str, str | tuple[str, ...] | None] = {}
    known = {"mode": modes, "status": vocabulary.statuses}
    for key in GIVEN_TEXTS:
        value = _known(gives, key, known[key]) if key in known else gives.text(key)
        if gives.has(key):
            given[key] = value
    for key in GIVEN_LISTS:
        values = _contexts(gives, vocabulary) if key == "contexts" else tuple(t.value for t in gives.texts(key))
        if gives.has(key):
            given[key] = values
    gives.finish()
    section.finish()
    return Example(text, given, section.source)


def _counterexample(section: Section) -> Example:
    example = Example(section.text("text", required=True) or "", {}, section.source)
    section.finish()
    return example


def parsed(section: Section, text: Text, parse: Callable[[str], T]) -> T | None:
    """Parse one notation; its `ValueError` becomes a problem at the line of the text, and the result None."""
    try:
        return parse(text.value)
    except ValueError as error:
        section.report(str(error), text.line)
        return None
