"""Plain text -> one report, with its title, by-line, dateline and date where they stand at its head.

Comes in: an input. Goes out: a `Draft`. The text is kept as read: only the encoding, line ends and control characters
are normalised, before anything is taken from it, and a blank line is put after a title that has none.
"""

from __future__ import annotations

from hashlib import sha256

from dragoman.read.document import Draft, Given, titled
from dragoman.read.encoding import decode
from dragoman.read.heading import find_facts, find_title
from dragoman.read.inputs import Input


def read_text(source: Input, given: Given) -> Draft:
    """Read a whole file as one report; raises `UnreadableInput`."""
    data = source.whole()
    decoded = decode(data)
    text, title, found = decoded.text, None, decoded.notes()
    first = find_title(text)
    if first and (not given.title or given.title.split() == first.line.split()):
        title = given.title or first.line
        body = text[first.end :].lstrip("\n")
        text = titled(title, body) if body else text
        found["title"] = "first line"
    facts = find_facts(text if title is None else text[len(title) :])
    return Draft(
        reader="text",
        address=source.address,
        sha256=sha256(data).hexdigest(),
        text=text,
        title=title,
        source=facts.source,
        published=facts.published,
        author=facts.author,
        found=found | facts.found,
    )
