"""Codings without the words of their reports, for sharing under a licence, and with them again.

Comes in: a coding. Goes out: the same with a dot for every character of the text, and with the hash of the text in its
document; every offset, label and id stays, so that whoever has the text can put it back. Names of up to six words are
labels and stay; a longer one is a piece of the text and goes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from hashlib import sha256
from typing import Any

from dragoman.errors import UnreadableInput
from dragoman.export.walking import made_anew
from dragoman.model import Coding, Document, Span
from dragoman.store import Store

PLACEHOLDER = "·"
NAME = 6
"""Words of a name, at most."""
WORDS = {
    "reports": ("title", "text"), "events": ("trigger", "sentence", "title"), "statements": ("cue", "content", "title"),
    "reviews": ("note", "replacement"),
}  # fmt: skip
"""Columns of the public views that quote the report."""
NAMES = ("actors", "recipients", "asserted_by", "denied_by", "speaker", "addressees", "name", "names")


def withhold(coding: Coding) -> Coding:
    """Take the words away."""
    document = coding.document
    empty = PLACEHOLDER * len(document.text)
    bare = made_anew(replace(coding, document=replace(document, text="", title=None)), _dotted, str)
    actors = tuple(replace(a, name=_short(a.name), basis={}) for a in bare.actors)
    events = tuple(replace(e, basis={}) for e in bare.events)
    places = tuple(replace(p, basis={}) for p in bare.places)
    times = tuple(replace(t, basis={}) for t in bare.times)
    known = replace(document, text=empty, title=None, origin=None, withheld=_hash(document.text))
    return replace(bare, document=known, actors=actors, events=events, places=places, times=times)


def restore(coding: Coding, text: str, title: str | None) -> Coding:
    """Put the words back; raises `UnreadableInput` where the text is not the one that was taken away."""
    document = coding.document
    if document.withheld != _hash(text):
        raise UnreadableInput(f"The text given for {document.id} is not the one that was coded: its hash differs.")
    full = replace(document, text=text, title=title, withheld=None)
    return replace(made_anew(coding, lambda s: Span(s.start, s.end, text[s.start : s.end]), str), document=full)


def attach(store: Store, inputs: Iterable[object], run: int) -> Iterator[tuple[str, str]]:
    """Put texts back into a database, by their hashes; yields each report with "" or why its text was refused."""
    waiting = store.withheld()
    by_name = {name: id for id, url in waiting.values() for name in (id, url) if name}
    for document in inputs:
        if not isinstance(document, Document):
            continue
        found = waiting.pop(_hash(document.text), None)
        if found is None:
            id = by_name.get(document.id) or by_name.get(document.url or "")
            if id is not None and any(id == known for known, _ in waiting.values()):
                yield id, "the text given is not the one that was coded, its hash differs; attach the text as it was."
            continue
        coding = store.get(found[0])
        assert coding is not None
        store.attach(restore(coding, document.text, document.title), run)
        yield found[0], ""


def row_without_words(view: str, row: dict[str, Any]) -> dict[str, Any]:
    """A row of a public view with its quotations emptied."""
    made = {k: None if k in WORDS.get(view, ()) else v for k, v in row.items()}
    for name in NAMES:
        if isinstance(value := made.get(name), str):
            made[name] = "; ".join(_short(n) for n in value.split("; "))
    return made


def _dotted(span: Span) -> Span:
    return Span(span.start, span.end, PLACEHOLDER * (span.end - span.start))


def _short(name: str) -> str:
    return name if len(name.split()) <= NAME else PLACEHOLDER


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()
