"""A filter as SQL: which events, statements or stories it asks for.

Comes in: a `Filter`. Goes out: conditions with their parameters. Values never become part of the SQL itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

from dragoman.errors import BadQuery
from dragoman.query import Box, Dyad, Filter, Near, Side

OF_EVENTS = ("type", "mode", "quad", "status", "background", "dyad", "country", "place", "near", "box", "story")
"""Keys that hold for what a statement is about."""
KILOMETRES = 111.195
"""In one degree of latitude."""


@dataclass(slots=True)
class Where:
    """Conditions that all must hold."""

    parts: list[str] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)

    def add(self, condition: str, *values: Any) -> None:
        """Note a condition and its values, in order."""
        self.parts.append(condition)
        self.values += values

    def any(self, conditions: list[Where]) -> None:
        """Note alternatives."""
        self.add("(" + " OR ".join(str(c) for c in conditions) + ")", *[v for c in conditions for v in c.values])

    def __str__(self) -> str:
        """As it stands after WHERE."""
        return " AND ".join(self.parts) or "1"


def source(kind: str, where: Where) -> str:
    """The tables that conditions are on, and no more: each join is paid for every row."""
    own = {"events": "event e", "statements": "statement s"}[kind]
    text = str(where)
    joins = [("c.", f"coding c ON c.key = {own[-1]}.coding"), ("v.", "version v ON v.key = c.version"),
             ("d.", "document d ON d.key = v.document")]  # fmt: skip
    needed = max((n for n, (name, _) in enumerate(joins, 1) if re.search(rf"\b{re.escape(name)}", text)), default=0)
    return " JOIN ".join([own, *(join for _, join in joins[:needed])])


def events(asked: Filter) -> Where:
    """Conditions on `event e` joined with `coding c` and `version v`."""
    if asked.about:
        raise BadQuery("`about` asks for statements: find those (--of statements).")
    where = Where()
    _report(where, asked)
    within(where, "e.id", asked.id)
    if asked.story:
        where.add(f"e.story IN (SELECT key FROM story WHERE id IN ({_marks(asked.story)}))", *asked.story)
    within(where, "e.type", asked.type)
    within(where, "e.mode", asked.mode)
    within(where, "e.quad", asked.quad)
    within(where, "e.status", asked.status)
    if asked.background is not None:
        where.add("e.background = ?", int(asked.background))
    _sides(where, "event_slot", "e.key", ("actor",), asked.actor)
    _sides(where, "event_slot", "e.key", ("recipient",), asked.recipient)
    _sides(where, "event_slot", "e.key", ("actor", "recipient"), asked.party)
    _sides(where, "event_slot", "e.key", ("asserted_by", "denied_by"), asked.speaker)
    if asked.dyad:
        where.any([_dyad(d, asked) for d in asked.dyad])
    if asked.country:
        marks = _marks(asked.country)
        where.add(
            f"(e.place_country IN ({marks}) OR EXISTS (SELECT 1 FROM event_slot s JOIN actor a ON a.key = s.actor "
            f"WHERE s.event = e.key AND s.role IN ('actor', 'recipient') AND a.country IN ({marks})))",
            *asked.country, *asked.country,
        )  # fmt: skip
    _where_on_earth(where, asked)
    _when(where, "e", asked)
    if asked.statements:
        where.add(
            "e.id IN (SELECT b.event FROM about b WHERE b.statement IN "
            "(SELECT rowid FROM statement_index WHERE statement_index MATCH ?))",
            words(asked.statements),
        )
    _judged(where, "e", asked)
    return where


def statements(asked: Filter) -> Where:
    """Conditions on `statement s` joined with `coding c` and `version v`; keys of events hold for what it is about."""
    where = Where()
    _report(where, asked)
    within(where, "s.id", asked.id)
    _sides(where, "statement_slot", "s.key", ("speaker",), asked.speaker or asked.actor)
    _sides(where, "statement_slot", "s.key", ("addressee",), asked.recipient)
    _sides(where, "statement_slot", "s.key", ("speaker", "addressee"), asked.party)
    if asked.statements:
        where.add("s.key IN (SELECT rowid FROM statement_index WHERE statement_index MATCH ?)", words(asked.statements))
    told = {name: getattr(asked, name) for name in OF_EVENTS}
    about = events(Filter(**told)) if any(value not in ((), None) for value in told.values()) else Where()
    if asked.about:
        marks = _marks(asked.about)
        about.add(f"(e.type IN ({marks}) OR e.id IN ({marks}))", *[a.upper() for a in asked.about], *asked.about)
    if about.parts:
        inner = "SELECT 1 FROM about b JOIN event e ON e.id = b.event WHERE b.statement = s.key"
        where.add(f"EXISTS ({inner} AND {about})", *about.values)
    _when(where, "s", asked)
    _judged(where, "s", asked)
    return where


def stories(asked: Filter) -> Where:
    """Conditions on `story t`: status, background and days are the story's, all else holds for one of its events."""
    where = Where()
    within(where, "t.id", (*asked.id, *asked.story))
    within(where, "t.status", asked.status)
    if asked.background is not None:
        where.add("t.background = ?", int(asked.background))
    _when(where, "t", asked)
    bare = replace(asked, id=(), story=(), status=(), background=None, since=None, until=None)
    if bare != Filter():
        inner = events(bare)
        where.add(f"t.key IN (SELECT e.story FROM {source('events', inner)} WHERE {inner})", *inner.values)
    return where


def within(where: Where, column: str, values: tuple[Any, ...]) -> None:
    """The column has one of the values; no values ask for nothing."""
    if values:
        where.add(f"{column} IN ({_marks(values)})", *values)


def _marks(values: tuple[Any, ...]) -> str:
    return ", ".join("?" * len(values))


def _report(where: Where, asked: Filter) -> None:
    """Conditions on the report; a condition on words comes first, so that SQLite starts from the index."""
    if asked.text:
        where.add("c.version IN (SELECT rowid FROM text_index WHERE text_index MATCH ?)", words(asked.text))
    within(where, "d.id", asked.report)
    within(where, "v.source", asked.source)
    if asked.published_since:
        where.add("v.published >= ?", asked.published_since.isoformat())
    if asked.published_until:
        where.add("v.published <= ?", asked.published_until.isoformat())


def _when(where: Where, table: str, asked: Filter) -> None:
    """The days of the record and the days asked for have one in common."""
    if asked.until:
        where.add(f"{table}.first <= ?", asked.until.isoformat())
    if asked.since:
        where.add(f"{table}.last >= ?", asked.since.isoformat())


def _judged(where: Where, table: str, asked: Filter) -> None:
    if asked.score is not None:
        where.add(f"{table}.score >= ?", asked.score)
    if asked.reviewed is not None:
        where.add(f"{table}.verdict IS {'NOT ' if asked.reviewed else ''}NULL")


def side(asked: Side, table: str = "a") -> Where:
    """Conditions on a row of `actor`; a name is looked for as whole words in the order given."""
    where = Where()
    if asked.country:
        where.add(f"{table}.country = ?", asked.country)
    if asked.sector:
        where.add(f"{table}.sector = ?", asked.sector)
    if asked.party:
        where.add(f"{table}.party = (SELECT key FROM party WHERE id = ?)", asked.party)
    if asked.name:
        name = re.sub(r"([%_\\])", r"\\\1", asked.name)
        where.add(f"(' ' || {table}.name || ' ') LIKE ? ESCAPE '\\'", f"% {name} %")
    return where


def _sides(where: Where, table: str, key: str, roles: tuple[str, ...], asked: tuple[Side, ...]) -> None:
    if not asked:
        return
    owner = table.split("_")[0]
    conditions = [side(s) for s in asked]
    either = Where()
    either.any(conditions)
    named = ", ".join(f"'{r}'" for r in roles)
    inner = f"SELECT z.{owner} FROM actor a CROSS JOIN {table} z ON z.actor = a.key"
    if any(s.name or s.party for s in asked):  # few rows: start from the actors
        where.add(f"{key} IN ({inner} WHERE z.role IN ({named}) AND {either})", *either.values)
        return
    inner = f"SELECT 1 FROM {table} z JOIN actor a ON a.key = z.actor WHERE z.{owner} = {key}"
    where.add(f"EXISTS ({inner} AND z.role IN ({named}) AND {either})", *either.values)


def _dyad(dyad: Dyad, asked: Filter) -> Where:
    """Two countries are found in their own index, together with the days; other sides one by one."""
    ways = [(dyad.left, dyad.right)] if dyad.directed else [(dyad.left, dyad.right), (dyad.right, dyad.left)]
    either: list[Where] = []
    for left, right in ways:
        where = Where()
        if left.country and right.country:
            inner = "SELECT y.event FROM dyad y WHERE y.left = ? AND y.right = ?"
            values: list[Any] = [left.country, right.country]
            if asked.until:
                inner, values = inner + " AND y.first <= ?", [*values, asked.until.isoformat()]
            where.add(f"e.key IN ({inner}{_way(dyad)})", *values)
        if not _is_country(left) or not _is_country(right):
            _sides(where, "event_slot", "e.key", ("actor",), (left,))
            _sides(where, "event_slot", "e.key", ("actor", "recipient"), (right,))
            if dyad.directed:
                _sides(where, "event_slot", "e.key", ("recipient",), (right,))
        either.append(where)
    both = Where()
    both.any(either)
    return both


def _way(dyad: Dyad) -> str:
    return " AND y.way = 'to'" if dyad.directed else ""


def _is_country(asked: Side) -> bool:
    return bool(asked.country) and not (asked.sector or asked.name or asked.party)


def _where_on_earth(where: Where, asked: Filter) -> None:
    if asked.place:
        either = [Where([f"(e.place = ? COLLATE NOCASE OR e.admin1 = ? COLLATE NOCASE)"], [p, p]) for p in asked.place]  # noqa: F541
        where.any(either)
    if asked.box:
        _box(where, asked.box)
    if asked.near:
        _near(where, asked.near)


def _box(where: Where, box: Box) -> None:
    where.add("e.latitude BETWEEN ? AND ?", box.south, box.north)
    if box.west <= box.east:
        where.add("e.longitude BETWEEN ? AND ?", box.west, box.east)
    else:
        where.add("(e.longitude >= ? OR e.longitude <= ?)", box.west, box.east)


def _near(where: Where, near: Near) -> None:
    """A band of latitudes first, which is cheap, then the distance along the great circle."""
    reach = near.radius / KILOMETRES
    where.add("e.latitude BETWEEN ? AND ?", near.latitude - reach, near.latitude + reach)
    where.add("distance(e.latitude, e.longitude, ?, ?) <= ?", near.latitude, near.longitude, near.radius)


def words(asked: str) -> str:
    """What a person types, as an FTS5 query: words must all occur, "several words" is a phrase, word* a beginning.

    Everything is quoted, so that no sign is taken for an operator.
    """
    found = re.findall(r'"([^"]+)"|([^\s"]+)', asked)
    made = []
    for phrase, word in found:
        text = phrase or word.rstrip("*")
        if not re.search(r"\w", text):
            continue
        made.append(f'"{text}"' + ("*" if word.endswith("*") else ""))
    return " ".join(made) or '""'
