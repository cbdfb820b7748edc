"""Samples of every format that is read, written for this project in the shapes that real files have.

Each sample is made in memory: a name, its bytes, and how many articles are in it. `broken` damages any of them in the
ways in which files are damaged.
"""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from html import escape

TITLES = (
    "Alba ends talks with Borduria",
    "Harbour of Port Sel reopens after strike",
    "Court frees two Syldavian reporters",
)
BODIES = (
    (
        "The government of Alba said on Monday that it had ended all talks with Borduria about the river border, citing "
        "attacks on its patrol boats.",
        "Its foreign minister, Maren Oll, told reporters in Port Sel that no new date had been set. “We will not sit down "
        "while they shoot,” she said.",
    ),
    (
        "Dockers in Port Sel went back to work on Thursday after the harbour company agreed to pay them for the eleven days "
        "of their strike.",
        "The union said that it would call a new strike if the money did not come by the end of the month.",
    ),
    (
        "A court in Klow freed two Syldavian reporters on Friday who had been held for nine weeks on charges of spying.",
        "Their lawyer said that the judge had found no evidence, and that the police should return their cameras.",
    ),
)
DAYS = ("2019-03-04", "2019-03-07", "2019-03-08")
PRINTED = ("March 4, 2019 Monday", "March 7, 2019 Thursday", "March 8, 2019 Friday")
BRITISH = ("4 March 2019", "7 March 2019", "8 March 2019")
PAPER = "The Alba Times"


@dataclass(frozen=True)
class Sample:
    """One file, and what is in it."""

    name: str
    data: bytes
    titles: tuple[str, ...]
    reader: str


def _text(n: int) -> str:
    return "\n\n".join(BODIES[n])


def plain() -> bytes:
    return f"{TITLES[0]}\nBy Ines Tarn\n\nPORT SEL, {PRINTED[0].rsplit(' ', 1)[0]} (Reuters) - {_text(0)}\n".encode()


def html() -> bytes:
    paragraphs = "".join(f"<p>{escape(p)}</p>" for p in BODIES[0])
    head = f'<title>{TITLES[0]}</title><meta property="article:published_time" content="{DAYS[0]}T10:00:00Z">'
    return f"<!DOCTYPE html><html><head>{head}</head><body><article><h1>{TITLES[0]}</h1>{paragraphs}</article></body></html>".encode()


def jsonl() -> bytes:
    lines = (json.dumps({"title": TITLES[n], "text": _text(n), "published": DAYS[n]}) for n in range(3))
    return ("\n".join(lines) + "\n").encode()


def csv(delimiter: str = ",") -> bytes:
    rows = ["title,published,text".replace(",", delimiter)]
    rows += [delimiter.join(f'"{cell}"' for cell in (TITLES[n], DAYS[n], _text(n))) for n in range(3)]
    return ("\r\n".join(rows) + "\r\n").encode()


def parquet() -> bytes:
    import pyarrow as arrow
    from pyarrow import parquet as files

    table = arrow.table({"title": TITLES, "published": DAYS, "text": [_text(n) for n in range(3)]})
    out = io.BytesIO()
    files.write_table(table, out)
    return out.getvalue()


def pdf(pages: int = 2) -> bytes:
    """A report over pages, with a running head and page numbers, its words wrapped and hyphenated by hand."""
    from fpdf import FPDF

    made = FPDF(unit="pt", format="A5")
    made.set_margins(40, 60)
    made.set_auto_page_break(False)
    for n in range(1, pages + 1):
        made.add_page()
        made.set_font("helvetica", size=8)
        made.text(40, 30, PAPER)
        made.text(200, 580, f"Page {n} of {pages}")
        made.set_y(60)
        if n == 1:
            made.set_font("helvetica", style="B", size=20)
            made.multi_cell(0, 24, TITLES[0])
            made.set_font("helvetica", size=11)
            made.ln(10)
            made.multi_cell(0, 14, BRITISH[0])
        made.set_font("helvetica", size=11)
        for paragraph in BODIES[(n - 1) % 3]:
            made.ln(10)
            made.multi_cell(0, 14, paragraph.replace("“", '"').replace("”", '"'), align="L")
    return bytes(made.output())


def printed(pages: list[list[str]], packed: bool = True) -> bytes:
    """A PDF of lines, each where it is put."""
    from fpdf import FPDF

    made = FPDF(unit="pt", format="A4")
    made.set_compression(packed)
    made.set_font("helvetica", size=11)
    for lines in pages:
        made.add_page()
        for n, line in enumerate(lines):
            made.text(60, 80 + 14 * n, line.encode("latin-1", "replace").decode("latin-1"))
    return bytes(made.output())


def scan() -> bytes:
    from fpdf import FPDF

    made = FPDF()
    made.add_page()
    made.rect(20, 20, 100, 100, style="F")
    return bytes(made.output())


def nexis_lines() -> list[str]:
    """Nexis Uni, "full documents" in one file."""
    lines: list[str] = []
    for n in range(3):
        lines += [TITLES[n], PAPER, PRINTED[n], "", "Copyright 2019 Alba Press All Rights Reserved", ""]
        lines += [f"Section: NEWS; Pg. {n + 1}", "Length: 71 words", "Byline: Ines Tarn", "Body", ""]
        lines += [line for p in BODIES[n] for line in (p, "")]
        lines += ["Classification", "", "Language: ENGLISH", "Publication-Type: Newspaper", "Subject: TALKS (90%)", ""]
        lines += [f"Load-Date: {PRINTED[n].rsplit(' ', 1)[0]}", "", "End of Document", ""]
    return lines


def docx(lines: list[str]) -> bytes:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = "".join(f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>' for line in lines)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        )
        archive.writestr(
            "word/document.xml",
            f'<?xml version="1.0"?><w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>',
        )
        archive.writestr(
            "word/header1.xml", f'<w:hdr xmlns:w="{space}"><w:p><w:r><w:t>Page header</w:t></w:r></w:p></w:hdr>'
        )
    return out.getvalue()


def rtf(lines: list[str]) -> bytes:
    def said(line: str) -> str:
        return "".join(c if c.isascii() and c not in "\\{}" else f"\\u{ord(c)}?" for c in line)

    head = r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss\fcharset0 Arial;}}{\colortbl;\red0\green0\blue0;}"
    head += r"{\info{\title Not the title}}{\header \pard Page header\par}"
    link = r'{\field{\*\fldinst HYPERLINK "https://example.org/never"}{\fldrslt '
    body = "".join(
        rf"\pard\plain\f0 {link}{said(line)}}}}}\par " if n == 0 else rf"\pard {said(line)}\par "
        for n, line in enumerate(lines)
    )
    return f"{head}\n{body}}}".encode("ascii")


def academic() -> bytes:
    """LexisNexis Academic, plain text with hard line ends."""
    import textwrap

    out = ["Download Request: All Documents: 1-3", "Terms: talks AND border", "", ""]
    for n in range(3):
        out += [
            f"{n + 1} of 3 DOCUMENTS".center(79),
            "",
            "",
            PAPER.center(79),
            "",
            PRINTED[n].center(79),
            "Late Edition".center(79),
            "",
        ]
        out += [
            TITLES[n],
            "",
            "BYLINE: By INES TARN",
            "",
            f"SECTION: Section A; Foreign Desk; Pg. {n + 1}",
            "",
            "LENGTH: 71 words",
            "",
        ]
        out += [line for p in BODIES[n] for line in (*textwrap.wrap(p, 79), "")]
        out += ["LOAD-DATE: March 9, 2019", "", "LANGUAGE: ENGLISH", "", "PUBLICATION-TYPE: Newspaper", "", ""]
        out += ["Copyright 2019 Alba Press".center(79), "All Rights Reserved".center(79), "", ""]
    return "\r\n".join(out).encode("cp1252")


def factiva_lines() -> list[str]:
    """Factiva without indexing."""
    lines: list[str] = []
    for n in range(3):
        lines += [
            TITLES[n],
            "By Ines Tarn",
            "71 words",
            BRITISH[n],
            "10:15",
            PAPER,
            "ALBT",
            "English",
            "(c) 2019 Alba Press",
            "",
        ]
        lines += [line for p in BODIES[n] for line in (p, "")]
        lines += [f"Document ALBT00002019030{n}ef34000p{n}", ""]
    return [*lines, "Search Summary", "Text", "alba AND talks", "Date", "All Dates"]


def factiva_indexed() -> bytes:
    """Factiva's HTML with indexing: a table of codes for each article."""
    parts = []
    for n in range(3):
        first, *rest = (f'<p class="articleParagraph enarticleParagraph">{escape(p)}</p>' for p in BODIES[n])
        rows = {
            "HD": f'<span class="enHeadline">{TITLES[n]}</span>', "BY": "By Ines Tarn", "WC": "71 words", "PD": BRITISH[n], "SN": PAPER,
            "SC": "ALBT", "LA": "English", "CY": "(c) 2019 Alba Press", "LP": first, "TD": "".join(rest),
            "NS": "gdip : International Relations", "AN": f"Document ALBT00002019030{n}ef34000p{n}",
        }  # fmt: skip
        table = "".join(
            f'<tr><td class="index"><b>{code}</b>&nbsp;</td><td>{value}</td></tr>' for code, value in rows.items()
        )
        parts.append(f'<div class="article enArticle"><table>{table}</table></div>')
    return f"<html><head><title>Factiva</title></head><body>{''.join(parts)}</body></html>".encode()


def proquest() -> bytes:
    rule = "_" * 60
    out = [rule, "", "Report Information from ProQuest", "09 March 2019 10:15", rule, "", "Table of contents", ""]
    out += [f"{n + 1}. {TITLES[n]}" for n in range(3)] + [""]
    for n in range(3):
        out += [rule, "", f"Document {n + 1} of 3", "", TITLES[n], "", "Author: Tarn, Ines", ""]
        out += [
            f"Publication info: {PAPER}; Port Sel [Port Sel]0{4 + n} Mar 2019: A.{n + 1}.",
            "",
            "http://example.org/docview/1",
            "",
        ]
        out += [f"Abstract: {BODIES[n][0]}", "", "Links:", "", f"Full text: {BODIES[n][0]}", "", BODIES[n][1], ""]
        out += [
            "Subject: International relations",
            "",
            f"Title: {TITLES[n]}",
            "",
            f"Publication title: {PAPER}; Port Sel",
            "",
        ]
        out += [
            f"Publication date: {('Mar 4, 2019', 'Mar 7, 2019', 'Mar 8, 2019')[n]}",
            "",
            "Country of publication: Alba",
            "",
        ]
        out += [
            "Language of publication: English",
            "",
            f"ProQuest document ID: 21870000{n}",
            "",
            "Database: ProQuest Central",
            "",
        ]
    return "\n".join([*out, rule, "", "Contact us at: http://example.org", ""]).encode()


def eml(n: int = 0) -> bytes:
    from email.message import EmailMessage

    message = EmailMessage()
    message["From"] = f"{PAPER} <news@example.org>"
    message["To"] = "readers@example.org"
    message["Subject"] = TITLES[n]
    message["Date"] = "Mon, 04 Mar 2019 08:00:00 +0100"
    message["Message-ID"] = f"<{n}@example.org>"
    message.set_content(_text(n) + "\n")
    message.add_alternative(f"<html><body>{''.join(f'<p>{p}</p>' for p in BODIES[n])}</body></html>", subtype="html")
    return message.as_bytes()


def mbox() -> bytes:
    return b"".join(b"From news@example.org Mon Mar  4 08:00:00 2019\n" + eml(n) + b"\n" for n in range(3))


def newsml() -> bytes:
    items = "".join(
        f'<newsItem guid="urn:newsml:example.org:2019:{n}" version="1" standard="NewsML-G2" standardversion="2.29" xml:lang="en">'
        f'<itemMeta><itemClass qcode="ninat:text"/><provider literal="{PAPER}"/><versionCreated>{DAYS[n]}T12:00:00Z</versionCreated>'
        f'<firstCreated>{DAYS[n]}T10:00:00Z</firstCreated><pubStatus qcode="stat:usable"/></itemMeta>'
        f"<contentMeta><headline>{TITLES[n]}</headline><by>Ines Tarn</by></contentMeta>"
        f'<contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title>'
        f"</head><body>{''.join(f'<p>{p}</p>' for p in BODIES[n])}</body></html></inlineXML></contentSet></newsItem>"
        for n in range(3)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header>'
        f"<sent>2019-03-09T00:00:00Z</sent></header><itemSet>{items}</itemSet></newsMessage>"
    ).encode()


def ninjs(version: int) -> bytes:
    uri, markup = "https://example.org/items/1", "".join(f"<p>{p}</p>" for p in BODIES[0])
    if version == 1:
        item: dict[str, object] = {
            "uri": uri, "type": "text", "versioncreated": f"{DAYS[0]}T10:00:00Z", "pubstatus": "usable", "language": "en",
            "headline": TITLES[0], "byline": "Ines Tarn", "body_xhtml": markup,
        }  # fmt: skip
    elif version == 2:
        item = {
            "uri": uri, "standard": {"name": "ninjs", "version": "2.0"}, "type": "text", "versioncreated": f"{DAYS[0]}T10:00:00Z",
            "headlines": [{"role": "main", "value": TITLES[0]}], "bodies": [{"contenttype": "text/plain", "value": _text(0)}],
        }  # fmt: skip
    else:
        item = {
            "uri": uri, "standard": {"name": "ninjs", "version": "3.0"}, "type": "text", "firstCreated": f"{DAYS[0]}T10:00:00Z",
            "headlines": [{"role": "short", "value": "Talks"}, {"role": "main", "value": TITLES[0]}],
            "bodies": [{"role": "main", "contentType": "text/html", "value": markup}], "pubStatus": "usable",
            "associations": [{"name": "photo", "type": "picture", "uri": f"{uri}/photo"}],
        }  # fmt: skip
    return json.dumps(item, indent=2).encode()


def rss() -> bytes:
    items = "".join(
        f"<item><guid>https://example.org/{n}</guid><title>{TITLES[n]}</title><link>https://example.org/{n}</link>"
        f"<pubDate>Mon, 04 Mar 2019 08:00:00 GMT</pubDate><content:encoded><![CDATA[{''.join(f'<p>{p}</p>' for p in BODIES[n])}]]>"
        "</content:encoded></item>"
        for n in range(3)
    )
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>{PAPER}</title><language>en</language>{items}</channel></rss>"
    ).encode()


def warc(packed: bool = False) -> bytes:
    """Two pages, one of them in chunks and gzip, beside a request, a picture and a page that was not found."""
    pages = [
        html(),
        html().replace(TITLES[0].encode(), TITLES[1].encode()).replace(BODIES[0][0].encode(), BODIES[1][0].encode()),
    ]
    squeezed = gzip.compress(pages[1])
    chunked = f"{len(squeezed):x}\r\n".encode() + squeezed + b"\r\n0\r\n\r\n"
    answers = [
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + pages[0],
        b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG",
        b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<p>gone</p>",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n"
        + chunked,
    ]
    records = [
        ("warcinfo", b"software: none\r\n", "application/warc-fields"),
        ("request", b"GET / HTTP/1.1\r\n\r\n", "application/http"),
    ]
    records += [("response", answer, "application/http; msgtype=response") for answer in answers]
    out = b""
    for n, (kind, body, mime) in enumerate(records):
        head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://example.org/{n}\r\nContent-Type: {mime}\r\nContent-Length: {len(body)}\r\n\r\n"
        record = head.encode() + body + b"\r\n\r\n"
        out += gzip.compress(record, mtime=0) if packed else record
    return out


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def tarred(members: dict[str, bytes], mode: str = "w") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


@cache
def all_samples() -> tuple[Sample, ...]:
    """One of each format."""
    one, two, three = TITLES[:1], TITLES[:2], TITLES
    return (
        Sample("report.txt", plain(), one, "text"),
        Sample("page.html", html(), one, "html"),
        Sample("lines.jsonl", jsonl(), three, "jsonl"),
        Sample("table.csv", csv(), three, "csv"),
        Sample("semicolons.csv", csv(";"), three, "csv"),
        Sample("table.tsv", csv("\t"), three, "tsv"),
        Sample("table.parquet", parquet(), three, "parquet"),
        Sample("report.pdf", pdf(), one, "pdf"),
        Sample("report.docx", docx([TITLES[0], "", *BODIES[0]]), one, "docx"),
        Sample("report.rtf", rtf([TITLES[0], "", *BODIES[0]]), one, "rtf"),
        Sample("nexis.docx", docx(nexis_lines()), three, "nexis"),
        Sample("nexis.rtf", rtf(nexis_lines()), three, "nexis"),
        Sample("nexis.txt", "\n".join(nexis_lines()).encode(), three, "nexis"),
        Sample("nexis.html", ("<html><body>" + "".join(f"<p>{escape(x)}</p>" for x in nexis_lines()) + "</body></html>").encode(), three, "nexis"),
        Sample("academic.txt", academic(), three, "nexis"),
        Sample("factiva.rtf", rtf(factiva_lines()), three, "factiva"),
        Sample("factiva.txt", "\n".join(factiva_lines()).encode(), three, "factiva"),
        Sample("factiva.html", factiva_indexed(), three, "factiva"),
        Sample("proquest.txt", proquest(), three, "proquest"),
        Sample("proquest.rtf", rtf(proquest().decode().split("\n")), three, "proquest"),
        Sample("letter.eml", eml(), one, "mail"),
        Sample("box.mbox", mbox(), three, "mail"),
        Sample("items.xml", newsml(), three, "newsml"),
        Sample("ninjs1.json", ninjs(1), one, "ninjs"),
        Sample("ninjs2.json", ninjs(2), one, "ninjs"),
        Sample("ninjs3.json", ninjs(3), one, "ninjs"),
        Sample("feed.rss", rss(), three, "feed"),
        Sample("crawl.warc", warc(), two, "html"),
        Sample("crawl.warc.gz", warc(packed=True), two, "html"),
        Sample("reports.zip", zipped({"a/report.txt": plain(), "inner.zip": zipped({"lines.jsonl": jsonl()})}), (*one, *three), ""),
        Sample("reports.tar", tarred({"report.txt": plain(), "page.html": html()}), (*one, *one), ""),
        Sample("reports.tar.gz", tarred({"report.txt": plain(), "nexis.docx": docx(nexis_lines())}, "w:gz"), (*one, *three), ""),
        Sample("lines.jsonl.gz", gzip.compress(jsonl()), three, "jsonl"),
        Sample("lines.jsonl.xz", __import__("lzma").compress(jsonl()), three, "jsonl"),
        Sample("lines.jsonl.bz2", __import__("bz2").compress(jsonl()), three, "jsonl"),
    )  # fmt: skip


def broken(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Damage a file in the ways in which files are damaged."""
    half = len(data) // 2
    yield "cut in the middle", data[:half]
    yield "cut at the end", data[:-7]
    yield "cut after its head", data[:40]
    yield "zeros in the middle", data[:half] + bytes(64) + data[half + 64 :]
    yield "a bit turned in every hundredth byte", bytes(b ^ 4 if n % 100 == 50 else b for n, b in enumerate(data))
    yield "something else at its end", data + b"<html>\x00\xff{\\rtf" * 3
    yield "doubled", data + data
    yield "line ends and tabs lost", data.replace(b"\r\n", b" ").replace(b"\n", b" ").replace(b"\t", b" ")


Damage = Callable[[bytes], bytes]


def bomb(size: int = 64 * 2**20) -> bytes:
    """A zip archive of a member that unpacks to far more than its size."""
    return zipped({"reports.jsonl": b"a" * size})


def inflate(size: int) -> bytes:
    """One letter packed as gzip again and again, without holding it."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    pieces = [packer.compress(b"a" * 2**20) for _ in range(size // 2**20)]
    return b"".join([*pieces, packer.flush()])
