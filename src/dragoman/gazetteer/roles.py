"""What a role noun says of its bearer.

Comes in: a noun or phrase in lower case and the rows of roles.csv. Goes out: a `Role`, or nothing. Knows English plurals
and which words may stand before and after a role noun; knows nothing of names.
"""

from __future__ import annotations

from collections.abc import Mapping

from dragoman.gazetteer.records import Role
from dragoman.gazetteer.tables import RoleRow

FORMER = (
    "former ", "ex ", "ex-", "retired ", "ousted ", "deposed ", "onetime ", "erstwhile ", "late ", "formerly the ",
    "formerly a ", "formerly ",
)  # fmt: skip
IN_OFFICE = frozenset({"GOV", "LEG", "MIL", "COP", "SPY", "JUD", "PTY", "OPP", "IGO"})
"""Who held such an office counts among the elite afterwards (guide, section 5.17); a former worker does not."""
LINKS = (" of ", " for ", " to ", " at ", " in ", " with ", " from ")
IRREGULAR = {"men": "man", "people": "person", "children": "child", "wives": "wife"}
LONGEST = 8
"""Words of a phrase that are looked at, at most."""


def find_role(noun: str, rows: Mapping[str, RoleRow]) -> Role | None:
    """Find the row that fits a phrase best: whole, then its head with ever fewer words before it."""
    phrase = " ".join(noun.split())
    if role := _whole(phrase, rows):
        return role
    before = next((f for f in FORMER if phrase.startswith(f)), "")
    role = _headed(phrase.removeprefix(before), rows)
    if role and before and role.kind != "organisation" and (role.sector in IN_OFFICE or rows[role.noun].borrows):
        return Role(role.noun, role.kind, "ELI", (), f"{role.source}, former: elite")
    return role


def _headed(phrase: str, rows: Mapping[str, RoleRow]) -> Role | None:
    """Read "spokesman of the union" by its first part, anything else by its last words."""
    link = min((at for at in (phrase.find(link) for link in LINKS) if at > 0), default=-1)
    head, rest = (phrase[:link], phrase[link + 1 :].partition(" ")[2]) if link > 0 else (phrase, "")
    words = head.split()[-LONGEST:]
    for n in range(len(words)):
        if role := _whole(" ".join(words[n:]), rows):
            return _lent(role, (" ".join(words[:n]), rest.removeprefix("the ")), rows)
    return None


def _lent(role: Role, modifiers: tuple[str, str], rows: Mapping[str, RoleRow]) -> Role:
    """Give a borrowing noun the sector of a modifier: a "union official" is labour, not government."""
    if not rows[role.noun].borrows:
        return role
    for modifier in modifiers:
        words = modifier.split()[-LONGEST:]
        lender = next((r for n in range(len(words)) if (r := _whole(" ".join(words[n:]), rows))), None)
        if lender and lender.sector != "UNK" and lender.kind != "person" and not rows[lender.noun].borrows:
            source = f"{role.source}, sector from {lender.noun}"
            return Role(role.noun, role.kind, lender.sector, lender.sectors, source)
    return role


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
