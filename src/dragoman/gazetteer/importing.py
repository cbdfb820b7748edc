"""One door for what a user lays over the gazetteer.

Comes in: a file. Goes out: the layer made of it. Finds out by the name what the file is; the importers read it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from dragoman.errors import BadGazetteer
from dragoman.gazetteer.import_actors import import_actors
from dragoman.gazetteer.import_geonames import import_geonames
from dragoman.gazetteer.import_wikidata import import_wikidata
from dragoman.gazetteer.layers import layer_folder


def import_file(
    source: Path,
    say: Callable[[str], None],
    kind: str | None = None,
    out: Path | None = None,
    alternates: Path | None = None,
    features: str = "PATLHS",
) -> Path:
    """Make a layer of a file; one kept in the layer folder is used from then on."""
    if not source.is_file():
        raise BadGazetteer(f"{source} is no file: name a CSV of actors, a Wikidata dump or a GeoNames dump.")
    kind = kind or _kind(source)
    out = out or layer_folder() / f"{kind}.sqlite"
    match kind:
        case "actors":
            return import_actors(source, out, say)
        case "wikidata":
            return import_wikidata(source, out, say)
        case _:
            return import_geonames(source, out, say, alternates, features)


def _kind(source: Path) -> str:
    name = source.name.removesuffix(".gz").removesuffix(".bz2").removesuffix(".zip")
    kind = {".csv": "actors", ".json": "wikidata", ".txt": "geonames"}.get(Path(name).suffix)
    if kind is None and source.suffix == ".zip":
        kind = "geonames"
    if kind is None:
        raise BadGazetteer(f"{source} may be anything: say with --format whether it is actors, wikidata or geonames.")
    return kind
