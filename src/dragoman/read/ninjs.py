"""IPTC ninjs (news in JSON), versions 1, 2 and 3.

Comes in: an input that holds one item, a list of items or one item a line. Goes out: a `Draft` for each item of text, with
those associated with it. Pictures and other media give none; withdrawn items are refused. Fetches no rendition.

    1  headline, body_text | body_xhtml, versioncreated     2  headlines [{value}], bodies [{value, contenttype}]
    3  the same in camelCase: contentType, versionCreated, pubStatus
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from dragoman.errors import UnreadableInput
from dragoman.read.dates import iso_day
from dragoman.read.document import Draft, titled
from dragoman.read.encoding import decode
from dragoman.read.heading import find_facts
from dragoman.read.inputs import Input
from dragoman.read.markup import paragraphs, parse_html

READER = "ninjs"
_NEEDS = "save the item as ninjs 1, 2 or 3"
_MOST = 100_000
"""Items in one file, at most."""
_MEDIA = frozenset({"audio", "video", "picture", "graphic", "planning", "event"})


def read_ninjs(source: Input) -> Iterator[Draft]:
    """Read item after item, each with its number; raises `UnreadableInput` if the file is no JSON."""
    number = 0
    for item in _items(decode(source.whole()).text):
        for one in _with_associated(item, 0):
            number += 1
            if number > _MOST:
                raise UnreadableInput(f"The file holds more than {_MOST:,} items: split it.")
            if draft := _draft(one, number):
                yield draft
    if not number:
        raise UnreadableInput(f"The file holds no items: {_NEEDS}.")


def _items(text: str) -> Iterator[Any]:
    """Give the items of one object, of a list, or of lines."""
    text = text.removeprefix("\ufeff")
    try:
        whole = json.loads(text)
    except RecursionError:
        raise UnreadableInput(f"The JSON nests without end: {_NEEDS}.") from None
    except ValueError:
        lines = [line for line in text.split("\n") if line.strip()]
        if len(lines) < 2 or not lines[0].rstrip().endswith("}"):
            raise UnreadableInput(f"The JSON is broken or cut off: {_NEEDS}.") from None
        for line in lines:
            try:
                yield json.loads(line)
            except (ValueError, RecursionError):
                yield line[:80]
        return
    yield from whole if isinstance(whole, list) else [whole]


def _with_associated(item: Any, depth: int) -> Iterator[Any]:
    """Give an item and the items inside it: a mapping by name in version 1, a list from version 2 on."""
    yield item
    inner = item.get("associations") if isinstance(item, dict) else None
    members = list(inner.values()) if isinstance(inner, dict) else inner if isinstance(inner, list) else []
    for member in members[:_MOST]:
        if depth < 3 and isinstance(member, dict) and (member.get("type") in ("text", "composite") or _body(member)):
            yield from _with_associated(member, depth + 1)


def _draft(item: Any, number: int) -> Draft | None:
    """Make the draft of an item; None for pictures and other media."""
    if not isinstance(item, dict):
        return Draft(READER, flaw=f"The item is not a JSON object: {_NEEDS}.", record=number)
    if item.get("type") in _MEDIA:
        return (
            None
            if number > 1
            else Draft(READER, flaw=f"The item is a {item['type']}, no text: leave it out.", record=number)
        )
    title, body = _value(item, "headline", "headlines"), _body(item)
    status = str(item.get("pubStatus") or item.get("pubstatus") or "usable").lower()
    flaw = None
    if status in ("canceled", "cancelled", "withheld", "withhold"):
        flaw = f"The item is marked {status}: its publisher has withdrawn it."
    elif not body:
        flaw = "The item has no body in it: what it points to is not fetched, so save the full item."
    facts = find_facts(body)
    published = next((day for key in _DATES if (day := iso_day(_string(item.get(key))))), None)
    author = _value(item, "byline", "bylines") or _string(item.get("by"))
    source = _source(item)
    found = {
        key: "given"
        for key, value in (("title", title), ("published", published), ("author", author), ("source", source))
        if value
    }
    return Draft(
        READER,
        text=titled(title, body) if title and body else body,
        flaw=flaw,
        record=number,
        id=_string(item.get("uri")) or None,
        title=title or None,
        source=source or facts.source,
        url=next((u for u in (_string(item.get("uri")),) if u.startswith(("http://", "https://"))), None),
        lang=_string(item.get("language")) or None,
        published=published or facts.published,
        author=author or facts.author,
        found=dict(facts.found) | found,
    )


_DATES = ("contentCreated", "contentcreated", "firstCreated", "firstcreated", "versionCreated", "versioncreated")


def _string(value: Any) -> str:
    return " ".join(value.encode("utf-8", "replace").decode().split()) if isinstance(value, str) else ""


def _value(item: dict[str, Any], one: str, many: str) -> str:
    """Give the main value of a list of values with roles, or the single one of version 1."""
    values = [v for v in item.get(many, []) if isinstance(v, dict)] if isinstance(item.get(many), list) else []
    ranked = sorted(values, key=lambda v: v.get("role") not in ("main", None))
    return next((text for v in ranked if (text := _plain(v))), "") or _string(item.get(one))


def _plain(value: dict[str, Any]) -> str:
    text = value.get("value")
    if not isinstance(text, str):
        return ""
    kind = str(value.get("contentType") or value.get("contenttype") or "")
    return " ".join(_paragraphs(text) if "html" in kind or "nitf" in kind else [_string(text)])


def _body(item: dict[str, Any]) -> str:
    """Give the body as text: plain text before markup."""
    bodies = [b for b in item.get("bodies", []) if isinstance(b, dict)] if isinstance(item.get("bodies"), list) else []
    for key in ("body_text", "body_xhtml", "body_html"):
        if isinstance(item.get(key), str):
            bodies.append({"value": item[key], "contentType": "text/plain" if key == "body_text" else "text/html"})
    texts: Sequence[tuple[bool, bool, str]] = [
        (b.get("role") not in ("main", None), not kind.startswith("text/plain"), b["value"])
        for b in bodies
        if isinstance(b.get("value"), str) and b["value"].strip()
        for kind in [str(b.get("contentType") or b.get("contenttype") or "text/plain").lower()]
    ]
    if not texts:
        return ""
    _, markup, words = min(texts, key=lambda t: t[:2])
    words = words.encode("utf-8", "replace").decode()
    return "\n\n".join(_paragraphs(words)) if markup else words.strip()


def _paragraphs(markup: str) -> list[str]:
    try:
        return paragraphs(parse_html(f"<html><body>{markup}</body></html>"))
    except UnreadableInput:
        return []


def _source(item: dict[str, Any]) -> str:
    """Give the publisher: its name in `infosources`, or `source` of several agencies."""
    sources = item.get("infosources") or item.get("infoSources") or []
    names = [s.get("name") for s in sources if isinstance(s, dict)] if isinstance(sources, list) else []
    return (
        next((n for n in map(_string, names) if n), "")
        or _string(item.get("source"))
        or _string(item.get("copyrightholder"))
    )
