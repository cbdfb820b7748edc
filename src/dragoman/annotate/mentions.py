"""Noun phrases and pronouns that may be a party of the report: who could act, be acted upon or speak.

Comes in: the parse of one document and the gazetteer. Goes out: mentions in text order, without entities (-1 throughout).
Names come from names.py; here they get their titles and their place in the sentence, and roles ("rights advocates",
"the defence minister", "hundreds of protesters") and pronouns join them. Does not decide who is who (coreference.py).

A mention's `head` is the token that other words attach to. Possessors and modifiers inside a longer mention are
mentions of their own ("Russian" in "Russian officials"). A country or city that is only a location has kind "place".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dragoman.annotate.name_words import SUFFIXES
from dragoman.annotate.names import Name, Names, find_names
from dragoman.annotate.usage import HARM, Usage
from dragoman.annotate.wordlist import wordset
from dragoman.gazetteer import Gazetteer, Role
from dragoman.model import Document, Mention, MentionForm, MentionKind, Sentence, Token

UNSAID = -1
"""Entity of a mention before coreference; of a place, and of a pronoun whose party the report leaves open, for good."""

INNER = wordset("compound amod nmod nummod quantmod det predet advmod aux auxpass case cc mark neg punct prt expl prep")
"""Relations of words inside a phrase; a token in any other relation may head one."""
BEFORE = wordset("det predet amod compound nmod poss nummod quantmod npadvmod punct")
"""Dependents to the left of a noun that belong to its phrase."""
ROLE_PREPOSITIONS = wordset("in from at for to")
"""Prepositions that tie a role to a name: "ambassador to Peru", "officials in Lima"."""
PRONOUNS: dict[str, MentionKind] = {
    **dict.fromkeys(wordset("he him his himself she her hers herself i me my mine myself who whom whose"), "person"),
    **dict.fromkeys(wordset("they them their theirs themselves we us our ours ourselves"), "group"),
    **dict.fromkeys(wordset("it its itself which that"), "organisation"),
}
BODY_SECTORS = wordset("GOV COP MIL JUD LEG SPY")
"""Sectors in which a collective noun in the singular is an organisation: "police", "the army"."""
ACTING_SECTORS = wordset("GOV COP MIL JUD LEG SPY REB PRM UAF OPP CRM LAB PTY REL EDU REF")
"""Sectors whose nouns act as modifiers: "a police raid", "rebel attacks", "student protests"."""
OFFICES = wordset("office team campaign camp department side party staff")
"""Nouns that are a party when they belong to one: "the sheriff's office"."""
QUANTIFIERS = wordset(
    "hundred thousand dozen ten score million number group majority minority lot handful crowd couple pair one two three some"
    " many most several all none each both any few half part rest other another tens hundreds thousands dozens at"
)
"""Heads before "of" that only count or gather: "hundreds of protesters" are protesters."""
STANDALONE = wordset(
    "other others those some many several hundred thousand dozen hundreds thousands dozens everyone everybody anyone nobody someone"
)
"""Words that stand for people without a noun when they are subject or object."""
WITHOUT_NOUN = wordset(
    "accused injured wounded dead deceased detained displaced missing elderly poor homeless bereaved unemployed arrested"
)
"""Adjectives and participles that stand for people behind an article: "the injured"."""
OF_VERBS = wordset("accuse convict suspect acquit warn inform deprive rob clear remind")
"""Verbs whose object has an "of" behind it that is the verb's."""
QUOTES = frozenset({'"', "“", "”", "``", "''", "—"})
PHRASE = 30
"""Tokens before its head that a phrase has at most."""
DEPENDENTS = 40
"""Dependents of one verb that are looked at; real sentences have fewer."""
OF_LEVELS = 3
"""How many nested "of" phrases a mention keeps."""


def mentions(
    tokens: Sequence[Token],
    sentences: Sequence[Sentence],
    children: Sequence[Sequence[int]],
    document: Document,
    gazetteer: Gazetteer,
) -> list[Mention]:
    """Find the names, roles and pronouns of a report, in text order, a longer one before those inside it."""
    names = find_names(tokens, sentences, document, gazetteer)
    reader = _Reader(tokens, children, document, gazetteer, names)
    found = [m for token in tokens if not names.skipped[token.i] and (m := reader.at(token)) is not None]
    found.extend(reader.modifiers({m.head for m in found}))
    found.sort(key=lambda m: (m.first, -m.last))
    return found


def role_phrase(tokens: Sequence[Token], head: int, gazetteer: Gazetteer) -> Role | None:
    """The role that a noun names, together with the words before it where the gazetteer has them ("police officer")."""
    token = tokens[head]
    before = ""
    for i in range(head - 1, max(head - 4, token.left - 1), -1):
        text = tokens[i].text
        if not text[0].isalpha() and text != "-":
            break
        before = f"{text.lower()} {before}"
    before = before.replace(" - ", "-")
    for noun in dict.fromkeys((token.text.lower(), singular(token))):
        if (role := gazetteer.role(before + noun)) is not None:
            return role
    return None


def singular(token: Token) -> str:
    """A noun in lower case and in the singular; the tagger leaves the lemmas of capitalised plurals alone."""
    if token.tag == "NNPS" and token.lemma.endswith("s"):
        return token.lemma[:-1]
    return token.lemma if token.tag == "NNS" else token.text.lower()


class _Reader:
    """Reads the mentions of one report."""

    def __init__(
        self,
        tokens: Sequence[Token],
        children: Sequence[Sequence[int]],
        document: Document,
        gazetteer: Gazetteer,
        names: Names,
    ) -> None:
        self.tokens, self.children, self.document, self.gazetteer, self.names = (
            tokens,
            children,
            document,
            gazetteer,
            names,
        )
        self.usage = Usage(tokens, gazetteer, names)

    def make(self, first: int, last: int, head: int, form: MentionForm, kind: MentionKind, name: str = "") -> Mention:
        span = self.document.span(self.tokens[first].start, self.tokens[last - 1].end)
        return Mention(span, first, last, head, form, kind, name or span.text, UNSAID, form)

    # --- phrases ---

    def at(self, token: Token) -> Mention | None:
        """The mention whose phrase this token heads."""
        if token.pos == "PRON" and token.text.lower() in PRONOUNS:
            return self._pronoun(token)
        if self.tokens[self.usage.first_conjunct[token.i]].dep in INNER:
            return None
        number = self.names.at.get(token.i)
        if number is not None:
            name = self.names.found[number]
            return self._name(name) if name.head == token.i else None
        return self._role(token) or self._bare(token)

    def _pronoun(self, token: Token) -> Mention | None:
        lower = token.text.lower()
        if lower in ("that", "which") and not (token.tag in ("WDT", "WP") and self._relative(token)):
            return None
        if lower in ("who", "whom", "whose") and not self._relative(token):
            return None
        if lower == "it" and self._empty(token):
            return None
        return self.make(token.i, token.i + 1, token.i, "pronoun", PRONOUNS[lower])

    def _relative(self, token: Token) -> bool:
        """True if the pronoun stands in a relative clause, not in a question."""
        i = token.i
        for _ in range(5):
            i = self.tokens[i].head
            if self.tokens[i].dep == "relcl":
                return True
        return False

    def _empty(self, token: Token) -> bool:
        """True for an "it" that stands for nothing: "it is clear that", "it rained"."""
        verb = self.tokens[token.head]
        if token.dep == "expl" or verb.lemma in ("seem", "appear", "rain", "snow", "happen"):
            return True
        if token.dep not in ("nsubj", "nsubjpass") or (verb.lemma != "be" and token.dep != "nsubjpass"):
            return False
        return any(
            self.tokens[c].dep in ("ccomp", "xcomp", "csubj", "advcl")
            for c in self.children[verb.i][-DEPENDENTS:]
            if c > verb.i
        )

    def _name(self, name: Name) -> Mention | None:
        kind = self.usage.kind(name)
        if kind is None:
            return None
        last = name.last
        if (
            last + 1 < len(self.tokens)
            and self.tokens[last].text == ","
            and self.tokens[last + 1].text.lower() in SUFFIXES
        ):
            last += 2
        text = self.document.text[self.tokens[name.first].start : self.tokens[last - 1].end]
        first = self._name_edge(name, kind)
        if kind in ("group", "state") and self._one_of(name):
            return self.make(first, last, name.head, "role", "person")
        return self.make(first, last, name.head, "name", kind, text)

    def _one_of(self, name: Name) -> bool:
        """True for "an Australian" and "one Democrat", who is a person."""
        head = self.tokens[name.head]
        single = (
            head.tag in ("NNP", "NN", "JJ")
            and name.party is not None
            and name.party.matched in ("demonym", "adjective", "name")
        )
        return single and any(
            self.tokens[c].text.lower() in ("a", "an", "one", "another")
            for c in self.children[head.i]
            if c < name.first
        )

    def _name_edge(self, name: Name, kind: MentionKind) -> int:
        """First token of a name's phrase: its titles and possessor; of a place no more than the article."""
        if kind == "place":
            return name.first - (name.first > 0 and self.tokens[name.first - 1].text.lower() == "the")
        if self._behind_title(name):
            return name.first
        edge = min(self.left_edge(name.head), name.first)
        owner = (
            self.names.at.get(name.first - 2) if self.tokens[name.first - 1].text in ("'s", "’s", "'", "’") else None
        )
        return self.names.found[owner].first if owner is not None and edge == name.first else edge

    def _behind_title(self, name: Name) -> bool:
        """True for "Igor Matovič" in "Prime Minister of Slovakia Igor Matovič", whose title is a mention of its own."""
        before = self.names.at.get(name.first - 1)
        if before is None or name.kind != "person":
            return False
        return self.tokens[max(self.names.found[before].first - 1, 0)].text.lower() in ("of", "from", "for")

    def _role(self, token: Token) -> Mention | None:
        """A phrase whose head is a role noun, if need be the one behind "of": "dozens of protesters"."""
        if token.pos not in ("NOUN", "PROPN", "ADJ", "DET", "NUM", "PRON"):
            return None
        noun = self._counted(token)
        role = role_phrase(self.tokens, noun, self.gazetteer)
        if role is not None and ((role.noun == "state" and self._condition(token)) or self._limb(role, token)):
            return None
        if role is None:
            owned = token.lemma in OFFICES and any(self.tokens[c].dep == "poss" for c in self.children[token.i])
            if not owned:
                return None
            kind: MentionKind = "organisation"
        else:
            kind = self._role_kind(role, self.tokens[noun], token)
        return self.make(self.left_edge(token.i), self.right_edge(token.i) + 1, token.i, "role", kind)

    def _limb(self, role: Role, token: Token) -> bool:
        """True for "his head" and "her body", which are parts of a person."""
        owners = [self.tokens[c] for c in self.children[token.i] if self.tokens[c].dep == "poss"]
        return role.noun in ("body", "head") and any(role.noun == "body" or t.pos == "PRON" for t in owners)

    def _condition(self, token: Token) -> bool:
        """True for "a state of emergency", which is no state."""
        for c in self.children[token.i]:
            if self.tokens[c].lemma == "of":
                return not any(p in self.names.at for p in self.children[c])
        return not any(self.tokens[c].dep in ("det", "poss", "amod", "nummod") for c in self.children[token.i])

    def _role_kind(self, role: Role, noun: Token, token: Token) -> MentionKind:
        if token.text.lower() in ("one", "another", "each", "neither") and token.i != noun.i:
            return "organisation" if role.kind == "organisation" else "person"
        many = noun.i != token.i or self._plural(token)
        if (role.kind == "group" and noun.tag in ("NN", "NNP")) or noun.lemma == "police":
            return "organisation" if role.sector in BODY_SECTORS else "group"
        return "group" if many else role.kind

    def _counted(self, token: Token) -> int:
        """The noun behind a counting word and "of"; else the token itself."""
        if token.lemma not in QUANTIFIERS and token.pos != "NUM":
            return token.i
        for c in self.children[token.i]:
            if self.tokens[c].lemma == "of" and self.tokens[c].dep == "prep":
                return next((p for p in self.children[c] if self.tokens[p].dep == "pobj"), token.i)
        return token.i

    def _plural(self, token: Token) -> bool:
        return token.tag in ("NNS", "NNPS") or any(
            self.tokens[c].dep == "nummod" and self.tokens[c].text.lower() not in ("one", "1")
            for c in self.children[token.i]
        )

    def _bare(self, token: Token) -> Mention | None:
        """A word that stands for people without a noun: "the injured", "others", "at least 20 were killed"."""
        lower = token.text.lower()
        if lower in WITHOUT_NOUN:
            told = any(self.tokens[c].dep == "det" for c in self.children[token.i] if c < token.i)
            one = lower in ("accused", "deceased")
            return (
                self.make(self.left_edge(token.i), token.i + 1, token.i, "role", "person" if one else "group")
                if told
                else None
            )
        where = self.usage.where(token.i)
        if where.relation not in ("nsubj", "nsubjpass", "dobj") and where.preposition not in ("by", "of"):
            return None
        if self.tokens[self._counted(token)].pos in ("NOUN", "PROPN") and self._counted(token) != token.i:
            return None  # "hundreds of earthquakes"
        verb = self.tokens[where.above]
        if self._counted(token) != token.i:
            wanted = True  # "one of them"
        elif token.lemma == "those":
            wanted = any(self.tokens[c].dep in ("relcl", "acl", "prep") for c in self.children[token.i])
        elif token.pos == "NUM" and token.text[-1].isalnum():
            wanted = verb.lemma in HARM and where.relation != "pobj"
        elif token.lemma in STANDALONE:
            wanted = verb.pos == "VERB" and (
                token.lemma not in ("some", "many", "several") or token.tag in ("DT", "JJ")
            )
        else:
            return None
        if not wanted:
            return None
        one = lower in ("one", "1", "someone", "anyone", "nobody")
        return self.make(
            self.left_edge(token.i), self.right_edge(token.i) + 1, token.i, "role", "person" if one else "group"
        )

    # --- edges ---

    def left_edge(self, head: int) -> int:
        """First token of a phrase: determiners, modifiers, possessors, compounds."""
        edge = head
        for c in reversed(self.children[head]):
            child = self.tokens[c]
            if c > head:
                continue
            if (first := self._after_person(child)) is not None:
                edge = first
                break
            if (
                child.ent in ("DATE", "TIME")
                or child.right + 1 != edge
                or not (child.dep in BEFORE or self._measures(child))
            ):
                break
            edge = child.left
        edge = max(edge, head - PHRASE)
        for i in range(head - 1, edge - 1, -1):
            if self.tokens[i].text in QUOTES:
                edge = i
                break
        while edge < head and self.tokens[edge].pos in ("PUNCT", "CCONJ", "SYM"):
            edge += 1
        return edge

    def _after_person(self, child: Token) -> int | None:
        """Where the phrase begins in "Obama and business leaders", whom the parser may take for leaders of Obama."""
        number = self.names.at.get(child.i)
        if child.dep not in ("nmod", "compound") or number is None or self.names.found[number].kind != "person":
            return None
        return next((c + 1 for c in self.children[child.i] if self.tokens[c].dep == "cc"), None)

    def _measures(self, child: Token) -> bool:
        """True for "at least", "more than", "about" before a number."""
        return child.dep == "advmod" and child.ent == "CARDINAL"

    def right_edge(self, head: int) -> int:
        """Last token of a role's phrase: what stands behind "of", and a name behind "in", "for", "to"."""
        edge = head
        for _ in range(OF_LEVELS):
            preposition = next((c for c in self.children[edge] if c == edge + 1 and self.tokens[c].dep == "prep"), None)
            if preposition is None:
                return edge
            word = self.tokens[preposition].text.lower()
            if word == "of" and self._accused(edge):
                return edge
            target = next((c for c in self.children[preposition] if self.tokens[c].dep == "pobj"), None)
            if target is None or self.left_edge(target) != preposition + 1:
                return edge
            number = self.names.at.get(target)
            if word != "of" and not (word in ROLE_PREPOSITIONS and number is not None):
                return edge
            if word == "in" and any(c in self.names.at for c in self.children[head] if c < head):
                return edge  # "met the German chancellor in Paris": where they met
            opening = self.names.at.get(preposition + 1)
            if (
                opening is not None
                and opening != number
                and number is not None
                and self.names.found[number].kind == "person"
            ):
                return self.names.found[opening].last - 1
            if number is not None:
                name = self.names.found[number]
                if name.last > target:
                    return name.last - 1
            edge = target
        return edge

    def _accused(self, head: int) -> bool:
        """True where "of" belongs to the verb: "accused hackers of attacks"."""
        return self.tokens[head].dep in ("dobj", "nsubjpass") and self.tokens[self.tokens[head].head].lemma in OF_VERBS

    # --- modifiers ---

    def modifiers(self, taken: set[int]) -> Iterator[Mention]:
        """Names and roles inside phrases: "Russian sanctions", "a police raid"."""
        for name in self.names.found:
            if name.head not in taken and not self.names.skipped[name.head] and not self._prefixed(name):
                kind = self.usage.kind(name)
                if kind is not None and (kind != "group" or name.party is not None):
                    yield self.make(name.first, name.last, name.head, "name", kind, name.text)
        for token in self.tokens:
            if (
                token.dep not in ("compound", "amod")
                or token.i in self.names.at
                or token.head in taken
                or token.head in self.names.at
            ):
                continue
            if token.tag in ("NN", "NNS") or token.text == "military":
                role = self.gazetteer.role(token.text.lower()) or self.gazetteer.role(singular(token))
                if role is not None and role.sector in ACTING_SECTORS:
                    kind = "group" if role.kind == "person" else self._role_kind(role, token, token)
                    yield self.make(self.left_edge(token.i), token.i + 1, token.i, "role", kind)

    def _prefixed(self, name: Name) -> bool:
        """True in "pro-Moscow" and "anti-Brexit"."""
        before = self.tokens[max(name.first - 2, 0) : name.first]
        return len(before) == 2 and before[1].text == "-" and before[1].end == self.tokens[name.first].start
