"""Time expressions: a table of own sentences over all classes, and the rules that hold for any text."""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from dragoman.annotate import Parser, dependents
from dragoman.annotate.quotations import quotations
from dragoman.gazetteer import Gazetteer
from dragoman.looks import Looker
from dragoman.model import Annotation, Document, Sentence, Time, Token
from dragoman.resolve.times import times

sys.path.append(str(Path(__file__).resolve().parent.parent / "bench"))
import times as bench_times

PUBLISHED = date(2019, 5, 16)
"""A Thursday."""

# [brackets] hold the expression; start and end "" are open; all published on Thursday 16 May 2019
RESOLVED = [
    # whole dates
    ("The treaty was signed [on 4 March 2019] in Alba.", "2019-03-04", "2019-03-04", "day"),
    ("The treaty was signed [on March 4, 2018] in Alba.", "2018-03-04", "2018-03-04", "day"),
    ("The king was crowned [on the 4th of March 2011].", "2011-03-04", "2011-03-04", "day"),
    ("The log was closed [on 2019-03-04].", "2019-03-04", "2019-03-04", "day"),
    ("The log was closed [on 23/09/2015].", "2015-09-23", "2015-09-23", "day"),
    ("The log was closed [on 23.09.2015].", "2015-09-23", "2015-09-23", "day"),
    ("The towers fell [on September 11, 2001].", "2001-09-11", "2001-09-11", "day"),
    ("The envoy left [on Wednesday, May 8, 2019].", "2019-05-08", "2019-05-08", "day"),
    # day and month
    ("The court heard both sides [on March 4].", "2019-03-04", "2019-03-04", "day"),
    ("The court heard both sides [on 4 March].", "2019-03-04", "2019-03-04", "day"),
    ("The ministers met [on November 20] in the capital.", "2018-11-20", "2018-11-20", "day"),
    ("The ministers will meet [on November 20] in the capital.", "2019-11-20", "2019-11-20", "day"),
    ("He arrived [on Wednesday (May 15)] and met the king.", "2019-05-15", "2019-05-15", "day"),
    ("The hearing is scheduled [for June 3].", "2019-06-03", "2019-06-03", "day"),
    ("The ceasefire was planned to end [on April 30].", "2019-04-30", "2019-04-30", "day"),
    ("The fair ran [from May 3 to 6] in the old town.", "2019-05-03", "2019-05-06", "day"),
    ("Troops crossed the river [on May 4 and 5].", "2019-05-04", "2019-05-05", "day"),
    ("The raid took place [on Sept. 23].", "2018-09-23", "2018-09-23", "day"),
    ("The mayor resigned [on the 9th].", "2019-05-09", "2019-05-09", "day"),
    ("The [March 15] attack shocked the town.", "2019-03-15", "2019-03-15", "day"),
    ("Rebels burned the bridge [on June 3 last year].", "2018-06-03", "2018-06-03", "day"),
    ("Voters will choose a mayor [between June 3 and June 9].", "2019-06-03", "2019-06-09", "day"),
    # months
    ("The port was closed [in March 2017].", "2017-03-01", "2017-03-31", "month"),
    ("The port was closed [in March, 2017].", "2017-03-01", "2017-03-31", "month"),
    ("The port was closed [in January].", "2019-01-01", "2019-01-31", "month"),
    ("The port was closed [in August].", "2018-08-01", "2018-08-31", "month"),
    ("The port will reopen [in August].", "2019-08-01", "2019-08-31", "month"),
    ("The army withdrew [in early March].", "2019-03-01", "2019-03-10", "month"),
    ("The army withdrew [in mid-March].", "2019-03-11", "2019-03-20", "month"),
    ("The army withdrew [in late February 2016].", "2016-02-21", "2016-02-29", "month"),
    ("The army withdrew [at the end of January].", "2019-01-21", "2019-01-31", "month"),
    ("The state must pay [by the end of June].", "", "2019-06-30", "day"),
    ("He was arrested [last July] near the border.", "2018-07-01", "2018-07-31", "month"),
    ("She will retire [next March].", "2020-03-01", "2020-03-31", "month"),
    ("He was freed [in January of last year].", "2018-01-01", "2018-01-31", "month"),
    ("He was freed [in April this year].", "2019-04-01", "2019-04-30", "month"),
    ("Strikes hit the mines [between March and May 2018].", "2018-03-01", "2018-05-31", "month"),
    ("Strikes hit the mines [in March and April].", "2019-03-01", "2019-04-30", "month"),
    ("Flooding began [in the first week of April].", "2019-04-01", "2019-04-07", "week"),
    ("The contract ended [on the last day of February].", "2019-02-28", "2019-02-28", "day"),
    # years and decades
    ("The dictator fell [in 1999].", "1999-01-01", "1999-12-31", "year"),
    ("The [2016] election was close.", "2016-01-01", "2016-12-31", "year"),
    ("Parliament split [in late 2018].", "2018-09-01", "2018-12-31", "year"),
    ("Parliament split [in mid-2015].", "2015-05-01", "2015-08-31", "year"),
    ("She governed [from 1998 to 2000].", "1998-01-01", "2000-12-31", "year"),
    ("She governed [from 1998 until 2000].", "1998-01-01", "2000-12-31", "year"),
    ("The war ([1998–2000]) cost thousands of lives.", "1998-01-01", "2000-12-31", "year"),
    ("Growth slowed [in 2017-18].", "2017-01-01", "2018-12-31", "year"),
    ("Spending rose [in fiscal year 2018].", "2018-01-01", "2018-12-31", "year"),
    ("Many fled [in the 1990s].", "1990-01-01", "1999-12-31", "decade"),
    ("Many fled [in the early 1990s].", "1990-01-01", "1993-12-31", "decade"),
    ("Many fled [in the late '80s].", "1987-01-01", "1989-12-31", "decade"),
    ("Many fled [in the seventies].", "1970-01-01", "1979-12-31", "decade"),
    # quarters, seasons, holidays
    ("Exports fell [in the third quarter of 2018].", "2018-07-01", "2018-09-30", "quarter"),
    ("Exports fell [in the first quarter] of the war.", "2019-01-01", "2019-03-31", "quarter"),
    ("Exports fell [in Q3 2018].", "2018-07-01", "2018-09-30", "quarter"),
    ("Exports fell [last quarter].", "2019-01-01", "2019-03-31", "quarter"),
    ("Exports fell [in the first half of 2018].", "2018-01-01", "2018-06-30", "quarter"),
    ("The two leaders quarrelled [last summer].", "2018-06-01", "2018-08-31", "season"),
    ("The two leaders will meet [next winter].", "2019-12-01", "2020-02-29", "season"),
    ("The dam broke [in spring 2016].", "2016-03-01", "2016-05-31", "season"),
    ("The dam broke [in the autumn].", "2018-09-01", "2018-11-30", "season"),
    ("Gunmen stormed the club [on New Year's Eve].", "2018-12-31", "2018-12-31", "day"),
    ("Gunmen stormed the club [last Christmas].", "2018-12-25", "2018-12-25", "day"),
    ("A truce will begin [on Christmas Day].", "2019-12-25", "2019-12-25", "day"),
    # weekdays
    ("The envoys met [on Tuesday] in Geneva.", "2019-05-14", "2019-05-14", "day"),
    ("The envoys met [Wednesday] in Geneva.", "2019-05-15", "2019-05-15", "day"),
    ("The envoys met [on Thursday] in Geneva.", "2019-05-16", "2019-05-16", "day"),
    ("The envoys met [on Friday] in Geneva.", "2019-05-10", "2019-05-10", "day"),
    ("The envoys will meet [on Friday] in Geneva.", "2019-05-17", "2019-05-17", "day"),
    ("The ministry said talks would resume [on Friday].", "2019-05-17", "2019-05-17", "day"),
    ("Both sides agreed to meet again [on Monday].", "2019-05-20", "2019-05-20", "day"),
    ("The trial opens [on Monday] in the capital.", "2019-05-20", "2019-05-20", "day"),
    ("Police searched the port ahead of [Sunday]'s vote.", "2019-05-19", "2019-05-19", "day"),
    ("The court adjourned the case [until Monday].", "", "2019-05-20", "day"),
    ("The summit was scheduled [for Saturday].", "2019-05-18", "2019-05-18", "day"),
    ("He was forced to resign [on Monday].", "2019-05-13", "2019-05-13", "day"),
    ("A court has freed him [on Monday].", "2019-05-13", "2019-05-13", "day"),
    ("The suspect had crossed the border [on Sunday].", "2019-05-12", "2019-05-12", "day"),
    ("Critics mocked [Monday]'s decision.", "2019-05-13", "2019-05-13", "day"),
    ("The two had been due to sign the deal [on Tuesday].", "2019-05-14", "2019-05-14", "day"),
    ("The envoy will leave if the rebels do not withdraw [by Friday].", "", "2019-05-17", "day"),
    ("The group denied guilt in a [Monday] statement.", "2019-05-13", "2019-05-13", "day"),
    ("He was shot [last Friday] at home.", "2019-05-10", "2019-05-10", "day"),
    ("He was shot [last Thursday] at home.", "2019-05-09", "2019-05-09", "day"),
    ("She will speak [next Monday].", "2019-05-20", "2019-05-20", "day"),
    ("She will speak [this Saturday].", "2019-05-18", "2019-05-18", "day"),
    ("The ferry sank [late on Tuesday night].", "2019-05-14", "2019-05-14", "day"),
    ("The ferry sank [early Tuesday].", "2019-05-14", "2019-05-14", "day"),
    ("The ferry sank [on Tuesday morning].", "2019-05-14", "2019-05-14", "day"),
    ("The ferry sank [on the evening of Tuesday].", "2019-05-14", "2019-05-14", "day"),
    ("He was shot [on Tuesday last week].", "2019-05-07", "2019-05-07", "day"),
    ("Crowds marched [on Tuesday and Wednesday].", "2019-05-14", "2019-05-15", "day"),
    ("The border was shut [from Monday to Wednesday].", "2019-05-13", "2019-05-15", "day"),
    ("On April 2 he fled; [the following Monday] he was caught.", "2019-04-08", "2019-04-08", "day"),
    # clock times
    ("Gunmen opened fire [at 9pm on Tuesday].", "2019-05-14", "2019-05-14", "hour"),
    ("Gunmen opened fire [at about 9:30 p.m. local time (1930 UTC) on Tuesday].", "2019-05-14", "2019-05-14", "hour"),
    ("Gunmen opened fire [on Tuesday at 10:30 a.m.] near the school.", "2019-05-14", "2019-05-14", "hour"),
    ("Gunmen came on Tuesday. They opened fire [at 21:15].", "2019-05-14", "2019-05-14", "hour"),
    ("The curfew will start [at midnight on Friday].", "2019-05-17", "2019-05-17", "hour"),
    # days from publication
    ("The premier resigned [today].", "2019-05-16", "2019-05-16", "day"),
    ("The premier resigned [yesterday morning].", "2019-05-15", "2019-05-15", "day"),
    ("The premier will resign [tomorrow].", "2019-05-17", "2019-05-17", "day"),
    ("The premier will speak [tonight].", "2019-05-16", "2019-05-16", "day"),
    ("Rockets hit the camp [overnight].", "2019-05-15", "2019-05-16", "day"),
    ("Rockets hit the camp [this morning].", "2019-05-16", "2019-05-16", "day"),
    ("Rockets hit the camp [last night].", "2019-05-15", "2019-05-15", "day"),
    ("Rockets hit the camp [the day before yesterday].", "2019-05-14", "2019-05-14", "day"),
    # weeks, months, years from publication
    ("The guards walked out [last week].", "2019-05-06", "2019-05-12", "week"),
    ("The guards will walk out [next week].", "2019-05-20", "2019-05-26", "week"),
    ("The guards walked out [earlier this week].", "2019-05-13", "2019-05-19", "week"),
    ("The guards walked out [this month].", "2019-05-01", "2019-05-31", "month"),
    ("The guards walked out [last month].", "2019-04-01", "2019-04-30", "month"),
    ("The guards walked out [late last month].", "2019-04-21", "2019-04-30", "month"),
    ("The guards walked out [earlier this year].", "2019-01-01", "2019-12-31", "year"),
    ("The guards walked out [last year].", "2018-01-01", "2018-12-31", "year"),
    ("The law will change [later this year].", "2019-01-01", "2019-12-31", "year"),
    ("Riots broke out [over the weekend].", "2019-05-11", "2019-05-12", "day"),
    ("A march will be held [at the weekend].", "2019-05-18", "2019-05-19", "day"),
    ("A march was held [last weekend].", "2019-05-11", "2019-05-12", "day"),
    # ago, counted
    ("The shop was robbed [three days ago].", "2019-05-13", "2019-05-13", "day"),
    ("The shop was robbed [two weeks ago].", "2019-04-29", "2019-05-05", "week"),
    ("The shop was robbed [a month ago].", "2019-04-01", "2019-04-30", "month"),
    ("The shop was robbed almost [20 years ago].", "1999-01-01", "1999-12-31", "year"),
    ("The shop was robbed [a decade ago].", "2009-01-01", "2009-12-31", "year"),
    ("The shop was robbed [half a century ago].", "1969-01-01", "1969-12-31", "year"),
    ("Prices have doubled [in the past three months].", "2019-02-16", "2019-05-16", "month"),
    ("Prices have doubled [over the last 10 days].", "2019-05-06", "2019-05-16", "day"),
    ("Prices have doubled [in recent years].", "2016-05-16", "2019-05-16", "year"),
    ("Prices have doubled [in recent months].", "2019-02-16", "2019-05-16", "month"),
    ("Prices have doubled [in the past few weeks].", "2019-04-25", "2019-05-16", "week"),
    ("Prices will double [in the next two weeks].", "2019-05-16", "2019-05-30", "week"),
    ("The bill will reach parliament [within ten days].", "2019-05-16", "2019-05-26", "day"),
    ("The bill will reach parliament [in two months].", "2019-07-01", "2019-07-31", "month"),
    # counted from a date told
    ("On April 2 he fled. [Two days later] he was caught.", "2019-04-04", "2019-04-04", "day"),
    ("On April 2 he fled. [A week later] he was caught.", "2019-04-09", "2019-04-09", "day"),
    ("In 2003 he fled. [Two years later] he was caught.", "2005-01-01", "2005-12-31", "year"),
    ("On April 2 he fled. His wife had left [the day before].", "2019-04-01", "2019-04-01", "day"),
    ("On April 2 he fled. He was caught [the next day].", "2019-04-03", "2019-04-03", "day"),
    ("On April 2 he fled. He was caught [the same day].", "2019-04-02", "2019-04-02", "day"),
    ("On April 2 he fled. He was caught [that night].", "2019-04-02", "2019-04-02", "day"),
    ("In March 2016 he fled. He was caught [the following month].", "2016-04-01", "2016-04-30", "month"),
    ("In March 2016 he fled. He was caught [in August].", "2016-08-01", "2016-08-31", "month"),
    ("In 2003 he fled. His brother was caught [that year].", "2003-01-01", "2003-12-31", "year"),
    ("[On Tuesday, a day after] the vote, the cabinet met.", "2019-05-14", "2019-05-14", "day"),
    ("They voted [the day before Sunday]'s parade ended.", "2019-05-11", "2019-05-11", "day"),
    # since, until, before, after, throughout
    ("The road has been blocked [since Monday].", "2019-05-13", "", "day"),
    ("The party has ruled [since 2014].", "2014-01-01", "", "year"),
    ("The party has ruled [since the 1970s].", "1970-01-01", "", "decade"),
    ("The party has ruled [since March 2014].", "2014-03-01", "", "month"),
    ("The road will be closed [until June 4].", "", "2019-06-04", "day"),
    ("He was a senator [until 2009].", "", "2009-12-31", "year"),
    ("The talks must end [by Friday].", "", "2019-05-17", "day"),
    ("The islands were free [before 1890].", "", "1889-12-31", "year"),
    ("The islands were free [after 1990].", "1991-01-01", "", "year"),
    ("Protests went on [throughout 2019].", "2019-01-01", "2019-05-16", "year"),
    # anniversaries
    ("The town marked the [50th anniversary] of the flood.", "1969-01-01", "1969-12-31", "year"),
    ("The town fell on 3 June 2009; [on the tenth anniversary] bells will ring.", "2019-06-03", "2019-06-03", "day"),
    ("Crowds will mark [the centenary] of the strike of 30 May 1919.", "2019-05-30", "2019-05-30", "day"),
    # counted from a date that comes after
    ("He was caught [two days after] the raid of April 2.", "2019-04-04", "2019-04-04", "day"),
    ("[On the eve] of the vote of April 2 he fled.", "2019-04-01", "2019-04-01", "day"),
    ("[Less than 48 hours after] the raid of April 2 he fled.", "2019-04-02", "2019-04-04", "day"),
    # numbers in words, weekdays further off, other spellings
    ("The shop was robbed [twenty-six days ago].", "2019-04-20", "2019-04-20", "day"),
    ("The shop was robbed [a hundred years ago].", "1919-01-01", "1919-12-31", "year"),
    ("The shop was robbed [a year and a half ago].", "2017-11-01", "2017-11-30", "month"),
    ("The king was crowned [on the twenty-third of October 1956].", "1956-10-23", "1956-10-23", "day"),
    ("The students rose [in '68] and were beaten.", "1968-01-01", "1968-12-31", "year"),
    ("The mine closed [the Tuesday before last].", "2019-05-07", "2019-05-07", "day"),
    ("He will be tried [on Friday week].", "2019-05-24", "2019-05-24", "day"),
    ("The union met [on Saturday last] and voted.", "2019-05-11", "2019-05-11", "day"),
    ("The court delivers its verdict [Friday].", "2019-05-17", "2019-05-17", "day"),
    ("The envoy speaks [this Friday] in Geneva.", "2019-05-17", "2019-05-17", "day"),
    ("The fair ran [from Tuesday through Friday].", "2019-05-07", "2019-05-10", "day"),
    ("The year [before last] was dry.", "2017-01-01", "2017-12-31", "year"),
    ("A new judge will be named [the week after next].", "2019-05-27", "2019-06-02", "week"),
    ("[The coming month] will be hard.", "2019-06-01", "2019-06-30", "month"),
    ("Not one ship moved [in the past 24 hours].", "2019-05-15", "2019-05-16", "day"),
    ("[In five days] the rebels have taken five towns.", "2019-05-11", "2019-05-16", "day"),
    # parts of months and years
    ("The fair is held [on the first weekend of August].", "2019-08-03", "2019-08-04", "day"),
    ("The vote was held [on the last Sunday in March].", "2019-03-31", "2019-03-31", "day"),
    ("The rains came [in the first days of March].", "2019-03-01", "2019-03-10", "month"),
    ("The rains came [in the second half of March].", "2019-03-16", "2019-03-31", "month"),
    ("Exports fell [in the first three months of the year].", "2019-01-01", "2019-03-31", "quarter"),
    ("Exports fell [in the last two weeks of March].", "2019-03-18", "2019-03-31", "week"),
    ("Exports fell [in the final quarter of 2018].", "2018-10-01", "2018-12-31", "quarter"),
    ("Exports fell [in the April-June quarter of last year].", "2018-04-01", "2018-06-30", "quarter"),
    ("Exports fell [in the quarter just ended].", "2019-01-01", "2019-03-31", "quarter"),
    ("Exports fell [in the quarter ending March 31].", "2019-01-01", "2019-03-31", "quarter"),
    ("[Third-quarter] profits fell in 2018.", "2018-07-01", "2018-09-30", "quarter"),
    ("[The 19th century] saw three wars here.", "1801-01-01", "1900-12-31", "decade"),
    # open intervals
    ("Smoking will be forbidden [from 2020 on].", "2020-01-01", "", "year"),
    ("Visas will be issued [from June onwards].", "2019-06-01", "", "month"),
    ("They will stay [up to June 4], the day of the vote.", "", "2019-06-04", "day"),
    ("The ship must sail [no later than Friday].", "", "2019-05-17", "day"),
    ("The road has been closed [prior to 2010].", "", "2009-12-31", "year"),
    # holidays that move
    ("Rome was quiet [on Easter Monday].", "2019-04-22", "2019-04-22", "day"),
    ("The truce began [on Good Friday 2016].", "2016-03-25", "2016-03-25", "day"),
    ("The rally was held [on International Women's Day].", "2019-03-08", "2019-03-08", "day"),
    ("The camp was shelled [on Eid al-Fitr].", "2018-06-15", "2018-06-15", "day"),
    # nothing to count from
    ("Nobody knew him. [Two days later] he was caught.", "", "", "day"),
]

NO_TIME = [
    "He was jailed for 20 minutes.",
    "She received a three-year sentence.",
    "The siege lasted 72 hours.",
    "The 18-year-old student was killed.",
    "He is 45 years old.",
    "More than 2,000 people marched.",
    "Nearly 2000 people marched.",
    "The flood killed 1999 people.",
    "The council passed Resolution 1701.",
    "He recently left and will soon return.",
    "Several years passed in silence.",
    "Theresa May met the king.",
    "The king may leave the country.",
    "Soldiers march through the village.",
    "He writes for USA Today and was praised.",
    "Shops prepare for Black Friday with discounts.",
    "They gather every Friday to pray.",
    "He died in the last year of the war.",
    "A second later he was gone.",
    "The date 03/04/2019 was not clear, and a quarter of the votes was lost.",
    "She said that half the houses fall each day in value.",
    "They meet on the first Monday of each month.",
    "In the autumn of his life he wrote a book.",
    "The shops open on weekdays and at weekends, and a boat comes every other day.",
    "Page 12 of the 14 files is missing.",
]

BY_COUNTRY = [
    ("Fires burned [this summer].", "AUS", "2018-12-01", "2019-02-28"),
    ("Fires burned [last summer].", "ITA", "2018-06-01", "2018-08-31"),
    ("Spending rose [in fiscal 2018].", "USA", "2017-10-01", "2018-09-30"),
    ("Spending rose [in the fiscal year 2017-18].", "IND", "2017-04-01", "2018-03-31"),
    ("The budget grew [in 2017-18].", "AUS", "2017-07-01", "2018-06-30"),
    ("The team was best [in 2017-18].", "AUS", "2017-01-01", "2018-12-31"),
    ("Revenue fell [in FY18].", "IND", "2017-04-01", "2018-03-31"),
    ("Revenue will fall [in the next fiscal year].", "USA", "2019-10-01", "2020-09-30"),
    ("Spending rose [in the fiscal year ended March 2012].", "JPN", "2011-04-01", "2012-03-31"),
    ("Troops will march [on Independence Day].", "USA", "2019-07-04", "2019-07-04"),
    ("Troops will march [on Independence Day].", "IND", "2019-08-15", "2019-08-15"),
    ("Troops will march [on Independence Day].", None, None, None),
    ("Shops were closed [on Thanksgiving].", "CAN", "2018-10-08", "2018-10-08"),
]
"""Expression, country named before it, start, end."""

SET = Path(__file__).parent / "sets" / "times.jsonl"

RELATIVE = [
    "The envoys met on Friday.",
    "The envoys met in March.",
    "The envoys met two days ago.",
    "They met last year.",
]


def annotate(
    parser: Parser, texts: list[str], published: date | None = PUBLISHED, title: str | None = None
) -> list[Annotation]:
    """Parse without mentions, which times do not need."""
    documents = [Document(str(n), text, title=title, published=published) for n, text in enumerate(texts)]
    return [
        Annotation(document, tokens, dependents(tokens), sentences, (), quotations(document, tokens, sentences))
        for document, tokens, sentences in parser.parse(documents)
    ]


@pytest.fixture(scope="module")
def resolved(parser: Parser) -> list[tuple[Time, ...]]:
    texts = [text.replace("[", "").replace("]", "") for text, *_ in RESOLVED]
    return [times(annotation) for annotation in annotate(parser, texts)]


@pytest.mark.parametrize("number", range(len(RESOLVED)), ids=[text for text, *_ in RESOLVED])
def test_expression_is_resolved(number: int, resolved: list[tuple[Time, ...]]) -> None:
    text, start, end, grain = RESOLVED[number]
    first, last = text.index("["), text.index("]") - 1
    found = [t for t in resolved[number] if t.span.start < last and first < t.span.end]
    assert [(str(t.start or ""), str(t.end or ""), t.grain) for t in found] == [(start, end, grain)], found
    assert found[0].basis["start"]


@pytest.mark.parametrize(("text", "country", "start", "end"), BY_COUNTRY)
def test_country_decides(text: str, country: str | None, start: str | None, end: str | None, parser: Parser) -> None:
    (annotation,) = annotate(parser, [text.replace("[", "").replace("]", "")])
    found = times(annotation, [(0, country)] if country else [])
    assert [(t.span.text, t.start and str(t.start), t.end and str(t.end)) for t in found] == [
        (text[text.index("[") + 1 : text.index("]")], start, end)
    ]


def test_set_of_written_expressions(parser: Parser, gazetteer: Gazetteer) -> None:
    """Holds what was reached; `bench/times tests/sets/times.jsonl --misses` shows the rest."""
    lines = list(bench_times.read(SET))
    classes: dict[str, list[bool]] = defaultdict(list)
    for answer in bench_times.answers(lines, Looker(parser, gazetteer)):
        classes[answer.line.kind].append(answer.right)
    assert len(lines) >= 300
    assert {kind: right for kind, right in classes.items() if sum(right) < 0.85 * len(right)} == {}
    assert sum(map(sum, classes.values())) >= 0.98 * len(lines)


def test_no_time_where_there_is_none(parser: Parser) -> None:
    found = {a.document.text: [t.span.text for t in times(a)] for a in annotate(parser, NO_TIME)}
    assert {text: spans for text, spans in found.items() if spans} == {}


def test_without_publication_date_only_whole_dates_are_resolved(parser: Parser) -> None:
    for annotation in annotate(parser, RELATIVE, published=None):
        assert [(t.start, t.end) for t in times(annotation)] == [(None, None)]
    (whole,) = times(annotate(parser, ["The envoys met on 4 March 2018."], published=None)[0])
    assert whole.start == whole.end == date(2018, 3, 4)


def test_publication_day_itself_is_not_a_week_ago(parser: Parser) -> None:
    monday = date(2019, 5, 13)
    met, will_meet = annotate(parser, ["They met on Monday.", "They will meet on Monday."], published=monday)
    assert times(met)[0].start == times(will_meet)[0].start == monday


def test_basis_names_the_rule_and_the_verb(parser: Parser) -> None:
    (met,) = times(annotate(parser, ["The envoys met on Monday."])[0])
    assert met.basis["start"] == "weekday before publication, past tense: met"


def test_present_tense_of_a_headline_looks_back(parser: Parser) -> None:
    text = "Envoys meet on Monday\n\nThe envoys of Alba and Borduria were hungry."
    (monday,) = times(annotate(parser, [text], title="Envoys meet on Monday")[0])
    assert monday.start == date(2019, 5, 13)


@pytest.mark.parametrize(
    "text",
    [
        'The premier spoke on Tuesday. "We leave the treaty today," he said.',
        '"We leave the treaty today," the premier said on Tuesday.',
    ],
)
def test_today_in_quoted_speech_is_the_day_of_speech(text: str, parser: Parser) -> None:
    (annotation,) = annotate(parser, [text])
    assert [t.start for t in times(annotation)] == [date(2019, 5, 14), date(2019, 5, 14)]


def test_spans_quote_the_text_in_order_without_overlap(parser: Parser) -> None:
    text = "On Monday at 9pm, two days after the May 4 vote, he left; in 2018 and last week he had met Theresa May."
    (annotation,) = annotate(parser, [text])
    found = times(annotation)
    assert len(found) >= 4
    assert all(text[t.span.start : t.span.end] == t.span.text for t in found)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))


def test_cost_is_linear_in_one_endless_sentence() -> None:
    seconds = [_seconds_for(copies) for copies in (2_000, 8_000)]
    assert seconds[1] < 12 * seconds[0] + 0.1


def _seconds_for(copies: int) -> float:
    """Time one sentence of so many expressions, all of whose words hang on the last one, a verb."""
    words = ["in", "March", "5", "and", "6", "the", "last", "(", "2018", "-", "on", "Friday"] * copies
    root = len(words) - 1
    text, tokens, at = " ".join(words), [], 0
    for i, word in enumerate(words):
        tokens.append(Token(i, at, at + len(word), word, word.lower(), "VERB", "VBD", "dep", root, 0, i, 0, ""))
        at += len(word) + 1
    document = Document("x", text, published=PUBLISHED)
    children: list[list[int]] = [[] for _ in words]
    children[root] = list(range(root))
    sentence = Sentence(0, 0, len(words), document.span(0, len(text)), 0, False, root)
    annotation = Annotation(document, tokens, children, [sentence], mentions=(), quotations=())
    started = time.perf_counter()
    assert times(annotation)
    return time.perf_counter() - started
