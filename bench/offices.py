"""Hold the offices against a second source and print how far they agree.

Comes in: offices_second.csv beside this file, facts typed from Wikidata's lists of office holders, and the gazetteer's
offices.csv. Goes out: how many spells both tell, how many agree, and each one that does not. Only spells count whose own
source is another one.
"""

from __future__ import annotations

import csv
import unicodedata
from collections import Counter
from datetime import date
from pathlib import Path

from dragoman.gazetteer.offices import OfficeRow, first_day, last_day, offices

SECOND = Path(__file__).with_name("offices_second.csv")
DAYS = 7
"""Elections, oaths and handovers differ by days between lists."""


def words(name: str) -> set[str]:
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return {w for w in plain.casefold().replace("-", " ").split() if len(w) > 2}


def same(row: OfficeRow, fact: dict[str, str]) -> bool:
    """Tell whether both speak of one person in one office at about one time."""
    names = set().union(*(words(n) for n in (row.person, *row.aliases)))
    about = abs((row.since - first_day(fact["since"])).days) < 900
    return (row.state, row.office) == (fact["state"], fact["office"]) and about and bool(names & words(fact["person"]))


def has_other(row: OfficeRow) -> bool:
    """Tell whether a row rests on a source besides Wikidata."""
    return any(not part.strip().startswith("Wikidata") for part in row.source.split(";"))


def agrees(day: date, text: str) -> bool:
    """Tell whether a day fits a date or a year of the other source, within a week."""
    return (first_day(text) - day).days <= DAYS and (day - last_day(text)).days <= DAYS


def main() -> None:
    rows = offices()
    sure = [r for r in rows if "unverified" not in r.source]
    new = [r for r in sure if r.since >= date(1990, 1, 1)]
    print(
        f"{len(rows)} spells, {len(sure)} of them verified, {len(new)} since 1990 in {len({r.state for r in new})} states"
    )
    tally: Counter[str] = Counter()
    with SECOND.open(encoding="utf-8", newline="") as file:
        for fact in csv.DictReader(file):
            ours = [r for r in sure if same(r, fact) and has_other(r)]
            if not ours:
                tally["not told by a row with another source"] += 1
                continue
            best = min(ours, key=lambda r: abs((r.since - first_day(fact["since"])).days))
            right = agrees(best.since, fact["since"])
            tally["begin alike" if right else "begin otherwise"] += 1
            if not right:
                print(f"  {best.state} {best.office} {best.person}: {best.since}, second source {fact['since']}")
    checked = tally["begin alike"] + tally["begin otherwise"]
    print(dict(tally))
    print(
        f"{checked} spells have a second source; {tally['begin otherwise'] / checked:.1%} begin on another day (over {DAYS} days apart)"
    )


if __name__ == "__main__":
    main()
