"""Tables of stories drawn: a trend by time and a map of the world, as SVG, PNG or a page that works offline.

Comes in: a `Table` of `Store.trend` or `Store.map`. Goes out: an altair chart, or a file. What was counted and what was
left out stands under every drawing. Counts nothing itself. The land is Natural Earth's (public domain, 1:110m), through
the package world-atlas, with ISO 3166-1 alpha-3 codes in place of the numeric ones.
"""

from __future__ import annotations

import html
import json
import math
import textwrap
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import altair as alt

from dragoman.errors import BadQuery
from dragoman.store.table import Table

FORMS = ("svg", "png", "html")
COLOURS = ["#1b6ca8", "#c8553d", "#3a7d44", "#8e5ea2", "#d99a00", "#4a4e69", "#00a3a3", "#b0437b", "#7a7a29", "#666666"]
"""Ten that can be told apart, also by most who see fewer colours."""
WIDTH, HEIGHT = 720, 360
FONT = "sans-serif"
_DAYS = {"day": "%d %b %Y", "week": "%d %b %Y", "month": "%b %Y", "year": "%Y"}
QUADS = {1: "verbal cooperation", 2: "material cooperation", 3: "verbal conflict", 4: "material conflict"}


def trend(table: Table, title: str = "Stories by time") -> Any:
    """Lines over periods, one for each group: a gap where no report was read, zero where reports told of nothing."""
    period = next(c for c in table.columns if c in _DAYS)
    group = next((c for c in table.columns[1:] if c not in _MEASURES), None)
    measure = "per_1000_reports" if "per_1000_reports" in table.columns else "stories"
    rows, dropped = _largest(list(table), group, measure)
    data = [_point(row, period, group, measure) for row in rows]
    notes = list(table.notes)
    if dropped:
        notes.append(f"{dropped:,} further groups of {group} with fewer stories are not drawn.")
    axis = alt.Axis(format=_DAYS[period], title=None, labelOverlap=True, labelSeparation=8)
    line = alt.Chart(_data(data)).mark_line(point={"size": 22}, invalid="break-paths-show-path-domains")
    encoding: dict[str, Any] = {
        "x": alt.X("time:T", axis=axis),
        "y": alt.Y("value:Q", title=measure.replace("_", " ").replace("1000", "1,000"), scale=alt.Scale(zero=True)),
        "tooltip": ["period:N", *(["group:N"] if group else []), "value:Q", "reports:Q"],
    }
    if group:
        encoding["color"] = alt.Color("group:N", title=group, scale=alt.Scale(range=COLOURS))
    else:
        line = line.configure_line(color=COLOURS[0]).configure_point(color=COLOURS[0])
    return _finished(line.encode(**encoding).properties(width=WIDTH, height=HEIGHT), title, notes)


def world(table: Table, title: str = "Stories by place") -> Any:
    """A map of the world, or of the part that the stories lie in: circles for places, or coloured countries."""
    shapes = _data(_land(), format={"type": "topojson", "feature": "countries"})
    base = alt.Chart(shapes).mark_geoshape(fill="#e9e6df", stroke="#ffffff", strokeWidth=0.5)
    notes = list(table.notes)
    if "latitude" in table.columns:
        rows = list(table)
        circles = (
            alt.Chart(_data(rows))
            .mark_circle(opacity=0.65, color=COLOURS[1], stroke="#ffffff", strokeWidth=0.5)
            .encode(
                longitude="longitude:Q",
                latitude="latitude:Q",
                size=alt.Size("stories:Q", scale=alt.Scale(range=[12, 900], zero=True), legend=_legend(rows)),
                order=alt.Order("stories:Q", sort="descending"),
                tooltip=["place:N", "country:N", "stories:Q", "first:N", "last:N"],
            )
        )
        chart = alt.layer(base, circles).project(**_projection(rows))
    else:
        counts = {row["country"]: row["stories"] for row in table}
        absent = sorted(set(counts) - _codes())
        if absent:
            notes.append(f"Too small for this map, or not on it: {', '.join(f'{c} {counts[c]:,}' for c in absent)}.")
        values = [{"id": code, "stories": n} for code, n in counts.items()]
        filled = (
            alt.Chart(shapes)
            .mark_geoshape(stroke="#ffffff", strokeWidth=0.5)
            .transform_lookup("id", alt.LookupData(_data(values), "id", ["stories"]))
            .transform_filter("isValid(datum.stories)")
            .encode(
                color=alt.Color("stories:Q", scale=alt.Scale(scheme="oranges", zero=True), legend=_legend(values)),
                tooltip=["id:N", "stories:Q"],
            )
        )
        chart = alt.layer(base, filled).project("naturalEarth1")
    return _finished(chart.properties(width=WIDTH, height=int(HEIGHT * 1.1)), title, notes)


def save(chart: Any, table: Table, path: Path) -> None:
    """Write a file of the form that its ending names; raises `BadQuery` for any other."""
    form = path.suffix.lower().removeprefix(".")
    if form not in FORMS:
        raise BadQuery(f"{path} ends with none of .svg, .png and .html: name the file so.")
    import vl_convert

    spec = chart.to_dict()
    if form == "svg":
        path.write_text(vl_convert.vegalite_to_svg(spec), encoding="utf-8")
    elif form == "png":
        path.write_bytes(vl_convert.vegalite_to_png(spec, scale=2))
    else:
        path.write_text(page(spec, table), encoding="utf-8")


def page(spec: dict[str, Any], table: Table) -> str:
    """One file that holds the drawing, the program that draws it, and the numbers as a table."""
    import vl_convert

    drawing = json.dumps(spec, ensure_ascii=False).replace("</", "<\\/")
    program = vl_convert.javascript_bundle(
        "vegaEmbed('#drawing', JSON.parse(document.getElementById('spec').textContent), {actions: {source: false, editor: false}});"
    ).replace("</script", "<\\/script")
    title = html.escape(spec["title"]["text"])
    head = "".join(f"<th>{html.escape(c)}</th>" for c in table.columns)
    body = "".join(
        "<tr>" + "".join(f"<td>{'' if x is None else html.escape(str(x))}</td>" for x in row) + "</tr>\n"
        for row in table.rows
    )
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width">\n'
        "<style>body{font:15px/1.4 sans-serif;margin:2em;color:#222}table{border-collapse:collapse;margin-top:1em}"
        "th,td{padding:.15em .8em;border-bottom:1px solid #ddd;text-align:left}</style></head>\n"
        f'<body><div id="drawing" role="img" aria-label="{title}"></div>\n'
        f"<details><summary>The numbers</summary><table><tr>{head}</tr>\n{body}</table></details>\n"
        f'<script id="spec" type="application/json">{drawing}</script>\n<script type="module">{program}</script></body></html>\n'
    )


def _legend(rows: list[dict[str, Any]]) -> alt.Legend:
    """Whole numbers only: there is no half a story."""
    most = max((row["stories"] for row in rows), default=1)
    step = next(n for n in (10**k * m for k in range(12) for m in (1, 2, 5)) if n * 5 >= most)
    return alt.Legend(title="stories", values=list(range(step, most + 1, step)), format=",d")


_MEASURES = ("stories", "published_days", "reports", "per_1000_reports")


def _largest(rows: list[dict[str, Any]], group: str | None, measure: str) -> tuple[list[dict[str, Any]], int]:
    """The rows of the ten groups with the most, and how many groups that leaves out."""
    if group is None:
        return rows, 0
    sums: dict[Any, float] = {}
    for row in rows:
        sums[row[group]] = sums.get(row[group], 0) + (row["stories"] or 0)
    kept = sorted(sums, key=lambda g: (-sums[g], str(g)))[: len(COLOURS)]
    return [r for r in rows if r[group] in kept], len(sums) - len(kept)


def _point(row: dict[str, Any], period: str, group: str | None, measure: str) -> dict[str, Any]:
    name = row[period]
    day = {"month": f"{name}-01", "year": f"{name}-01-01"}.get(period, name)
    made = {"time": f"{day}T00:00:00", "period": name, "value": row[measure], "reports": row["reports"]}
    if group:
        value = row[group]
        made["group"] = QUADS.get(value, str(value)) if group == "quad" else str(value) or "(none)"
    return made


def _data(values: Any, **options: Any) -> Any:
    return alt.Data(values=values, **options)  # type: ignore[no-untyped-call]


def _finished(chart: Any, title: str, notes: list[str]) -> Any:
    """Title, and under it what the reader must know, broken to the width."""
    lines = [line for note in notes for line in textwrap.wrap(note, 110)]
    heading = alt.TitleParams(
        text=title, subtitle=lines, anchor="start", fontSize=16, subtitleFontSize=11, subtitleColor="#555555",
        font=FONT, subtitleFont=FONT, offset=12,
    )  # fmt: skip
    return chart.properties(title=heading, background="#ffffff").configure_view(strokeWidth=0)


@cache
def _land() -> dict[str, Any]:
    """Countries as TopoJSON, with alpha-3 codes as ids."""
    found: dict[str, Any] = json.loads((files("dragoman.report") / "world.json").read_text(encoding="utf-8"))
    return found


def _codes() -> set[str]:
    return {g["id"] for g in _land()["objects"]["countries"]["geometries"] if "id" in g}


def _projection(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The whole world, unless everything lies within a part of it: then that part, with some land around."""
    whole = {"type": "naturalEarth1"}
    if not rows:
        return whole
    south, north = (f(r["latitude"] for r in rows) for f in (min, max))
    west, east = (f(r["longitude"] for r in rows) for f in (min, max))
    wide, high = max(east - west, 14.0) * 1.3, max(north - south, 9.0) * 1.3
    if wide > 150 or high > 75:
        return whole
    middle = ((west + east) / 2, (south + north) / 2)
    squeeze = max(math.cos(math.radians(middle[1])), 0.2)
    """Degrees of longitude are shorter away from the equator; Mercator keeps shapes."""
    scale = min(WIDTH / math.radians(wide), HEIGHT * squeeze / math.radians(high))
    return {
        "type": "mercator",
        "center": list(middle),
        "scale": scale,
        "translate": [WIDTH / 2, HEIGHT * 0.55],
        "clipExtent": [[0, 0], [WIDTH, HEIGHT * 1.1]],
    }
