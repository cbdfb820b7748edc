"""feeds.toml -> which feeds to watch, and how.

Comes in: a path. Goes out: `Feeds`. Raises `UnreadableInput` with the line that is wrong; guesses nothing.

    every = "15m"                 how often each feed is asked
    delay = 1.0                   seconds between two requests to one host
    timeout = 20                  seconds for one request, redirects included
    pages = true                  fetch the page of an item that the feed holds only a summary of
    allow = ["intranet.example"]  hosts that may be fetched from though they are not public

    [[feeds]]
    url = "https://example.org/world.rss"
    source = "Example News"
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dragoman.errors import UnreadableInput
from dragoman.read.web import is_address

_UNITS = {"s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
_KEYS = {"every", "delay", "timeout", "pages", "allow", "feeds"}


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed; `source` wins over what the feed says of itself."""

    url: str
    source: str | None = None
    every: float | None = None
    """Seconds; None = as for all."""


@dataclass(frozen=True, slots=True)
class Feeds:
    """What a file says."""

    feeds: tuple[Feed, ...]
    every: float = 900.0
    delay: float = 1.0
    timeout: float = 20.0
    pages: bool = True
    allow: frozenset[str] = frozenset()


def read_feeds(path: Path) -> Feeds:
    """Read the file; raises `UnreadableInput`."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UnreadableInput(f"{path} cannot be read ({error.strerror}): check the path.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UnreadableInput(f"{path} is not TOML ({error}): mend the line.") from None
    if unknown := sorted(data.keys() - _KEYS):
        raise UnreadableInput(f"{path} has a key {unknown[0]!r} that is not known: use {', '.join(sorted(_KEYS))}.")
    rows = data.get("feeds")
    if not isinstance(rows, list) or not rows:
        raise UnreadableInput(f'{path} names no feed: write [[feeds]] and under it url = "https://...".')
    feeds = tuple({feed.url: feed for feed in (_feed(path, row) for row in rows)}.values())
    return Feeds(
        feeds,
        every=_seconds(path, data.get("every", "15m"), "every"),
        delay=_seconds(path, data.get("delay", 1.0), "delay"),
        timeout=_seconds(path, data.get("timeout", 20), "timeout"),
        pages=bool(data.get("pages", True)),
        allow=frozenset(str(host) for host in data.get("allow", [])),
    )


def _feed(path: Path, row: Any) -> Feed:
    url = row.get("url") if isinstance(row, dict) else None
    if not isinstance(url, str) or not is_address(url):
        raise UnreadableInput(f'{path}: a feed has no web address: write url = "https://..." under [[feeds]].')
    every = _seconds(path, row["every"], "every") if "every" in row else None
    return Feed(url, row.get("source"), every)


def _seconds(path: Path, value: Any, key: str) -> float:
    """Read 30, 1.5, "30s", "15m", "2h" or "1d"."""
    if isinstance(value, int | float) and not isinstance(value, bool) and value >= 0:
        return float(value)
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([smhd])", value) if isinstance(value, str) else None
    if match is None:
        raise UnreadableInput(f'{path}: {key} = {value!r} is no time: write seconds, or "15m", "2h", "1d".')
    return float(match[1]) * _UNITS[match[2]]
