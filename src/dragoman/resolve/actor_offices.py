"""Who held which office of a state on the day of the report, by the gazetteer's table of offices.

Comes in: profiles with the country that the text gives. Goes out: the same with office, sector, country and Wikidata id of those
whom the table knows. The day is the report's; what the table does not reach gives nothing, and a row that rests on memory
alone is a hint for country and sector, never an office. What the text says of a former office stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dragoman.annotate.office_titles import office_of
from dragoman.gazetteer import Spell
from dragoman.model import Office
from dragoman.resolve.actor_profile import Profile, Reading


class Offices:
    """The table's answers for one report."""

    def __init__(self, reading: Reading, on: date | None) -> None:
        self.reading, self.on = reading, on

    def own(self, profile: Profile) -> None:
        """Office, sector and country of a person, by name or by a role that one person holds."""
        if profile.kind != "person" or self.on is None:
            return
        if profile.names:
            self._named(profile, self.on)
        else:
            self._unnamed(profile, self.on)

    def _named(self, profile: Profile, on: date) -> None:
        spells = self._of_state(profile, self._spells(profile, on))
        held = [s for s in spells if s.held(on)]
        if held:
            self._give(profile, max(held, key=lambda s: (s.verified, s.office == "head of state", s.since)))
        elif spells and spells[-1].full:
            self._out_of_office(profile, spells, on)

    def _spells(self, profile: Profile, on: date) -> Sequence[Spell]:
        """Of the full name; of a bare surname only where one holder of that day fits a title or a country of the report."""
        gazetteer = self.reading.gazetteer
        if " " in profile.name:
            return [s for s in gazetteer.spells(profile.name) if s.full]
        found = [s for s in gazetteer.spells(profile.name) if s.held(on)]
        if len({s.person for s in found}) != 1:
            return []
        said = [office_of(self.reading.mentions[k].span.text) for k in profile.numbers]
        fits = any(s.office in said or (profile.country == s.state) for s in found)
        return found if fits or (profile.country is None and self._is_told(found[0].state)) else []

    def _is_told(self, state: str) -> bool:
        """Whether the report names the state, or its people or capital."""
        return any(
            (p := self.reading.party(m.name)) is not None and p.country == state
            for m in self.reading.mentions
            if m.form == "name" and m.kind in ("state", "place", "group")
        )

    def _of_state(self, profile: Profile, spells: Sequence[Spell]) -> list[Spell]:
        """Of namesakes those of the country that the text gives; a country of another says that it is nobody of the table."""
        if profile.country is None:
            return list(spells) if len({s.person for s in spells}) <= 1 else []
        return [s for s in spells if s.state == profile.country]

    def _give(self, profile: Profile, spell: Spell) -> None:
        if profile.sector == "ELI" and "former" in profile.basis.get("sector", ""):
            return
        profile.give_country(spell.state, spell.source)
        profile.give_sector("GOV", (), spell.source)
        if not spell.verified:
            return
        profile.wikidata = spell.wikidata
        told = profile.office.title if profile.office else ""
        if told and office_of(told) in (spell.office, None):
            return
        profile.office = Office(spell.title)
        profile.basis["office"] = spell.source + (f"; the text says {told}" if told else "")

    def _out_of_office(self, profile: Profile, spells: Sequence[Spell], on: date) -> None:
        """Before or after: the country is known; who surely left, and is called nothing else, belongs to the elite."""
        if len({s.state for s in spells}) == 1:
            if profile.country is None and profile.sector != "IGO":
                profile.give_country(spells[-1].state, spells[-1].source)
            last = max(spells, key=lambda s: s.until)
            if profile.sector in ("UNK", "CVL") and last.ended and last.until < on:
                profile.give_sector("ELI", (), f"former office: {last.source}")

    def _unnamed(self, profile: Profile, on: date) -> None:
        """ "Iran's top diplomat": the one who held that office of that state on the day."""
        if profile.country is None:
            return
        for k in profile.numbers:
            mention = self.reading.mentions[k]
            kind = office_of(mention.span.text) if mention.form == "role" else None
            if kind is None:
                continue
            holders = self.reading.gazetteer.holders(profile.country, kind, on)
            if len({s.person for s in holders}) == 1:
                profile.wikidata = holders[0].wikidata
                profile.office = Office(holders[0].title)
                profile.basis["office"] = holders[0].source
                profile.give_sector("GOV", (), holders[0].source)
            return
