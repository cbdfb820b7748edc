"""IPTC NewsML-G2 and NITF -> reports.

Comes in: an input. Goes out: a `Draft` for each news item of text, whether it stands alone or in a message of many.
Pictures and packages give none; withdrawn items and items that only point to their text are refused. Fetches nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dragoman.errors import UnreadableInput
from dragoman.read.dates import iso_day
from dragoman.read.document import Draft, titled
from dragoman.read.heading import find_facts
from dragoman.read.inputs import Input
from dragoman.read.markup import paragraphs, parse_html, parse_xml

READER = "newsml"
_MEDIA = ("picture", "video", "audio", "graphic", "animation")


def read_newsml(source: Input) -> Iterator[Draft]:
    """Read every news item of a file; raises `UnreadableInput` for other XML and for older NewsML."""
    root = parse_xml(source.whole())
    if _name(root) == "NewsML":
        raise UnreadableInput("The file is NewsML 1: ask for NewsML-G2, or save its text.")
    if _name(root) == "nitf":
        yield _nitf_item(root)
        return
    items = [e for e in root.iter() if _name(e) == "newsItem"]
    if not items:
        raise UnreadableInput(f"The file holds no news item, only a {_name(root)}: ask for the items themselves.")
    for number, item in enumerate(items, start=1):
        if draft := _item(item, number, len(items) == 1):
            yield draft


def _name(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _all(element: Any, *path: str) -> Iterator[Any]:
    """Give the descendants along a path of local names, whatever their namespace."""
    if not path:
        yield element
        return
    for child in element:
        if _name(child) == path[0]:
            yield from _all(child, *path[1:])


def _first(element: Any, *path: str) -> Any:
    return next(_all(element, *path), None)


def _words(element: Any) -> str:
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def _item(item: Any, number: int, alone: bool) -> Draft | None:
    """Make the draft of a news item; None for media beside it in a message."""
    kind = _code(_first(item, "itemMeta", "itemClass"))
    if kind in _MEDIA:
        return Draft(READER, flaw=f"The item is a {kind}, no text: leave it out.", record=number) if alone else None
    title = _title(item)
    body = _body(item)
    status = _code(_first(item, "itemMeta", "pubStatus")) or "usable"
    flaw = None
    if status in ("canceled", "cancelled", "withheld"):
        flaw = f"The item is marked {status}: its publisher has withdrawn it."
    elif not body:
        pointed = _first(item, "contentSet", "remoteContent") is not None
        why = "only points to its text, and nothing is fetched" if pointed else "has no text in it"
        flaw = f"The item {why}: save the full item."
    facts = find_facts(body)
    published = _published(item)
    author = _words(_first(item, "contentMeta", "by")) or _creator(item)
    provider = _first(item, "itemMeta", "provider")
    source = _words(_first(item, "contentMeta", "infoSource", "name")) or _party(provider)
    known = (("title", title), ("published", published), ("author", author), ("source", source))
    return Draft(
        READER,
        text=titled(title, body) if title and body else body,
        flaw=flaw,
        record=None if alone else number,
        id=item.get("guid") or None,
        title=title or None,
        source=source or facts.source,
        lang=_language(item),
        published=published or facts.published,
        author=author or facts.author,
        found=dict(facts.found) | {key: "field of the item" for key, value in known if value},
    )


def _code(element: Any) -> str:
    """Give the last part of a QCode or address ("stat:usable")."""
    value = (element.get("qcode") or element.get("uri") or "") if element is not None else ""
    return value.replace("/", ":").rpartition(":")[2].lower()


def _title(item: Any) -> str:
    heads = list(_all(item, "contentMeta", "headline"))
    ranked = sorted(heads, key=lambda h: h.get("role") is not None and _code_of(h.get("role")) != "main")
    return next((w for w in map(_words, ranked) if w), "") or _words(_first(item, "itemMeta", "title"))


def _code_of(value: str) -> str:
    return value.rpartition(":")[2].lower()


def _published(item: Any) -> Any:
    """Give the day of the content, else of the item's first, else of this version."""
    for path in (
        ("contentMeta", "contentCreated"),
        ("itemMeta", "firstCreated"),
        ("itemMeta", "versionCreated"),
    ):
        if day := iso_day(_words(_first(item, *path))):
            return day
    return None


def _party(element: Any) -> str:
    if element is None:
        return ""
    return _words(_first(element, "name")) or element.get("literal") or _code(element).upper()


def _creator(item: Any) -> str:
    creator = _first(item, "contentMeta", "creator")
    return _words(_first(creator, "name")) if creator is not None else ""


def _language(item: Any) -> str | None:
    tag = _first(item, "contentMeta", "language")
    stated = tag.get("tag") if tag is not None else None
    return stated or item.get("{http://www.w3.org/XML/1998/namespace}lang") or None


def _body(item: Any) -> str:
    """Give the first inline text: NITF, XHTML or other XML before plain data."""
    for inline in _all(item, "contentSet", "inlineXML"):
        contents = [e for e in inline.iter() if _name(e) in ("body.content", "body")]
        tree = next((e for e in contents if _name(e) == "body.content"), contents[0] if contents else inline)
        if text := "\n\n".join(paragraphs(tree)):
            return text
    for inline in _all(item, "contentSet", "inlineData"):
        kind = inline.get("contenttype") or "text/plain"
        words = "".join(inline.itertext()).strip()
        if words and "html" in kind:
            return "\n\n".join(paragraphs(parse_html(words)))
        if words and kind.startswith("text/") and not inline.get("encoding"):
            return "\n\n".join(" ".join(p.split()) for p in words.replace("\r", "").split("\n\n"))
    return ""


def _nitf_item(root: Any) -> Draft:
    """Read a NITF document that stands alone."""
    title = _words(next((e for e in root.iter() if _name(e) == "hl1"), None)) or _words(_first(root, "head", "title"))
    content = next((e for e in root.iter() if _name(e) == "body.content"), None)
    body = "\n\n".join(paragraphs(content)) if content is not None else ""
    issued = next(
        (e.get("norm", "") for e in root.iter() if _name(e) in ("date.issue", "date.release", "story.date")), ""
    )
    published = iso_day(issued) or iso_day(f"{issued[:4]}-{issued[4:6]}-{issued[6:8]}")
    byline = _words(next((e for e in root.iter() if _name(e) == "byline"), None))
    facts = find_facts(body)
    return Draft(
        READER,
        text=titled(title, body) if title and body else body,
        flaw=None if body else "The NITF document has no text: save the full item.",
        title=title or None,
        source=facts.source,
        published=published or facts.published,
        author=byline.removeprefix("By ") or facts.author,
        found=dict(facts.found)
        | {key: "field of the item" for key, v in (("title", title), ("published", published)) if v},
    )
