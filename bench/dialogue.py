"""Time the reading of quotations and statements on hostile texts of three sizes.

Comes in: nothing. Goes out: for each kind of text the seconds of processor time at three sizes, and the growth by doubling: 2.0 is linear. The texts: marks
without an end, dialogue up to 1 MB, and all styles of marks mixed. Timed is what this project adds to the parse: the pairing of marks
and the finding of statements, on tokens split at spaces (`flat`), and, with --whole, the whole path on the smaller sizes.
"""

from __future__ import annotations

import argparse
import re
import time
from collections.abc import Callable

from dragoman.annotate import dependents
from dragoman.annotate.quotations import quotations
from dragoman.coding.discourse import Discourse
from dragoman.coding.statements import statements
from dragoman.coding.voices import Voices
from dragoman.model import Annotation, Document, Sentence, Token
from dragoman.pipeline import Pipeline

TURN = "\"It is late,\" she said. “Go home,” he said. 'Not yet,' they said.\n\n"
MIXED = "«Oui», he said. „Nein“, she said. “No ‘not’ now,” they said. \"Never, 'he' said. ‹So›\n\n"
KINDS: dict[str, Callable[[int], str]] = {
    "marks without an end": lambda size: 'he said "go ' * (size // 12),
    "dialogue": lambda size: TURN * (size // len(TURN)),
    "mixed styles": lambda size: MIXED * (size // len(MIXED)),
}
SIZES = (250_000, 500_000, 1_000_000)
"""Code points; the last is 1 MB, with more than 10,000 marks in each kind."""


def flat(text: str) -> Annotation:
    """A text with its words and sentences and no grammar: what hostile input comes down to."""
    document = Document("d", text)
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    first = 0
    for match in re.finditer(r"\w+|[^\w\s]|\n\n", text):
        form, i = match.group(), len(tokens)
        if form == "\n\n" or i - first > 200:
            if i > first:
                span = document.span(tokens[first].start, tokens[-1].end)
                sentences.append(Sentence(len(sentences), first, i, span, len(sentences), False, first))
            first = i
            if form == "\n\n":
                continue
        said = form == "said"
        tag, pos = ("VBD", "VERB") if said else ("NN", "NOUN")
        tokens.append(
            Token(
                i,
                match.start(),
                match.end(),
                form,
                "say" if said else form.lower(),
                pos,
                tag,
                "dep",
                i,
                i,
                i,
                len(sentences),
                "",
            )
        )
    if len(tokens) > first:
        span = document.span(tokens[first].start, tokens[-1].end)
        sentences.append(Sentence(len(sentences), first, len(tokens), span, len(sentences), False, first))
    return Annotation(document, tokens, dependents(tokens), sentences, (), quotations(document, tokens, sentences))


def timed(kind: Callable[[int], str], size: int) -> tuple[float, int, int]:
    """Seconds, marks and statements of one text."""
    text = kind(size)
    made = flat(text)
    start = time.process_time()
    made = Annotation(
        made.document,
        made.tokens,
        made.children,
        made.sentences,
        (),
        quotations(made.document, made.tokens, made.sentences),
    )
    talk = Discourse.of(made)
    found = statements(talk, Voices(talk))
    return time.process_time() - start, len(re.findall("[\"“”„«»'‘’‹›]", text)), len(found)


def main() -> None:
    ap = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    ap.add_argument(
        "--whole", action="store_true", help="also the whole path, parse and events included, on a tenth of the sizes"
    )
    args = ap.parse_args()
    for name, kind in KINDS.items():
        seconds = []
        for size in SIZES:
            taken, marks, found = timed(kind, size)
            seconds.append(taken)
            print(f"{name:22} {size:>9,} characters {marks:>7,} marks {found:>6,} statements {taken:6.2f} s")
        print(f"{name:22} growth by doubling: {seconds[1] / seconds[0]:.2f}, {seconds[2] / seconds[1]:.2f}")
    if args.whole:
        pipeline = Pipeline.open()
        for name, kind in KINDS.items():
            for size in (s // 10 for s in SIZES):
                start = time.process_time()
                coding = next(pipeline.code([Document("d", kind(size), lang="en")]))
                print(f"{name:22} {size:>9,} characters, whole path {time.process_time() - start:6.2f} s"
                      f"{''.join(f', rejected: {r.reason}' for r in coding.rejections)}")  # fmt: skip


if __name__ == "__main__":
    main()
