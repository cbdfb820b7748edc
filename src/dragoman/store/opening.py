"""Opening a database file: marks, migrations, pragmas, and what goes wrong told in one sentence.

Comes in: a path. Goes out: an SQLite connection. The numbered files in migrations/ are applied in order, each in one
transaction; the number of the last is in the file's header. The public views are made anew at every migration.
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

from dragoman.errors import BadDatabase
from dragoman.store.views import VIEWS

APPLICATION_ID = 0x44524742
"""In the header of every database file, so that no other file is ever written to by mistake ("DRGB")."""
WAIT = 30.0
"""Seconds that a writer waits for another."""
LOG = 8_000
"""Pages in the log before it goes into the file: pages that many reports touch are written once."""
CACHE = 128 * 1024
"""Kilobytes of pages held in memory."""


def migrations() -> list[str]:
    """The scripts in order; the first is number 1."""
    folder = files("dragoman.store") / "migrations"
    scripts = sorted((f.name, f.read_text(encoding="utf-8")) for f in folder.iterdir() if f.name.endswith(".sql"))
    numbers = [int(name.split("_")[0]) for name, _ in scripts]
    if numbers != list(range(1, len(scripts) + 1)):
        raise BadDatabase("The migrations of this installation are not complete: reinstall dragoman.")
    return [script for _, script in scripts]


def open_to_write(path: Path) -> sqlite3.Connection:
    """Open or create a database and bring it up to date; raises `BadDatabase`."""
    with told(path):
        if path.exists() and not path.is_file():
            raise BadDatabase(f"{path} is no file: name a database file.")
        if path.exists() and not (path.stat().st_mode & 0o222 and os.access(path, os.W_OK)):
            raise BadDatabase(f"{path} is read-only: make it writable, or work on a copy (`dragoman backup`).")
        if not path.parent.is_dir():
            raise BadDatabase(f"The folder {path.parent} does not exist: make it first.")
        connection = sqlite3.connect(path, timeout=WAIT, isolation_level=None, cached_statements=256)
        try:
            _check(connection, path, create=True)
            connection.execute("PRAGMA journal_mode = WAL")
            _settle(connection)
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute(f"PRAGMA wal_autocheckpoint = {LOG}")
            connection.execute("PRAGMA secure_delete = ON")
            _migrate(connection, path)
        except BaseException:
            connection.close()
            raise
        return connection


def open_to_read(path: Path) -> sqlite3.Connection:
    """Open a database that exists, for reading only, while a writer may be at work; raises `BadDatabase`."""
    with told(path):
        if not path.is_file():
            raise BadDatabase(f"There is no database {path}: make one with `dragoman add {path} PATH...`.")
        connection = sqlite3.connect(_address(path), uri=True, timeout=WAIT, isolation_level=None)
        try:
            try:
                _check(connection, path, create=False)
            except sqlite3.OperationalError:
                if os.access(path.parent, os.W_OK):
                    raise
                connection.close()  # a medium that cannot be written to holds no writer either
                connection = sqlite3.connect(_address(path) + "&immutable=1", uri=True, isolation_level=None)
                _check(connection, path, create=False)
            _settle(connection)
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if version < len(migrations()):
                raise BadDatabase(
                    f"{path} was made by an older dragoman (layout {version}, now {len(migrations())}): "
                    "run `dragoman rebuild` on it once."
                )
        except BaseException:
            connection.close()
            raise
        return connection


def _address(path: Path) -> str:
    return path.absolute().as_uri() + "?mode=ro"


def _settle(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA cache_size = -{CACHE}")
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.row_factory = sqlite3.Row


def _check(connection: sqlite3.Connection, path: Path, *, create: bool) -> None:
    """Refuse files that are not ours or are newer than we are."""
    mark = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if mark != APPLICATION_ID and (tables or mark or not create):
        raise BadDatabase(f"{path} is not a database of dragoman: name another file.")
    if version > len(migrations()):
        raise BadDatabase(
            f"{path} was made by a newer dragoman (layout {version}, this one knows {len(migrations())}): upgrade dragoman."
        )


def _migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Apply what is missing. Another process may be doing the same: the number is read again under the lock."""
    scripts = migrations()
    if connection.execute("PRAGMA user_version").fetchone()[0] == len(scripts):
        return
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("BEGIN IMMEDIATE")
    try:
        for name in VIEWS:  # a script cannot replace a table that a view is on
            connection.execute(f"DROP VIEW IF EXISTS {name}")
        for number in range(connection.execute("PRAGMA user_version").fetchone()[0], len(scripts)):
            for statement in _statements(scripts[number]):
                connection.execute(statement)
        for name, body in VIEWS.items():
            connection.execute(f"CREATE VIEW {name} AS {body}")
        connection.execute(f"PRAGMA user_version = {len(scripts)}")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("PRAGMA foreign_keys = ON")


def _statements(script: str) -> Iterator[str]:
    """Cut a script at the semicolons that end a statement; `executescript` would commit on its own."""
    part = ""
    for line in re.sub(r"--[^\n]*", "", script).splitlines(keepends=True):
        part += line
        if sqlite3.complete_statement(part):
            yield part
            part = ""


def backup(connection: sqlite3.Connection, path: Path) -> None:
    """Copy a database that may be in use into a new file; raises `BadDatabase` where there is one already."""
    if path.exists():
        raise BadDatabase(f"{path} exists already: name another file.")
    draft = path.with_name(path.name + ".part")
    draft.unlink(missing_ok=True)
    try:
        copy = sqlite3.connect(draft)
        try:
            connection.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it
        finally:
            copy.close()
        os.link(draft, path)  # fails where somebody else has made the file meanwhile
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn what SQLite and the system say into one sentence with its remedy."""
    try:
        yield
    except sqlite3.Error as error:
        raise BadDatabase(_sentence(path, error)) from error
    except OSError as error:
        raise BadDatabase(f"{path} cannot be used ({error.strerror}): check the path and its permissions.") from error


def _sentence(path: Path, error: sqlite3.Error) -> str:
    said = str(error)
    match getattr(error, "sqlite_errorname", "").split("_")[1:2] or [""]:
        case ["FULL"] | ["IOERR"]:
            return (
                f"{path} could not be written ({said}): free space on the disk and run the command again; "
                "what was stored before is safe."
            )
        case ["BUSY"] | ["LOCKED"]:
            return f"{path} is being written to by another process: wait for it, or end it."
        case ["READONLY"]:
            return f"{path} is read-only: make it and its folder writable, or work on a copy (`dragoman backup`)."
        case ["NOTADB"]:
            return f"{path} is not a database of dragoman: name another file."
        case ["CORRUPT"]:
            return f"{path} is damaged ({said}): run `dragoman verify` on it, and go back to a backup."
        case ["CANTOPEN"]:
            return f"{path} cannot be opened: check the path and its permissions."
        case _:
            return f"{path} could not be used ({said}): please report it."
