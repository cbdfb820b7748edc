"""Every time expression of a text, resolved against the publication date.

Comes in: an annotation. Goes out: times in text order, each with its words, an interval of days and the rule behind it.
Does not attach times to events. Durations ("for 20 minutes"), ages and vague words ("recently") are no times here.

    time_grammar.find (over the letters of time_words) -> a rule of time_named or time_relative (with time_tense, time_calendar)
                                                       -> neighbours joined ("from March to May") -> "since", "until" applied
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dragoman.model import Annotation, Grain, Sentence, Time, Token
from dragoman.resolve import time_named, time_relative
from dragoman.resolve.time_calendar import GRAINS, Interval, a_day, shift, through
from dragoman.resolve.time_grammar import Found, find
from dragoman.resolve.time_moment import Anchor, Moment, Reading, weekday_number
from dragoman.resolve.time_tense import governor

TELLING = frozenset(["whole", "date", "weekday", "day of month", "holiday", "month", "year"])
"""Rules of expressions that tell the date of what others are counted from."""

CLOSE = 14
"""Tokens over which a date still belongs to what is counted from."""

REACH = 6
"""Sentences over which "two days later" still finds the date that it counts from."""

NEIGHBOURS = 8
"""Dates told before that are looked at, at most."""

CLOSING = frozenset(["since", "until", "till", "by"])
ONWARD = frozenset(["on", "onward", "onwards", "forward"])
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
    "fiscal year": time_named.fiscal_year,
    "decade": time_named.decade,
    "first of period": time_named.first_of_period,
    "up to end": time_named.up_to_end,
    "century": time_named.century,
    "two months": time_named.two_months,
    "just ended": time_named.just_ended,
    "before last": time_relative.before_last,
    "eve": time_relative.eve,
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

    onward: bool = False
    """True for "from 2009 on"."""

    @property
    def interval(self) -> Interval | None:
        return self.reading.interval


def times(annotation: Annotation, countries: Sequence[tuple[int, str]] = ()) -> tuple[Time, ...]:
    """Find and resolve the time expressions of a document; what nothing anchors has start and end None.

    `countries` says where in the text, in code points, which country is named: seasons, fiscal years and holidays differ.
    """
    dated: list[_Dated] = []
    anchors: list[Anchor] = []
    expressions = list(find(annotation))
    for n, found in enumerate(expressions):
        context = _Context(annotation, countries, anchors, expressions[n + 1 : n + 3])
        item = _read(found, context)
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


@dataclass(frozen=True, slots=True)
class _Context:
    """What one expression is read in."""

    annotation: Annotation
    countries: Sequence[tuple[int, str]]
    anchors: Sequence[Anchor]
    """What was told before."""
    later: Sequence[Found] = ()
    """The expressions that come next."""


def _read(found: Found, context: _Context) -> _Dated | None:
    """Resolve one expression against what was told before it."""
    annotation = context.annotation
    tokens, first = annotation.tokens, _first(found, annotation.tokens)
    moment = _moment(found, first, context)
    if found.rule in ("today", "part of day") and _quoted(found, annotation):
        said_on = [f for f in context.later if f.rule in ("weekday", "date") and not _quoted(f, annotation)]
        same = [f for f in said_on if tokens[f.first].sentence == moment.sentence]
        moment = _as_spoken(moment, _read(same[0], replace(context, later=())) if same else None)
    reading = READERS[found.rule](found, moment)
    if reading is None:
        return None
    complement = found.last < len(tokens) and tokens[found.last].pos not in ("PUNCT", "CCONJ", "ADV")
    subordinate = found.rule == "distance" and "B" in found.letters and complement
    come = any(t.lemma == "come" for t in tokens[max(first - 4, 0) : first])
    if subordinate and come and moment.complement is None:
        told = moment.anchor("day")
        reading = reading._replace(interval=time_relative.shifted(found, told, swapped=True) if told else None)
    onward = found.last < len(tokens) and tokens[found.last].text.lower() in ONWARD and found.preposition == "from"
    return _Dated(found, moment, first, found.last + onward, reading, subordinate, onward)


def _first(found: Found, tokens: Sequence[Token]) -> int:
    """The first token of an expression, with the preposition that leads it."""
    if found.leading > 1:
        return found.first - found.leading
    led = found.leading and any(tokens[i].head == found.first - 1 for i in range(found.first, found.last))
    return found.first - 1 if led else found.first


def _moment(found: Found, first: int, context: _Context) -> Moment:
    """Gather what an expression is read against."""
    annotation, anchors = context.annotation, context.anchors
    sentence = annotation.sentences[annotation.tokens[first].sentence]
    return Moment(
        annotation.document.published,
        governor(annotation, first, found.last),
        sentence.index,
        sentence.paragraph,
        [a for a in anchors[-NEIGHBOURS:] if sentence.index - a.sentence <= REACH],
        next((a.interval.start for a in anchors[:NEIGHBOURS] if a.interval.grain in ("hour", "day")), None),
        _country(sentence, context.countries),
        _complement(found, context),
    )


def _country(sentence: Sentence, countries: Sequence[tuple[int, str]]) -> str | None:
    """The country that a sentence names first, else the one named last before it."""
    at = bisect_left(countries, sentence.span.start, key=lambda c: c[0])
    if at < len(countries) and countries[at][0] < sentence.span.end:
        return countries[at][1]
    return countries[at - 1][1] if at else None


def _complement(found: Found, context: _Context) -> Interval | None:
    """The date of what a distance, an anniversary or an eve is counted from: "two days after the vote of 3 May".

    It must stand close behind, in the same clause; behind a comma only in apposition ("after the vote, on 3 May").
    """
    counted = (found.rule == "distance" and "B" in found.letters) or found.rule in ("anniversary", "eve")
    tokens, date_ = context.annotation.tokens, next(iter(context.later), None)
    if not counted or date_ is None or date_.rule not in TELLING or date_.first - found.last > CLOSE:
        return None
    if tokens[date_.first].sentence != tokens[found.first].sentence:
        return None
    between = [t.text for t in tokens[found.last : date_.first - date_.leading]]
    if not between and found.rule == "distance":
        return None  # "the day before Friday" is joined as one expression
    ended = date_.last == len(tokens) or tokens[date_.last].pos == "PUNCT"
    if "," in between[:-1] or (between[-1:] == [","] and not ended):
        return None
    item = _read(date_, replace(context, later=()))
    return item.interval if item else None


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
    if rules == ("clock", "clock") and (glue in LISTING or glue in RANGING):
        return Reading(None, "hours of any day")
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
    if glue in RANGING and left.found.rule == right.found.rule == "weekday":
        left, right = _in_one_week(left, right)
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


def _in_one_week(left: _Dated, right: _Dated) -> tuple[_Dated, _Dated]:
    """Put two weekdays in their order: "ran from Tuesday to Friday" told on a Thursday began the week before."""
    if left.interval and right.interval and left.interval.start and right.interval.start:
        if left.interval.start > right.interval.start and right.moment.side == "past":
            begin = shift(left.interval.start, -7, "day")
            return replace(left, reading=left.reading._replace(interval=a_day(begin) if begin else None)), right
        if left.interval.start > right.interval.start:
            end = shift(right.interval.start, 7, "day")
            return left, replace(right, reading=right.reading._replace(interval=a_day(end) if end else None))
    return left, right


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
    """Apply "since", "until", "by", "before", "after" or "throughout" where it governs the expression."""
    interval, ground, found = item.interval, item.reading.ground, item.found
    led = item.first < found.first or (found.rule == "clock" and found.words[0] in CLOSING)
    if not led or interval is None or interval.start is None or interval.end is None:
        return interval, ground
    start: date | None = interval.start
    end: date | None = interval.end
    word = found.preposition or found.words[0]
    if interval.grain == "hour" and word not in CLOSING:
        return interval, ground  # "before midnight on Tuesday" is still Tuesday
    match word:
        case "since":
            end = None
        case "from" if item.onward:
            end = None
        case "until" | "till" | "by":
            start = None
        case "before":
            start, end = None, shift(interval.start, -1, "day")
        case "after":
            start, end = shift(interval.end, 1, "day"), None
        case "throughout" if published and interval.start <= published < interval.end:
            end = published if item.moment.governor.direction != "future" else end
        case _:
            return interval, ground
    grain = "day" if start is None and "G" in found.letters else interval.grain
    return Interval(start, end, grain), f"{word} the {ground}"
