"""Annotation -> the same with references: actors, places, times.

Comes in: an annotation and a gazetteer. Goes out: the annotation with one actor for each entity number, every place
mention and every time mention; each inferred value carries its ground.
"""

from __future__ import annotations

from dataclasses import replace

from dragoman.gazetteer import Gazetteer
from dragoman.model import Annotation
from dragoman.resolve.actors import actors
from dragoman.resolve.places import places
from dragoman.resolve.times import times

__all__ = ["resolve"]


def resolve(annotation: Annotation, gazetteer: Gazetteer) -> Annotation:
    """Fill actors, places and times; a rejected annotation passes unchanged."""
    if annotation.rejections:
        return annotation
    return replace(
        annotation, actors=actors(annotation, gazetteer), places=places(annotation, gazetteer), times=times(annotation)
    )
