"""RTF -> lines of text.

Comes in: the bytes of an RTF document. Goes out: its words line by line. Pictures, fields' instructions, headers,
footers and every other destination that holds no words of the text are left out; table cells are parted by tabs.
Executes no field and opens no link.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, replace

from dragoman.errors import UnreadableInput
from dragoman.read.bounds import BOUNDS

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\(.)|([{}])|[\r\n]+|([^\\{}\r\n]+)|.", re.DOTALL
)
_SKIPPED = frozenset(
    {
        b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict", b"object", b"header", b"headerl", b"headerr", b"headerf",
        b"footer", b"footerl", b"footerr", b"footerf", b"fldinst", b"listtable", b"listoverridetable", b"rsidtbl",
        b"generator", b"themedata", b"colorschememapping", b"latentstyles", b"datastore", b"xmlnstbl", b"mmathPr",
        b"pntext", b"bkmkstart", b"bkmkend", b"revtbl", b"filetbl", b"annotation", b"atnid", b"atnauthor", b"nonshppict",
        b"shpinst", b"private", b"pgdsctbl", b"userprops", b"wgrffmtfilter", b"docvar", b"listpicture", b"falt", b"panose",
    }
)  # fmt: skip
_WORDS = {
    b"par": "\n", b"line": "\n", b"sect": "\n", b"page": "\n", b"row": "\n", b"cell": "\t", b"nestcell": "\t",
    b"nestrow": "\n", b"tab": "\t", b"emdash": "\u2014", b"endash": "\u2013", b"emspace": " ", b"enspace": " ",
    b"qmspace": " ", b"bullet": "\u2022", b"lquote": "\u2018", b"rquote": "\u2019", b"ldblquote": "\u201c",
    b"rdblquote": "\u201d",
}  # fmt: skip
_MARKS = {b"~": "\u00a0", b"_": "\u2011", b"{": "{", b"}": "}", b"\\": "\\", b"\n": "\n", b"\r": "\n"}
_CHARSETS = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gbk", 136: "big5", 161: "cp1253", 162: "cp1254", 163: "cp1258",
    177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Group:
    """What a brace opens and its partner takes back."""

    skipped: bool = False
    fresh: bool = True
    """Nothing was read in it yet, so that `\\*` and a destination's name count."""
    font: int | None = None
    after_u: int = 1
    """Bytes that stand for a reader without Unicode after each `\\u`."""
    fonts: bool = False


def rtf_text(data: bytes) -> str:
    """Take the words out; raises `UnreadableInput` for what is no RTF, is cut off or nests without end."""
    if not data.lstrip().startswith(b"{\\rtf"):
        raise UnreadableInput("The file is no RTF document: save it anew as RTF or plain text.")
    words = _Words()
    for match in _TOKEN.finditer(data):
        if words.skip and match.start() < words.skip:
            continue
        word, number, octet, mark, brace, plain = match.groups()
        if word is not None:
            words.control(word, int(number) if number else None, match.end())
        elif octet is not None:
            words.octets(bytes([int(octet, 16)]))
        elif brace is not None:
            words.brace(brace)
        elif mark is not None:
            words.mark(mark)
        elif plain is not None:
            words.octets(plain)
        if words.closed:
            break
    if not words.closed:
        raise UnreadableInput("The RTF document is cut off or its braces do not match: export it again.")
    return words.text()


class _Words:
    """The state of reading: open groups and the words so far."""

    def __init__(self) -> None:
        self._groups = [_Group()]
        self._pieces: list[str] = []
        self._bytes = bytearray()
        self._page = "cp1252"
        self._fonts: dict[int, str] = {}
        self._pending = 0
        self._high = 0
        self.skip = 0
        self.closed = False

    def text(self) -> str:
        self._flush()
        return "".join(self._pieces)

    def brace(self, brace: bytes) -> None:
        self._flush()
        self._pending = 0
        if brace == b"{":
            if len(self._groups) > BOUNDS.nesting:
                raise UnreadableInput(f"The RTF document nests more than {BOUNDS.nesting} groups: it is no report.")
            self._groups.append(replace(self._groups[-1], fresh=True))
        elif len(self._groups) > 1:
            self._groups.pop()
            self.closed = len(self._groups) == 1

    def mark(self, mark: bytes) -> None:
        if mark == b"*" and self._groups[-1].fresh:
            self._set(skipped=True)
        elif mark in _MARKS:
            self._say(_MARKS[mark])

    def control(self, word: bytes, number: int | None, end: int) -> None:
        group = self._groups[-1]
        if word == b"bin":
            self.skip = end + max(0, number or 0)
        elif word == b"fonttbl":
            self._set(skipped=True, fonts=True)
        elif word in _SKIPPED and group.fresh:
            self._set(skipped=True)
        elif word == b"u" and number is not None:
            self._unicode(number % 0x10000)
            return
        elif word in _WORDS:
            self._say(_WORDS[word])
        else:
            self._state(word, number)
        self._used()

    def _state(self, word: bytes, number: int | None) -> None:
        group = self._groups[-1]
        if number is None:
            return
        if word == b"uc":
            self._set(after_u=min(max(number, 0), 8))
        elif word == b"ansicpg":
            self._page = _known(f"cp{number}") or self._page
        elif word == b"f":
            self._flush()
            self._set(font=number)
        elif word == b"fcharset" and group.fonts and group.font is not None and number in _CHARSETS:
            self._fonts[group.font] = _CHARSETS[number]

    def octets(self, data: bytes) -> None:
        """Take bytes in the encoding of the font, less those that repeat a Unicode character."""
        if self._pending:
            dropped = min(self._pending, len(data))
            self._pending -= dropped
            data = data[dropped:]
        if data:
            self._used()
        if not self._groups[-1].skipped:
            self._bytes += data

    def _unicode(self, unit: int) -> None:
        """Take a UTF-16 unit; the two of a pair come one after the other."""
        if 0xDC00 <= unit < 0xE000:
            self._say(chr(0x10000 + ((self._high - 0xD800) << 10) + unit - 0xDC00) if self._high else "\ufffd")
            self._high = 0
        elif 0xD800 <= unit < 0xDC00:
            self._high = unit
        else:
            self._say(chr(unit))
        self._pending = self._groups[-1].after_u

    def _say(self, words: str) -> None:
        self._flush()
        if not self._groups[-1].skipped:
            self._pieces.append(words)

    def _flush(self) -> None:
        if self._bytes:
            page = self._fonts.get(self._groups[-1].font or 0, self._page)
            self._pieces.append(bytes(self._bytes).decode(page, errors="replace"))
            self._bytes.clear()

    def _used(self) -> None:
        if self._groups[-1].fresh:
            self._set(fresh=False)

    def _set(self, **changed: object) -> None:
        self._groups[-1] = replace(self._groups[-1], **changed)  # type: ignore[arg-type]


def _known(encoding: str) -> str | None:
    try:
        return codecs.lookup(encoding).name
    except LookupError:
        return None
