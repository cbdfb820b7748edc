"""Annotation -> the same with references: actors, places, times.

Comes in: an annotation and a gazetteer. Goes out: the annotation with one actor for each entity number, every place
mention and every time mention; each inferred value carries its ground.
"""

from __future__ import annotations

from dataclasses import replace

from dragoman.annotate import rejected
from dragoman.gazetteer import Gazetteer
from dragoman.model import Annotation, fault
from dragoman.resolve.actors import actors
from dragoman.resolve.places import places
from dragoman.resolve.times import times

__all__ = ["resolve"]


def resolve(annotation: Annotation, gazetteer: Gazetteer) -> Annotation:
    """Fill actors, places and times; a rejected annotation passes unchanged."""
    if annotation.rejections:
        return annotation
    try:
        found = actors(annotation, gazetteer), places(annotation, gazetteer), times(annotation)
    except Exception as error:  # a fault in one report must not cost the others
        return rejected(annotation.document, fault("resolve", error))
    return replace(annotation, actors=found[0], places=found[1], times=found[2])
