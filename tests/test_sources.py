"""Every kind of source through one contract: what is in it comes out, or is turned away with a reason."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from dragoman.errors import UnreadableInput
from dragoman.model import Document
from dragoman.read import FORMATS, Unread, columns_of, read
from dragoman.read.pdf import _joined
from samples import BODIES, PAPER, TITLES, Sample, all_samples, broken, csv, pdf, printed, scan

SAMPLES = all_samples()


def read_sample(tmp_path: Path, name: str, data: bytes, **said: object) -> list[Document | Unread]:
    path = tmp_path / name
    path.write_bytes(data)
    return list(read([str(path)], **said))  # type: ignore[arg-type]


def documents(results: Iterable[Document | Unread]) -> list[Document]:
    results = list(results)
    assert not [r.reason for r in results if isinstance(r, Unread)]
    return [r for r in results if isinstance(r, Document)]


def straight(text: str) -> str:
    return " ".join(text.replace("“", '"').replace("”", '"').split())


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.name)
def test_what_is_in_a_file_comes_out(tmp_path: Path, sample: Sample) -> None:
    found = documents(read_sample(tmp_path, sample.name, sample.data))
    assert tuple(d.title for d in found) == sample.titles
    for document in found:
        assert document.title is not None
        assert document.origin is not None
        assert document.text.startswith(f"{document.title}\n\n")
        assert len(document.origin.sha256) == 64
        assert document.origin.address.startswith(str(tmp_path))
        assert sample.reader in ("", document.origin.reader)
        last = BODIES[0 if sample.name.startswith("crawl") else TITLES.index(document.title)][-1]
        assert straight(last) in straight(document.text)
        if sample.name not in ("report.docx", "report.rtf"):
            assert document.published in (date(2019, 3, 4), date(2019, 3, 7), date(2019, 3, 8))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.name)
def test_a_broken_file_gives_reports_or_reasons_and_no_fault(tmp_path: Path, sample: Sample) -> None:
    for how, data in broken(sample.data):
        results = read_sample(tmp_path, sample.name, data)
        assert results, how
        for result in results:
            if isinstance(result, Unread):
                assert result.reason.endswith("."), (how, result.reason)
            else:
                assert result.title is None or result.text.startswith(f"{result.title}\n\n"), how


def test_the_command_line_knows_every_format() -> None:
    from dragoman.cli import Input

    assert tuple(Input) == FORMATS


# --- what only some sources have ----------------------------------------------------------------------------------


def test_every_span_of_a_pdf_has_its_page(tmp_path: Path) -> None:
    (document,) = documents(read_sample(tmp_path, "report.pdf", pdf(3)))
    for number, body in enumerate(BODIES, start=1):
        start = document.text.index(body[0][:40])
        assert document.page(document.span(start, start + 40)) == number
    assert document.page(document.span(0, 10)) == 1
    (titled,) = documents(read_sample(tmp_path, "report.pdf", pdf(3), title="A title of the user's own"))
    assert titled.origin is not None
    assert (titled.origin.pages[0].start, titled.origin.pages[-1].end) == (0, len(titled.text))
    start = titled.text.index(BODIES[2][0][:40])
    assert titled.page(titled.span(start, start + 1)) == 3


def test_running_heads_and_page_numbers_of_a_pdf_are_left_out(tmp_path: Path) -> None:
    (document,) = documents(read_sample(tmp_path, "report.pdf", pdf(3)))
    assert "Page 2 of 3" not in document.text
    assert PAPER not in document.text
    assert document.origin is not None
    assert "running heads" in document.origin.found["repairs"]


def test_a_scan_is_refused_with_the_remedy(tmp_path: Path) -> None:
    (result,) = read_sample(tmp_path, "scan.pdf", scan())
    assert isinstance(result, Unread)
    assert "OCR" in result.reason


def test_a_pdf_of_running_heads_alone_is_refused(tmp_path: Path) -> None:
    """Scanned pages with a stamp on each; nothing is left when heads and page numbers are taken out."""
    for stamps in ([PAPER, "Page 1 of 2"], ["1"], [PAPER, "Archive", "No. 7", "Page 1 of 2"]):
        (result,) = read_sample(tmp_path, "stamped.pdf", printed([stamps, stamps]))
        assert isinstance(result, Unread)
        assert "running heads" in result.reason
        assert "OCR" in result.reason


def test_a_hyphen_without_a_word_before_it_ends_a_line_of_a_pdf(tmp_path: Path) -> None:
    """Its words are joined or kept, and no line of marks stops the reader."""
    for first in ("-", "€-", "_-", "Talks with -", "The river bor-"):
        (result,) = read_sample(tmp_path, "lines.pdf", printed([[first, "der was closed on Monday by the patrols."]]))
        assert isinstance(result, Document), first
        assert "closed on Monday" in result.text
    assert "river border" in result.text


def test_a_line_end_of_a_pdf_that_is_followed_by_a_mark_is_joined() -> None:
    """A circled letter is lower case and no word."""
    assert _joined("Talks on the bor-", "\u24d0 and more", Counter()) == "Talks on the bor\u24d0 and more"
    assert _joined("-", "der", Counter()) == "-der"


def test_columns_can_be_named(tmp_path: Path) -> None:
    table = csv().replace(b"title,published,text", b"headline,date,body")
    columns = columns_of("text=body, published=date,title=headline")
    assert [d.title for d in documents(read_sample(tmp_path, "a.csv", table, columns=columns))] == list(TITLES)
    (result,) = read_sample(tmp_path, "a.csv", table)
    assert isinstance(result, Unread)
    assert "--map text=body" in result.reason
    (result,) = read_sample(tmp_path, "a.csv", table, columns={"text": "words"})
    assert isinstance(result, Unread)
    assert "no column 'words': it has headline, date, body" in result.reason
    line = json.dumps({"body": BODIES[0][0], "date": "4 March 2019"}).encode()
    (document,) = documents(read_sample(tmp_path, "a.jsonl", line, columns=columns))
    assert document.published == date(2019, 3, 4)
    for wrong in ("text", "text=", "words=body"):
        with pytest.raises(UnreadableInput):
            columns_of(wrong)


def test_a_broken_row_is_told_of_and_the_rest_goes_on(tmp_path: Path) -> None:
    rows = csv().split(b"\r\n")
    rows[2] = b'"x","2019-03-07","text","one too many"'
    rows.insert(3, b'"y","03/04/2019","The minister said no."')
    rows.insert(4, b'"z","2019-03-07",""')
    results = read_sample(tmp_path, "a.csv", b"\r\n".join(rows))
    assert [type(r).__name__ for r in results] == ["Document", "Unread", "Unread", "Unread", "Document"]
    told = [r.reason for r in results if isinstance(r, Unread)]
    assert "4 cells" in told[0]
    assert "not a date" in told[1]
    assert "no text" in told[2]
    assert [r.origin.record for r in results if isinstance(r, Document) and r.origin] == [1, 5]


@pytest.mark.parametrize(
    ("name", "end", "said"),
    [
        ("nexis.txt", b"Classification", "cut off inside this article"),
        ("factiva.txt", b"Document ALBT000020190302", "cut off inside this article"),
        ("academic.txt", b"3 of 3 DOCUMENTS", "1 of its 3 articles"),
        ("proquest.txt", b"Document 3 of 3", "1 of its 3 articles"),
        ("crawl.warc", b"Transfer-Encoding", "cut off inside this record"),
    ],
)
def test_a_file_that_is_cut_off_says_so(tmp_path: Path, name: str, end: bytes, said: str) -> None:
    (sample,) = (s for s in SAMPLES if s.name == name)
    results = read_sample(tmp_path, name, sample.data[: sample.data.rindex(end)])
    assert isinstance(results[-1], Unread)
    assert said in results[-1].reason
    assert any(isinstance(r, Document) for r in results[:-1])


def test_originals_are_kept_once_under_their_hash(tmp_path: Path) -> None:
    folder, kept = tmp_path / "in", tmp_path / "kept"
    folder.mkdir()
    for sample in SAMPLES:
        (folder / sample.name).write_bytes(sample.data)
    found = [r for r in read([str(folder)], originals=kept) if isinstance(r, Document)]
    files = {p.name: p for p in kept.rglob("*") if p.is_file()}
    for document in found:
        assert document.origin is not None
        stored = files[document.origin.sha256]
        assert hashlib.sha256(stored.read_bytes()).hexdigest() == stored.name
        assert stored.parent.name == stored.name[:2]
    assert (folder / "nexis.rtf").read_bytes() in [p.read_bytes() for p in files.values()]


def test_a_folder_of_everything_adds_up_in_one_command(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for sample in SAMPLES:
        (folder / sample.name).write_bytes(sample.data)
    (folder / "scan.pdf").write_bytes(scan())
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(50))
    (folder / "german.txt").write_text(
        "Der Minister sagte am Montag, dass die Regierung neue Sanktionen beschließen werde. " * 3
    )
    articles = sum(len(sample.titles) for sample in SAMPLES)
    done = subprocess.run(
        [sys.executable, "-m", "dragoman", "code", str(folder), "--format", "jsonl"],
        capture_output=True,
        text=True,
        check=False,
    )
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    said = done.stderr.splitlines()
    assert done.returncode == 1, done.stderr
    coded = [line for line in lines if not line["rejections"]]
    assert len(lines) == articles + 3
    assert said[-1] == f"{len(lines)} in all: {len(coded)} coded, {len(lines) - len(coded)} not coded."
    counted = [
        int(line.split(": ")[1].split(" × ")[0]) for line in said if line.startswith("not coded: ") and " × " in line
    ]
    assert sum(counted) == len(lines) - len(coded)
    assert all(line["document"]["origin"]["sha256"] for line in coded)


PAGE = """<html><head><title>{name} | Alba Daily</title><meta property="og:site_name" content="Alba Daily">{head}</head><body>
<header class="site-header"><h1>Alba Daily</h1><span>Today is 9 June 2021</span></header><nav><a href="/">Home</a></nav>
<main><article><h1>{title}</h1><p class="byline">By Ines Tarn</p>{date}{body}
<div class="related-links"><h3>More stories</h3><ul><li><a href="/a">Harbour reopens after a long strike</a></li></ul></div></article>
<section class="comments"><p>I disagree with all of this, and so do my neighbours, who have read it twice over.</p></section></main>
<aside><p>Sign up for our newsletter and get the best of the week in your mail box every Friday.</p></aside></body></html>"""


@pytest.mark.parametrize(
    ("head", "day", "published"),
    [
        ('<meta property="og:title" content="You will not believe this">', "<time datetime='2019-03-04'>yesterday</time>", date(2019, 3, 4)),
        ("", "<p>Updated 6 March 2019</p><p>Published 4 March 2019</p>", date(2019, 3, 4)),
        ('<meta property="article:modified_time" content="2019-03-09">', "<p>4. March 2019</p>", date(2019, 3, 4)),
        ('<script type="application/ld+json">{"@type":"VideoObject","datePublished":"2011-01-01"}</script>', "<div>Mon, 4 March 2019 - 10:15</div>", date(2019, 3, 4)),
        ("", "", None),
    ],
)  # fmt: skip
def test_the_printed_headline_the_day_beside_it_and_nothing_around_the_text(
    tmp_path: Path, head: str, day: str, published: date | None
) -> None:
    inserted = '<div class="promo-box"><p>Read more: <a href="/b">Ten ways to cross a river</a></p></div><blockquote class="twitter-tweet"><p>What a day! pic</p></blockquote>'
    body = f"<p>{BODIES[0][0]}</p>{inserted}<h2>No new date</h2><ul><li>Talks are over</li><li>Boats stay in port</li></ul><p>{BODIES[0][1]}</p>"
    data = PAGE.format(name="Other words", head=head, title=TITLES[0], date=day, body=body).encode()
    (document,) = documents(read_sample(tmp_path, "page.html", data))
    wanted = [TITLES[0], BODIES[0][0], "No new date", "Talks are over", "Boats stay in port", BODIES[0][1]]
    assert document.text == "\n\n".join(wanted)
    assert document.published == published
