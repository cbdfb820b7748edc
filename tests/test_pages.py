"""Web pages in twenty layouts, written for this project: title, date and body of each (`bench/pages tests/sets/pages`)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from dragoman.read.dates import find_day
from dragoman.read.html import page_draft

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "tests" / "sets" / "pages"

OLD = """<html><head><title>Harbour Gazette - Pilots end strike</title></head><body><table><tr><td><font size=5>Harbour Gazette
</font></td><td>Friday, May 9, 2003</td></tr><tr><td><a href=a.htm>Crab prices fall again this spring</a><br><a href=b.htm>New
crane for the east quay</a></td><td><font size="+2"><b>Pilots end strike</b></font><br><font size=1>05/06/03</font><br><br>
<font size=3>The harbour pilots went back to work on Tuesday after eleven days on strike, and the first ship left at noon.<P>The
port had lost four million crowns a day, its director said. "We shall not forget this spring," she added.<P>Both sides meet
again in June.</font></td><td><font size=1><b>ALSO TODAY</b><br>Ferry timetable changes in the week of the regatta<br></font></td>
</tr><tr><td><font size=1>&copy; 2003 Harbour Gazette. All rights reserved.</font></td></tr></table></body></html>"""

BLOG = """<html><head><title>Letters from the quay » Nobody counts the gulls</title>
<link rel="canonical" href="https://quay.example/2014/oct/09/nobody-counts-the-gulls.html"></head><body><h1 class="title">
<a href="/">Letters from the quay</a></h1><div class="post hentry"><h2 class="entry-title"><a href="/2014/oct/09/x.html">Nobody
counts the gulls</a></h2><div class="entry-content"><p>Every spring the council counts the swans on the river and publishes the
figure with some pride.</p><p>Nobody counts the gulls, who do the work of the town after the market has closed.</p><p>I asked the
clerk why. He said that it had been tried once, in 1961, and that the gulls had moved.</p></div></div></body></html>"""


def test_an_old_page_has_its_headline_in_large_print_and_no_boxes_in_its_text() -> None:
    page = page_draft(OLD)
    assert page.title == "Pilots end strike"
    assert "Ferry timetable" not in page.text
    assert "All rights reserved" not in page.text
    assert page.text.endswith("Both sides meet again in June.")


def test_the_title_of_a_post_may_be_a_link_and_its_address_may_hold_the_day() -> None:
    page = page_draft(BLOG)
    assert (page.title, f"{page.published}") == ("Nobody counts the gulls", "2014-10-09")


@pytest.mark.parametrize(
    ("line", "day"),
    [("Posted: 07/21/02", "2002-07-21"), ("21/07/98", "1998-07-21"), ("05/06/03", None), ("scores of 21.07.98", None)],
)
def test_a_year_of_two_figures_counts_where_day_and_month_are_sure(line: str, day: str | None) -> None:
    found = find_day(line)
    assert (f"{found.date()}" if found else None) == day


def test_two_hundred_pages() -> None:
    command = [sys.executable, ROOT / "bench" / "pages.py", PAGES]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    shares = next(line for line in printed.splitlines() if line.startswith("all")).split()
    assert shares[1] == "200"
    assert all(float(share) >= 0.95 for share in shares[2:5]), printed
