"""Annotation -> the same with references: actors, places, times.

Comes in: an annotation and a gazetteer. Goes out: the annotation with one actor for each entity number, every place
mention and every time mention; each inferred value carries its ground.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dragoman.annotate import rejected
from dragoman.gazetteer import Gazetteer
from dragoman.model import Actor, Annotation, Place, fault
from dragoman.resolve.actors import actors
from dragoman.resolve.places import places
from dragoman.resolve.times import times

__all__ = ["resolve"]


def resolve(annotation: Annotation, gazetteer: Gazetteer) -> Annotation:
    """Fill actors, places and times; a rejected annotation passes unchanged."""
    if annotation.rejections:
        return annotation
    try:
        who, where = actors(annotation, gazetteer), places(annotation, gazetteer)
        when = times(annotation, _countries(who, where))
    except Exception as error:  # a fault in one report must not cost the others
        return rejected(annotation.document, fault("resolve", error))
    return replace(annotation, actors=who, places=where, times=when)


def _countries(actors: Sequence[Actor], places: Sequence[Place]) -> list[tuple[int, str]]:
    """Where in the text which country is named, in text order."""
    named = [(p.span.start, p.country) for p in places]
    named += [(m.start, a.country) for a in actors for m in a.mentions]
    return sorted((start, country) for start, country in named if country)
