"""Every bound that holds while reading, in one place.

Comes in: nothing. Goes out: `Bounds`, whose defaults are what the program uses; tests make smaller ones. A bound that
is passed gives an `UnreadableInput` with the bound in it, never a cut text.
"""

from __future__ import annotations

from dataclasses import dataclass

MB = 2**20


@dataclass(frozen=True, slots=True)
class Bounds:
    """Sizes in bytes unless said otherwise."""

    file: int = 64 * MB
    """Of one text, page, document, message or member of an archive."""
    line: int = 32 * MB
    """Of one line or row: two million characters written as escapes fit."""
    page: int = 8_000_000
    """Code points of a web page without its pictures."""
    elements: int = 40_000
    """Of a web page, which cost most of the time: about 60 microseconds each, in the deepest trees 100."""
    document: int = 2_000_000
    """Code points of one report; a book has fewer."""
    depth: int = 4
    """Archives within archives, messages within messages."""
    members: int = 200_000
    """Members of one archive."""
    unpacked: int = 16 * 1024 * MB
    """That all archives of one input may unpack to."""
    ratio: int = 200
    """Unpacked bytes for each packed byte; counted from the first 8 MB on, and text packs to a tenth."""
    directory: int = 64 * MB
    """Of the table of contents of a zip archive."""
    name: int = 1 * MB
    """Of the name of a member, and of other header blocks in archives of the tape kind."""
    pages: int = 5_000
    """Of one PDF."""
    nesting: int = 200
    """Of elements in XML and of groups in RTF."""
    redirects: int = 5
    seconds: float = 60.0
    """For one address, redirects included."""
    wait: float = 10.0
    """Seconds without a byte from a server."""
    step: int = 5
    """Processor seconds of the child process for one page of a PDF, or for 64 rows of a Parquet table."""
    step_wait: float = 60.0
    """Wall-clock seconds for the same, where the machine is busy."""
    child: int = 3 * 1024 * MB
    """Address space of the child process."""


BOUNDS = Bounds()
