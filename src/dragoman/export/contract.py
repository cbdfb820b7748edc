"""The JSON of `dragoman code --format jsonl`: one coding a line, every key always present; and that of quick looks.

Comes in: codings, and what quick looks found. Goes out: JSON text and its schema (JSON Schema 2020-12). The shapes are those of model.py; pydantic
reads the dataclasses themselves, so there is no second set of models to keep in step.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from dragoman.coding.relate import Relation
from dragoman.model import Actor, Coding, Document, Place, Rejection, Time


@cache
def _adapter() -> TypeAdapter[Coding]:
    return TypeAdapter(Coding)


@cache
def _look() -> TypeAdapter[Mapping[str, str | Sequence[Actor | Place | Time | Rejection]]]:
    return TypeAdapter(Mapping[str, str | Sequence[Actor | Place | Time | Rejection]])


def to_json(coding: Coding) -> str:
    """One line of JSON, without a line break."""
    return _adapter().dump_json(coding).decode()


def from_json(line: str | bytes) -> Coding:
    """Read a line again; raises ValueError where it is not a coding."""
    return _adapter().validate_json(line)


def schema() -> str:
    """The JSON Schema of a line, indented."""
    made: dict[str, Any] = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Coding"}
    made |= _adapter().json_schema(mode="serialization")
    for record in (made, *made["$defs"].values()):
        if "properties" in record:
            record["required"] = list(record["properties"])  # pydantic leaves out what has a default
    return json.dumps(made, indent=2)


def look_to_json(document: Document, kind: str, found: Sequence[Actor] | Sequence[Place] | Sequence[Time],
                 rejections: Sequence[Rejection]) -> str:  # fmt: skip
    """One line of JSON for a quick look: the input's id, what was found under `kind`, and why there is nothing."""
    line = {"id": document.id, kind: found, "rejections": rejections}
    return _look().dump_json(line).decode()


def relation_to_json(relation: Relation) -> str:
    """One line of JSON for the coding of a given pair."""
    return json.dumps(asdict(relation), ensure_ascii=False)
