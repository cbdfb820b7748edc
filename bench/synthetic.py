"""Synthetic codings with a planted truth: which events of which reports are the same happening.

Comes in: a number of reports and a seed. Goes out: codings, and for each event the number of its happening. Reports copy
one another, leave places and days out, name other doers, disagree on the dead; other happenings look alike: the same
parties in another town, the same town some days later.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import blake2b

from dragoman.model import Actor, Coding, Document, Event, EventPlace, Figure, Quad, Range, Slot, Span, Statement, When

CODER, CODEBOOK = "synthetic-1.0", "plover-2.0+synthetic"
START = date(2020, 1, 1)
KINDS: dict[str, tuple[Quad, tuple[str, ...]]] = {
    "ASSAULT": (4, ("attacked", "shelled", "raided", "bombed")),
    "COERCE": (4, ("detained officials of", "seized goods of")),
    "SANCTION": (4, ("imposed sanctions on", "expelled diplomats of")),
    "CONSULT": (1, ("held talks with", "met envoys of")),
    "AGREE": (1, ("signed a deal with",)),
    "AID": (2, ("sent relief to", "gave a loan to")),
    "ACCUSE": (3, ("accused", "blamed", "condemned")),
    "THREATEN": (3, ("threatened", "warned")),
    "REQUEST": (3, ("urged", "called on")),
    "PROTEST": (4, ("rallied against", "demonstrated against")),
}
SYLLABLES = ("ba", "dor", "ka", "lim", "mon", "ne", "pol", "ri", "sa", "tun", "ve", "zar", "gra", "hul", "is", "jo")
CODES = [
    "FRA",
    "DEU",
    "GBR",
    "USA",
    "RUS",
    "CHN",
    "IND",
    "PAK",
    "IRN",
    "IRQ",
    "SYR",
    "TUR",
    "EGY",
    "LBY",
    "MLI",
    "NGA",
    "KEN",
    "ETH",
    "SDN",
    "ZAF",
    "BRA",
    "ARG",
    "COL",
    "VEN",
    "MEX",
    "CAN",
    "JPN",
    "KOR",
    "PRK",
    "VNM",
    "THA",
    "MMR",
    "PHL",
    "IDN",
    "AUS",
    "UKR",
    "POL",
    "ESP",
    "ITA",
    "GRC",
]
CONFUSED = 0.2
"""Share of happenings made to be mistaken for a recent one: same parties and act, another town or five to twelve days later."""
OUTLETS = tuple(f"The {s.title()} {n}" for s in SYLLABLES for n in ("Post", "Times", "Herald"))


@dataclass(frozen=True, slots=True)
class Party:
    name: str
    country: str
    sector: str
    kind: str


@dataclass(frozen=True, slots=True)
class Town:
    name: str
    country: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Happening:
    number: int
    type: str
    verb: str
    actor: Party
    rival: Party
    recipient: Party
    town: Town
    day: date
    dead: int


@dataclass(slots=True)
class World:
    """Invented countries with towns and parties, and what happens in them."""

    seed: int
    random: random.Random = field(init=False)
    parties: dict[str, list[Party]] = field(default_factory=dict)
    towns: dict[str, list[Town]] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)
        self.words = sorted({self._word(2) for _ in range(3000)} | {self._word(3) for _ in range(6000)})
        for code in CODES:
            name = self._word(3).title() + "ia"
            self.parties[code] = [
                Party(name, code, "GOV", "state"),
                Party(f"{name} army", code, "MIL", "organisation"),
                Party(f"{self._word(2).title()} {self._word(3).title()}", code, "GOV", "person"),
                Party(f"{self._word(3).title()} Front", code, "REB", "organisation"),
                Party(f"{self._word(2).title()} Union of {name}", code, "LAB", "organisation"),
            ]
            latitude, longitude = self.random.uniform(-50, 60), self.random.uniform(-170, 170)
            self.towns[code] = [
                Town(
                    self._word(3).title(),
                    code,
                    latitude + self.random.uniform(-4, 4),
                    longitude + self.random.uniform(-4, 4),
                )
                for _ in range(12)
            ]

    def _word(self, syllables: int) -> str:
        return "".join(self.random.choice(SYLLABLES) for _ in range(syllables))

    def happening(self, number: int, day: date, like: Happening | None) -> Happening:
        """Something new; `like` is something that it can be mistaken for."""
        r = self.random
        if like and r.random() < CONFUSED:
            if r.random() < 0.5:
                town = r.choice([t for t in self.towns[like.town.country] if t != like.town])
                return Happening(
                    number, like.type, like.verb, like.actor, like.rival, like.recipient, town, day, r.randint(1, 60)
                )
            later = max(day, like.day) + timedelta(days=r.randint(5, 12))
            return Happening(
                number, like.type, like.verb, like.actor, like.rival, like.recipient, like.town, later, r.randint(1, 60)
            )
        left, right, third = r.sample(CODES, 3)
        kind = r.choice(sorted(KINDS))
        town = r.choice(self.towns[right])
        return Happening(
            number, kind, r.choice(KINDS[kind][1]), r.choice(self.parties[left]), self.parties[third][3],
            r.choice(self.parties[right]), town, day, r.randint(1, 60),
        )  # fmt: skip


def reports(count: int, seed: int = 1, days: int = 365) -> Iterator[tuple[Coding, dict[str, int]]]:
    """Codings in the order of their days, each with the happening of each of its events."""
    world = World(seed)
    r = world.random
    number = done = 0
    recent: list[Happening] = []
    waiting: list[tuple[date, Coding, dict[str, int]]] = []
    while done < count:
        day = START + timedelta(days=done * days // count)
        told = world.happening(number, day, r.choice(recent) if recent else None)
        number += 1
        recent = [*recent[-20:], told]
        first: Coding | None = None
        for n in range(min(count - done, r.choice((1, 1, 1, 2, 2, 3, 4, 6)))):
            if first is not None and r.random() < 0.3:
                made = _copy(world, first, done, n)
                truth = {e.id: told.number for e in made.events[:1]} | _others(made, told.number)
            else:
                made, truth = _report(world, told, done, n)
                first = first or made
            waiting.append((made.document.published or day, made, truth))
            done += 1
        waiting.sort(key=lambda w: w[0])
        while len(waiting) > 40:
            _, made, truth = waiting.pop(0)
            yield made, truth
    for _, made, truth in waiting:
        yield made, truth


def _others(made: Coding, number: int) -> dict[str, int]:
    return {e.id: number for e in made.events}


@dataclass(slots=True)
class Page:
    """A text that grows, with the spans of its parts."""

    text: str = ""

    def put(self, words: str) -> Span:
        start = len(self.text)
        self.text += words
        return Span(start, len(self.text), words)


def _filler(world: World, sentences: int) -> str:
    r = world.random
    return " ".join(" ".join(r.choices(world.words, k=12)).capitalize() + "." for _ in range(sentences))


def _report(world: World, told: Happening, serial: int, n: int) -> tuple[Coding, dict[str, int]]:
    """One report that tells a happening in its own words, with some of the facts."""
    r = world.random
    page = Page()
    id = f"syn-{world.seed}-{serial:07d}"
    title = f"{told.actor.name} {told.verb} {told.recipient.name} {r.choice(world.words)}"
    page.put(title + "\n\n" + _filler(world, r.randint(1, 3)) + " ")
    disputed = told.type == "ASSAULT" and r.random() < 0.15
    doer = told.rival if disputed else told.actor
    start = len(page.text)
    actor = page.put(doer.name)
    page.put(" ")
    trigger = page.put(told.verb)
    page.put(" ")
    recipient = page.put(told.recipient.name)
    place = when = figure = None
    if r.random() < 0.8:
        page.put(" in ")
        town = told.town
        place = EventPlace(town.name, town.country, None, town.latitude, town.longitude, None, page.put(town.name))
    if r.random() < 0.6:
        page.put(" on ")
        when = When(told.day, told.day, "day", page.put(f"{told.day.day} {told.day:%B}"))
    if told.type == "ASSAULT" and r.random() < 0.8:
        page.put(", killing ")
        dead = told.dead + (r.randint(1, 3) if r.random() < 0.3 else 0)
        figure = Figure("killed", dead, dead, None, (), page.put(f"{dead} people"))
    page.put(f" {r.choice(world.words)} {r.choice(world.words)}.")
    sentence = Span(start, len(page.text), page.text[start:])
    page.put(" ")
    speaker_party = world.parties[told.actor.country][2]
    speaker = page.put(speaker_party.name)
    page.put(" ")
    cue = page.put("said")
    page.put(" ")
    content = page.put(" ".join(r.choices(world.words, k=8)))
    page.put(". " + _filler(world, r.randint(4, 9)))
    published = told.day + timedelta(days=min(n, r.randint(0, 2)))
    document = Document(id, page.text, title, r.choice(OUTLETS), f"https://example.test/{id}", "en", published)
    return _coding(document, told, doer, disputed, speaker_party, actor, trigger, recipient, sentence, place, when, figure,
                   speaker, cue, content), {_id(id, "event"): told.number}  # fmt: skip


def _coding(
    document: Document, told: Happening, doer: Party, disputed: bool, speaker_party: Party, actor: Span, trigger: Span,
    recipient: Span, sentence: Span, place: EventPlace | None, when: When | None, figure: Figure | None,
    speaker: Span, cue: Span, content: Span,
) -> Coding:  # fmt: skip
    id = document.id
    who = {"actor": (doer, actor), "recipient": (told.recipient, recipient), "speaker": (speaker_party, speaker)}
    actors = tuple(_actor(id, role, party, span) for role, (party, span) in who.items())
    counts = {"killed": Range(figure.min, figure.max)} if figure else {}
    event = Event(
        _id(id, "event"), told.type, None, (), KINDS[told.type][0], -5.0, "alleged" if disputed else "happened", None, False,
        trigger, sentence, actors=(Slot(actors[0].id, actor),), recipients=(Slot(actors[1].id, recipient),),
        asserted_by=(Slot(actors[2].id, speaker),) if disputed else (), when=when, place=place, counts=counts,
        figures=(figure,) if figure else (), basis={"type": "synthetic"}, score=0.8,
    )  # fmt: skip
    statement = Statement(
        "s" + _id(id, "statement")[:12], Slot(actors[2].id, speaker), (), "indirect", cue, (content,), "say",
        (event.id,), None, None, 0.9,
    )  # fmt: skip
    return Coding(document, CODER, CODEBOOK, actors, (event,), (statement,))


def _actor(id: str, role: str, party: Party, span: Span) -> Actor:
    return Actor(
        "a-" + _id(id, role)[:12], party.name, party.kind, party.country, party.sector, mentions=(span,),  # type: ignore[arg-type]
        basis={"country": "synthetic"},
    )  # fmt: skip


def _copy(world: World, first: Coding, serial: int, n: int) -> Coding:
    """The same words under another title in another outlet; half of them with words changed after the last record."""
    r = world.random
    old = first.document
    id = f"syn-{world.seed}-{serial:07d}"
    end = max(s.content[0].end for s in first.statements)
    tail = old.text[end:]
    if r.random() < 0.5:
        words = tail.split(" ")
        for _ in range(len(words) // 25):
            words[r.randrange(len(words))] = r.choice(world.words)
        tail = " ".join(words)
    text = old.text[:end] + tail
    published = (old.published or START) + timedelta(days=r.randint(0, 1))
    document = Document(id, text, old.title, r.choice(OUTLETS), f"https://example.test/{id}", "en", published)
    names = {
        a.id: "a-" + _id(id, role)[:12] for a, role in zip(first.actors, ("actor", "recipient", "speaker"), strict=True)
    }

    def moved(slots: tuple[Slot, ...]) -> tuple[Slot, ...]:
        return tuple(Slot(names[s.actor], s.span) for s in slots)

    from dataclasses import replace

    actors = tuple(replace(a, id=names[a.id]) for a in first.actors)
    events = tuple(
        replace(e, id=_id(id, "event"), actors=moved(tuple(e.actors)), recipients=moved(tuple(e.recipients)),
                asserted_by=moved(tuple(e.asserted_by)))
        for e in first.events
    )  # fmt: skip
    statements = tuple(
        replace(s, id="s" + _id(id, "statement")[:12], speaker=moved((s.speaker,))[0] if s.speaker else None, about=(events[0].id,))
        for s in first.statements
    )  # fmt: skip
    return Coding(document, CODER, CODEBOOK, actors, events, statements)


def _id(*parts: str) -> str:
    return blake2b("|".join(parts).encode(), digest_size=8).hexdigest()
