"""Which party a name means in this report, where the gazetteer has several of that name.

Comes in: the names of a report and the gazetteer. Goes out: at most one party for each name. "Georgia" is the American state
in a report that names American parties otherwise; without a hint the gazetteer's first answer stands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from dragoman.gazetteer import Gazetteer, Party


class Parties:
    """The gazetteer's answers on the day of a report, the likeliest for that report first."""

    def __init__(self, names: Iterable[str], gazetteer: Gazetteer, on: date | None) -> None:
        self._gazetteer, self._on = gazetteer, on
        answers = {name: self._ask(name) for name in dict.fromkeys(names)}
        sure = Counter(
            p[0].country for p in answers.values() if p and p[0].country and len({x.country for x in p}) == 1
        )
        self._chosen: dict[str, Party | None] = {name: _choose(found, sure) for name, found in answers.items()}

    def of(self, name: str) -> Party | None:
        """The party that a name stands for, or nothing."""
        if name not in self._chosen:
            self._chosen[name] = next(iter(self._ask(name)), None)
        return self._chosen[name]

    def _ask(self, name: str) -> Sequence[Party]:
        """The parties of a name; an organisation also where the apostrophe of its "s" is missing ("Boeings factory")."""
        found = self._gazetteer.parties(name, self._on)
        if not found and name.endswith("s") and " " not in name:
            return [p for p in self._gazetteer.parties(name[:-1], self._on) if p.kind == "organisation"]
        return found


def _choose(found: Sequence[Party], sure: Mapping[str, int]) -> Party | None:
    """The first party of the country that is named most by names of one meaning."""
    if len(found) < 2:
        return found[0] if found else None
    return max(found, key=lambda p: sure.get(p.country or "", 0))
