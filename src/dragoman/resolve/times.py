"""Every time expression of a text, resolved against the publication date.

Comes in: an annotation. Goes out: times in text order, each with its words, an interval of days and the rule behind it.
Does not attach times to events. Durations ("for 20 minutes"), ages and vague words ("recently") are no times here.

    time_grammar.find (over the letters of time_words) -> a rule of time_named or time_relative (with time_tense, time_calendar)
                                                       -> neighbours joined ("from March to May") -> "since", "until" applied
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dragoman.model import Annotation, Grain, Time, Token
from dragoman.resolve import time_named, time_relative
from dragoman.resolve.time_calendar import GRAINS, Interval, a_day, shift, through
from dragoman.resolve.time_grammar import Found, find
from dragoman.resolve.time_moment import Anchor, Moment, Reading, weekday_number
from dragoman.resolve.time_tense import governor

REACH = 6
"""Sentences over which "two days later" still finds the date that it counts from."""

NEIGHBOURS = 8
"""Dates told before that are looked at, at most."""

RANGING = frozenset(["to", "-", "–", "—", "through", "until", "till", "to the"])
LISTING = frozenset(["and", "or", "/"])
APPOSED = frozenset([",", ", just", ", about", ", only", ", exactly", ", almost", ", nearly", ", less than"])
"""Between a date and what it is counted from: "on Friday, just a day after the vote"."""
CLOCKING = frozenset(["", ",", "on", "at", ", at", "of", "around", "(", ") on", ")"])
"""Between a clock time and its day, or its other zone."""

READERS: dict[str, Callable[[Found, Moment], Reading | None]] = {
    "whole": time_named.whole,
    "date": time_named.day_and_month,
    "month": time_named.month_alone,
    "part of month": time_named.part_of_month,
    "day of month": time_named.day_of_month,
    "holiday": time_named.holiday,
    "quarter": time_named.quarter,
    "season": time_named.season,
    "year": time_named.year,
    "years": time_named.several_years,
    "fiscal year": time_named.several_years,
    "decade": time_named.decade,
    "weekday": time_relative.weekday,
    "weekend": time_relative.weekend,
    "today": time_relative.today,
    "part of day": time_relative.part_of_day,
    "counted": time_relative.counted,
    "unit": time_relative.unit,
    "ago": time_relative.ago,
    "distance": time_relative.distance,
    "within": time_relative.within,
    "anniversary": time_relative.anniversary,
    "clock": time_relative.clock,
    "period": time_relative.period,
}
"""Rule of the grammar -> the function that reads it."""


@dataclass(frozen=True, slots=True)
class _Dated:
    """An expression with its reading; `first` includes the preposition."""

    found: Found
    moment: Moment
    first: int
    last: int
    reading: Reading
    subordinate: bool = False
    """True where it dates another clause ("a day after he left"), from which nothing is counted."""

    @property
    def interval(self) -> Interval | None:
        return self.reading.interval


def times(annotation: Annotation) -> tuple[Time, ...]:
    """Find and resolve the time expressions of a document; what nothing anchors has start and end None."""
    dated: list[_Dated] = []
    anchors: list[Anchor] = []
    expressions = list(find(annotation))
    for n, found in enumerate(expressions):
        item = _read(found, annotation, anchors, expressions[n + 1 : n + 3])
        if item is None:
            continue
        joined = _join(dated[-1], item, annotation.tokens) if dated else None
        if joined:
            dated.pop()
        item = joined or item
        dated.append(item)
        if item.interval and item.interval.start and not item.subordinate:
            moment = item.moment
            verb = moment.governor.verb
            anchors.append(Anchor(item.interval, moment.sentence, moment.paragraph, item.reading.stated, verb))
    return tuple(_time(item, annotation) for item in dated)


def _read(
    found: Found, annotation: Annotation, anchors: Sequence[Anchor], later: Sequence[Found] = ()
) -> _Dated | None:
    """Resolve one expression against what was told before it; `later` holds the expressions that come next."""
    tokens = annotation.tokens
    led = found.preposition and any(tokens[i].head == found.first - 1 for i in range(found.first, found.last))
    first = found.first - 1 if led else found.first
    sentence = annotation.sentences[tokens[first].sentence]
    moment = Moment(
        annotation.document.published,
        governor(annotation, first, found.last),
        sentence.index,
        sentence.paragraph,
        [a for a in anchors[-NEIGHBOURS:] if sentence.index - a.sentence <= REACH],
        next((a.interval.start for a in anchors[:NEIGHBOURS] if a.interval.grain in ("hour", "day")), None),
    )
    if found.rule in ("today", "part of day") and _quoted(found, annotation):
        said_on = [f for f in later if f.rule in ("weekday", "date") and not _quoted(f, annotation)]
        same = [f for f in said_on if tokens[f.first].sentence == sentence.index]
        moment = _as_spoken(moment, _read(same[0], annotation, anchors) if same else None)
    reading = READERS[found.rule](found, moment)
    if reading is None:
        return None
    complement = found.last < len(tokens) and tokens[found.last].pos not in ("PUNCT", "CCONJ", "ADV")
    subordinate = found.rule == "distance" and "B" in found.letters and complement
    if subordinate and any(t.lemma == "come" for t in tokens[max(first - 4, 0) : first]):
        told = moment.anchor("day")
        reading = reading._replace(interval=time_relative.shifted(found, told, swapped=True) if told else None)
    return _Dated(found, moment, first, found.last, reading, subordinate)


def _quoted(found: Found, annotation: Annotation) -> bool:
    """True inside quoted speech."""
    at = bisect_right(annotation.quotations, found.first, key=lambda q: q.first) - 1
    return at >= 0 and annotation.quotations[at].speech and found.first < annotation.quotations[at].last


def _as_spoken(moment: Moment, said_on: _Dated | None) -> Moment:
    """In quoted speech, "today" is the day of speaking, if that is told beside it and is days, not weeks, ago."""
    told = moment.just_told(1)
    day = told.interval.end if told and told.paragraph == moment.paragraph else None
    day = said_on.interval.end if said_on and said_on.interval else day
    recent = day and moment.published and 0 <= (moment.published - day).days < time_relative.NARRATED
    return replace(moment, published=day) if recent else moment


# --- neighbours ---------------------------------------------------------------------------------------------------


def _join(left: _Dated, right: _Dated, tokens: Sequence[Token]) -> _Dated | None:
    """Two expressions that are one: a range, a day with its clock time, a weekday with its week; else None."""
    if left.moment.sentence != right.moment.sentence or right.found.first - left.last > 3:
        return None
    glue = " ".join(t.text.lower() for t in tokens[left.last : right.found.first])
    if right.subordinate and glue in APPOSED and left.interval:
        return replace(left, last=right.last)
    reading = _one_day(left, right, glue) or _range(left, right, glue.removesuffix(" " + right.found.preposition))
    closed = glue.endswith("(") and right.last < len(tokens) and tokens[right.last].text == ")"
    return replace(left, last=right.last + closed, reading=reading) if reading else None


def _one_day(left: _Dated, right: _Dated, glue: str) -> Reading | None:
    """Join "9pm on Friday", "Friday at 9pm", "Tuesday of last week", "the day before Friday"."""
    rules = left.found.rule, right.found.rule
    if "clock" in rules and glue in CLOCKING:
        day = (right if rules[0] == "clock" and rules[1] != "clock" else left).interval
        if day and day.start and day.start == day.end:
            return Reading(Interval(day.start, day.end, "hour"), "clock time with its day")
        return Reading(None, left.reading.ground) if rules == ("clock", "clock") else None
    start = right.interval.start if right.interval else None
    if start is None:
        return None
    if rules == ("weekday", "date") and glue in (",", "(", ""):
        return right.reading
    if rules == ("weekday", "unit") and glue in ("", "of", "in") and right.found.word("U") == "week":
        day = a_day(shift(start, weekday_number(left.found.word("W")), "day"))
        return Reading(day, f"weekday of the {right.reading.ground}")
    if left.subordinate and glue in ("", "the"):
        return Reading(time_relative.shifted(left.found, start), "counted from the date beside it")
    return None


def _range(left: _Dated, right: _Dated, glue: str) -> Reading | None:
    """Join "from 1998 to 2000", "between March and May 2019", "Thursday and Friday" where they follow each other."""
    if glue not in RANGING and glue not in LISTING:
        return None
    if right.reading.stated and not left.reading.stated and right.interval and right.interval.start:
        again = READERS[left.found.rule](left.found, replace(left.moment, year=right.interval.start.year))
        left = replace(left, reading=again) if again else left
    interval = through(left.interval, right.interval)
    if interval is None or left.interval is None or left.interval.grain != interval.grain:
        return None
    if glue in LISTING and left.found.preposition != "between":
        if left.interval.end is None or right.interval is None:
            return None
        if shift(left.interval.end, 1, "day") != right.interval.start:
            return None
    ground = f"range: {left.reading.ground}; {right.reading.ground}"
    return Reading(interval, ground, left.reading.stated or right.reading.stated)


# --- records ------------------------------------------------------------------------------------------------------


def _time(item: _Dated, annotation: Annotation) -> Time:
    """Make the record, with the preposition applied."""
    bounded, ground = _bounded(item, annotation.document.published)
    span = annotation.span(item.first, item.last)
    if bounded is None:
        return Time(span, None, None, _grain(item), {"start": ground, "end": ground})
    return Time(span, bounded.start, bounded.end, bounded.grain, {"start": ground, "end": ground})


def _grain(item: _Dated) -> Grain:
    """The grain of an expression that nothing anchors, from its words."""
    unit = item.found.word("Uu").removesuffix("s")
    own: dict[str, Grain] = {"month": "month", "season": "season", "quarter": "quarter", "clock": "hour"}
    return GRAINS.get(unit) or own.get(item.found.rule, "day")


def _bounded(item: _Dated, published: date | None) -> tuple[Interval | None, str]:
    """Apply "since", "until", "before", "after" or "throughout" where it governs the expression."""
    interval, ground = item.interval, item.reading.ground
    led = item.first < item.found.first and interval is not None and interval.grain != "hour"
    if not led or interval is None or interval.start is None or interval.end is None:
        return interval, ground
    ahead = item.moment.governor.direction == "future"
    start: date | None = interval.start
    end: date | None = interval.end
    match item.found.preposition:
        case "since":
            end = published if published and published >= interval.start else None
        case "until" | "till" if published and (ahead or published < interval.start) and published <= interval.end:
            start = published
        case "before":
            start, end = None, shift(interval.start, -1, "day")
        case "after":
            start = shift(interval.end, 1, "day")
            end = published if not ahead and published and start and published >= start else None
        case "throughout" if published and not ahead and interval.start <= published < interval.end:
            end = published
        case _:
            return interval, ground
    return Interval(start, end, interval.grain), f"{item.found.preposition} the {ground}"
