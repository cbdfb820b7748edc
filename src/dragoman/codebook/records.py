"""The records of a codebook.

Comes in: nothing. Goes out: frozen records that `load` fills from YAML. Reads no file and judges nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Literal

from dragoman.model import Quad

Category = Literal["verb", "noun", "adjective"]
Need = Literal["both", "actor", "recipient", "any", "none"]
"""Which participants must be found for a trigger to count as an event."""
Expected = Literal["required", "expected", "optional"]
Preferences = tuple[tuple[str, ...], ...]
"""Functions to try in order; those of an inner tuple are taken together. (("subject", "with"),) is `[subject+with]`."""

CLASSES = frozenset({"ACTOR", "PERSON", "STATE", "ORG", "PLACE", "THING", "CLAUSE"})
"""What the filler of a place of a frame can be: any party, people, a state, an organisation, a place, no party, a clause."""


@dataclass(frozen=True, slots=True)
class Constraint:
    """What may fill a place: one of the classes or one of the words (lemmas); negated, none of them."""

    classes: frozenset[str]
    words: frozenset[str]
    negated: bool = False

    def admits(self, classes: AbstractSet[str], lemma: str) -> bool:
        """Whether a filler of these classes, with this head lemma, may stand here."""
        fits = lemma in self.words or not self.classes.isdisjoint(classes)
        return fits != self.negated


@dataclass(frozen=True, slots=True)
class Lexeme:
    """One pattern of words that expresses a type, with where its participants stand."""

    type: str
    mode: str | None
    category: Category
    words: tuple[frozenset[str], ...]
    """For each word its alternatives: lower-case lemmas, word sets and both spellings."""
    head: int
    """Which of the words the participants hang on."""
    actors: Preferences
    recipients: Preferences
    subject: tuple[Constraint, ...] = ()
    """All of them must admit the subject (of a passive: the agent)."""
    object: tuple[Constraint, ...] = ()
    """All of them must admit the object (of a passive: the subject)."""
    except_: tuple[str, ...] = ()
    """Runs of tokens, lower case, joined by spaces ("cease - fire"), that cancel the pattern when near it."""
    needs: Need = "any"
    status: str | None = None
    contexts: tuple[str, ...] = ()
    pattern: str = ""
    """As the file has it: "lash out at"."""
    source: str = ""
    """File and line: "accuse.yml:42"."""


@dataclass(frozen=True, slots=True)
class Mode:
    code: str
    intensity: float
    definition: str
    cameo: tuple[str, ...] = ()
    absorbs: tuple[str, ...] = ()
    """Types of what the act is about that are then no event of their own: talks called off are the calling off."""


@dataclass(frozen=True, slots=True)
class Roles:
    """How far a record of the type can do without its participants."""

    actors: Expected = "required"
    recipients: Expected = "expected"


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence and what the coder must make of it; `gives` holds only the fields that the example states."""

    text: str
    gives: Mapping[str, str | tuple[str, ...] | None]
    source: str


@dataclass(frozen=True, slots=True)
class EventType:
    code: str
    definition: str
    quad: Quad
    intensity: float
    """-10 (most hostile) to 10 (most cooperative)."""
    modes: Mapping[str, Mode]
    cameo: tuple[str, ...]
    roles: Roles
    reciprocal: bool
    """All parties are actors, as in a meeting."""
    lexicon: tuple[Lexeme, ...]
    examples: tuple[Example, ...]
    never: tuple[Example, ...]
    """Sentences that must give no event of this type; `gives` is empty."""
    source: str

    def intensity_of(self, mode: str | None) -> float:
        """The intensity of the mode, or of the type where there is none."""
        return self.modes[mode].intensity if mode is not None else self.intensity


@dataclass(frozen=True, slots=True)
class Status:
    """How real an event is, and the words that say so."""

    code: str
    definition: str
    cues: Mapping[str, tuple[str, ...]]
    """Group -> patterns; a group says how its cues are tied to the event ("governors": the event hangs on them)."""
    source: str


@dataclass(frozen=True, slots=True)
class Context:
    """A subject matter; a sentence that holds one of the cues is about it."""

    code: str
    definition: str
    cues: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class SectorCode:
    code: str
    definition: str
    within: str | None
    """The sector that a finer code belongs to."""
    source: str


@dataclass(frozen=True, slots=True)
class Departure:
    """A place where this codebook departs from the one it follows."""

    about: str
    theirs: str
    ours: str


@dataclass(frozen=True, slots=True)
class ContextCue:
    """One cue, ready to compare: the words that follow its first word, each with its spellings."""

    context: str
    rest: tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class Codebook:
    """An ontology of events: what the types mean and which words express them."""

    name: str
    version: str
    licence: str
    hash: str
    """First 12 hexadecimal digits of the sha256 over all its files."""
    types: Mapping[str, EventType]
    statuses: Mapping[str, Status]
    contexts: Mapping[str, Context]
    sectors: Mapping[str, SectorCode]
    words: Mapping[str, frozenset[str]]
    """The word sets, without their @; lemmas with both spellings."""
    departures: tuple[Departure, ...]
    by_head: Mapping[tuple[str, str], tuple[Lexeme, ...]] = field(repr=False, compare=False)
    """(category, lemma of the head) -> patterns."""
    by_cue: Mapping[str, tuple[ContextCue, ...]] = field(repr=False, compare=False)
    """First word -> cues of contexts."""

    @property
    def id(self) -> str:
        """Name, version and the first digits of the hash: "plover-2.0+3f9c"."""
        return f"{self.name}-{self.version}+{self.hash[:4]}"

    def lexemes(self, category: str, lemma: str) -> tuple[Lexeme, ...]:
        """The patterns with this head, the more specific first (`loading.generality`), then in the order of files."""
        return self.by_head.get((category, lemma), ())

    def contexts_in(self, words: Sequence[tuple[str, str]]) -> tuple[str, ...]:
        """The contexts that a sentence has cues of, in alphabetical order; a word is its lemma and its lower case."""
        found = {
            cue.context
            for at, forms in enumerate(words)
            for form in dict.fromkeys(forms)
            for cue in self.by_cue.get(form, ())
            if _follows(cue.rest, words, at + 1)
        }
        return tuple(sorted(found))


def _follows(rest: Sequence[frozenset[str]], words: Sequence[tuple[str, str]], at: int) -> bool:
    return len(rest) <= len(words) - at and all(not word.isdisjoint(words[at + k]) for k, word in enumerate(rest))
