"""Manners: what a host allows, one request at a time for each, and a pause between two.

Comes in: addresses. Goes out: pages, or `UnreadableInput` where robots.txt says no. A robots.txt is asked for once a day. As RFC
9309 says: one that is not there forbids nothing, one that cannot be had now forbids all until it can. One that the server
refuses forbids all too.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from dragoman.errors import UnreadableInput
from dragoman.read.bounds import BOUNDS, Bounds
from dragoman.read.web import AGENT, Page, fetch
from dragoman.watch.settings import Feeds

_DAY = 86400.0
_LONGEST_DELAY = 60.0


class _Host:
    def __init__(self) -> None:
        self.turn = threading.Lock()
        self.last = 0.0
        self.robots: RobotFileParser | None = None
        self.robots_at = 0.0


class Hosts:
    """Fetches, with manners."""

    def __init__(self, feeds: Feeds) -> None:
        """Take the delay, the time-out and the allowed hosts from the user's file."""
        self._feeds = feeds
        self.bounds: Bounds = replace(BOUNDS, seconds=feeds.timeout, wait=min(BOUNDS.wait, feeds.timeout))
        self._hosts: dict[str, _Host] = {}
        self._lock = threading.Lock()

    def get(self, address: str, headers: Mapping[str, str] | None = None, limit: int | None = None) -> Page:
        """Fetch an address when its host's turn has come; raises `UnreadableInput`."""
        place = urlsplit(address).netloc.lower()
        with self._lock:
            host = self._hosts.setdefault(place, _Host())
        with host.turn:
            self._mind_robots(host, address)
            return self._get(host, address, headers, limit)

    def _get(self, host: _Host, address: str, headers: Mapping[str, str] | None, limit: int | None) -> Page:
        delay = self._feeds.delay
        if host.robots is not None and (asked := host.robots.crawl_delay(AGENT)):
            delay = max(delay, min(float(asked), _LONGEST_DELAY))
        pause = host.last + delay - time.monotonic()
        if pause > 0:
            time.sleep(pause)
        try:
            return fetch(address, headers=headers, allow=self._feeds.allow, bounds=self.bounds, limit=limit)
        finally:
            host.last = time.monotonic()

    def _mind_robots(self, host: _Host, address: str) -> None:
        if host.robots is None or time.monotonic() - host.robots_at > _DAY:
            host.robots = self._robots(host, address)
            host.robots_at = time.monotonic()
        if not host.robots.can_fetch(AGENT, address):
            raise UnreadableInput("The host's robots.txt does not allow it: ask its owner.")

    def _robots(self, host: _Host, address: str) -> RobotFileParser:
        parts = urlsplit(address)
        rules = RobotFileParser()
        page = self._get(host, f"{parts.scheme}://{parts.netloc}/robots.txt", None, 512 * 1024)
        if page.status >= 500 or page.status == 429:
            raise UnreadableInput("The host's robots.txt cannot be had: it is asked for again later.")
        if page.status in (401, 403):
            rules.parse(["User-agent: *", "Disallow: /"])
        elif page.status == 200:
            rules.parse(page.body.decode("utf-8", errors="replace").splitlines())
        else:
            rules.parse([])
        return rules
