"""Which country a party belongs to or acts for, and why we think so.

Comes in: profiles. Goes out: the same with country and its ground. The order: the party's own row in the gazetteer; a state or
place named in its titles, beside it or in its name; the organisation that it acts for; last the country that the report is
about. Whoever belongs to no country (international bodies, the press at large) gets none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property

from dragoman.annotate.name_words import BODIES
from dragoman.annotate.names import dateline_end
from dragoman.annotate.office_titles import office_of
from dragoman.gazetteer import OfficeKind, Party, PlaceRow
from dragoman.model import Mention
from dragoman.resolve.actor_profile import Profile, Reading

ABROAD = frozenset({"to", "against", "on", "over", "about", "for"})
"""Prepositions after which a role names a country that is not its own: "ambassador to Peru"."""
ROAMING = frozenset({"JRN", "REL", "IGO"})
"""Sectors whose unnamed groups are often of no country or of many: "reporters", "bishops"."""
HOME_WORDS = frozenset({"local", "state", "state-run", "national", "domestic"})
LARGE = 50_000
"""Inhabitants from which on a place in a name tells the country: "Toronto Police"."""
COMMON = frozenset({"coast", "central", "national", "north", "south", "east", "west", "northern", "southern", "eastern", "western", "hall",
                    "center", "centre", "federal", "capital", "union", "liberty", "independence", "republic", "general"})  # fmt: skip
"""Names of places that are words of many names."""
DOMESTIC = frozenset({"GOV", "LEG", "MIL", "COP", "JUD", "PTY", "OPP", "LAB"})
"""Sectors of bodies that many countries have under one name, and that always are of a country."""
FAMILIES = frozenset({"PTY", "OPP"})
"""Sectors whose rows without a country stand for parties of that name in many countries: "Greens"."""
CLEAR = 3
"""Mentions from which on a report is clearly about a country."""
DATELINE_WEIGHT = 4
TITLE_WEIGHT = 2


class Countries:
    """The rules, for one report."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading

    def own(self, profile: Profile) -> None:
        """From the gazetteer's row of the party, from what stands around its names, from words of its name."""
        if profile.kind != "person":
            for mention in profile.names:
                party = self.reading.party(mention.name) if mention.kind != "person" else None
                if party is not None and not self._stray(party):
                    profile.stateless = party.country is None and party.sector not in FAMILIES
                    if profile.give_country(party.country, party.source) or profile.stateless:
                        return
        for k in profile.numbers:
            if self._demonym(profile, k):
                return
            beside = list(self._beside(k))
            if self._mixed(beside):
                profile.stateless = True
                return
            if any(self._named(profile, j) for j in beside):
                return
        if profile.kind != "person":
            self._in_name(profile)

    def _stray(self, party: Party) -> bool:
        """True for a body of a country that the report never names: "the National Guard" in a report about Peru."""
        if party.sector not in DOMESTIC or party.kind == "state" or party.country in (None, self.home[0], *self.placed):
            return False
        return self.home[0] is not None and self.counts[self.home[0]] >= CLEAR

    def _demonym(self, profile: Profile, k: int) -> bool:
        """ "an Australian": the role is a demonym itself."""
        mention = self.reading.mentions[k]
        if mention.form != "role" or mention.kind != "person":
            return False
        party = self.reading.party(self.reading.tokens[mention.head].text)
        return party is not None and party.kind == "state" and profile.give_country(party.country, party.source)

    def _beside(self, k: int) -> Iterator[int]:
        """States and places named inside a mention, unless the role is about them only."""
        for j in (*self.reading.inside(k), *self.reading.affiliations(k)):
            other = self.reading.mentions[j]
            token = self.reading.tokens[other.head]
            abroad = token.dep == "pobj" and self.reading.tokens[token.head].text.lower() in ABROAD
            if other.form == "name" and other.kind in ("state", "place") and not abroad:
                yield j

    def _mixed(self, beside: Sequence[int]) -> bool:
        """True for "Russian and Chinese companies"."""
        tokens = self.reading.tokens
        joined = [j for j in beside if tokens[self.reading.mentions[j].head].dep == "conj"]
        return bool(joined) and len({c for j in beside if (c := self._of(self.reading.mentions[j])) is not None}) > 1

    def _named(self, profile: Profile, j: int) -> bool:
        name = self.reading.mentions[j].name
        party = self.reading.party(name)
        if party is not None:
            return profile.give_country(party.country, party.source)
        place = self._place(name)
        return place is not None and profile.give_country(place.country, place.source)

    def _place(self, name: str) -> PlaceRow | None:
        return next(iter(self.reading.gazetteer.places(name)), None)

    def _in_name(self, profile: Profile) -> None:
        """ "Toronto Police", "Bank of Ghana": a state or place that begins the name, or ends it behind "of"."""
        words = profile.name.split()
        if not 1 < len(words) <= 12:
            return
        candidates = [" ".join(words[:n]) for n in (3, 2, 1) if n < len(words)]
        if "of" in words:
            candidates.insert(0, " ".join(words[len(words) - words[::-1].index("of") :]))
        candidates = [c for c in candidates if c[:1].isupper()]
        for name in candidates:
            party = self.reading.party(name)
            if party is not None and party.kind == "state" and profile.give_country(party.country, party.source):
                return
        for name in candidates if words[-1].lower() in BODIES or "of" in words else ():
            place = self._place(name)
            if (
                place is not None
                and place.population > LARGE
                and name.lower() not in COMMON
                and profile.give_country(place.country, place.source)
            ):
                return

    def borrowed(self, profile: Profile, profiles: Sequence[Profile]) -> None:
        """From the organisation named in a title or possessor: "NASA administrator"."""
        if profile.country is not None or profile.stateless:
            return
        for k in profile.numbers:
            for j in (*self.reading.inside(k), *self.reading.affiliations(k)):
                other = self.reading.mentions[j]
                if other.entity < 0 or other.entity == self.reading.mentions[k].entity:
                    continue
                source = profiles[other.entity]
                owner = (
                    not profile.names and self.reading.tokens[other.head].dep == "poss"
                )  # "his family", "Xi's aides"
                if owner and source.kind == "person" and profile.give_country(source.country, f"as {source.name}"):
                    return
                if source.kind == "organisation" and source.stateless and profile.kind == "person":
                    profile.stateless = True
                if source.kind != "person" and profile.give_country(
                    source.country, f"as {source.name}: {source.basis.get('country', '')}"
                ):
                    return

    def assumed(self, profile: Profile) -> None:
        """The country that the report is about."""
        at_home = any(word in HOME_WORDS for word in profile.name.lower().split())
        roaming = profile.kind == "group" and not profile.names and profile.sector in ROAMING and not at_home
        if profile.country is None and not profile.stateless and not roaming and profile.sector != "IGO":
            profile.give_country(*self._of_office(profile) or self._near(profile) or self.home)

    def _of_office(self, profile: Profile) -> tuple[str, str] | None:
        """The country named most that has such an office: no prime minister is of the United States."""
        kinds = {office_of(self.reading.mentions[k].span.text) for k in profile.numbers} - {None}
        home = self.home[0]
        if profile.kind != "person" or len(kinds) != 1 or home is None:
            return None
        said = " ".join(self.reading.mentions[k].span.text.lower() for k in profile.numbers)
        kind = kinds.pop()
        ranked = [country for country, _ in self.counts.most_common()]
        fits = [c for c in ranked if kind is not None and self._has_office(c, kind, said)]
        if not fits or fits[0] == home:
            return None
        return fits[0], f"the country named most that has such a {kind}"

    def _has_office(self, country: str, kind: OfficeKind, said: str) -> bool:
        """Whether the office is called so there; where the table knows nothing of a country, it may be."""
        on = self.reading.annotation.document.published
        holders = self.reading.gazetteer.holders(country, kind, on) if on is not None else ()
        return not holders or any(s.title.lower().rpartition(" ")[2] in said for s in holders)

    def _near(self, profile: Profile) -> tuple[str, str] | None:
        """The one country of the places named in the sentences of an unnamed role, where that is not the report's."""
        if profile.names or self.home[0] is None or self.counts[self.home[0]] >= CLEAR:
            return None
        sentences = {self.reading.tokens[self.reading.mentions[k].head].sentence for k in profile.numbers}
        placed = {c for s in sentences for c in self.by_sentence.get(s, ())}
        if len(placed) != 1 or self.home[0] in placed:
            return None
        return min(placed), "the only country named in its sentence"

    @cached_property
    def by_sentence(self) -> dict[int, set[str]]:
        """Countries of the states and places that each sentence names."""
        found: dict[int, set[str]] = {}
        for m in self.reading.mentions:
            if m.kind in ("state", "place") and m.form == "name" and (c := self._of(m)) is not None:
                found.setdefault(self.reading.tokens[m.head].sentence, set()).add(c)
        return found

    @cached_property
    def home(self) -> tuple[str | None, str]:
        """The country that is named most, with its people, places and bodies; title and dateline count more."""
        if not self.counts:
            return None, ""
        country, count = min(self.counts.items(), key=lambda item: (-item[1], item[0]))
        return country, f"the report is about {country}: named {count} times"

    @cached_property
    def counts(self) -> Counter[str]:
        """How often each country is named, with its places, people and bodies."""
        counts: Counter[str] = Counter()
        for mention in self.reading.mentions:
            if mention.form == "name" and mention.kind != "person" and (country := self._of(mention)) is not None:
                sentence = self.reading.annotation.sentences[self.reading.tokens[mention.head].sentence]
                counts[country] += TITLE_WEIGHT if sentence.is_title else 1
        for country in self._dateline():
            counts[country] += DATELINE_WEIGHT
        return counts

    @cached_property
    def placed(self) -> frozenset[str]:
        """Countries that are named themselves, or by their people and places."""
        return frozenset(
            c for m in self.reading.mentions if m.kind in ("state", "place") and (c := self._of(m)) is not None
        )

    def _of(self, mention: Mention) -> str | None:
        party = self.reading.party(mention.name)
        if party is not None:
            return party.country
        place = self._place(mention.name) if mention.kind == "place" else None
        return place.country if place is not None else None

    def _dateline(self) -> Iterator[str]:
        """Countries of the places in the dateline of the first paragraph."""
        annotation = self.reading.annotation
        start = next((s.span.start for s in annotation.sentences if not s.is_title), 0)
        end = dateline_end(annotation.document, start)
        for token in annotation.tokens if end is not None else ():
            if end is None or token.start >= end:
                return
            if token.start >= start and token.ent == "GPE":
                party, place = self.reading.party(token.text), self._place(token.text)
                country = party.country if party is not None else place.country if place is not None else None
                if country is not None:
                    yield country
