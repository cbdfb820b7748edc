"""Document -> Annotation: sentences, tokens, mentions, quotations, coreference.

Comes in: documents, the loaded parser, and a gazetteer for what names and role nouns are. Goes out: annotations
without actors, places and times, which `resolve` fills.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from dragoman.annotate.coreference import link
from dragoman.annotate.mentions import mentions
from dragoman.annotate.parse import Parser
from dragoman.annotate.quotations import quotations
from dragoman.annotate.repair import repair
from dragoman.gazetteer import Gazetteer
from dragoman.model import Annotation, Document, Rejection, Token

__all__ = ["Parser", "annotate"]


def annotate(documents: Iterable[Document], parser: Parser, gazetteer: Gazetteer) -> Iterator[Annotation]:
    """Yield the annotation of each document, in order; one without words gets a rejection."""
    for document, parsed, sentences in parser.parse(documents):
        if not parsed:
            rejection = Rejection("annotate", "The text holds no words.")
            yield Annotation(document, (), (), (), (), (), rejections=(rejection,))
            continue
        tokens = repair(parsed, gazetteer)
        children = dependents(tokens)
        found = mentions(tokens, sentences, children, document, gazetteer)
        quoted = quotations(document, tokens, sentences)
        linked = link(found, tokens, sentences, children, document, gazetteer)
        yield Annotation(document, tokens, children, sentences, linked, quoted)


def dependents(tokens: Sequence[Token]) -> list[list[int]]:
    """For each token its dependents, left to right."""
    children: list[list[int]] = [[] for _ in tokens]
    for token in tokens:
        if token.head != token.i:
            children[token.head].append(token.i)
    return children
