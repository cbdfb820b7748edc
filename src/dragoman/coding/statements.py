"""Who said what: the statements of a report.

Comes in: an annotation with actors. Goes out: every `Statement`, in text order, with speaker, addressees, cue, act and
content; `when`, `place` and `about` stay empty. Statements of a title are read only where there is no body.

Reading order: cues.py (the words), discourse.py (look-ups), clauses.py, parentheses.py and edges.py (indirect speech),
quoting.py (direct speech), interviews.py, sources.py ("according to"), speakers.py and voices.py (by whom), attribution.py (put together).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from dragoman.annotate.quotations import is_title
from dragoman.coding.attribution import Attribution, Chars, attributions
from dragoman.coding.discourse import Discourse
from dragoman.coding.speakers import slot
from dragoman.coding.voices import Voices
from dragoman.model import Slot, Span, Statement, StatementKind


def statements(talk: Discourse, voices: Voices) -> tuple[Statement, ...]:
    """Find every statement of a report; those who speak and are no party yet become `voices`."""
    annotation = talk.annotation
    if not annotation.tokens:
        return ()
    body = not annotation.sentences[-1].is_title
    title_end = max((s.span.end for s in annotation.sentences if s.is_title), default=0)
    found = (a for a in attributions(talk) if a.content and not (body and a.content[0][0] < title_end))
    return tuple(_statements(talk, voices, _distinct(found)))


def _distinct(found: Iterable[Attribution]) -> list[Attribution]:
    """In text order; of two with the same words and speaker the surer one."""
    best: dict[tuple[tuple[Chars, ...], int | None], Attribution] = {}
    for attribution in found:
        key = attribution.content, attribution.speaker
        if key not in best or attribution.score > best[key].score:
            best[key] = attribution
    return sorted(best.values(), key=lambda a: (a.content[0], a.cue or (0, 0)))


def _statements(talk: Discourse, voices: Voices, found: Iterable[Attribution]) -> Iterator[Statement]:
    ordinals: dict[str, int] = {}
    previous: Slot | None = None
    for attribution in found:
        content = tuple(talk.annotation.document.span(start, end) for start, end in attribution.content)
        who = previous if attribution.follows else _speaker(talk, voices, attribution)
        previous = who
        ordinal = ordinals[content[0].text] = ordinals.get(content[0].text, -1) + 1
        addressed = (slot(talk, token) for token in attribution.addressees)
        yield Statement(
            id=_id(talk.annotation.document.id, content[0], ordinal),
            speaker=who,
            addressees=tuple(a for a in addressed if a is not None and (who is None or a.actor != who.actor)),
            kind="direct" if attribution.label else _kind(talk, attribution.content),
            cue=None if attribution.cue is None else talk.annotation.span(*attribution.cue),
            content=content,
            act=attribution.act,
            score=attribution.score,
        )


def _speaker(talk: Discourse, voices: Voices, attribution: Attribution) -> Slot | None:
    if attribution.label is not None:
        return voices.labelled(talk.annotation.document.span(*attribution.label), attribution.speaker)
    return voices.slot(attribution.speaker)


def _id(document: str, content: Span, ordinal: int) -> str:
    key = "\x1f".join((document, "statement", content.text, str(ordinal)))
    return "s" + hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _kind(talk: Discourse, content: Iterable[Chars]) -> StatementKind:
    """Direct: all inside marks; indirect: nothing, titles and names of things aside; mixed: both."""
    quoted = bare = False
    for start, end in content:
        at = start
        for quotation in talk.quotations_between(start, end):
            bare = bare or _has_words(talk, at, quotation.span.start)
            quoted = quoted or not is_title(quotation.span.text) or quotation.speech
            at = quotation.span.end
        bare = bare or (at < end and _has_words(talk, at, end))
    return "mixed" if quoted and bare else "direct" if quoted else "indirect"


def _has_words(talk: Discourse, start: int, end: int) -> bool:
    return any(char.isalnum() for char in talk.annotation.document.text[start:end])
