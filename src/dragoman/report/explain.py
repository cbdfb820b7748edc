"""Sentence by sentence: what was found, or why nothing was.

Comes in: a pipeline with the rule coder, and inputs. Goes out: for each report its coding and a text for the terminal.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from rich.text import Text

from dragoman.model import Annotation, Coding, Document


def explain(pipeline: Any, inputs: Iterable[Any]) -> Iterator[tuple[Coding, Text]]:
    """Yield each input's coding with its explanation, in order."""
    for one in inputs:
        if not isinstance(one, Document):
            coding = next(pipeline.code([one]))
            yield coding, Text(f"{one.id}: not coded: {one.rejection.reason}\n", style="bold red")
            continue
        for annotation in pipeline.annotations([one]):
            heard: dict[int, list[str]] = {}

            def watch(token: int, reason: str, heard: dict[int, list[str]] = heard) -> None:
                heard.setdefault(token, []).append(reason)

            coding = pipeline.coder.code_one(annotation, watch)
            yield coding, _text(annotation, coding, heard)


def _text(annotation: Annotation, coding: Coding, heard: dict[int, list[str]]) -> Text:
    text = Text(f"\n{annotation.document.title or annotation.document.id}\n", style="bold")
    for sentence in annotation.sentences:
        text.append(f"\n{sentence.index:>3} ", style="dim")
        text.append(sentence.span.text.replace("\n", " ") + "\n")
        lines = _events(coding, sentence.span.start, sentence.span.end) + _statements(
            coding, sentence.span.start, sentence.span.end
        )
        for line in lines:
            text.append(f"    + {line}\n", style="green")
        missed = [(i, r) for i in range(sentence.first, sentence.last) for r in heard.get(i, ())]
        for i, reason in missed:
            text.append(f"    - “{annotation.tokens[i].text}” {reason}\n", style="yellow")
        if not lines and not missed:
            text.append("    . no word of the codebook's lexicon and no speech\n", style="dim")
    return text


def _events(coding: Coding, start: int, end: int) -> list[str]:
    names = {a.id: a.name for a in coding.actors}

    def who(slots: Iterable[Any]) -> str:
        return "; ".join(f"{names[s.actor]} (“{s.span.text}”)" for s in slots) or "nobody named"

    return [
        f"{e.type}{' ' + e.mode if e.mode else ''} “{e.trigger.text}” by {e.basis.get('type', '?')}: {who(e.actors)} → {who(e.recipients)}, {e.status}"
        + (f" (“{e.status_cue.text}”)" if e.status_cue else "")
        for e in coding.events
        if start <= e.trigger.start < end
    ]


def _statements(coding: Coding, start: int, end: int) -> list[str]:
    names = {a.id: a.name for a in coding.actors}
    return [
        f"statement, {s.kind}, by {names[s.speaker.actor] if s.speaker else 'an unnamed speaker'}"
        + (f" (“{s.speaker.span.text}”)" if s.speaker else "")
        + (f", cue “{s.cue.text}”" if s.cue else "")
        for s in coding.statements
        if start <= s.content[0].start < end
    ]
