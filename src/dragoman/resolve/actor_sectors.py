"""Which sector a party belongs to, what office it holds, and why we think so.

Comes in: profiles. Goes out: the same with sector, finer sectors, office and grounds. The order: the party's own row in the
gazetteer or a word of its name; titles and role nouns; the organisation whose spokesman, head or member it is; what was done to
it (the sentenced are CRM, the killed CVL). Knows no one by name: a person without a title stays UNK.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dragoman.annotate.entities import bare_first
from dragoman.gazetteer import Role
from dragoman.model import Office, Sector
from dragoman.resolve.actor_profile import Profile, Reading

FORMER = frozenset({"former", "ex", "onetime", "erstwhile", "retired"})
"""Words before a title that its bearer no longer has."""
OFFICIAL = frozenset({"GOV", "LEG", "MIL", "COP", "JUD", "SPY"})
ELECT = frozenset({"elect", "designate"})
KIN = frozenset(
    {"wife", "husband", "mother", "father", "son", "daughter", "brother", "sister", "parent", "child", "widow", "relative", "friend",
     "man", "woman", "boy", "girl", "person", "people", "individual", "victim", "resident", "citizen", "member"}
)  # fmt: skip
"""Roles that are no office."""
BORROWING = frozenset(
    {"president", "vice president", "leader", "official", "secretary", "representative", "delegate", "manager", "founder", "co-founder",
     "worker", "employee", "staff", "team", "chairman", "general", "captain", "administrator", "commissioner", "researcher", "author"}
)  # fmt: skip
"""Roles that are of the sector of the organisation named with them, beside those whose own sector is UNK."""
BODIES = frozenset({"organisation", "group"})
SHORT_TITLES: dict[str, Sector] = {
    "Rep.": "LEG", "Reps.": "LEG", "Sen.": "LEG", "Sens.": "LEG", "Gov.": "GOV", "Gen.": "MIL", "Col.": "MIL", "Maj.": "MIL", "Capt.": "MIL",
    "Sgt.": "COP", "Det.": "COP", "Amb.": "GOV", "Rev.": "REL", "Fr.": "REL", "Prof.": "EDU", "Insp.": "COP",
}  # fmt: skip
"""Titles cut short before a name."""
SEAT = re.compile(r"[DRI]-[A-Z][A-Za-z.]+")
"""Party and state behind a lawmaker's name: "R-Ohio"."""
LAWMAKER_TITLES = frozenset({"Representative", "Rep"})
"""Titles that before a name mean a lawmaker, whatever the word means elsewhere."""
AUTHORS = frozenset({"author", "co-author", "lead author"})
ARMED = frozenset({"REB", "PRM", "OPP", "CRM", "UAF"})
"""Sectors that a possessor or modifier lends even to titles of a state: "a rebel colonel", "the separatists' president"."""
LENDABLE = ARMED | {
    "PTY",
    "LAB",
    "NGO",
    "IGO",
    "BUS",
    "LEG",
    "JUD",
    "COP",
    "MIL",
    "SPY",
    "REL",
    "JRN",
    "EDU",
    "MED",
    "GOV",
}
HELD_BY_ALL = frozenset(
    {"spokesman", "spokeswoman", "spokesperson", "spokespeople", "aide", "adviser", "advisor", "counterpart", "successor", "predecessor", "deputy",
     "envoy", "chief", "head", "leader", "official", "delegate", "delegation", "negotiator", "lawmaker", "representative", "secretary", "chairman",
     "chairwoman", "colleague", "ally", "team", "camp", "side", "office", "member", "staff", "leadership", "rival"}
)  # fmt: skip
"""Roles that are of the sector of whoever is named as their owner."""
ARMED_TITLES = frozenset(
    {"commander", "colonel", "general", "soldier", "force", "forces", "troops", "army", "fighter", "officer", "president", "governor",
     "administration", "authorities", "council", "man", "men", "people", "leadership", "captain", "brigade", "unit", "convoy", "minister"}
)  # fmt: skip
UNLENT: dict[str, Sector] = {
    "aide": "GOV", "adviser": "GOV", "advisor": "GOV", "spokesman": "GOV", "spokeswoman": "GOV", "spokesperson": "GOV", "counterpart": "GOV",
    "successor": "GOV", "predecessor": "ELI", "envoy": "GOV", "rival": "PTY", "incumbent": "GOV",
}  # fmt: skip
"""What such a role mostly is in political news where nobody is named as its owner."""
PRESS = frozenset({"tell", "inform", "interview"})
REPORTING = frozenset({"report", "reveal", "publish"})
PATIENTS = frozenset({"hospital", "patient", "doctor", "medical", "disease", "surgery", "health", "drug", "virus"})
CAMPAIGNS = frozenset({"campaign", "candidacy", "ticket", "nomination", "bid", "nominee", "supporter"})
CONVICT = frozenset({"convict", "sentence", "charge", "jail", "imprison", "indict", "prosecute"})
HURT = frozenset({"kill", "murder", "injure", "wound", "shoot", "stab", "rape", "abduct", "kidnap"})
WORDS: dict[str, Sector] = {
    "police": "COP", "sheriff": "COP", "court": "JUD", "tribunal": "JUD", "prosecution": "JUD", "university": "EDU", "college": "EDU",
    "school": "EDU", "institute": "EDU", "academy": "EDU", "hospital": "MED", "party": "PTY", "ministry": "GOV", "senate": "LEG",
    "parliament": "LEG", "congress": "LEG", "assembly": "LEG", "legislatures": "LEG", "legislature": "LEG", "army": "MIL", "navy": "MIL",
    "corps": "MIL", "news": "JRN", "times": "JRN", "post": "JRN", "journal": "JRN", "tribune": "JRN", "herald": "JRN", "observer": "JRN",
    "guardian": "JRN", "telegraph": "JRN", "television": "JRN", "tv": "JRN", "radio": "JRN", "gazette": "JRN", "press": "JRN",
    "media": "JRN", "inc": "BUS", "corp": "BUS", "ltd": "BUS", "llc": "BUS", "plc": "BUS", "bank": "BUS", "company": "BUS",
    "airlines": "BUS", "airways": "BUS", "church": "REL", "diocese": "REL", "mosque": "REL", "embassy": "GOV", "cabinet": "GOV",
    "government": "GOV", "liberties": "NGO", "independent": "JRN", "broadcasting": "JRN", "daily": "JRN", "chronicle": "JRN",
    "coastguard": "COP", "constabulary": "COP", "treasury": "GOV", "directorate": "GOV", "airline": "BUS", "motors": "BUS", "pharmaceuticals": "BUS",
}  # fmt: skip
"""Sector by a telling word of an organisation's name, where the gazetteer has no row for it."""
VAGUE_WORDS: dict[str, Sector] = {
    "department": "GOV", "council": "GOV", "office": "GOV", "bureau": "GOV", "agency": "GOV", "authority": "GOV", "commission": "GOV",
    "administration": "GOV", "service": "GOV", "committee": "LEG", "house": "LEG", "force": "MIL", "forces": "MIL", "command": "MIL",
    "union": "LAB", "group": "BUS", "foundation": "NGO", "association": "NGO", "society": "NGO", "watch": "NGO", "international": "NGO",
    "fund": "NGO", "trust": "NGO", "charity": "NGO", "federation": "SOC", "league": "SOC", "club": "SOC", "museum": "SOC", "team": "SOC",
    "network": "JRN", "channel": "JRN", "centre": "EDU", "center": "EDU", "institution": "EDU", "board": "GOV", "guard": "COP", "tribe": "SOC",
    "county": "GOV", "city": "GOV", "district": "GOV",
}  # fmt: skip
"""The same for words that mean many things; looked at after all others."""


class Sectors:
    """The rules, for one report."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.tokens = reading.tokens

    def own(self, profile: Profile) -> None:
        """From the gazetteer's row, a word of the name, or titles and roles."""
        if profile.kind == "person":
            self._office(profile)
            self._titles(profile)
            return
        if self._row(profile):
            return
        if profile.names and self._word(profile, WORDS):
            return
        self._titles(profile)

    def _row(self, profile: Profile) -> bool:
        for mention in profile.names:
            party = self.reading.party(mention.name)
            if party is None:
                continue
            if profile.kind == "group" and party.kind == "state":
                return profile.give_sector("CVL", (), f"people of a state: {party.source}")
            return profile.give_sector(party.sector, party.sectors, party.source)
        return False

    def _word(self, profile: Profile, table: dict[str, Sector]) -> bool:
        """By the last telling word of the name; "of" parts come after the body they belong to."""
        words = profile.name.lower().replace("-", " ")
        for word in words.split(" of ")[0].split()[::-1] + words.split():
            word = word.removesuffix("'s").removesuffix("’s").strip(".,")
            if word in table:
                return profile.give_sector(table[word], (), f"word of the name: {word}")
        return False

    # --- titles and roles ---

    def _titles(self, profile: Profile) -> None:
        """The title that says most: an office before a former one, a former one before "man" or "mother"."""
        best: tuple[int, Sector, Sequence[str], str] | None = None
        for k in profile.numbers:
            for head, role in (*self.reading.roles(k), *self.reading.shared_titles(k)):
                if not self._fits(profile, k, head, role):
                    continue
                sector, ground = self._held(profile, k, head, role)
                if sector == "UNK":
                    continue
                weight = 0 if sector == "CVL" else 1 if sector == "ELI" else 2
                if best is None or weight > best[0]:
                    best = weight, sector, role.sectors, ground
        if best is not None:
            profile.give_sector(*best[1:])
        elif profile.kind == "person":
            self._short_title(profile)

    def _short_title(self, profile: Profile) -> None:
        """ "Rep. Ana Ruiz", "Ana Ruiz, R-Ohio": what stands right before or behind a name."""
        for mention in profile.names:
            first, last = bare_first(mention, self.tokens), mention.last
            before = self.tokens[first - 1].text if first else ""
            if before in SHORT_TITLES:
                profile.give_sector(SHORT_TITLES[before], (), f"title {before}")
                return
            behind = "".join(t.text for t in self.tokens[last : last + 5])
            if SEAT.match(behind.lstrip(",(")) and behind[:1] in (",", "("):
                profile.give_sector("LEG", (), "party and state of a lawmaker's seat")
                return

    def _fits(self, profile: Profile, k: int, head: int, role: Role) -> bool:
        """A title before a name is a person's if it is a person's role: "police" in "police chief Ana Ruiz" is not she."""
        if self.reading.mentions[k].form == "role":
            return True
        if profile.kind == "person":
            return role.kind == "person" or self.tokens[head].tag in ("NNS", "NNPS")
        return role.kind != "person" and profile.kind == "organisation"

    def _held(self, profile: Profile, k: int, head: int, role: Role) -> tuple[Sector, str]:
        """Sector of a role where it stands: once held, won but not begun, of an organisation, or plain."""
        before = {self.tokens[i].text.lower() for i in range(max(self.reading.mentions[k].first, head - 5), head)}
        after = (
            self.tokens[head + 2].text.lower()
            if head + 2 < len(self.tokens) and self.tokens[head + 1].text == "-"
            else ""
        )
        if after in ELECT:
            return "PTY", f"elected, not yet in office: {role.source}"
        if profile.kind == "person" and before & FORMER and role.sector in OFFICIAL:
            return "ELI", f"former office: {role.source}"
        if self.reading.mentions[k].form == "name" and self.tokens[head].text.rstrip("s.") in LAWMAKER_TITLES:
            return "LEG", f"title of a lawmaker: {self.tokens[head].text}"
        if role.sector == "UNK" or role.noun in BORROWING:
            for j in self.reading.inside(k):
                other = self.reading.mentions[j]
                party = self.reading.party(other.name) if other.form == "name" and other.kind in BODIES else None
                if party is not None and party.sector != "UNK" and party.kind != "state":
                    return party.sector, f"{role.source} of {party.source}"
        if role.noun in AUTHORS and self.reading.is_study:
            return "EDU", f"{role.source} of a study"
        return role.sector, role.source

    # --- offices ---

    def _office(self, profile: Profile) -> None:
        """The first title that the text gives, with the organisation named in the same phrase."""
        for k in profile.numbers:
            for head, role in self.reading.roles(k):
                token = self.tokens[head]
                if role.kind != "person" or role.sector == "CVL" or token.lemma in KIN or token.tag in ("NNS", "NNPS"):
                    continue
                first = head
                while first > self.reading.mentions[k].first and self._of_title(first - 1):
                    first -= 1
                organisation = next(
                    (
                        m.name
                        for j in self.reading.inside(k)
                        if (m := self.reading.mentions[j]).form == "name" and m.kind == "organisation"
                    ),
                    None,
                )
                profile.office = Office(
                    self.reading.annotation.document.text[self.tokens[first].start : token.end], organisation
                )
                return

    def _of_title(self, i: int) -> bool:
        """True for "Foreign" in "Foreign Minister"; not for the state or body before a title."""
        token = self.tokens[i]
        return (
            token.dep == "compound"
            and token.ent not in ("GPE", "NORP", "PERSON")
            and self.reading.party(token.text) is None
        )

    # --- last resorts ---

    def borrowed(self, profile: Profile, profiles: Sequence[Profile]) -> None:
        """From the organisation in a title, from vague words of the name, from what happened to the party."""
        if self._lent(profile, profiles):
            return
        if profile.sector == "UNK" and profile.kind in ("person", "group"):
            for source in self._named_with(profile, profiles):
                if profile.give_sector(
                    source.sector, source.sectors, f"as {source.name}: {source.basis.get('sector', '')}"
                ):
                    break
        if profile.sector == "UNK" and profile.kind in ("organisation", "group"):
            self._word(profile, WORDS) or self._word(profile, VAGUE_WORDS)
        if profile.sector in ("UNK", "CVL") and profile.kind in ("person", "group"):
            self._fate(profile)
        if profile.sector in ("UNK", "ELI", "CVL"):
            self._by_company(profile)
        if profile.sector == "UNK" and profile.kind == "group" and not profile.names and not self._has_role(profile):
            profile.give_sector("CVL", (), "people without a role")

    def _lent(self, profile: Profile, profiles: Sequence[Profile]) -> bool:
        """Sector of the owner or modifier of a role: "the rebels' commander", "their spokesman", "a separatist leader"."""
        if profile.names:
            return False
        for k in profile.numbers:
            for head, role in self.reading.roles(k):
                armed = role.noun in ARMED_TITLES
                if not armed and role.noun not in HELD_BY_ALL:
                    continue
                for sector, ground in self._lenders(k, head, profiles):
                    if sector in (ARMED if armed else LENDABLE) and sector != profile.sector:
                        return profile.give_sector(sector, (), f"{role.source} of {ground}")
        return False

    def _lenders(self, k: int, head: int, profiles: Sequence[Profile]) -> Iterator[tuple[Sector, str]]:
        """Owners and modifiers of a role's head, the possessor first; a state's own people take nothing from it."""
        mention = self.reading.mentions[k]
        for j in self.reading.inside(k):
            other = self.reading.mentions[j]
            token = self.tokens[other.head]
            owner = token.dep == "poss" and token.head == head
            owner = owner or (
                token.dep == "pobj" and self.tokens[token.head].lemma == "of" and self.tokens[token.head].head == head
            )
            if owner and other.entity >= 0 and other.entity != mention.entity and other.kind != "state":
                source = profiles[other.entity]
                yield source.sector, source.name
        for i in range(mention.first, head):
            role = self.reading.gazetteer.role(self.tokens[i].text.lower()) if self.tokens[i].head == head else None
            if role is not None and role.sector in ARMED:
                yield role.sector, role.source

    def _by_company(self, profile: Profile) -> None:
        """By what surrounds a party of unknown sector: a party's member, a campaign's owner, a paper that is told, a doctor."""
        for k in profile.numbers:
            mention = self.reading.mentions[k]
            token = self.tokens[mention.head]
            above = self.tokens[token.head]
            if (
                profile.kind == "person"
                and profile.sector != "CVL"
                and token.dep in ("poss", "compound")
                and above.lemma in CAMPAIGNS
            ):
                profile.give_sector("PTY", (), f"owner of a {above.lemma}")
                return
            if profile.sector == "UNK" and profile.kind == "organisation":
                told = token.dep in ("dobj", "dative") and above.lemma in PRESS
                if told or (token.dep == "nsubj" and above.lemma in REPORTING):
                    profile.give_sector("JRN", (), f"{'told' if told else 'reports'}: {above.text}")
                    return
            if profile.sector == "UNK" and mention.form == "role" and (sector := UNLENT.get(self._noun(k))):
                profile.give_sector(sector, (), "what this role mostly is in political news")
                return
            party = self.reading.party(token.text) if mention.form == "role" and profile.kind == "person" else None
            if profile.sector == "UNK" and party is not None and party.sector == "PTY":
                profile.give_sector("PTY", (), party.source)
                return
            if profile.sector == "UNK" and any(
                t.text in ("Dr", "Dr.") for t in self.tokens[max(mention.head - 3, 0) : mention.head]
            ):
                medical = any(t.lemma in PATIENTS for t in self.tokens[:400])
                profile.give_sector("MED" if medical else "EDU", (), "title Dr")
                return

    def _noun(self, k: int) -> str:
        return next((role.noun for _, role in self.reading.roles(k)), "")

    def _has_role(self, profile: Profile) -> bool:
        return any(True for k in profile.numbers for _ in self.reading.roles(k))

    def _named_with(self, profile: Profile, profiles: Sequence[Profile]) -> Iterator[Profile]:
        for k in profile.numbers:
            own = self.reading.mentions[k]
            for j in (*self.reading.inside(k), *self.reading.affiliations(k)):
                other = self.reading.mentions[j]
                within = own.form == "role" or other.first < bare_first(own, self.tokens) or other.first >= own.last
                if not within or other.entity < 0 or other.entity == own.entity or other.form == "pronoun":
                    continue
                source = profiles[other.entity]
                if source.kind == "organisation" or (source.kind == "group" and source.sector == "PTY"):
                    yield source

    def _fate(self, profile: Profile) -> None:
        """Who is charged or sentenced is CRM; who is killed or hurt is CVL where nothing else is known."""
        for k in profile.numbers:
            token = self.tokens[self.reading.mentions[k].head]
            verb = self.tokens[token.head]
            if token.dep not in ("nsubjpass", "dobj") and not (token.dep == "nsubj" and verb.lemma == "plead"):
                continue
            if verb.lemma in CONVICT or verb.lemma == "plead":
                profile.give_sector("CRM", (), f"accused or sentenced: {verb.text}")
                return
            if verb.lemma in HURT and profile.sector == "UNK":
                profile.give_sector("CVL", (), f"victim: {verb.text}")
                return
