"""Every record of the program, in the order in which a report becomes them.

Comes in: nothing. Goes out: frozen, slotted dataclasses. This module imports nothing of ours and does no reading,
no inference and no printing; `to_json` at the end is the only edge.

    Document -> Annotation (tokens, sentences, mentions, quotations) -> the same with actors, places, times
             -> Coding (events, statements, rejections)

Offsets count Unicode code points, half-open; `document.text[span.start:span.end] == span.text` always.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal, NamedTuple

# --- closed lists (../shared/gold/GUIDE.md, design section 3) -----------------------------------------------------

ActorKind = Literal["person", "state", "organisation", "group"]
Sector = Literal[
    "GOV", "MIL", "COP", "JUD", "SPY", "LEG", "PTY", "OPP", "REB", "PRM", "UAF", "CRM", "BUS", "JRN", "MED", "LAB",
    "AGR", "EDU", "REL", "REF", "CVL", "SOC", "ELI", "NGO", "IGO", "UNK",
]  # fmt: skip
Status = Literal["happened", "ongoing", "planned", "considered", "alleged", "denied", "not-happened", "hypothetical"]
Quad = Literal[1, 2, 3, 4]
Grain = Literal["hour", "day", "week", "month", "quarter", "season", "year", "decade"]
StatementKind = Literal["direct", "indirect", "mixed"]
Act = Literal[
    "say", "ask", "promise", "accuse", "deny", "confirm", "warn", "praise", "condemn", "demand", "announce", "report"
]  # fmt: skip
StanceKind = Literal["asserts", "confirms", "denies", "retracts", "no comment", "unverified"]
"""Where a party stands on an event; "unverified": that nobody could check it."""
PlaceRole = Literal["literal", "adjective", "government"]
MentionForm = Literal["name", "role", "pronoun"]
MentionKind = Literal["person", "state", "organisation", "group", "place"]
Basis = Mapping[str, str]
"""Field name -> its ground: the gazetteer row, codebook line or rule behind a value that no words of the text state."""


# --- documents ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Span:
    """Words of a document: code points `start` to `end`, half-open, and the text they hold."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """Code points `start` to `end` of a document, half-open, stand on the page with this number (from 1)."""

    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a document came from."""

    address: str
    """Path or address of the input ("-" for standard input), "!" and the member, ":" and the record where it has such."""
    sha256: str
    """Of the original bytes of the file, member, message or line."""
    read_at: str
    """ISO 8601, UTC."""
    reader: str
    """Which reader made the document: text, html, jsonl, pdf, nexis, ..."""
    found: Basis = field(default_factory=dict)
    """How title, date, source were found, e.g. {"published": "dateline"}; repairs of the text too."""
    member: str | None = None
    """Name inside an archive, attachment of a message or address in a web archive; "/" between archives in archives."""
    record: int | None = None
    """Number of the line, row, article, message or record in the file, from 1."""
    pages: Sequence[Page] = ()
    """Where the input has pages: each with its part of the text, in order and without gaps."""


@dataclass(frozen=True, slots=True)
class Document:
    """One report; its text is never altered after reading."""

    id: str
    text: str
    title: str | None = None
    source: str | None = None
    url: str | None = None
    lang: str | None = None
    published: date | None = None
    author: str | None = None
    origin: Origin | None = None
    withheld: str | None = None
    """SHA-256 of the text (UTF-8) where the text itself is left out: then `text` is as many dots."""

    def span(self, start: int, end: int) -> Span:
        """Quote the text; the only way to make a `Span`."""
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"span {start}:{end} is outside document {self.id}")
        return Span(start, end, self.text[start:end])

    def page(self, span: Span) -> int | None:
        """Tell the page on which a span begins; None where the input has no pages."""
        pages = self.origin.pages if self.origin else ()
        return next((page.number for page in pages if page.start <= span.start < page.end), None)


@dataclass(frozen=True, slots=True)
class Rejection:
    """An input, or a part of one, that could not be used, and why."""

    stage: str
    reason: str


def fault(stage: str, error: Exception) -> Rejection:
    """What is stored where a fault of ours stops one report, so that the rest of a batch goes on."""
    return Rejection(
        stage, f"A fault in dragoman stopped this report ({type(error).__name__}: {error}); please report it."
    )


# --- annotation ---------------------------------------------------------------------------------------------------


class Token(NamedTuple):
    """One word or mark. A tuple, not a dataclass: a report has hundreds and every stage reads them."""

    i: int
    start: int
    end: int
    text: str
    lemma: str
    """Lower case."""
    pos: str
    """Universal part of speech."""
    tag: str
    """Penn tag: tense and number."""
    dep: str
    """Relation to the head, spaCy's ClearNLP labels."""
    head: int
    """Index of the head; a root is its own head."""
    left: int
    """First token of the subtree."""
    right: int
    """Last token of the subtree, inclusive."""
    sentence: int
    ent: str
    """Named-entity label as the model gave it, or ""."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens `first` to `last`, half-open."""

    index: int
    first: int
    last: int
    span: Span
    paragraph: int
    is_title: bool
    root: int


@dataclass(frozen=True, slots=True)
class Mention:
    """A noun phrase or pronoun that refers to an actor or a place."""

    span: Span
    """The words quoted: determiner, title and name, without relative clauses ("Chinese President Xi Jinping")."""
    first: int
    last: int
    """Token range, half-open."""
    head: int
    """Token that other words attach to."""
    form: MentionForm
    kind: MentionKind
    name: str
    """For names the bare name without titles ("Xi Jinping"); for roles and pronouns the words."""
    entity: int
    """Mentions with the same number refer to one party; it indexes `Annotation.actors`."""
    via: str = "name"
    """The rule that put the mention into its entity."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words inside quotation marks, without the marks."""

    span: Span
    first: int
    last: int
    """Token range, half-open."""
    closed: bool
    """False when the paragraph ends before a closing mark (the next paragraph may continue it)."""
    continues: bool
    """True when it goes on a quotation of the paragraph before."""
    speech: bool
    """False for scare quotes, titles and single terms."""


@dataclass(frozen=True, slots=True)
class Office:
    title: str
    organisation: str | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """One party of a report."""

    id: str
    name: str
    kind: ActorKind
    country: str | None = None
    """ISO 3166-1 alpha-3 (Kosovo XKX); null for international or unknown."""
    sector: Sector = "UNK"
    sectors: Sequence[str] = ()
    office: Office | None = None
    wikidata: str | None = None
    mentions: Sequence[Span] = ()
    """Names and roles, no pronouns."""
    basis: Basis = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Place:
    """One mention of a place, with its best reading."""

    span: Span
    name: str
    country: str | None
    admin1: str | None
    latitude: float | None
    longitude: float | None
    geonames: int | None
    role: PlaceRole = "literal"
    score: float = 0.0
    basis: Basis = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Time:
    """One mention of a time, resolved against the publication date; null = open or unknown."""

    span: Span
    start: date | None
    end: date | None
    """Last day, inclusive."""
    grain: Grain
    basis: Basis = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Annotation:
    """A document with what was found in it. `resolve` fills actors (one for each entity), places and times."""

    document: Document
    tokens: Sequence[Token]
    children: Sequence[Sequence[int]]
    """For each token the indexes of its dependents, left to right."""
    sentences: Sequence[Sentence]
    mentions: Sequence[Mention]
    """In text order; they do not overlap, except a possessive or compound inside a longer one."""
    quotations: Sequence[Quotation]
    actors: Sequence[Actor] = ()
    places: Sequence[Place] = ()
    times: Sequence[Time] = ()
    rejections: Sequence[Rejection] = ()
    """Not empty: the document could not be annotated; all else is empty then."""
    members: Mapping[int, Sequence[int]] = field(default_factory=dict)
    """Entity of a counted plural ("the two leaders") -> the entities that it gathers, where the report names them."""

    def span(self, first: int, last: int) -> Span:
        """Quote tokens `first` to `last`, half-open."""
        return self.document.span(self.tokens[first].start, self.tokens[last - 1].end)


# --- coding -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Slot:
    """A party in a role, always with the words that put it there."""

    actor: str
    span: Span


@dataclass(frozen=True, slots=True)
class When:
    start: date | None
    end: date | None
    grain: Grain
    span: Span


@dataclass(frozen=True, slots=True)
class EventPlace:
    name: str
    country: str | None
    admin1: str | None
    latitude: float | None
    longitude: float | None
    geonames: int | None
    span: Span


@dataclass(frozen=True, slots=True)
class Range:
    """A count; `max` is null when open ("more than 30" is 31 to null)."""

    min: int
    max: int | None


@dataclass(frozen=True, slots=True)
class Figure:
    """One stated number with its source."""

    what: str
    """killed, injured, arrested, crowd."""
    min: int
    max: int | None
    of: Slot | None
    said_by: Sequence[Slot]
    span: Span


@dataclass(frozen=True, slots=True)
class Stance:
    """Where one party stands on an event, with the words that say so."""

    kind: StanceKind
    by: Slot | None
    """Null where the report does not say who: "could not be verified"."""
    span: Span
    statement: str | None = None
    """Id of the statement in which it says so, where there is one."""


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what to whom, when and where, and how sure the report is of it."""

    id: str
    type: str
    mode: str | None
    contexts: Sequence[str]
    quad: Quad
    intensity: float
    status: Status
    status_cue: Span | None
    background: bool
    trigger: Span
    sentence: Span
    actors: Sequence[Slot] = ()
    recipients: Sequence[Slot] = ()
    asserted_by: Sequence[Slot] = ()
    denied_by: Sequence[Slot] = ()
    stances: Sequence[Stance] = ()
    """All who assert, confirm, deny or take it back, or keep silent, in text order."""
    rivals: Sequence[str] = ()
    """Ids of events that lay the same act at the door of another party."""
    when: When | None = None
    place: EventPlace | None = None
    counts: Mapping[str, Range] = field(default_factory=dict)
    """Envelope of the figures."""
    figures: Sequence[Figure] = ()
    basis: Basis = field(default_factory=dict)
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Statement:
    """Words attributed to a speaker."""

    id: str
    speaker: Slot | None
    addressees: Sequence[Slot]
    kind: StatementKind
    cue: Span | None
    content: Sequence[Span]
    act: Act
    about: Sequence[str] = ()
    """Ids of the events inside the content."""
    when: When | None = None
    place: EventPlace | None = None
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Coding:
    """All that one coder found in one document; made by one coder with one codebook."""

    document: Document
    coder: str
    codebook: str
    actors: Sequence[Actor] = ()
    events: Sequence[Event] = ()
    statements: Sequence[Statement] = ()
    places: Sequence[Place] = ()
    times: Sequence[Time] = ()
    rejections: Sequence[Rejection] = ()


__all__ = [
    "Act", "Actor", "ActorKind", "Annotation", "Basis", "Coding", "Document", "Event", "EventPlace", "Figure", "Grain",
    "Mention", "MentionForm", "MentionKind", "Office", "Origin", "Page", "Place", "PlaceRole", "Quad", "Quotation",
    "Range", "Rejection", "Sector", "Sentence", "Slot", "Span", "Stance", "StanceKind", "Statement", "StatementKind",
    "Status", "Time", "Token", "When",
    "fault", "replace",
]  # fmt: skip
