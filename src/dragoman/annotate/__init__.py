"""Document -> Annotation: sentences, tokens, mentions, quotations, coreference.

Comes in: documents, the loaded parser, and a gazetteer for what names and role nouns are. Goes out: annotations
without actors, places and times, which `resolve` fills.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from dragoman.annotate.coreference import link
from dragoman.annotate.mentions import mentions
from dragoman.annotate.parse import Parser
from dragoman.annotate.plurals import members
from dragoman.annotate.quotations import quotations
from dragoman.annotate.repair import repair
from dragoman.gazetteer import Gazetteer
from dragoman.model import Annotation, Document, Rejection, Sentence, Token, fault

__all__ = ["Parser", "annotate", "rejected"]


def annotate(documents: Iterable[Document], parser: Parser, gazetteer: Gazetteer) -> Iterator[Annotation]:
    """Yield the annotation of each document, in order; one without words gets a rejection."""
    for document, tokens, sentences in parser.parse(documents):
        if not tokens:
            yield rejected(document, Rejection("annotate", "The text holds no words."))
            continue
        try:
            yield annotation(document, repair(tokens, gazetteer), sentences, gazetteer)
        except Exception as error:  # a fault in one report must not cost the others
            yield rejected(document, fault("annotate", error))


def annotation(
    document: Document, tokens: Sequence[Token], sentences: Sequence[Sentence], gazetteer: Gazetteer
) -> Annotation:
    """Find mentions, quotations and coreference in one parsed document."""
    children = dependents(tokens)
    found = mentions(tokens, sentences, children, document, gazetteer)
    linked = link(found, tokens, sentences, children, document, gazetteer)
    said = quotations(document, tokens, sentences)
    gathered = members(linked, tokens, sentences)
    return Annotation(document, tokens, children, sentences, linked, said, members=gathered)


def rejected(document: Document, rejection: Rejection) -> Annotation:
    """The annotation of a document that gave none."""
    return Annotation(document, (), (), (), (), (), rejections=(rejection,))


def dependents(tokens: Sequence[Token]) -> list[list[int]]:
    """For each token its dependents, left to right."""
    children: list[list[int]] = [[] for _ in tokens]
    for token in tokens:
        if token.head != token.i:
            children[token.head].append(token.i)
    return children
