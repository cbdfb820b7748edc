"""How the workbench is run: for whom it is open and how much it takes.

Comes in: options of `dragoman serve`. Goes out: one frozen record that is handed to every part.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from dragoman.serve.tokens import Tokens

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
"""Names under which only this machine can ask."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What `dragoman serve` was told."""

    hosts: tuple[str, ...] = LOOPBACK
    """Names that a request may ask for, without port; others are refused, so that no strange page can reach us by its own name."""
    tokens: Tokens = field(default_factory=Tokens)
    """Who may read or review. Where there are none, everybody who reaches us may do both: only on loopback."""
    open: bool = True
    """No token is needed."""
    largest: int = 2_000_000
    """Bytes of a request's body, at most."""
    waiting: int = 100
    """Reports that may wait to be coded, at most."""
    patience: float = 10.0
    """Seconds that one question to the database may take."""
