"""Where a paper is at home, by its own name.

Comes in: a document with its address and outlet. Goes out: the towns that "dothaneagle" or "The Dothan Eagle" may be named
after. A hint among others: place_context.py weighs it. Knows no list of papers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from dragoman.gazetteer import Gazetteer, PlaceRow
from dragoman.model import Document

SHORTEST = 5
"""Letters of a name that is looked for at the head of a host."""
MOST = 12
LONGEST_WORDS = 3


def homes(document: Document, gazetteer: Gazetteer) -> Sequence[PlaceRow]:
    """The towns that the name of the outlet, else its host, begins with; the longest name wins."""
    for name in (*_heads(document.source or ""), *_splits(_host(document.url or ""))):
        rows = [r for r in gazetteer.places(name) if r.feature == "city"]
        if rows:
            return rows[:MOST]
    return ()


def _heads(source: str) -> Iterator[str]:
    """First words of an outlet's name, longest first; never all of it ("Reuters" is also a village)."""
    words = source.removeprefix("The ").split()
    for end in range(min(len(words) - 1, LONGEST_WORDS), 0, -1):
        yield " ".join(words[:end])


def _host(url: str) -> str:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.").partition(".")[0].removeprefix("the")


def _splits(host: str) -> Iterator[str]:
    """Heads of a host as names, longest first, in one word or two: "santafe..." is also "Santa Fe"."""
    letters = "".join(c for c in host if c.isalpha())
    for end in range(len(letters) - 2, SHORTEST - 1, -1):
        head = letters[:end]
        yield head.capitalize()
        yield from (f"{head[:at]} {head[at:]}".title() for at in range(3, end - 2))
