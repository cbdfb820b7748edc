"""Dragoman reads news reports and writes down who did and said what to whom, with the words that prove it.

`actors`, `places` and `times` are loaded on first use, so that the command line starts at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dragoman.looks import actors, places, times

__all__ = ["actors", "places", "times"]


def __getattr__(name: str) -> object:
    if name in __all__:
        from dragoman import looks

        return getattr(looks, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
