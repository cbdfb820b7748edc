"""Who is who: every mention of a party gets the party's number.

Comes in: the mentions of one document, without entities. Goes out: the same mentions with entity numbers from 0, in the
order of first appearance, and the rule (`via`) that put each there. Names are identified in entities.py, what grammar
joins in appositions.py, roles in roles.py, pronouns in pronouns.py. A place, a pronoun whose party the report leaves
open and a relative pronoun for a thing keep -1.

Mentions are read once, in order; roles and pronouns look back over the last few parties: the work is linear.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dragoman.annotate.appositions import appositions
from dragoman.annotate.entities import NOBODY
from dragoman.annotate.linking import Linking
from dragoman.annotate.pronouns import Pronouns
from dragoman.annotate.roles import Roles
from dragoman.gazetteer import Gazetteer
from dragoman.model import Document, Mention, Sentence, Token


def link(
    mentions: Sequence[Mention],
    tokens: Sequence[Token],
    sentences: Sequence[Sentence],
    children: Sequence[Sequence[int]],
    document: Document,
    gazetteer: Gazetteer,
) -> list[Mention]:
    """Number the parties of a report and say which mention is which."""
    at = Linking(mentions, tokens, sentences, children, document, gazetteer)
    roles, pronouns = Roles(at), Pronouns(at)
    for a, b in appositions(at):
        _unite(at, roles, a, b)
    for k, mention in enumerate(mentions):
        at.begin(k)
        if at.numbers[k] < 0 and mention.form == "role":
            for j in at.inside(k):  # whose lawyer comes before which lawyer
                if mentions[j].form == "pronoun" and at.numbers[j] < 0:
                    pronouns.link(j)
            roles.link(k)
        elif at.numbers[k] < 0 and mention.form == "pronoun":
            pronouns.link(k)
        if at.numbers[k] >= 0:
            at.touch(k)
    for k, mention in enumerate(mentions):
        if at.numbers[k] < 0 and mention.form == "pronoun":
            pronouns.late(k)
    return _numbered(at)


def _unite(at: Linking, roles: Roles, a: int, b: int) -> None:
    """Give two mentions in apposition one party."""
    for k, other in ((a, b), (b, a)):
        if at.numbers[k] < 0 <= at.numbers[other]:
            at.put(k, at.numbers[other], "apposition")
            roles.learn(at.numbers[other], roles.describe(k))
            return
    if at.numbers[a] >= 0 and at.numbers[b] >= 0:
        if at.mentions[a].form == at.mentions[b].form == "name" or not _both_named(at, a, b):
            at.entities.join(at.numbers[a], at.numbers[b])
    elif at.mentions[a].form == "role":
        entity = roles.new(a)
        at.put(b, entity.number, "apposition")
        roles.learn(entity.number, roles.describe(b))


def _both_named(at: Linking, a: int, b: int) -> bool:
    """True where a chain of roles would make two named parties one, as parsers read headlines."""
    return bool(at.entities.at(at.numbers[a]).name and at.entities.at(at.numbers[b]).name)


def _numbered(at: Linking) -> list[Mention]:
    """The mentions with numbers in the order of first appearance."""
    order: dict[int, int] = {}
    found = []
    for mention, n, via in zip(at.mentions, at.numbers, at.via, strict=True):
        if n >= 0:
            found.append(replace(mention, entity=order.setdefault(at.entities.root(n), len(order)), via=via))
        else:
            found.append(replace(mention, entity=NOBODY, via="place" if mention.kind == "place" else "unresolved"))
    return found
