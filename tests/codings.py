"""Small codings made by hand, for tests of what comes after coding."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from hashlib import blake2b
from typing import Any

from dragoman.model import Actor, Coding, Document, Event, EventPlace, Figure, Slot, Statement, When

CODER, CODEBOOK = "hand-1.0", "plover-2.0+test"


def document(text: str, id: str = "r1", **facts: Any) -> Document:
    facts.setdefault("published", date(2020, 3, 10))
    return Document(id, text, **facts)


def made_id(*parts: object) -> str:
    return blake2b("|".join(map(str, parts)).encode(), digest_size=8).hexdigest()


class Builder:
    """Collects the records of one report; every span is looked up in the text."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.actors: dict[str, Actor] = {}
        self.events: list[Event] = []
        self.statements: list[Statement] = []

    def span(self, words: str) -> Any:
        start = self.document.text.index(words)
        return self.document.span(start, start + len(words))

    def slot(self, words: str, country: str | None = None, sector: str = "GOV", **facts: Any) -> Slot:
        """The party named by the words, made at its first mention."""
        id = f"a-{made_id(self.document.id, words)[:12]}"
        if id not in self.actors:
            facts.setdefault("kind", "state" if sector == "GOV" and country else "group")
            self.actors[id] = Actor(id, words, country=country, sector=sector, mentions=(self.span(words),), **facts)  # type: ignore[arg-type]
        return Slot(id, self.span(words))

    def event(
        self, type: str, trigger: str, actors: Sequence[Slot] = (), recipients: Sequence[Slot] = (), *, when: Any = None,
        place: Any = None, killed: Any = None, **facts: Any,
    ) -> Event:  # fmt: skip
        """`when` is (words, day) or (words, first, last); `place` (words, country, latitude, longitude); `killed` (words, n)."""
        quad = {"CONSULT": 1, "AGREE": 1, "SUPPORT": 1, "AID": 2, "RETREAT": 2, "ACCUSE": 3, "REJECT": 3}.get(type, 4)
        words = self.span(trigger)
        end = self.document.text.find(".", words.end)
        start = self.document.text.rfind(". ", 0, words.start)
        sentence = self.document.span(start + 2 if start >= 0 else 0, end + 1 if end >= 0 else len(self.document.text))
        at = when and When(when[1], when[-1], "day", self.span(when[0]))
        where = place and EventPlace(place[0], place[1], None, *place[2:4], None, self.span(place[0]))
        figures = (Figure("killed", killed[1], killed[1], None, (), self.span(killed[0])),) if killed else ()
        facts = {"mode": None, "status": "happened", "background": False, "status_cue": None} | facts
        event = Event(
            made_id(self.document.id, type, trigger, len(self.events)), type, contexts=(), quad=quad, intensity=-1.0,  # type: ignore[arg-type]
            trigger=words, sentence=sentence, actors=tuple(actors), recipients=tuple(recipients), when=at, place=where,
            figures=figures, score=0.8, **facts,
        )  # fmt: skip
        self.events.append(event)
        return event

    def statement(
        self, speaker: Slot | None, cue: str, content: str, about: Sequence[Event] = (), act: str = "say"
    ) -> Statement:
        made = Statement(
            "s" + made_id(self.document.id, content)[:12], speaker, (), "indirect", self.span(cue), (self.span(content),),
            act, tuple(e.id for e in about), score=0.9,  # type: ignore[arg-type]
        )  # fmt: skip
        self.statements.append(made)
        return made

    def coding(self, coder: str = CODER) -> Coding:
        return Coding(
            self.document, coder, CODEBOOK, tuple(self.actors.values()), tuple(self.events), tuple(self.statements)
        )


def shelling(id: str = "r1", coder: str = CODER, **facts: Any) -> Coding:
    """A report with an alleged attack, an accusation and a denial."""
    text = facts.pop(
        "text",
        "Armenia accused Azerbaijan of shelling Goris on Tuesday, killing 4 people. Azerbaijan denied that it had fired.",
    )
    b = Builder(document(text, id, **facts))
    armenia, azerbaijan = b.slot("Armenia", "ARM"), b.slot("Azerbaijan", "AZE")
    attack = b.event(
        "ASSAULT", "shelling", [azerbaijan], [armenia], status="alleged", asserted_by=(armenia,), denied_by=(azerbaijan,),
        when=("on Tuesday", date(2020, 3, 10)), place=("Goris", "ARM", 39.51, 46.34), killed=("4 people", 4),
    )  # fmt: skip
    b.event("ACCUSE", "accused", [armenia], [azerbaijan])
    b.event("REJECT", "denied", [azerbaijan], [armenia])
    b.statement(armenia, "accused", "shelling Goris on Tuesday, killing 4 people", [attack], act="accuse")
    b.statement(azerbaijan, "denied", "it had fired", [attack], act="deny")
    return b.coding(coder)
