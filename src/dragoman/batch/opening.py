"""A group of files -> parts: runs of sealed inputs, always cut at the same places.

Comes in: a group of the plan. Goes out: parts, one after the other, which hold no more than `Job.part` inputs. Archives and
tables are opened here; pages, messages and PDFs go on as they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dragoman.batch.folder import filesystem, is_remote
from dragoman.batch.job import Job
from dragoman.batch.planning import Group, Listed, mark_of
from dragoman.errors import UnreadableInput
from dragoman.read import Draft, Input, Sealed, is_address, open_up
from dragoman.read.formats import Format
from dragoman.read.inputs import open_input
from dragoman.read.sealing import HOLDERS


@dataclass(frozen=True, slots=True)
class Part:
    """Some inputs of a group."""

    group: int
    index: int
    inputs: tuple[Draft | Sealed, ...]

    @property
    def name(self) -> str:
        """Of its files, the same in every run."""
        return part_name(self.group, self.index)


def part_name(group: int, index: int) -> str:
    """Sorts in the order of the inputs."""
    return f"{group:07d}-{index:05d}"


def parts(group: Group, job: Job) -> Iterator[Part]:
    """Cut a group into parts."""
    held: list[Draft | Sealed] = []
    index = 0
    for file in group.files:
        for one in _opened(file, job):
            held.append(one)
            if len(held) == job.part:
                yield Part(group.number, index, tuple(held))
                held, index = [], index + 1
    if held:
        yield Part(group.number, index, tuple(held))


def has_changed(group: Group) -> bool:
    """Whether a file of it is not what it was when the group was planned."""
    return any(_changed(file) for file in group.files)


def _changed(file: Listed) -> bool:
    if file.flaw or not file.mark or is_remote(file.address):
        return False  # what lies on an object store is taken not to change under its name
    try:
        return mark_of(file.address).mark != file.mark
    except OSError:
        return True


def _opened(file: Listed, job: Job) -> Iterator[Draft | Sealed]:
    """The inputs in one file; what is wrong with it becomes a flaw."""
    format: Format | None = job.format  # type: ignore[assignment]
    if file.flaw:
        yield Draft("", flaw=file.flaw, address=file.address)
    elif is_address(file.address):
        yield Sealed(file.address, None, format)
    elif _changed(file):
        yield Draft("", flaw="The file changed after the run began: run again to have it read.", address=file.address)
    else:
        try:
            yield from _remote(file, format, job) if is_remote(file.address) else _local(file, format, job)
        except UnreadableInput as error:
            yield Draft("", flaw=str(error), address=file.address)
        except OSError as error:
            yield Draft(
                "",
                flaw=f"The file cannot be read ({error.strerror or error}): check its permissions.",
                address=file.address,
            )


def _local(file: Listed, format: Format | None, job: Job) -> Iterator[Draft | Sealed]:
    with open_input(file.address, format, None, job.settings) as source:
        if source.format in HOLDERS:
            yield from open_up(source, job.given)
        else:
            yield Sealed(file.address, None, source.format)


def _remote(file: Listed, format: Format | None, job: Job) -> Iterator[Draft | Sealed]:
    system, path = filesystem(file.address)
    with system.open(path, "rb") as stream:
        yield from open_up(Input(file.address, stream, format, settings=job.settings), job.given)
