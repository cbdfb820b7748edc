"""The ontology of events: what the types mean and which words express them.

Comes in: a folder of YAML files, ours (plover/) or a user's. Goes out: a `Codebook`, or the `Problem`s that it has.
Does not read reports; the coder asks `Codebook.lexemes` for the patterns of a word.
"""

from dragoman.codebook.checking import check
from dragoman.codebook.loading import load
from dragoman.codebook.nodes import Problem
from dragoman.codebook.records import (
    Category,
    Codebook,
    Constraint,
    Context,
    Departure,
    EventType,
    Example,
    Lexeme,
    Mode,
    Need,
    Preferences,
    Roles,
    SectorCode,
    Status,
)

__all__ = [
    "Category", "Codebook", "Constraint", "Context", "Departure", "EventType", "Example", "Lexeme", "Mode", "Need",
    "Preferences", "Problem", "Roles", "SectorCode", "Status", "check", "load",
]  # fmt: skip
