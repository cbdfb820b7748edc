"""Files that lie on top of the gazetteer: what a user imported, and a user's own actors.

Comes in: nothing, or a writer of rows. Goes out: the paths of the layers, the uppermost first, and finished layer files in
the gazetteer's own format. A layer holds only what was imported; lookup.py asks each in turn. Reads no source; the
importers do.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal, get_args

import platformdirs

from dragoman.errors import BadGazetteer
from dragoman.gazetteer.building import connect, new_draft, prepare, publish, refuse_foreign

LayerKind = Literal["actors", "wikidata", "geonames"]
"""The uppermost first: a user's own rows win."""
ENVIRONMENT = "DRAGOMAN_LAYERS"
"""Environment variable that names the layers, separated as in PATH; empty for none."""

SHOWN = 20
"""Broken lines that are reported one by one; the rest is counted."""


def layer_folder() -> Path:
    """Where imports are kept."""
    return platformdirs.user_data_path("dragoman", appauthor=False) / "gazetteer"


def default_layers() -> tuple[Path, ...]:
    """The layers that are used where none are named: the environment's, else all that were imported."""
    named = os.environ.get(ENVIRONMENT)
    if named is not None:
        return tuple(Path(part) for part in named.split(os.pathsep) if part)
    kept = (layer_folder() / f"{kind}.sqlite" for kind in get_args(LayerKind))
    return tuple(path for path in kept if path.exists())


def layer_kind(path: Path) -> LayerKind:
    """What a layer holds; raises `BadGazetteer` where the file is no layer."""
    try:
        connection = connect(path)
        try:
            row = connection.execute("SELECT value FROM meta WHERE name = 'layer'").fetchone()
        finally:
            connection.close()
    except sqlite3.Error:
        row = None
    kind: LayerKind | None = next((k for k in get_args(LayerKind) if row and k == row[0]), None)
    if kind is None:
        raise BadGazetteer(f"{path} is no layer of a gazetteer: make one with `dragoman gazetteer import`.")
    return kind


def write_layer(path: Path, kind: LayerKind, fill: Callable[[sqlite3.Connection], None]) -> Path:
    """Make a layer in one go; the file appears when it is complete."""
    refuse_foreign(path)
    draft = new_draft(path)
    try:
        connection = sqlite3.connect(draft)
        try:
            prepare(connection)
            with connection:
                connection.execute("INSERT INTO meta VALUES ('layer', ?)", (kind,))
                fill(connection)
        finally:
            connection.close()
        publish(draft, path)
    except (OSError, sqlite3.Error) as error:
        raise BadGazetteer(f"The layer cannot be written to {path}: {error}. Name another file with --out.") from error
    finally:
        draft.unlink(missing_ok=True)
    return path


class Broken:
    """Counts lines that cannot be used and reports the first of them, each with its number."""

    def __init__(self, source: Path, say: Callable[[str], None]) -> None:
        self.source = source
        self.say = say
        self.count = 0

    def add(self, line: int, reason: str) -> None:
        """Report one line."""
        self.count += 1
        if self.count <= SHOWN:
            self.say(f"{self.source.name}:{line}: {reason}; the line is skipped.")
        elif self.count == SHOWN + 1:
            self.say("Further broken lines are skipped and only counted.")

    def summary(self, used: int) -> str:
        """What was used and what was not."""
        return f"{used:,} rows imported from {self.source.name}, {self.count:,} lines skipped."


def usable(layers: Sequence[Path]) -> tuple[tuple[Path, LayerKind], ...]:
    """Layers with their kinds, the uppermost kind first; several of one kind keep their order."""
    kinds = get_args(LayerKind)
    return tuple(sorted(((p, layer_kind(p)) for p in layers), key=lambda pair: kinds.index(pair[1])))
