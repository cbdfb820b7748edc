"""A record made anew with other spans and strings, however deep they lie.

Comes in: a frozen record, what to do with a span, what to do with a string. Goes out: a record of the same shape.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from dragoman.model import Span

T = TypeVar("T")


def made_anew(record: T, span: Callable[[Span], Span], string: Callable[[str], str]) -> T:
    """The record with every span and string put through; ids and codes are strings too."""
    return _value(record, span, string)  # type: ignore[no-any-return]


def _value(value: Any, span: Callable[[Span], Span], string: Callable[[str], str]) -> Any:
    if isinstance(value, Span):
        return span(value)
    if isinstance(value, str):
        return string(value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: _value(getattr(value, f.name), span, string) for f in fields(value)})
    if isinstance(value, Mapping):
        return {k: _value(v, span, string) for k, v in value.items()}
    if isinstance(value, (tuple, list)):
        return type(value)(_value(v, span, string) for v in value)
    return value
