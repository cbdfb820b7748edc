"""Templates and the few words and signs that they share.

Comes in: the name of a template and data. Goes out: HTML, in which everything from the base is escaped text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from dragoman.serve.marking import HIDDEN

NAV = (("/events", "Events"), ("/stories", "Stories"), ("/statements", "Statements"), ("/review", "Review"))
"""The pages that every page leads to."""
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")  # fmt: skip
QUADS = {1: "verbal cooperation", 2: "material cooperation", 3: "verbal conflict", 4: "material conflict"}
SIGNS = {1: "○", 2: "●", 3: "◇", 4: "◆"}
"""Round is cooperation, angular conflict; hollow is words, filled is deeds: colour is never alone."""
VERDICTS = {"right": "accepted", "wrong": "rejected", "changed": "corrected", "added": "added by a reviewer"}
SECTORS = {
    "GOV": "government", "MIL": "military", "COP": "police", "JUD": "courts", "SPY": "intelligence", "LEG": "parliament",
    "PTY": "party", "OPP": "opposition", "REB": "rebels", "PRM": "paramilitaries", "UAF": "unidentified armed",
    "CRM": "criminals", "BUS": "business", "JRN": "media", "MED": "health", "LAB": "labour", "AGR": "farming",
    "EDU": "education", "REL": "religious", "REF": "refugees", "CVL": "civilians", "SOC": "civil society",
    "ELI": "former officials, experts", "NGO": "non-governmental", "IGO": "intergovernmental", "UNK": "sector unknown",
}  # fmt: skip


class Drawing:
    """The templates, read once."""

    def __init__(self, base: str, open: bool) -> None:
        """`base` is the name of the database, shown on every page."""
        self.templates = Environment(
            loader=PackageLoader("dragoman.serve"), autoescape=select_autoescape(default=True, default_for_string=True),
            undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        )  # fmt: skip
        self.templates.globals.update(
            base=base,
            open=open,
            NAV=NAV,
            QUADS=QUADS,
            SIGNS=SIGNS,
            VERDICTS=VERDICTS,
            SECTORS=SECTORS,
            address=address,
            record_address=record_address,
        )
        self.templates.filters.update(
            day=day,
            days=days,
            number=number,
            many=many,
            parties=parties,
            figure=figure,
            plain=plain,
            part=partial(quote, safe=""),
            title=titled,
        )

    def page(self, template: str, data: Mapping[str, Any], request: Request, who: str, status: int = 200) -> Response:
        """Fill a template."""
        path = request.url.path
        made = self.templates.get_template(template).render(**data, path=path, query=request.url.query, who=who)
        return HTMLResponse(made, status, headers={"cache-control": "no-cache", "vary": "cookie"})


def address(path: str, *parts: Mapping[str, Any], **change: Any) -> str:
    """A path with a query; later parts win, None takes a key out."""
    merged: dict[str, Any] = {}
    for part in (*parts, change):
        merged |= part
    pairs = [(k.replace("_", "-"), v) for k, vs in merged.items() if vs not in (None, "", []) for v in _listed(vs)]
    return f"{path}?{urlencode(pairs)}" if pairs else path


def record_address(kind: str, id: str) -> str:
    """Where a record stands: its address is meant to be cited."""
    return f"/{kind}/{quote(id, safe='')}"


def _listed(value: Any) -> Iterable[Any]:
    return value if isinstance(value, list | tuple) else [value]


def day(text: str | None) -> str:
    """9 March 2020; 2020-03 and 2020 too."""
    match = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?.*", text or "")
    if not match:
        return "no date"
    month = MONTHS[int(match[2]) - 1] if match[2] else ""
    return " ".join(x for x in (match[3] and str(int(match[3])), month, match[1]) if x)


def days(row: Mapping[str, Any]) -> str:
    """The days of a record, and whose they are."""
    first, last = row.get("first"), row.get("last")
    if not first:
        return "no date"
    shown = day(first) if first == last or not last else _between(first, last)
    return f"{shown}, day of publication" if row.get("date_basis") == "published" else shown


def _between(first: str, last: str) -> str:
    a, b = date.fromisoformat(first), date.fromisoformat(last)
    if (a.year, a.month) == (b.year, b.month):
        return f"{a.day}–{b.day} {MONTHS[a.month - 1]} {a.year}"
    if a.year == b.year:
        return f"{a.day} {MONTHS[a.month - 1]} – {b.day} {MONTHS[b.month - 1]} {a.year}"
    return f"{day(first)} – {day(last)}"


def number(value: float | int | None) -> str:
    """1,234; nothing for None."""
    return "" if value is None else f"{value:,}" if isinstance(value, int) else f"{value:,.2f}"


def many(value: int, one: str, more: str = "") -> str:
    """1 report, 2 reports."""
    return f"{value:,} {one if value == 1 else more or one + 's'}"


def parties(row: Mapping[str, Any], role: str) -> list[dict[str, str]]:
    """Names with country and sector; the lists of the view run in step."""
    names = str(row.get(f"{role}s") or "").split("; ")
    countries = str(row.get(f"{role}_countries") or "").split("; ")
    sectors = str(row.get(f"{role}_sectors") or "").split("; ")
    if names == [""]:
        return []
    if not len(names) == len(countries) == len(sectors):
        return [{"name": n, "label": ""} for n in names]
    return [{"name": n, "label": label(c, s)} for n, c, s in zip(names, countries, sectors, strict=True)]


def label(country: str | None, sector: str | None) -> str:
    """ARM · military."""
    known = [country if country and country != "---" else "", SECTORS.get(sector or "", "") if sector != "UNK" else ""]
    return " · ".join(k for k in known if k)


def figure(row: Mapping[str, Any], what: str) -> str:
    """4 killed; 4 to 7 killed; 31 or more killed."""
    low, high = row.get(f"{what}_min"), row.get(f"{what}_max")
    if low is None:
        return ""
    shown = f"{low:,}" if low == high else f"{low:,} or more" if high is None else f"{low:,} to {high:,}"
    return f"crowd of {shown}" if what == "crowd" else f"{shown} {what}"


def plain(text: str | None) -> str:
    """Words of a report in one line, with characters that would act on the page made visible."""
    return HIDDEN.sub("\N{REPLACEMENT CHARACTER}", " ".join((text or "").split()))


def titled(code: str | None) -> str:
    """Assault, from ASSAULT."""
    return (code or "").replace("-", " ").capitalize()
