"""What is done with one part: read, leave out, code, lay out, write. Plain functions, the same for every engine.

Comes in: a part and the loaded path of a process. Goes out: files under the part's name, then its marker; the last thing
written is what makes the part count. Nothing here knows of processes or clusters.
"""

from __future__ import annotations

import resource
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from dragoman.batch.account import DONE, Marker
from dragoman.batch.folder import Folder
from dragoman.batch.gates import gated
from dragoman.batch.job import Job
from dragoman.batch.opening import Part
from dragoman.batch.tables import COLUMNS, Tables, first_key
from dragoman.model import Coding, Document, Rejection, replace
from dragoman.pipeline import Pipeline
from dragoman.read import Draft, Sealed, Unread, once, read_sealed

Heard = Callable[[int], None]
STOPPED = (
    "Reading or coding this input stopped its process, twice: it may be too large for the memory of one process; give it by "
    "itself to `dragoman code` to see."
)


@dataclass(frozen=True, slots=True)
class Worker:
    """The path, loaded once in a process."""

    job: Job
    out: Folder
    pipeline: Pipeline

    @classmethod
    def open(cls, job: Job, out: Folder) -> Worker:
        """Load the models; raises a `DragomanError`."""
        pipeline = Pipeline.open(coder=job.coder, codebook=job.codebook, actors=job.actors)
        return cls(job, out, pipeline)

    def do(self, part: Part, *, skip: Collection[int] = (), heard: Heard | None = None) -> Marker:
        """Code a part and write it. With `heard`, each input is done by itself and told of before; `skip` is not read."""
        began, spent = time.time(), time.process_time()
        tables = Tables(first_key(part.group, part.index))
        characters = 0
        documents = gated(once(self._read(part, skip, heard)), self.job.gates)
        for coding in self._coded(documents, careful=heard is not None):
            tables.add(coding)
            characters += 0 if coding.rejections else len(coding.document.text)
        for table, data in tables.parquet().items():
            self.out.write(f"{table}/{part.name}.parquet", data)
        counts = {table: len(tables.rows[table]) for table in COLUMNS if tables.rows[table]}
        reasons = Counter(f"{row[1]}: {row[2]}" for row in tables.rows["rejection"])
        marker = Marker(
            part.name, len(part.inputs), counts, characters, dict(reasons.most_common(20)), round(time.time() - began, 3),
            round(time.process_time() - spent, 3), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        )  # fmt: skip
        self.out.write(f"{DONE}/{part.name}.json", marker.json())
        return marker

    def _read(self, part: Part, skip: Collection[int], heard: Heard | None) -> Iterator[Document | Unread]:
        for number, one in enumerate(part.inputs):
            if heard is not None:
                heard(number)
            if number in skip:
                yield _stopped(one)
            else:
                yield from read_sealed(one, self.job.given, self.job.settings)

    def _coded(self, inputs: Iterable[Document | Unread], careful: bool) -> Iterator[Coding]:
        if not careful:
            yield from self.pipeline.code(inputs)
            return
        for one in inputs:
            yield from self.pipeline.code([one])


def _stopped(one: Draft | Sealed) -> Unread:
    """An input that no process survives."""
    from dragoman.read.document import unread

    draft = (
        one
        if isinstance(one, Draft)
        else Draft("", address=one.address, member=one.member, record=one.record, url=one.url)
    )
    found = unread(draft, STOPPED)
    return replace(found, rejection=Rejection("batch", STOPPED))
