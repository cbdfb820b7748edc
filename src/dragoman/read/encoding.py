"""Bytes of a text or page -> Unicode text.

Comes in: the bytes of a whole file, and for a page the encoding that it declares. Goes out: the text with "\\n" line
ends, and a note on everything that was not plain UTF-8. Does not touch JSON Lines: their text enters unchanged.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from dragoman.errors import UnreadableInput

MAGIC = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a zip archive or an office document",
    b"\xd0\xcf\x11\xe0": "an old office document",
    b"{\\rtf": "an RTF document",
    b"\x1f\x8b": "compressed (gzip)",
    b"BZh": "compressed (bzip2)",
    b"\xfd7zXZ": "compressed (xz)",
    b"\x28\xb5\x2f\xfd": "compressed (zstd)",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"SQLite format 3\x00": "a database",
    b"PAR1": "a Parquet table",
    b"\x7fELF": "a program",
}
"""First bytes of files that people put beside reports, and what to call them."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LINE_END = re.compile(r"\r\n?")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_CONTROLS_ALLOWED = 0.01
"""Share of control characters above which a file is taken for binary."""
_FOREIGN_ALLOWED = 0.05
"""Share of bytes beyond ASCII up to which a legacy text may be English with accents and curly quotes."""
_NOT_WESTERN = re.compile(r"[a-z][À-ÖØ-ÞŠŽŒŸ]|[^\W\d_][¡-©¬®¯±-³¶¸¹¼-¿×÷†‡‰ƒˆ˜‹›™„‚][^\W\d_]")
"""What a wrong guess of windows-1252 looks like: a capital or a sign inside a word."""
_DECLARABLE = re.compile(
    r"(windows-?\d+|cp-?\d+|iso-?8859-?\d+|latin-?\d|(us-?)?ascii|koi8-?[ru]|mac-?roman|macintosh|gbk?\d*|gb18030|big5"
    r"|shift-?jis|euc-?(jp|kr)|iso-2022-(jp|kr)|tis-?620|utf-?8|utf-?16(-?[lb]e)?)"
)
"""Declared encodings that are followed; Python knows stranger ones, some with quadratic decoders."""
_WINDOWS_BYTES = {ord(bytes([b]).decode("cp1252", errors="ignore") or chr(b)): b for b in range(256)}
"""Code point -> byte of windows-1252; the five bytes that it leaves undefined stand for themselves."""
_SAMPLE = 65_536
"""Bytes that the guess of a legacy encoding looks at."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the encoding it was read in, and what was repaired (empty for plain UTF-8)."""

    text: str
    encoding: str
    repairs: tuple[str, ...] = ()

    def notes(self) -> dict[str, str]:
        """Give what `Origin.found` should keep."""
        kept = {"encoding": self.encoding} if self.encoding != "utf-8" else {}
        return kept | ({"repairs": "; ".join(self.repairs)} if self.repairs else {})


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Decode a whole file; raises `UnreadableInput` for binary content, and says what it seems to be."""
    refuse_binary(data[:4096])
    text, encoding, repairs = _decode(data, declared)
    text = _LINE_END.sub("\n", text)
    text, notes = _without_controls(text)
    repairs += notes
    repaired = _without_mojibake(text)
    if repaired is not None:
        text, repairs = repaired, [*repairs, "UTF-8 that had been read as windows-1252 was turned back"]
    return Decoded(text, encoding, tuple(repairs))


def refuse_binary(head: bytes) -> None:
    """Raise `UnreadableInput` if the first bytes of a file show that it is no text at all."""
    for magic, name in MAGIC.items():
        if head.startswith(magic):
            raise UnreadableInput(f"The file is {name}, not text: unpack it or save it as plain text or HTML.")
    marked = any(head.startswith(mark) for mark, _ in _MARKS)
    if not marked and head.count(b"\0") > max(3, len(head) * _CONTROLS_ALLOWED):
        raise UnreadableInput("The file is binary, or UTF-16 without a mark: save it as UTF-8 text.")


def _decode(data: bytes, declared: str | None) -> tuple[str, str, list[str]]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _by_mark(data[len(mark) :], encoding)
    try:
        return data.decode("utf-8"), "utf-8", []
    except UnicodeDecodeError:
        pass
    if declared and (text := _declared(data, declared)) is not None:
        return text, f"{declared.strip().lower()} (declared)", []
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    whole = len(text) - len(text.encode("ascii", errors="ignore")) - broken
    if whole and broken == 1 and text.endswith("\ufffd"):
        return text[:-1], "utf-8", ["a character cut off at the end was left out"]
    if whole >= 10 * broken:
        return text, "utf-8", [f"{broken} broken bytes were replaced"]
    return _legacy(data)


def _by_mark(data: bytes, encoding: str) -> tuple[str, str, list[str]]:
    """Decode by the file's own mark; bytes that break it are replaced and counted."""
    text = data.decode(encoding, errors="replace")
    broken = text.count("\ufffd")
    if broken > len(text) // 100 + 1:
        raise UnreadableInput(f"The file begins as {encoding} but does not go on so: save it as UTF-8.")
    return text, encoding, [f"{broken} broken bytes were replaced"] if broken else []


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (LookupError, UnicodeError, ValueError):
        return None


def _declared(data: bytes, encoding: str) -> str | None:
    """Decode as the file itself declares; Latin-1 means windows-1252, as in browsers."""
    encoding = encoding.strip().lower().replace("_", "-")
    if not _DECLARABLE.fullmatch(encoding):
        return None
    return _try(data, "cp1252" if re.fullmatch(r"(us-?)?ascii|latin-?1|iso-?8859-?1", encoding) else encoding)


def _legacy(data: bytes) -> tuple[str, str, list[str]]:
    """Guess an encoding from before Unicode: windows-1252 where it makes plain English, else by statistics."""
    foreign = sum(byte > 127 for byte in data[:_SAMPLE]) / len(data[:_SAMPLE])
    western = data.decode("cp1252", errors="replace")
    if foreign <= _FOREIGN_ALLOWED and "\ufffd" not in western and not _NOT_WESTERN.search(western):
        return western, "windows-1252 (guessed)", []
    from charset_normalizer import from_bytes

    guess = from_bytes(_telling(data)).best()
    text = _try(data, guess.encoding) if guess else None
    if guess is None or text is None:
        raise UnreadableInput("The file is binary, or in an encoding that cannot be told: save it as UTF-8.")
    return text, f"{guess.encoding} (guessed)", []


def _telling(data: bytes) -> bytes:
    """Take the lines that hold bytes beyond ASCII, up to the sample's size: the rest tells nothing."""
    lines, size = [], 0
    for line in data.split(b"\n"):
        if not line.isascii():
            lines.append(line[: _SAMPLE - size])
            size += len(lines[-1]) + 1
            if size >= _SAMPLE:
                break
    return b"\n".join(lines)


def _without_controls(text: str) -> tuple[str, list[str]]:
    """Put spaces for control characters, one for one; raises `UnreadableInput` where there are too many."""
    count = len(_CONTROL.findall(text))
    if not count:
        return text, []
    if count > max(3, len(text) * _CONTROLS_ALLOWED):
        raise UnreadableInput(f"The file holds {count} control characters, so it is binary: save it as UTF-8 text.")
    return _CONTROL.sub(" ", text), [f"{count} control characters became spaces"]


def _without_mojibake(text: str) -> str | None:
    """Turn back UTF-8 that was once read as windows-1252 ("â€™"), only if the whole text turns back without a flaw."""
    if "â€" not in text and "Ã" not in text:
        return None
    try:
        data, _ = codecs.charmap_encode(text, "strict", _WINDOWS_BYTES)
        return data.decode("utf-8")
    except UnicodeError:
        return None
