"""When, where and how many.

Comes in: a draft, the resolved times and places and the counts of its sentence. Goes out: the time, place and
figures that belong to it. A time belongs to the clause it stands in; nothing is guessed from the publication date.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from dragoman.coding.dating import nearness
from dragoman.coding.drafts import Draft
from dragoman.coding.figures import BELONGS, Count, counts
from dragoman.coding.syntax import Syntax
from dragoman.model import Annotation, Place, Time
from dragoman.resolve.place_words import IN_NAME
from dragoman.resolve.time_calendar import around

END_OF = re.compile(r"\bend of\b")
MONTH_ENDS = 28
"""Day from which on a month may end."""
PLACE_PREPOSITIONS = frozenset(
    {"in", "at", "on", "near", "outside", "inside", "across", "around", "through", "throughout", "over", "off"}
)
WITHIN = frozenset({"in", "at", "near", "outside", "inside"})
VENUES = frozenset(
    {
        "airport", "area", "barracks", "base", "border", "building", "bureau", "camp", "capital", "center", "centre",
        "church", "city", "complex", "county", "court", "courthouse", "courtroom", "district", "embassy", "facility",
        "factory", "harbor", "harbour", "headquarters", "hospital", "hotel", "house", "jail", "market", "mosque", "office",
        "palace", "park", "parliament", "plant", "port", "prison", "province", "region", "restaurant", "school", "square",
        "stadium", "state", "station", "street", "suburb", "synagogue", "temple", "theater", "theatre", "town",
        "university", "village",
    }
)  # fmt: skip
"""Nouns that a place name may describe as the scene of an event: "in a Cairo court", not "in the Cairo talks"."""
SCENIC = frozenset({"ASSAULT", "COERCE", "PROTEST"})
"""Types of acts that happen at a place, which a sentence seldom names for another reason."""
STANDINS = {
    "city": "city", "town": "city", "village": "city", "district": "city", "neighborhood": "city",
    "neighbourhood": "city", "country": "country", "nation": "country", "state": "region", "province": "region",
    "region": "region", "territory": "region",
}  # fmt: skip
"""Nouns that with an article stand for the last place of their kind: "in the city"."""
ROUTES = frozenset({"to", "into", "from"})
"""Prepositions that place an event only where they hang on its own words: "a visit to Paris"."""
SHARED = frozenset(
    {"xcomp", "conj", "advcl", "pcomp", "acl", "prep", "dobj", "pobj", "nsubj", "nsubjpass", "relcl", "attr", "agent"}
)
"""Relations across which a clause shares the time and place of the clause above it."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """The times, places and counts of a report by sentence."""

    syntax: Syntax
    annotation: Annotation
    published: date | None
    times: dict[int, list[tuple[Time, int]]]
    """Sentence -> times with the token that heads each."""
    places: dict[int, list[tuple[Place, int]]]
    counts: dict[int, list[Count]]

    @classmethod
    def of(cls, annotation: Annotation, syntax: Syntax) -> Circumstances:
        starts = [t.start for t in annotation.tokens]

        def head(start: int, end: int) -> int:
            first = bisect_left(starts, start)
            last = max(bisect_left(starts, end), first + 1)
            inside = range(min(first, len(starts) - 1), min(last, len(starts)))
            return next(
                (i for i in inside if syntax.tokens[i].head not in inside or syntax.tokens[i].head == i), inside[0]
            )

        times: dict[int, list[tuple[Time, int]]] = {}
        for time in annotation.times:
            at = head(time.span.start, time.span.end)
            times.setdefault(syntax.tokens[at].sentence, []).append((time, at))
        places: dict[int, list[tuple[Place, int]]] = {}
        for place in annotation.places:
            if place.role == "literal":
                at = head(place.span.start, place.span.end)
                places.setdefault(syntax.tokens[at].sentence, []).append((place, at))
        return cls(
            syntax,
            annotation,
            annotation.document.published,
            times,
            places,
            {s.index: counts(syntax, s.first, s.last) for s in annotation.sentences},
        )

    def when(self, draft: Draft) -> Time | None:
        """The time that the draft's own words or clause state."""
        ranked = [
            (nearness(self.syntax, draft, at), -abs(at - draft.trigger.head), time)
            for time, at in self.times.get(draft.sentence, ())
        ]
        ranked = [r for r in ranked if r[0] > 0 and (r[2].start or r[2].end)]
        return self._closed(max(ranked, key=lambda r: r[:2])[2], draft) if ranked else None

    def _closed(self, time: Time, draft: Draft) -> Time:
        """Close an open interval where the event does: what has gone on since Monday has so far gone on up to publication.

        A deadline ("by Friday", "until 2009") dates by its own day or year, unless the event goes on until then.
        """
        led, published = time.span.text.split()[0].lower(), self.published
        ahead = draft.status in ("planned", "considered", "hypothetical")
        if time.end is None and time.start and published and not ahead and time.start <= published:
            return replace(time, end=published)
        if time.start is None and time.end and led != "before":
            goes_on = led in ("until", "till") and published and published <= time.end
            unit = "month" if END_OF.search(time.span.text) and time.end.day >= MONTH_ENDS else time.grain
            own = around(time.end, "day" if unit == "hour" else unit)
            return replace(time, start=published if goes_on else own.start if own else None)
        return time

    def place(self, draft: Draft) -> Place | None:
        """The place that the draft's own words or clause state; parties ("Beijing denied") are none."""
        ranked = []
        for place, at in self.places.get(draft.sentence, ()):
            near = self._nearness(draft, at)
            if near > 0 and not self._aside(draft, at) and (self._placed(at, near) or self._visited(draft, at)):
                ranked.append((near, -abs(at - draft.trigger.head), place))
        return max(ranked, key=lambda r: r[:2])[2] if ranked else self._standing_in(draft) or self._scene(draft)

    def _standing_in(self, draft: Draft) -> Place | None:
        """The place for which "in the city" stands, in the draft's own clause: the last one named of that kind."""
        tokens = self.syntax.tokens
        clause = self.syntax.clause(draft.trigger.head)
        sentence = self.annotation.sentences[draft.sentence]
        for token in tokens[sentence.first : sentence.last]:
            kind = STANDINS.get(token.lemma)
            if kind is None or not self._inside(token.i, PLACE_PREPOSITIONS) or self.syntax.clause(token.i) != clause:
                continue
            article = next(
                (c for c in self.syntax.children[token.i] if tokens[c].lemma in ("the", "this", "that")), None
            )
            named = [p for n in sorted(self.places) if n <= draft.sentence for p, at in self.places[n] if at < token.i]
            named = [p for p in named if _kind(p) == kind]
            if article is not None and named:
                return replace(named[-1], span=self.annotation.span(article, token.i + 1))
        return None

    def _scene(self, draft: Draft) -> Place | None:
        """The place nearest to an act that must have one, where its sentence names places of one country only."""
        here = [(p, at) for p, at in self.places.get(draft.sentence, ()) if p.basis.get("name") != IN_NAME]
        if draft.type not in SCENIC or len({p.country for p, _ in here}) != 1:
            return None
        return min(here, key=lambda pair: abs(pair[1] - draft.trigger.head))[0]

    def counted(self, draft: Draft) -> list[Count]:
        """The counts that belong to the draft: those of its own verb, or of its sentence where they fit its type."""
        head, words = draft.trigger.head, draft.trigger.words
        found = [c for c in self.counts.get(draft.sentence, ()) if c.at in words or c.head == head]
        if not found:
            clause = self.syntax.clause(head)
            found = [c for c in self.counts.get(draft.sentence, ()) if draft.type in BELONGS[c.what]
                     and (self.syntax.clause(c.at) == clause or head in (a for _, a in self.syntax.ancestors(c.at)))]  # fmt: skip
        return [c for c in found if draft.type in BELONGS[c.what]]

    def strays(self, taken: Collection[Count]) -> list[tuple[int, Count]]:
        """Counts that no event took ("Doctors put the death toll at 20"), with their sentence."""
        return [(n, c) for n, found in self.counts.items() for c in found if c not in taken and not self._caused(c)]

    def _caused(self, count: Count) -> bool:
        """Whether the sentence says what killed them ("a fire that killed 12"): then it is no other event's number."""
        token = self.syntax.tokens[count.at]
        active = token.pos == "VERB" and token.lemma not in ("die", "perish") and not self.syntax.passive(count.at)
        return active and count.what != "crowd" and bool(self.syntax.subjects(count.at))

    # --- the parts ---

    def _nearness(self, draft: Draft, at: int) -> int:
        """4: inside the trigger's phrase; 3: same clause; 2: the clause above, which shares it; 0: elsewhere."""
        syntax, head = self.syntax, draft.trigger.head
        for child, parent in syntax.ancestors(at):
            if parent in draft.trigger.words or child == head:
                return 4
            if syntax.is_verb(parent):
                break
        clause, own = syntax.clause(at), syntax.clause(head)
        if clause == own:
            return 3
        for child, parent in syntax.ancestors(own):
            if syntax.tokens[child].dep not in SHARED or self._conditional(child):
                return 0
            if parent == clause:
                return 2
        return 0

    def _conditional(self, verb: int) -> bool:
        """ "would resume on Monday if the guns fell silent": Monday is not when the guns fall silent."""
        return any(
            self.syntax.tokens[m].lemma in ("if", "unless", "until", "after", "before")
            for m in self.syntax.dependents(verb, "mark", "advmod")
        )

    def _placed(self, at: int, near: int) -> bool:
        token = self.syntax.tokens[self.syntax.first_conjunct(at)]
        if token.dep == "appos":
            return self._placed(token.head, near) if token.head != at else False
        if token.dep in ("compound", "poss", "nmod"):  # "in a Cairo court"
            return self.syntax.tokens[token.head].lemma in VENUES and self._inside(token.head, WITHIN)
        preposition = self.syntax.tokens[token.head].lemma
        if token.dep == "pobj" and preposition == "of":  # "in the streets of Cairo"
            return self._inside(self.syntax.tokens[token.head].head, PLACE_PREPOSITIONS)
        return token.dep == "pobj" and (preposition in PLACE_PREPOSITIONS or (near == 4 and preposition in ROUTES))

    def _aside(self, draft: Draft, at: int) -> bool:
        """Whether a place only tells who somebody is: "Smith, a politician in Austria, was charged"."""
        noun = self.syntax.tokens[self.syntax.tokens[at].head].head
        return self.syntax.tokens[noun].dep == "appos" and noun not in draft.trigger.words

    def _inside(self, noun: int, prepositions: Collection[str]) -> bool:
        """Whether a noun that a place describes is itself where something happens."""
        token = self.syntax.tokens[noun]
        return token.dep == "pobj" and self.syntax.tokens[token.head].lemma in prepositions

    def _visited(self, draft: Draft, at: int) -> bool:
        return draft.type == "CONSULT" and self.syntax.tokens[at].dep in ("dobj", "poss", "pobj")


def _kind(place: Place) -> str:
    """Country, region or city, as far as a place tells."""
    if place.admin1 is None:
        return "country" if place.country else ""
    return "region" if place.name == place.admin1 else "city"
