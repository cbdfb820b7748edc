"""The words behind each record as W3C Web Annotations (JSON-LD), so that any annotation tool can show them in the report.

Comes in: codings. Goes out: one annotation a line: an event or statement as body, its words as targets, by position and by
quotation with the words around them. The target's source is the report's address on the web, else a URN of its id; its state
holds the hash of the text, since offsets are true for that text only.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from dragoman.model import Coding, Document, Event, Slot, Span, Statement

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
AROUND = 32
"""Characters quoted before and after the words."""


def described(coding: Coding, records: frozenset[str], *, words: bool = True) -> Iterator[dict[str, Any]]:
    """Those of the named events and statements."""
    names = {a.id: a.name for a in coding.actors}
    for event in coding.events:
        if event.id in records:
            yield _annotation(coding, event.id, "classifying", _event(event, names), _of_event(event), words)
    for statement in coding.statements:
        if statement.id in records:
            body = _statement(statement, names)
            yield _annotation(coding, statement.id, "identifying", body, _of_statement(statement), words)


def _annotation(
    coding: Coding, id: str, motivation: str, value: str, spans: list[tuple[str, Span]], words: bool
) -> dict[str, Any]:
    return {
        "@context": CONTEXT,
        "id": f"urn:dragoman:{coding.document.id}:{id}",
        "type": "Annotation",
        "motivation": motivation,
        "creator": {"id": f"urn:dragoman:coder:{coding.coder}", "type": "Software", "name": coding.coder},
        "body": {"type": "TextualBody", "value": value, "format": "text/plain", "purpose": motivation},
        "target": [_target(coding.document, purpose, span, words) for purpose, span in spans],
    }


def _target(document: Document, purpose: str, span: Span, words: bool) -> dict[str, Any]:
    selectors: list[dict[str, Any]] = [{"type": "TextPositionSelector", "start": span.start, "end": span.end}]
    if words:
        text = document.text
        selectors.append({
            "type": "TextQuoteSelector", "exact": span.text, "prefix": text[max(0, span.start - AROUND) : span.start],
            "suffix": text[span.end : span.end + AROUND],
        })  # fmt: skip
    digest = document.withheld or sha256(document.text.encode()).hexdigest()
    return {
        "id": f"urn:dragoman:{document.id}:{span.start}-{span.end}:{purpose}",
        "type": "SpecificResource",
        "source": document.url or f"urn:dragoman:{document.id}",
        "selector": selectors,
        "state": {"type": "State", "value": f"sha256:{digest}"},
    }


def _of_event(event: Event) -> list[tuple[str, Span]]:
    found = [("trigger", event.trigger)]
    for role in ("actors", "recipients", "asserted_by", "denied_by"):
        found += [(role, slot.span) for slot in getattr(event, role)]
    found += [(name, part.span) for name, part in (("when", event.when), ("place", event.place)) if part]
    found += [("figure", f.span) for f in event.figures]
    return found + ([("status", event.status_cue)] if event.status_cue else [])


def _of_statement(statement: Statement) -> list[tuple[str, Span]]:
    found = [("content", span) for span in statement.content]
    found += [("speaker", statement.speaker.span)] if statement.speaker else []
    return found + ([("cue", statement.cue)] if statement.cue else [])


def _event(event: Event, names: dict[str, str]) -> str:
    what = " ".join(x for x in (event.type, event.mode) if x)
    return f"{_who(event.actors, names)} {what} {_who(event.recipients, names)} ({event.status})"


def _statement(statement: Statement, names: dict[str, str]) -> str:
    return f"{_who([statement.speaker] if statement.speaker else [], names)} {statement.act}"


def _who(slots: Any, names: dict[str, str]) -> str:
    found: list[Slot] = list(slots)
    return ", ".join(dict.fromkeys(names[s.actor] for s in found)) or "somebody"
