"""Messages: newsletters and saved pages (EML, MHTML) and boxes of them (mbox).

Comes in: an input. Goes out: a `Draft` for each message, and an `Input` for each file attached to it. The plain text of a
message is taken, or the article of its HTML where there is none or next to none. Fetches nothing that a message
points to.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import UTC, date
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from dragoman.errors import UnreadableInput
from dragoman.read.bounds import MB
from dragoman.read.document import Draft, titled
from dragoman.read.encoding import decode
from dragoman.read.heading import find_facts
from dragoman.read.html import page_draft
from dragoman.read.inputs import Input

READER = "mail"
PARTS = 1_000
"""Parts of one message that are looked at, at most."""
_SCANT = 200
"""Code points of plain text below which the HTML is preferred."""
_HEADER = re.compile(rb"[A-Za-z][A-Za-z0-9-]{1,60}:")
_SIGNATURES = frozenset(
    {"application/pgp-signature", "application/pkcs7-signature", "text/calendar", "text/x-vcard", "text/vcard"}
)


def read_mail(source: Input) -> Iterator[Input | Draft]:
    """Read one message and what is attached to it."""
    yield from _message(source, source.whole(), None)


def read_mbox(source: Input) -> Iterator[Input | Draft]:
    """Read a box message after message; "From " at the beginning of a line after an empty one parts them."""
    number, size = 0, 0
    message: list[bytes] | None = None
    last = b""
    for line in source.lines():
        if line is not None and line.startswith(b"From ") and not last.strip():
            if message is not None:
                yield from _boxed(source, message, size, number)
            number, size, message = number + 1, 0, []
        elif message is None:
            raise UnreadableInput('The box does not begin with a "From " line, so it is no mbox: save it again.')
        else:
            size += len(line) + 1 if line is not None else source.bounds.file + 1
            if size <= source.bounds.file and line is not None:
                message.append(line[1:] if line.startswith(b">") and line.lstrip(b">").startswith(b"From ") else line)
        last = line if line is not None else b"x"
    if message is None:
        raise UnreadableInput("The box holds no messages: save it again.")
    yield from _boxed(source, message, size, number)


def _boxed(source: Input, message: list[bytes], size: int, number: int) -> Iterator[Input | Draft]:
    if size > source.bounds.file:
        yield Draft(
            READER, flaw=f"The message is larger than {source.bounds.file // MB} MB: save its text.", record=number
        )
        return
    yield from _message(source, b"\n".join(message) + b"\n", number)


def _message(source: Input, data: bytes, number: int | None) -> Iterator[Input | Draft]:
    sha256 = source.keep(data)
    if not _HEADER.match(data.lstrip()):
        yield Draft(READER, flaw="The message has no headers: save it again as EML.", record=number, sha256=sha256)
        return
    try:
        message = message_from_bytes(data)
        parts = _parts(message)
        draft = _draft(message, parts, number, sha256, source)
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError, IndexError) as error:
        reason = f"The message cannot be parsed ({type(error).__name__}): save its text."
        yield Draft(READER, flaw=reason, record=number, sha256=sha256)
        return
    yield draft
    if source.depth < source.bounds.depth:
        yield from _attached(source, parts, number)


def _parts(message: Message) -> list[Message]:
    """List the parts that are no containers; raises `RecursionError` where there are too many."""
    parts: list[Message] = []
    pending: list[Message] = [message]
    while pending:
        part = pending.pop()
        if len(parts) + len(pending) > PARTS:
            raise RecursionError
        payload = part.get_payload()
        if isinstance(payload, list) and part.get_content_type() != "message/rfc822":
            pending.extend(reversed([p for p in payload if isinstance(p, Message)]))
        else:
            parts.append(part)
    return parts


def _draft(message: Message, parts: list[Message], number: int | None, sha256: str, source: Input) -> Draft:
    title = _words(message, "Subject")
    senders = getaddresses([_words(message, "From") or ""])
    sender = (senders[0][0] or senders[0][1].partition("@")[2]) if senders else ""
    published = _day(message)
    url = next((_words(part, "Content-Location") for part in parts if part.get_content_type() == "text/html"), None)
    found = {key: "header of the message" for key, value in (("title", title), ("source", sender)) if value}
    found |= {"published": "header of the message"} if published else {}
    flaw, body, page = _text(parts, source)
    if page is not None and url:  # a page that a browser saved: its own title and site count
        return Draft(
            **{k: getattr(page, k) for k in _PAGE}, reader=READER, record=number, sha256=sha256, url=page.url or url
        )
    facts = find_facts(body)
    return Draft(
        READER,
        text=titled(title, body) if title and body else body,
        flaw=flaw,
        record=number,
        title=title,
        source=" ".join(sender.split()) or None,
        published=published,
        author=facts.author,
        url=url,
        found=found | ({"author": facts.found["author"]} if facts.author else {}),
        sha256=sha256,
    )


_PAGE = ("text", "title", "source", "published", "author", "found")


def _text(parts: list[Message], source: Input) -> tuple[str | None, str, Draft | None]:
    """Choose the words of a message: a flaw or None, the text, and the page where they come from one."""
    plain = "\n".join(_decoded(part) for part in parts if _is(part, "text/plain")).strip()
    html = next((part for part in parts if _is(part, "text/html")), None)
    if html is None or len(plain) >= _SCANT:
        return (None if plain else "The message has no text: save what is attached to it."), plain, None
    try:
        page = page_draft(_decoded(html), source.bounds)
        body = page.text.removeprefix(f"{page.title}\n\n") if page.title else page.text
        return (None, body, page) if len(body) > len(plain) else (None, plain, page)
    except UnreadableInput as error:
        return (None if plain else str(error)), plain, None


def _is(part: Message, kind: str) -> bool:
    return part.get_content_type() == kind and part.get_content_disposition() != "attachment"


def _decoded(part: Message) -> str:
    """Give the text of a part; raises `UnreadableInput` for what is no text."""
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    try:
        return decode(data, part.get_content_charset()).text.strip()
    except UnreadableInput:
        return ""


def _attached(source: Input, parts: list[Message], number: int | None) -> Iterator[Input]:
    """Give the files attached to a message; pictures that its HTML shows are none."""
    for place, part in enumerate(parts, start=1):
        forwarded = part.get_content_type() == "message/rfc822"
        if part.get_content_disposition() != "attachment" and not forwarded:
            continue
        if part.get_content_type() in _SIGNATURES:
            continue
        if forwarded:
            inner = part.get_payload()
            data = inner[0].as_bytes() if isinstance(inner, list) and inner and isinstance(inner[0], Message) else b""
        else:
            payload = part.get_payload(decode=True)
            data = payload if isinstance(payload, bytes) else b""
        name = _name(part) or f"part {place}"
        yield Input(
            f"{source.address}{f':{number}' if number else ''}!{name}",
            io.BytesIO(data),
            "mail" if forwarded else None,
            outer=source,
            name=name,
            member=f"{source.member}/{name}" if source.member else name,
        )


def _name(part: Message) -> str:
    try:
        name = str(make_header(decode_header(part.get_filename() or "")))
    except (ValueError, LookupError, TypeError):
        name = ""
    return "".join(c for c in name.replace("\\", "/").split("/")[-1] if c.isprintable())[:200]


def _words(message: Message, header: str) -> str | None:
    try:
        value = str(make_header(decode_header(str(message.get(header, "")))))
    except (ValueError, LookupError, TypeError):
        value = str(message.get(header, ""))
    return " ".join(value.encode("utf-8", "replace").decode("utf-8").split())[:1000] or None


def _day(message: Message) -> date | None:
    """Give the day of the Date header as the sender wrote it."""
    try:
        moment = parsedate_to_datetime(str(message.get("Date", "")))
        return moment.date() if moment.tzinfo else moment.replace(tzinfo=UTC).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
