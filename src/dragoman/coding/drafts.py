"""Events sentence by sentence, before the report is seen as a whole.

Comes in: an annotation and a codebook. Goes out: drafts, one for each trigger whose frame is filled, in text order;
with `watch`, also why a trigger gave none (for `dragoman code --explain`). Does not merge, date or place anything.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dragoman.codebook import Codebook, EventType
from dragoman.coding.arguments import Parties, fill
from dragoman.coding.sightings import Sighting
from dragoman.coding.status import Cues, Reading, governors, read
from dragoman.coding.syntax import Syntax
from dragoman.coding.triggers import Trigger, candidates
from dragoman.coding.weights import prior
from dragoman.model import Annotation, Slot, Stance, Status

Watch = Callable[[int, str], None]
"""Called with a token and one sentence that says what became of it."""


LASTING = frozenset({"AID", "COOPERATE", "MOBILIZE"})
"""Types of deeds that go on."""
SAID = frozenset({"REQUEST", "SUPPORT", "AGREE", "CONCEDE", "THREATEN"})
"""Types that are done with when they are said."""
WRONGS = frozenset({"ASSAULT", "COERCE"})
"""Types of acts that are denied as wrongs."""
WILL = frozenset({"will", "'ll", "’ll", "would"})
WOULD = frozenset({"would", "'d", "’d"})


@dataclass(frozen=True, slots=True)
class Draft:
    """One trigger in one sentence with what that sentence says of it."""

    trigger: Trigger
    sentence: int
    actors: tuple[Slot, ...]
    recipients: tuple[Slot, ...]
    reading: Reading
    status: Status
    asserted_by: tuple[Slot, ...] = ()
    denied_by: tuple[Slot, ...] = ()
    stances: tuple[Stance, ...] = ()
    in_title: bool = False
    seen: Sighting | None = None
    """What the encoder sees there; None where only the rules found it."""
    likely: float | None = None
    """Likelihood of the type here as the encoder sees it; None without an encoder."""

    @property
    def by_rules(self) -> bool:
        """Whether the rules found it, not the encoder alone."""
        return bool(self.trigger.lexeme.words)

    @property
    def type(self) -> str:
        return self.trigger.lexeme.type

    @property
    def mode(self) -> str | None:
        return self.trigger.lexeme.mode


def drafts(
    annotation: Annotation, syntax: Syntax, parties: Parties, codebook: Codebook, cues: Cues, watch: Watch
) -> list[Draft]:
    """Find the drafts of a report."""
    found: list[Draft] = []
    dated = {c for t in annotation.times for c in range(t.span.start, t.span.end)}
    for sentence in annotation.sentences:
        here: list[Draft] = []
        for i, triggers in candidates(syntax, codebook, sentence.first, sentence.last):
            if syntax.tokens[i].start in dated and syntax.tokens[i].text[:1].isupper():
                watch(i, f"{triggers[0].lexeme.type}: part of a date")  # "March", "May Day"
                continue
            draft = _draft(triggers, syntax, parties, codebook, cues, sentence.index, sentence.is_title, watch)
            if draft is not None:
                here.append(draft)
            else:
                watch(
                    i,
                    f"{triggers[0].lexeme.type}: {triggers[0].lexeme.source} matched, but its participants were not found",
                )
        found += _absorbed(_outermost(here, watch), syntax, codebook, watch)
    return found


def _draft(
    triggers: list[Trigger],
    syntax: Syntax,
    parties: Parties,
    codebook: Codebook,
    cues: Cues,
    sentence: int,
    in_title: bool,
    watch: Watch,
) -> Draft | None:
    for trigger in _likeliest(triggers, syntax):
        kind = codebook.types[trigger.lexeme.type]
        filled = fill(syntax, parties, trigger)
        if filled is None:
            continue
        if _epithet(trigger, syntax, parties):
            continue
        reading = read(syntax, trigger.head, cues, frozenset(trigger.words))
        if reading.dropped and reading.governor not in trigger.words:
            watch(trigger.head, f"{kind.code}: only asked for or threatened here, not an event of its own")
            return None
        status: Status = trigger.lexeme.status or _of_deed(kind, trigger, reading, syntax, in_title)  # type: ignore[assignment]
        actors, recipients = parties.slots(filled.actors), parties.slots(filled.recipients)
        recipients = tuple(r for r in recipients if all(r.actor != a.actor for a in actors))
        return Draft(trigger, sentence, actors, recipients, reading, status, in_title=in_title)
    return None


def _of_deed(kind: EventType, trigger: Trigger, reading: Reading, syntax: Syntax, in_title: bool) -> Status:
    """The status as the type of act takes it: words are done with when they are said, some deeds go on."""
    token = syntax.tokens[trigger.head]
    cue = syntax.tokens[reading.cue[0]].text.lower() if reading.cue else ""
    first = any(syntax.tokens[i].lemma in ("i", "we") for i in syntax.subjects(trigger.head))
    if (kind.code == "AGREE" and cue in WILL) or (kind.code == "REQUEST" and cue in WOULD and first):
        return "happened"  # "we will comply" is the promise, "I would urge" the request
    if kind.code in SAID and reading.status == "ongoing":
        return "happened"
    present = token.tag in ("VBZ", "VBP") and trigger.lexeme.category == "verb" and not syntax.passive(trigger.head)
    lasting = kind.code in LASTING or (token.lemma == "be" and kind.quad in (2, 4))
    if reading.status == "happened" and present and lasting and not in_title:
        return "ongoing"  # "Minsk supplies half the apples": outside headlines the simple present tells what goes on
    return reading.status


def _likeliest(triggers: list[Trigger], syntax: Syntax) -> list[Trigger]:
    """Longer patterns first, then those that ask for more; of like ones the one that was right more often in training."""

    def rank(trigger: Trigger) -> tuple[int, int, int, float]:
        full = sum(syntax.tokens[w].pos not in ("ADP", "PART", "SCONJ") for w in trigger.words)
        asks = len(trigger.lexeme.subject) + len(trigger.lexeme.object)
        return -full, -len(trigger.words), -asks, -prior(trigger.lexeme, syntax.tokens[trigger.head].lemma)

    return sorted(triggers, key=rank)


def _epithet(trigger: Trigger, syntax: Syntax, parties: Parties) -> bool:
    """ "disputed islands", "armed response": a participle in front of a thing describes it and tells no event.

    The parser sometimes takes it for a verb; then what stands around it tells.
    """
    token = syntax.tokens[trigger.head]
    if trigger.lexeme.category != "verb" or token.tag not in ("VBN", "VBG") or syntax.auxiliaries(trigger.head):
        return False
    if token.dep == "amod":
        return parties.at(token.head) is None
    before, after = syntax.tokens[max(token.i - 1, 0)], syntax.tokens[min(token.i + 1, len(syntax.tokens) - 1)]
    return token.tag == "VBN" and before.tag in ("DT", "POS", "PRP$") and after.pos in ("NOUN", "ADJ", "PROPN")


def _outermost(found: list[Draft], watch: Watch) -> list[Draft]:
    """Drop a trigger inside a longer one ("talks" in "hold talks"); an accusation keeps the act that it names."""
    kept: list[Draft] = []
    for draft in sorted(found, key=lambda d: -len(d.trigger.words)):
        words = set(draft.trigger.words)
        if any(words <= set(k.trigger.words) and (k.type == draft.type or not _names_the_act(k, draft)) for k in kept):
            watch(draft.trigger.head, f"{draft.type}: part of a longer expression")
            continue
        kept.append(draft)
    return sorted(kept, key=lambda d: d.trigger.words[0])


def _absorbed(found: list[Draft], syntax: Syntax, codebook: Codebook, watch: Watch) -> list[Draft]:
    """Drop what another act is about, where the codebook says that this is no event: "cancelled a round of talks"."""
    absorbing = [(d, codebook.types[d.type].modes[d.mode].absorbs) for d in found if d.mode is not None]
    kept = []
    for draft in found:
        above = set(governors(syntax, draft.trigger.head))
        by = next((d for d, types in absorbing if draft.type in types and d.trigger.head in above), None)
        if by is None:
            kept.append(draft)
        else:
            watch(draft.trigger.head, f"{draft.type}: what {by.type} {by.mode} is about, not an event of its own")
    return kept


def _names_the_act(outer: Draft, inner: Draft) -> bool:
    """An accusation keeps the act that it names, and so does a denial: "said its men had not fired"."""
    return outer.type == "ACCUSE" or (outer.type == "REJECT" and outer.mode is None and inner.type in WRONGS)
