"""The trained encoder as a function: windows of a report, or marked pairs, in; numbers out.

Comes in: sentences of a text. Goes out: for each window its pieces with what the model makes of each; for marked pairs the
likelihood of each label. The model is one ONNX file (int8, MiniLM-L6; docs/model-card.md) with its labels inside, beside the
tokenizer. The file's sha256 is checked before it is opened. One thread; what the numbers mean for an event is decided in
sightings.py.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from dragoman.coding.windows import Line, Marks, Window, windows
from dragoman.errors import BadModel

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

FOLDER = Path(__file__).resolve().parent / "encoder"
SHA256 = "2d5e8be8c0dcad67dbe16812fe687e2b76506a50344c965697d9eef191d1faf3"
"""Of encoder/model.onnx."""
BATCH = 8
"""Windows or pairs read at once."""
Numbers = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Labels:
    """What the columns of the model's outputs stand for, in order."""

    types: tuple[str, ...]
    kinds: tuple[tuple[str, str | None], ...]
    """Type and mode."""
    statuses: tuple[str, ...]
    contexts: tuple[str, ...]
    roles: tuple[str, ...]
    codes: tuple[str, ...]
    bias: tuple[float, ...]
    """Of each role."""


@dataclass(frozen=True, slots=True)
class Read:
    """A window with the model's numbers, a row a piece; likelihoods, not logits, but for `anchors` and `mentions`."""

    window: Window
    types: Numbers
    """(pieces, 1 + types): the first column is "no trigger"."""
    events: Numbers
    """(pieces, kinds + statuses + 1 + contexts): logits of the event that a piece is the trigger of."""
    anchors: Numbers
    """(pieces, roles, width): as the trigger or cue that roles hang on."""
    mentions: Numbers
    """(pieces, roles, width): as a mention in a role."""


@dataclass(frozen=True, slots=True)
class Related:
    """The likelihoods of one marked pair."""

    kinds: Numbers
    statuses: Numbers
    codes: Numbers


class Network:
    """The loaded model; open once, use for many reports. Not safe across forks: open it in each process."""

    def __init__(self, session: InferenceSession, tokenizer: Tokenizer) -> None:
        self._session = session
        self._tokenizer = tokenizer
        begin, end = (tokenizer.token_to_id(mark) for mark in ("[CLS]", "[SEP]"))
        if begin is None or end is None:
            raise BadModel("The encoder's tokenizer has no [CLS] or [SEP]: install dragoman again.")
        self._marks = Marks(begin, end)

    @classmethod
    def open(cls, folder: Path = FOLDER, sha256: str | None = SHA256) -> Network:
        """Load the model; raises `BadModel` where its files are missing or not the ones that belong to this version."""
        from onnxruntime import GraphOptimizationLevel, InferenceSession, SessionOptions
        from tokenizers import Tokenizer

        try:
            content = (folder / "model.onnx").read_bytes()
            tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        except Exception as error:
            raise BadModel(
                f"The encoder's files in {folder} cannot be read ({error}): install dragoman again."
            ) from error
        if sha256 is not None and hashlib.sha256(content).hexdigest() != sha256:
            raise BadModel(f"{folder / 'model.onnx'} is not the model of this version: install dragoman again.")
        options = SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.graph_optimization_level = GraphOptimizationLevel.ORT_ENABLE_ALL
        tokenizer.no_padding()
        tokenizer.no_truncation()
        return cls(InferenceSession(content, options, providers=["CPUExecutionProvider"]), tokenizer)

    @cached_property
    def labels(self) -> Labels:
        """What the columns stand for, as the model's file says."""
        said = {k: json.loads(v) for k, v in self._session.get_modelmeta().custom_metadata_map.items()}
        kinds = tuple((kind, mode) for kind, mode in said["kinds"])
        listed = {k: tuple(said[k]) for k in ("types", "statuses", "contexts", "roles", "codes", "bias")}
        return Labels(kinds=kinds, **listed)

    def read(self, lines: Sequence[Line], text: str) -> Iterator[Read]:
        """Read a report's sentences; yields its windows in order."""
        made = list(windows(lines, text, self._cut, self._marks))
        yield from self._ordered(made)

    def _ordered(self, made: Sequence[Window]) -> Iterator[Read]:
        for at in range(0, len(made), BATCH):
            batch = made[at : at + BATCH]
            out = self._run(
                [w.ids for w in batch], [w.kinds for w in batch], ["pieces", "events", "anchors", "mentions"]
            )
            for n, window in enumerate(batch):
                yield self._read(window, *(o[n, : len(window.pieces)] for o in out))

    def _read(self, window: Window, pieces: Numbers, events: Numbers, anchors: Numbers, mentions: Numbers) -> Read:
        n, roles = len(self.labels.types) + 1, len(self.labels.roles)
        shape = (len(window.pieces), roles, -1)
        return Read(window, softmax(pieces[:, :n]), events, anchors.reshape(shape), mentions.reshape(shape))

    def relate(self, marked: Iterable[str]) -> Iterator[Related]:
        """Read sentences in which <s>...</s> and, where there is one, <t>...</t> mark two parties."""
        kinds, statuses = len(self.labels.kinds), len(self.labels.statuses)
        ids = [self._tokenizer.encode(text).ids[:LONGEST] for text in marked]
        order = sorted(range(len(ids)), key=lambda n: len(ids[n]))
        found: dict[int, Related] = {}
        for at in range(0, len(order), 4 * BATCH):
            batch = order[at : at + 4 * BATCH]
            (out,) = self._run([ids[n] for n in batch], [[0] * len(ids[n]) for n in batch], ["pairs"])
            for n, row in zip(batch, out, strict=True):
                parts = np.split(row, [kinds, kinds + statuses])
                found[n] = Related(*map(softmax, parts))
        yield from (found[n] for n in range(len(ids)))

    def _cut(self, text: str) -> list[tuple[int, int, int]]:
        read = self._tokenizer.encode(text, add_special_tokens=False)
        return [(i, a, b) for i, (a, b) in zip(read.ids, read.offsets, strict=True)]

    def _run(self, ids: Sequence[Sequence[int]], kinds: Sequence[Sequence[int]], names: Sequence[str]) -> list[Any]:
        longest = max(map(len, ids))
        given = {"ids": _padded(ids, longest), "kinds": _padded(kinds, longest)}
        given["mask"] = _padded([[1] * len(row) for row in ids], longest)
        return list(self._session.run(list(names), given))


LONGEST = 160
"""Pieces of a marked pair that are read."""


def _padded(rows: Sequence[Sequence[int]], longest: int) -> NDArray[np.int64]:
    table = np.zeros((len(rows), longest), np.int64)
    for n, row in enumerate(rows):
        table[n, : len(row)] = row
    return table


def softmax(x: Numbers) -> Numbers:
    """Likelihoods along the last axis."""
    e = np.exp(x - x.max(-1, keepdims=True))
    return np.asarray(e / e.sum(-1, keepdims=True))


def sigmoid(x: Numbers) -> Numbers:
    """Likelihoods of yes."""
    return np.asarray(1 / (1 + np.exp(-x)))
