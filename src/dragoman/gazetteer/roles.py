"""What a role noun says of its bearer.

Comes in: a noun or phrase in lower case and the rows of roles.csv. Goes out: a `Role`, or nothing. Knows English plurals
and which words may stand before and after a role noun; knows nothing of names.
"""

from __future__ import annotations

from collections.abc import Mapping

from dragoman.gazetteer.records import Role
from dragoman.gazetteer.tables import RoleRow

FORMER = ("former ", "ex ", "ex-", "retired ", "ousted ", "deposed ", "onetime ", "erstwhile ", "late ")
IN_OFFICE = frozenset({"GOV", "LEG", "MIL", "COP", "SPY", "JUD", "PTY", "OPP", "IGO"})
"""Who held such an office counts among the elite afterwards (guide, section 5.17); a former worker does not."""
LINKS = (" of ", " for ", " to ", " at ", " in ", " with ", " from ")
IRREGULAR = {"men": "man", "people": "person", "children": "child", "wives": "wife"}
LONGEST = 8
"""Words of a phrase that are looked at, at most."""


def find_role(noun: str, rows: Mapping[str, RoleRow]) -> Role | None:
    """Find the row that fits a phrase best: whole, then its head with ever fewer words before it."""
    phrase = " ".join(noun.split()[-LONGEST:])
    before = next((f for f in FORMER if phrase.startswith(f)), "")
    role = _whole(phrase, rows) or _headed(phrase.removeprefix(before), rows)
    if role and before and phrase != role.noun and role.sector in IN_OFFICE and role.kind != "organisation":
        return Role(role.noun, role.kind, "ELI", (), f"{role.source}, former: elite")
    return role


def _headed(phrase: str, rows: Mapping[str, RoleRow]) -> Role | None:
    """Read "spokesman of the union" by its first part, anything else by its last words."""
    link = min((at for at in (phrase.find(link) for link in LINKS) if at > 0), default=-1)
    head, rest = (phrase[:link], phrase[link + 1 :].partition(" ")[2]) if link > 0 else (phrase, "")
    words = head.split()
    for n in range(len(words)):
        if role := _whole(" ".join(words[n:]), rows):
            return _lent(role, " ".join(words[:n]) or rest.removeprefix("the "), rows)
    return None


def _lent(role: Role, modifier: str, rows: Mapping[str, RoleRow]) -> Role:
    """Give a borrowing noun the sector of its modifier: a "union official" is labour, not government."""
    if not modifier or not rows[role.noun].borrows:
        return role
    lender = _whole(modifier, rows) or _whole(modifier.rpartition(" ")[2], rows)
    if lender is None or lender.sector == "UNK" or rows[lender.noun].borrows or lender.kind == "person":
        return role
    source = f"{role.source}, sector from {lender.noun}"
    return Role(role.noun, role.kind, lender.sector, lender.sectors, source)


def _whole(phrase: str, rows: Mapping[str, RoleRow]) -> Role | None:
    """Look up a phrase as it is, else in the singular; several persons are a group."""
    if row := rows.get(phrase):
        return Role(row.noun, row.kind, row.sector, row.sectors, f"roles.csv: {row.noun}")
    row = next((rows[form] for form in singulars(phrase) if form in rows), None)
    if row is None:
        return None
    kind = "group" if row.kind == "person" else row.kind
    return Role(row.noun, kind, row.sector, row.sectors, f"roles.csv: {row.noun}")


def singulars(phrase: str) -> list[str]:
    """Possible singulars of a plural, likeliest first ("policemen": "policeman")."""
    before, _, word = phrase.rpartition(" ")
    forms = [word[: -len(p)] + s for p, s in IRREGULAR.items() if word.endswith(p)]
    if word.endswith("ies"):
        forms.append(word[:-3] + "y")
    if word.endswith("s") and not word.endswith("ss"):
        forms.append(word[:-1])
    if word.endswith("es"):
        forms.append(word[:-2])
    return [f"{before} {form}".strip() for form in forms]
