"""Mentions that the grammar says are one party: "X, the president", "the mayor, Y", "European Union (EU)".

Comes in: a report being linked. Goes out: pairs of mentions. Does not give them numbers (coreference.py).
"""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.annotate.linking import Linking
from dragoman.model import Mention

BODIES = frozenset({"organisation", "group", "state"})
CLOSING = frozenset({",", ".", ";", ")", "-RRB-", "—", "–", "who", ":"})
"""Marks that may follow an apposition."""
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
"""Tags of the verb that may follow a name without a second comma: "The mayor, Ana Ruiz said"."""
NEAR = 8
"""Mentions before another among which the one right before it is looked for."""


def appositions(at: Linking) -> Iterator[tuple[int, int]]:
    """Yield pairs (earlier mention, later one) of the same party."""
    finder = _Finder(at)
    for k, mention in enumerate(at.mentions):
        if mention.form == "pronoun":
            continue
        token = at.tokens[mention.head]
        other = at.by_head.get(token.head) if token.dep == "appos" else None
        if other is None or not finder.one_party(other, k):
            other = finder.beside(k)
        if other is not None and finder.one_party(other, k):
            yield other, k


class _Finder:
    def __init__(self, at: Linking) -> None:
        self.at = at

    def beside(self, k: int) -> int | None:
        """The role or name right before a name or role, at most a comma between: "the mayor of Lima, Ana Ruiz,"."""
        mentions, tokens = self.at.mentions, self.at.tokens
        mention, j = mentions[k], self._before(k)
        if j < 0 or mention.kind != "person" or mentions[j].kind != "person":
            return None
        before = mentions[j]
        if tokens[before.head].sentence != tokens[mention.head].sentence or {before.form, mention.form} != {
            "name",
            "role",
        }:
            return None
        gap = tokens[before.last : mention.first]
        if not gap:
            return j if before.form == "role" else None
        after = tokens[mention.last] if mention.last < len(tokens) else None
        closed = after is None or after.text in CLOSING or (before.form == "role" and after.tag in FINITE)
        single = len(gap) == 1 and gap[0].text == ","
        return j if single and closed and self._no_list(before, mention) else None

    def _before(self, k: int) -> int:
        """The longest mention that ends last before a mention begins; -1 if there is none near."""
        mentions, start = self.at.mentions, self.at.mentions[k].first
        near = [j for j in range(max(k - NEAR, 0), k) if mentions[j].last <= start]
        return max(near, key=lambda j: (mentions[j].last, -mentions[j].first), default=-1)

    def _no_list(self, before: Mention, mention: Mention) -> bool:
        """False where the comma parts the members of a list: "Xi, the minister, and Wang"."""
        tokens, children = self.at.tokens, self.at.children
        return not any(tokens[c].dep == "cc" for m in (before, mention) for c in children[m.head])

    def one_party(self, a: int, b: int) -> bool:
        """Whether the kinds of two mentions allow that they are one."""
        one, other = self.at.mentions[a], self.at.mentions[b]
        if "place" in (one.kind, other.kind) or other.first < one.first:
            return False
        if one.form == other.form == "name":
            between = self.at.tokens[one.last].text if one.last < len(self.at.tokens) else ""
            return one.kind == other.kind and between in ("(", "-LRB-", "[") and one.kind != "person"
        if one.kind == other.kind:
            return True
        return {one.kind, other.kind} <= BODIES and "name" in (one.form, other.form)
