"""People with offices and organisations of a Wikidata JSON dump.

Comes in: the dump as Wikidata publishes it (one entity a line, .json, .json.gz, .json.bz2). Goes out: a layer file. One pass
at constant memory: what may matter is staged in the draft, and joined when the dump has ended, since a person may come
before the office held. A run that was stopped goes on where it was. Knows few classes; what it does not know it leaves out.
"""

from __future__ import annotations

import bz2
import gzip
import json
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any, cast

from dragoman.errors import BadGazetteer
from dragoman.gazetteer.building import prepare, publish, refuse_foreign
from dragoman.gazetteer.layers import Broken
from dragoman.gazetteer.names import fold, is_acronym

HUMAN = "Q5"
OFFICES = {"Q48352": "head of state", "Q2285706": "head of government", "Q7330070": "foreign minister"}
"""Classes of positions; a position of another class is an "other" office."""
SECTORS = {
    "Q7278": "PTY", "Q484652": "IGO", "Q245065": "IGO", "Q79913": "NGO", "Q163740": "NGO", "Q4830453": "BUS",
    "Q6881511": "BUS", "Q891723": "BUS", "Q17149090": "REB", "Q17127659": "REB", "Q176799": "MIL", "Q772547": "MIL",
    "Q192350": "GOV", "Q327333": "GOV", "Q11032": "JRN", "Q192283": "JRN", "Q1616075": "JRN", "Q3918": "EDU",
    "Q178790": "LAB", "Q35535": "COP", "Q41487": "JUD", "Q47913": "SPY", "Q11204": "LEG", "Q35749": "LEG",
}  # fmt: skip
"""Classes of organisations and their sectors."""
COMMIT = 20_000
"""Lines after which what was read is safe from a stop."""
STAGING = """
CREATE TABLE IF NOT EXISTS held (person TEXT, name TEXT, aliases TEXT, position TEXT, since TEXT, until TEXT, known TEXT);
CREATE TABLE IF NOT EXISTS position (id TEXT PRIMARY KEY, title TEXT, office TEXT, state TEXT);
CREATE TABLE IF NOT EXISTS land (id TEXT PRIMARY KEY, alpha3 TEXT);
CREATE TABLE IF NOT EXISTS body (id TEXT PRIMARY KEY, name TEXT, aliases TEXT, sector TEXT, state TEXT, since TEXT, until TEXT);
"""
SPELLS = """
SELECT held.name, held.aliases, held.person, position.office, position.title, land.alpha3, held.since, held.until, held.known
FROM held JOIN position ON position.id = held.position LEFT JOIN land ON land.id = position.state
WHERE held.since IS NOT NULL ORDER BY held.rowid
"""
BODIES = """
SELECT body.id, name, aliases, sector, alpha3, since, until FROM body LEFT JOIN land ON land.id = body.state
ORDER BY body.rowid
"""


def import_wikidata(source: Path, out: Path, say: Callable[[str], None]) -> Path:
    """Make a layer of a dump, or go on with one that was stopped."""
    refuse_foreign(out)
    draft = out.with_name(f".{out.name}.part")
    broken = Broken(source, say)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        connection, start = _resume(draft, _mark(source))
        try:
            if start:
                say(f"going on after line {start:,}")
            _stage(connection, source, start, broken, say)
            say("joining people and offices")
            used = _join(connection)
        finally:
            connection.close()
        publish(draft, out)
    except (OSError, EOFError, sqlite3.Error) as error:
        raise BadGazetteer(f"{source} cannot be imported to {out}: {error}. Run the command again to go on.") from error
    say(broken.summary(used))
    return out


def _mark(source: Path) -> str:
    """By what a draft knows that it belongs to this dump."""
    try:
        stat = source.stat()
    except OSError as error:
        raise BadGazetteer(f"{source} cannot be read: {error.strerror}.") from error
    return f"{source.name} {stat.st_size} {int(stat.st_mtime)}"


def _resume(draft: Path, mark: str) -> tuple[sqlite3.Connection, int]:
    """Open a draft of the same dump with the number of lines that it has, or begin anew."""
    if draft.exists():
        connection = sqlite3.connect(draft)
        try:
            meta = dict(connection.execute("SELECT name, value FROM meta"))
            if meta.get("source") == mark:
                return connection, int(meta["lines"])
        except sqlite3.Error:
            pass
        connection.close()
        draft.unlink()
    connection = sqlite3.connect(draft)
    prepare(connection)
    connection.executescript(f"PRAGMA journal_mode = WAL; {STAGING}")
    connection.execute("INSERT INTO meta VALUES ('layer', 'wikidata'), ('source', ?), ('lines', '0')", (mark,))
    connection.commit()
    return connection, 0


def _stage(
    connection: sqlite3.Connection, source: Path, start: int, broken: Broken, say: Callable[[str], None]
) -> None:
    number = start
    for number, text in _lines(source):
        if number <= start:
            continue
        if (entity := _entity(number, text, broken)) is not None:
            _stage_entity(connection, entity)
        if number % COMMIT == 0:
            _note(connection, number)
            say(f"{number:,} lines")
    _note(connection, number)


def _note(connection: sqlite3.Connection, number: int) -> None:
    connection.execute("UPDATE meta SET value = ? WHERE name = 'lines'", (str(number),))
    connection.commit()


def _lines(source: Path) -> Iterator[tuple[int, bytes]]:
    with _opened(source) as file:
        yield from enumerate(file, 1)


def _opened(source: Path) -> IO[bytes]:
    if source.suffix == ".gz":
        return cast(IO[bytes], gzip.open(source))
    return cast(IO[bytes], bz2.open(source)) if source.suffix == ".bz2" else source.open("rb")


def _entity(number: int, text: bytes, broken: Broken) -> dict[str, Any] | None:
    """The entity of a line; the brackets of the list around the entities are no lines of it."""
    text = text.strip().rstrip(b",")
    if text in (b"", b"[", b"]"):
        return None
    try:
        entity = json.loads(text)
        if not isinstance(entity, dict) or not isinstance(entity["id"], str):
            raise ValueError
    except (ValueError, KeyError, RecursionError):
        broken.add(number, "no Wikidata entity")
        return None
    return entity


def _stage_entity(connection: sqlite3.Connection, entity: dict[str, Any]) -> None:
    """Keep what may matter: a person with offices, a position, a country, an organisation."""
    name = _label(entity)
    classes = _items(entity, "P31")
    if name and HUMAN in classes:
        known = str(entity.get("modified", ""))[:10] or None
        connection.executemany(
            "INSERT INTO held VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                (entity["id"], name, "|".join(_aliases(entity)), position, since, until, known)
                for position, since, until in _held(entity)
            ),
        )
        return
    if code := next((v for v in _values(entity, "P298") if isinstance(v, str)), None):
        connection.execute("INSERT OR REPLACE INTO land VALUES (?, ?)", (entity["id"], code))
    parents = [*classes, *_items(entity, "P279")]
    state = next(iter([*_items(entity, "P1001"), *_items(entity, "P17")]), None)
    office = next((OFFICES[c] for c in parents if c in OFFICES), None)
    if name and (office or "Q4164871" in parents or "Q294414" in parents):  # a position, a public office
        values = (entity["id"], name, office or "other", state)
        connection.execute("INSERT OR REPLACE INTO position VALUES (?, ?, ?, ?)", values)
    elif name and (sector := next((SECTORS[c] for c in classes if c in SECTORS), None)):
        since, until = (next(iter(_days(entity, p)), None) for p in ("P571", "P576"))
        body = (entity["id"], name, "|".join(_aliases(entity)), sector, state, since, until)
        connection.execute("INSERT OR REPLACE INTO body VALUES (?, ?, ?, ?, ?, ?, ?)", body)


def _join(connection: sqlite3.Connection) -> int:
    """Fill the tables of the layer from what was staged."""
    used = 0
    for number, row in enumerate(connection.execute(SPELLS)):
        name, aliases, person, office, title, state, since, until, known = row
        connection.execute(
            "INSERT INTO spell VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)",
            (number, state or "", office, title, name, person, since, until, known, f"Wikidata {person}"),
        )
        keys = {(fold(n), number, 1) for n in (name, *aliases.split("|")) if " " in n}
        connection.executemany("INSERT OR IGNORE INTO spell_name VALUES (?, ?, ?)", keys)
        used += 1
    for number, (item, name, aliases, sector, state, since, until) in enumerate(connection.execute(BODIES)):
        values = (number, item, name, "organisation", state, sector, "", since, until, "Wikidata")
        connection.execute("INSERT INTO party VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
        names = {fold(n): n for n in (name, *aliases.split("|")) if n}
        connection.executemany(
            "INSERT OR IGNORE INTO party_name VALUES (?, ?, ?, ?, ?)",
            ((key, number, number, "acronym" if is_acronym(n) else "name", n) for key, n in names.items()),
        )
        used += 1
    connection.executescript("DROP TABLE held; DROP TABLE position; DROP TABLE land; DROP TABLE body;")
    connection.commit()
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.execute("VACUUM")
    return used


def _label(entity: dict[str, Any]) -> str | None:
    label = entity.get("labels", {})
    return str(label["en"]["value"]) if isinstance(label, dict) and "en" in label else None


def _aliases(entity: dict[str, Any]) -> list[str]:
    found = entity.get("aliases", {})
    return [str(a["value"]) for a in found.get("en", []) if "|" not in a["value"]] if isinstance(found, dict) else []


def _statements(entity: dict[str, Any], prop: str) -> list[dict[str, Any]]:
    claims = entity.get("claims", {})
    found = claims.get(prop, []) if isinstance(claims, dict) else []
    return [s for s in found if s.get("rank") != "deprecated"]


def _values(entity: dict[str, Any], prop: str) -> list[Any]:
    return [v for s in _statements(entity, prop) if (v := _value(s.get("mainsnak", {}))) is not None]


def _value(snak: dict[str, Any]) -> Any:
    return snak.get("datavalue", {}).get("value") if snak.get("snaktype") == "value" else None


def _items(entity: dict[str, Any], prop: str) -> list[str]:
    return [str(v["id"]) for v in _values(entity, prop) if isinstance(v, dict) and "id" in v]


def _days(entity: dict[str, Any], prop: str) -> list[str]:
    return [day for v in _values(entity, prop) if (day := _first(v))]


def _held(entity: dict[str, Any]) -> Iterator[tuple[str, str | None, str | None]]:
    """Positions of a person with the days between which they were surely held."""
    for statement in _statements(entity, "P39"):
        value = _value(statement.get("mainsnak", {}))
        if not isinstance(value, dict) or "id" not in value:
            continue
        qualifiers = statement.get("qualifiers", {})
        starts = [_value(s) for s in qualifiers.get("P580", [])]
        ends = [_value(s) for s in qualifiers.get("P582", [])]
        yield str(value["id"]), next(map(_last, starts), None), next(map(_first, ends), None)


def _first(value: Any) -> str | None:
    """First day of a Wikidata time ("+2004-03-09T00:00:00Z", precision 11 day, 10 month, 9 year)."""
    return _day(value, "-01-01", "-01")


def _last(value: Any) -> str | None:
    """Last day, near enough: of a month the 28th."""
    return _day(value, "-12-31", "-28")


def _day(value: Any, for_year: str, for_month: str) -> str | None:
    if not isinstance(value, dict) or not str(value.get("time", "")).startswith("+"):
        return None
    time, precision = str(value["time"])[1:11], value.get("precision", 0)
    if len(time) < 10 or precision < 9:
        return None
    return time[:4] + for_year if precision == 9 else time[:7] + for_month if precision == 10 else time
