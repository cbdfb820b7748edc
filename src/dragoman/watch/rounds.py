"""Round after round: ask the feeds that are due, code what is new, sleep until the next is due.

Comes in: feeds, a ledger, and what stores documents. Goes out: a `Round` after each. Hosts are asked side by side, the feeds
of one host after one another; a feed that fails is asked again later and later, up to a day.
"""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urlsplit

from dragoman.model import Document
from dragoman.read import Unread
from dragoman.read.inputs import Settings
from dragoman.watch.asking import Answer, ask, document_of
from dragoman.watch.hosts import Hosts
from dragoman.watch.ledger import Known, Ledger
from dragoman.watch.settings import Feeds

SIDE_BY_SIDE = 32
"""Hosts that are asked at the same time; they cost no processor while they wait."""
LONGEST = 86400.0
"""Seconds until a failing feed is asked again, at most."""
TOGETHER = 16
"""Items that are coded and stored together."""
Outcome = tuple[str, str | None]
"""What became of a report, and why where it was not stored."""
Keep = Callable[[Sequence[Document | Unread]], Mapping[str, Outcome]]
"""Codes and stores reports, and tells by id what became of each once it lies safely in the file."""


@dataclass(frozen=True, slots=True)
class Round:
    """What one round did."""

    asked: int
    changed: int
    unchanged: int
    failed: Counter[str]
    """By reason."""
    new: int
    outcomes: Counter[str]
    wait: float | None
    """Seconds until the next feed is due; None where none ever is."""


def watch(
    feeds: Feeds,
    ledger: Ledger,
    store: Keep,
    *,
    settings: Settings,
    once: bool = False,
    sleep: Callable[[float], object] = time.sleep,
) -> Iterator[Round]:
    """Watch without end, or for one round; what a stopped run left pending is coded first."""
    hosts = Hosts(feeds)
    urls = [feed.url for feed in feeds.feeds]
    while True:
        outcomes = _code(ledger, feeds, hosts, store, settings)
        counts: Counter[str] = Counter()
        failed: Counter[str] = Counter()
        due = ledger.due(urls)
        for answer in _answers(due, hosts):
            counts["new"] += _note(answer, ledger, feeds, settings)
            counts["unchanged"] += answer.unchanged
            if answer.reason:
                failed[answer.reason.split(":")[0]] += 1
        outcomes += _code(ledger, feeds, hosts, store, settings)
        wait = ledger.wait(urls)
        changed = len(due) - counts["unchanged"] - failed.total()
        yield Round(len(due), changed, counts["unchanged"], failed, counts["new"], outcomes, wait)
        if once or wait is None:
            return
        sleep(wait)


def _answers(due: Iterable[Known], hosts: Hosts) -> Iterator[Answer]:
    """Ask hosts side by side, and the feeds of each one after the other."""
    by_host: dict[str, list[Known]] = defaultdict(list)
    for known in due:
        by_host[urlsplit(known.address).netloc.lower()].append(known)
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        jobs: list[Future[list[Answer]]] = [pool.submit(_ask_all, group, hosts) for group in by_host.values()]
        for job in as_completed(jobs):
            yield from job.result()


def _ask_all(group: list[Known], hosts: Hosts) -> list[Answer]:
    return [ask(known, hosts) for known in group]


def _note(answer: Answer, ledger: Ledger, feeds: Feeds, settings: Settings) -> int:
    """Write a feed's answer into the ledger; gives how many items are new."""
    known = answer.known
    every = next((f.every for f in feeds.feeds if f.url == known.url and f.every is not None), feeds.every)
    now = time.time()
    if answer.reason:
        pause = min(LONGEST, max(every, 1.0) * 2 ** min(known.failures, 10))
        ledger.failed(known, answer.reason, due=now + max(pause, answer.retry), gone=answer.gone)
        return 0
    sha256 = settings.originals.keep(answer.body) if answer.body else ""
    return ledger.answered(
        known,
        [(item, sha256) for item in answer.items],
        due=now + every,
        address=answer.address,
        etag=answer.etag,
        modified=answer.modified,
    )


def _code(ledger: Ledger, feeds: Feeds, hosts: Hosts, store: Keep, settings: Settings) -> Counter[str]:
    """Code what is pending, some items together; each is done only when it lies in the store."""
    sources = {feed.url: feed.source for feed in feeds.feeds}
    outcomes: Counter[str] = Counter()
    pending = ledger.pending()
    while batch := list(islice(pending, TOGETHER)):
        documents = [document_of(one, sources.get(one.feed), hosts, feeds.pages, settings) for one in batch]
        became = store(documents)
        for one, document in zip(batch, documents, strict=True):
            what, reason = became[document.id]
            ledger.done(one.number, what, reason)
            outcomes[what] += 1
    return outcomes
