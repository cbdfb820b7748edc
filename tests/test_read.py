"""Reading: what is recognised, what is kept as it stands, what is turned away and with which words."""

from __future__ import annotations

import io
import json
import os
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.errors import UnreadableInput
from dragoman.model import Document
from dragoman.read import Unread, read
from dragoman.read import inputs as read_inputs
from dragoman.read.bounds import Bounds
from dragoman.read.document import DOCUMENT_LIMIT

SHARED = Path(os.environ.get("DRAGOMAN_SHARED", Path(__file__).parents[1].parent / "shared"))
BODY = (
    "The government of Alba said on Monday that it had ended all talks with Borduria about the river border, "
    "citing attacks on its patrol boats.\n\nIts foreign minister told reporters that no new date had been set.\n"
)
GERMAN = (
    "Der Außenminister sagte am Montag, dass die Regierung neue Sanktionen gegen das Nachbarland beschließen werde, "
    "falls die Angriffe auf die Boote der Küstenwache weitergehen."
)


def read_all(data: str | bytes, format: str | None = "text", **said: object) -> list[Document | Unread]:
    raw = data.encode() if isinstance(data, str) else data
    return list(read(["-"], format=format, stdin=io.BytesIO(raw), **said))  # type: ignore[arg-type]


def document(data: str | bytes, format: str | None = "text", **said: object) -> Document:
    (result,) = read_all(data, format, **said)
    assert isinstance(result, Document), result
    return result


def refusal(data: str | bytes, format: str | None = "text", **said: object) -> str:
    (result,) = read_all(data, format, **said)
    assert isinstance(result, Unread), result
    assert result.rejection.stage == "read"
    assert result.document.text == ""
    return result.reason


def found(document: Document) -> dict[str, str]:
    assert document.origin is not None
    return dict(document.origin.found)


# --- plain text ---------------------------------------------------------------------------------------------------

TITLE = "Alba ends talks with Borduria"
HEADS = [
    # head, title, author, source, published, how the date was found
    (f"{TITLE}\n\n", TITLE, None, None, None, None),
    (f"{TITLE}\n", TITLE, None, None, None, None),
    ("Will Borduria pay?\n\n", "Will Borduria pay?", None, None, None, None),
    ("# Alba ends talks\n\n", "Alba ends talks", None, None, None, None),
    ("The talks are over.\n\n", None, None, None, None, None),
    ("", None, None, None, None, None),
    (f"{TITLE}\nBy Jane Doe\n\n", TITLE, "Jane Doe", None, None, None),
    (f"{TITLE}\nBy JANE DOE in Cairo\n\n", TITLE, "JANE DOE", None, None, None),
    (f"{TITLE}\nBy Jane Doe, John Roe and Ann Poe\n\n", TITLE, "Jane Doe, John Roe and Ann Poe", None, None, None),
    (f"{TITLE}\nBy Jane Doe, Diplomatic Correspondent\n\n", TITLE, "Jane Doe", None, None, None),
    (f"{TITLE}\nBy Jane Doe, Reuters | March 4, 2019\n\n", TITLE, "Jane Doe", "Reuters", date(2019, 3, 4), "by-line"),
    (f"{TITLE}\nBy Associated Press\n\n", TITLE, None, "Associated Press", None, None),
    ("PARIS, March 4, 2019 (Reuters) - ", None, None, "Reuters", date(2019, 3, 4), "dateline"),
    ("BEIJING, Sept. 24, 2015 (Xinhua) -- ", None, None, "Xinhua", date(2015, 9, 24), "dateline"),
    ("PARIS, March 4 (Reuters) - ", None, None, "Reuters", None, None),
    ("(Reuters) — ", None, None, "Reuters", None, None),
    ("KABUL, Afghanistan (AP) — ", None, None, "AP", None, None),
    ("Geneva, 4 March 2019 – ", None, None, None, date(2019, 3, 4), "dateline"),
    ("WASHINGTON – ", None, None, None, None, None),
    ("Jane Doe (Labour) - ", None, None, None, None, None),
    (f"{TITLE}\nPublished: 4 March 2019\n\n", TITLE, None, None, date(2019, 3, 4), "publication line"),
    (f"{TITLE}\nMonday, March 4, 2019 10:15 AM GMT\n\n", TITLE, None, None, date(2019, 3, 4), "date line"),
    (f"{TITLE}\n2019-03-04\n\n", TITLE, None, None, date(2019, 3, 4), "date line"),
    (f"{TITLE}\nLast updated 2019-03-04T10:00:00Z\n\n", TITLE, None, None, date(2019, 3, 4), "update line"),
    (
        f"{TITLE}\nUpdated 6 March 2019\nPublished 4 March 2019\n\n",
        TITLE,
        None,
        None,
        date(2019, 3, 4),
        "publication line",
    ),
    (f"{TITLE}\n25/04/2019\n\n", TITLE, None, None, date(2019, 4, 25), "date line"),
    (f"{TITLE}\nSource: Alba Radio\n\n", TITLE, None, "Alba Radio", None, None),
    ("Foreign Ministry\nPress release, 4 March 2019\n\n", None, None, None, date(2019, 3, 4), "publication line"),
]


@pytest.mark.parametrize(("head", "title", "author", "source", "published", "how"), HEADS)
def test_the_head_of_a_report_is_recognised(
    head: str, title: str | None, author: str | None, source: str | None, published: date | None, how: str | None
) -> None:
    doc = document(head + BODY)
    assert (doc.title, doc.author, doc.source, doc.published) == (title, author, source, published)
    assert found(doc).get("published") == how


@pytest.mark.parametrize(
    ("head", "tail", "published", "how"),
    [
        ("PARIS, March 4 (Reuters) - ", "(c) Copyright Alba Wire 2019", date(2019, 3, 4), "dateline, year from the copyright line"),
        ("Updated January 2, 2019\nPARIS, Dec. 30 (AP) - ", "", date(2018, 12, 30), "dateline, year from the update line"),
    ],
)  # fmt: skip
def test_a_year_comes_only_from_another_line(head: str, tail: str, published: date, how: str) -> None:
    doc = document(f"{TITLE}\n\n{head}{BODY}\n{tail}")
    assert doc.published == published
    assert found(doc)["published"] == how


def test_an_ambiguous_date_is_not_taken_and_this_is_said() -> None:
    doc = document(f"{TITLE}\n03/04/2019\n\n{BODY}")
    assert doc.title == TITLE
    assert doc.published is None
    assert "ambiguous" in found(doc)["published"]


def test_nothing_is_lost_under_the_title() -> None:
    head = "By Jane Doe\nPARIS, March 4, 2019 (Reuters) - "
    assert document(f"{TITLE}\r\n{head}{BODY}").text == f"{TITLE}\n\n{head}{BODY}"
    assert document(f"{TITLE}\n\n{head}{BODY}").text == f"{TITLE}\n\n{head}{BODY}"


def test_a_text_without_title_is_kept_as_it_is() -> None:
    wrapped = (
        "The minister said that the talks\nhad been ended, and that no new date\nhad been set.\n\n  \u2028And so on. "
    )
    assert document(wrapped).text == wrapped
    assert document(wrapped.replace("\n", "\r\n")).text == wrapped


def test_the_command_line_wins() -> None:
    text = f"{TITLE}\nBy Jane Doe\nPARIS, March 4, 2019 (Reuters) - {BODY}"
    doc = document(text, published=date(2020, 1, 1), title="Other words", source="Alba Wire")
    assert (doc.title, doc.source, doc.published) == ("Other words", "Alba Wire", date(2020, 1, 1))
    assert doc.text == f"Other words\n\n{text}"
    assert found(doc)["published"] == found(doc)["title"] == "command line"
    assert document(text, title=TITLE).text == text.replace("\n", "\n\n", 1)


# --- encodings ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("encoding", "note"),
    [
        ("utf-8", None),
        ("utf-8-sig", None),
        ("utf-16", "utf-16-le"),
        ("utf-32", "utf-32-le"),
        ("cp1252", "windows-1252 (guessed)"),
        ("mac_roman", "mac_iceland (guessed)"),
    ],
)
def test_encodings_are_read_and_recorded(encoding: str, note: str | None) -> None:
    text = f"Alba’s envoy, José Peña, said “no” – and left.\n\n{BODY}"
    doc = document(text.encode(encoding))
    assert doc.text == text
    assert found(doc).get("encoding") == note


def test_broken_utf8_does_not_change_the_encoding_of_the_rest() -> None:
    doc = document(("Alba’s envoy ‘José’ said “no” – “never” – ‘ever’. " + BODY).encode() + b"\xff")
    assert doc.text.startswith("Alba’s envoy ‘José’")
    assert "broken" in found(doc)["repairs"] or "left out" in found(doc)["repairs"]


def test_mojibake_is_turned_back_only_if_all_of_the_text_turns_back() -> None:
    doc = document("Albaâ€™s envoy, JosÃ© PeÃ±a, said no. " + BODY)
    assert doc.text.startswith("Alba’s envoy, José Peña")
    assert "windows-1252" in found(doc)["repairs"]
    doubtful = "Albaâ€™s envoy met the mayor of SÃO PAULO. " + BODY
    assert document(doubtful).text == doubtful


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no text"),
        (b" \n\t\n", "no text"),
        (b"\xef\xbb\xbf", "no text"),
        (b"%PDF-1.7 \x00", "a PDF"),
        (b"PK\x03\x04 word/document.xml", "office document"),
        ("The minister said no.".encode("utf-16-le"), "UTF-16"),
        (bytes(range(256)) * 8, "binary"),
    ],
)
def test_what_is_no_text_is_turned_away_by_name(data: bytes, words: str) -> None:
    assert words in refusal(data)
    assert words in refusal(data, None)


def test_a_few_control_characters_become_spaces() -> None:
    doc = document("The envoy\x0c said\x1b no. " + BODY)
    assert doc.text.startswith("The envoy  said  no. ")
    assert found(doc)["repairs"] == "2 control characters became spaces"


# --- pages --------------------------------------------------------------------------------------------------------

PARAGRAPHS = "".join(f"<p>{p}</p>" for p in BODY.strip().split("\n\n"))


def page(head: str = "", body: str = PARAGRAPHS, before: str = "") -> str:
    return (
        f'<!DOCTYPE html><html lang="en"><head><title>Alba ends talks | The Daily Planet</title>{head}</head><body>'
        f'<nav><a href="/">Home</a></nav><article><h1>Alba ends talks</h1>{before}{body}</article>'
        "<footer>Copyright 2021 The Daily Planet</footer><script>document.write('never')</script></body></html>"
    )


DATES = [
    (page('<meta property="article:published_time" content="2019-03-04T23:30:00-05:00">'), "meta tag"),
    (page('<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2019-03-04T10:00"}</script>'), "JSON-LD"),
    (page('<link rel="canonical" href="https://planet.example.com/2019/03/04/talks.html">'), "URL"),
    (page(before='<time datetime="2019-03-04T10:00">yesterday</time>'), "time element"),
    (page(before='<p class="date">4 March 2019</p>'), "date line"),
    (page(body=PARAGRAPHS.replace("<p>The", "<p>PARIS, March 4, 2019 (Reuters) - The")), "dateline"),
]  # fmt: skip


@pytest.mark.parametrize(("html", "how"), DATES, ids=[how for _, how in DATES])
def test_how_the_date_of_a_page_was_found_is_kept(html: str, how: str) -> None:
    doc = document(html, "html")
    assert doc.published == date(2019, 3, 4)
    assert found(doc)["published"] == how


def test_a_copyright_year_or_a_date_in_the_text_is_no_date_of_publication() -> None:
    assert document(page(), "html").published is None
    doc = document(page(body=PARAGRAPHS.replace("on Monday", "that the pact of 2011-05-06 was dead and")), "html")
    assert doc.published is None


def test_a_page_gives_title_site_author_and_address() -> None:
    head = (
        '<meta property="og:site_name" content="The Daily Planet"><meta name="author" content="Jane Doe">'
        '<meta property="og:title" content="Alba ends talks | The Daily Planet">'
        '<link rel="canonical" href="https://planet.example.com/alba">'
    )
    doc = document(page(head), "html")
    assert (doc.title, doc.source, doc.author) == ("Alba ends talks", "The Daily Planet", "Jane Doe")
    assert doc.url == "https://planet.example.com/alba"
    assert doc.text.startswith("Alba ends talks\n\nThe government of Alba said")
    assert "never" not in doc.text
    assert "Copyright" not in doc.text


def test_the_declared_encoding_of_a_page_is_followed() -> None:
    html = page('<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">')
    html = html.replace("Its foreign minister", "Its foreign minister Иван Петров")
    assert "Иван Петров" in document(html.encode("cp1251"), "html").text


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<html></html>",
        "<html><body><script>x</script></body></html>",
        "<p>",
        "\x00",
        "<html><body>" + "<div>" * 5000,
    ],
)
def test_a_page_without_words_is_turned_away(html: str) -> None:
    assert refusal(html, "html")


def test_a_broken_page_and_a_fragment_are_read() -> None:
    assert "were over" in document("<html><body><p>The envoy said the talks <b>were over<table><tr><td>x", "html").text
    assert document(PARAGRAPHS, "html").text.startswith("The government of Alba")


# --- JSON Lines ---------------------------------------------------------------------------------------------------


def line(**record: object) -> str:
    return json.dumps(record) + "\n"


def test_the_fields_of_a_line_are_taken() -> None:
    record = {"id": "a1", "title": TITLE, "source": "Planet", "url": "https://x.example/1", "published": "2019-03-04"}
    doc = document(line(**record, lang="en-GB", text=BODY, more=[1]), "jsonl")
    assert (doc.id, doc.title, doc.source, doc.url) == ("a1", TITLE, "Planet", "https://x.example/1")
    assert (doc.published, doc.lang) == (date(2019, 3, 4), "en-GB")
    assert doc.text == f"{TITLE}\n\n{BODY}"
    assert doc.origin is not None
    assert (doc.origin.address, doc.origin.reader) == ("-:1", "jsonl")


def test_a_title_that_begins_the_text_is_not_doubled() -> None:
    assert document(line(title=TITLE, text=f"{TITLE}\n\n{BODY}"), "jsonl").text == f"{TITLE}\n\n{BODY}"
    assert document(line(title="The", text=BODY), "jsonl").text == f"The\n\n{BODY}"


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), st.booleans())
def test_the_text_of_a_line_enters_unchanged(text: str, escaped: bool) -> None:
    data = json.dumps({"text": text, "lang": "en"}, ensure_ascii=escaped) + "\n"
    (result,) = read_all(data, "jsonl")
    assert isinstance(result, Unread) if not text.strip() else result.text == text


BAD_LINES = [
    ("nonsense", "not JSON"),
    ("[1]", "not a JSON object"),
    ("{}", "no `text`"),
    (line(text=7), "`text` is not a string"),
    (line(text=BODY, title=["x"]), "`title` is not a string"),
    (line(text=BODY, published="yesterday"), "'yesterday', not a date"),
    (line(text=BODY, published="2019-02-30"), "not a date"),
    (r'{"text": "half \ud83d only"}', "surrogate"),
    (line(text=" \n"), "no text"),
    (line(text=GERMAN), "German (de, "),
    (line(text=BODY, lang="fr"), "marked as French (fr)"),
    ("[" * 100_000, "JSON"),
]


@pytest.mark.parametrize(("bad", "words"), BAD_LINES, ids=[words for _, words in BAD_LINES])
def test_a_bad_line_is_reported_with_its_number_and_the_rest_goes_on(bad: str, words: str) -> None:
    good, first = line(text=BODY, id="good"), line(text=BODY, id="first")
    results = read_all(first + "\n" + bad.strip() + "\n" + good, "jsonl")
    assert [type(r).__name__ for r in results] == ["Document", "Unread", "Document"]
    assert isinstance(results[1], Unread)
    assert words in results[1].reason
    assert results[1].address == "-:3"


def test_an_id_passes_once_in_a_run(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(line(text=BODY, id="x") + line(text=BODY + "More.", id="x") + line(text=BODY))
    results = list(read([str(path), str(path)]))
    assert [type(r).__name__ for r in results] == ["Document", "Unread", "Document", "Unread", "Unread", "Unread"]
    assert len({r.id for r in results[:3]}) == 3


def test_lines_end_at_line_feeds_only() -> None:
    text = "The envoy said\u2028that the talks\u0085were over and\x0cdone."
    doc = document(json.dumps({"text": text}, ensure_ascii=False) + "\r\n", "jsonl")
    assert doc.text == text


def test_json_lines_are_read_one_at_a_time() -> None:
    class Watched(io.BytesIO):
        lines = 0

        def readline(self, size: int | None = -1, /) -> bytes:
            Watched.lines += 1
            return super().readline(size)

    stream = Watched("".join(line(text=BODY, id=str(n)) for n in range(50)).encode())
    results = read(["-"], format="jsonl", stdin=stream)
    next(results)
    next(results)
    assert Watched.lines == 2


def test_marks_wide_encodings_and_long_lines() -> None:
    assert document(b"\xef\xbb\xbf" + line(text=BODY).encode(), "jsonl").text == BODY
    assert "UTF-16" in refusal(line(text=BODY).encode("utf-16"), "jsonl")
    assert "no lines" in refusal("\n\n", "jsonl")
    long, short = line(text="The envoy said no. " * 100), line(text=BODY)
    results = read_all(short + long + short.replace("Alba", "Borduria"), "jsonl", bounds=Bounds(line=500))
    assert [type(r).__name__ for r in results] == ["Document", "Unread", "Document"]


# --- language -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (GERMAN, "German"),
        ("Le ministre des affaires étrangères a déclaré lundi que le gouvernement ne négocierait plus.", "French"),
        ("El ministro dijo el lunes que el gobierno ya no participará en las negociaciones de paz.", "Spanish"),
        ("Міністр закордонних справ заявив у понеділок, що уряд більше не братиме участі в переговорах.", "Ukrainian"),
        ("قال وزير الخارجية يوم الاثنين إن الحكومة لن تشارك في المفاوضات بعد الآن.", "Arabic"),
        ("外交部长周一表示，政府将不再参加谈判，并将对邻国实施新的制裁。", "Chinese"),
    ],
)
def test_other_languages_are_turned_away_by_name(text: str, name: str) -> None:
    assert f"in {name} (" in refusal(text)
    assert "translate" in refusal(text)


@pytest.mark.parametrize(
    "text",
    [
        "Bomb kills six",
        "Oui",
        "123 456",
        "Zelenskyy, Putin, Erdoğan, Macron, Scholz: Ankara, Istanbul, Kyiv, Moscow, Paris, Berlin, Minsk.",
        "POLICE ARREST FIVE MEN IN CAIRO RAID",
        f"{GERMAN}\n\n{BODY}",
        BODY * 20 + GERMAN * 20,
    ],
)
def test_short_mixed_and_doubtful_texts_pass(text: str) -> None:
    assert document(text).lang in ("en", None)


def test_a_stated_language_wins() -> None:
    assert document(line(text=GERMAN, lang="en"), "jsonl").lang == "en"


def test_english_needs_no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dragoman.read.language._identifier", lambda: pytest.fail("the model was loaded"))
    assert document(BODY).lang == "en"


# --- files and folders --------------------------------------------------------------------------------------------


def test_a_folder_is_read_in_order_and_one_broken_file_is_reported(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "b.txt").write_text(f"{TITLE}\n\n{BODY}")
    (tmp_path / "a.html").write_text(page())
    (tmp_path / "c.bin").write_bytes(bytes(range(256)) * 20)
    (tmp_path / "sub" / "d.jsonl").write_text(line(text=BODY))
    (tmp_path / ".hidden.txt").write_text(BODY)
    results = list(read([str(tmp_path)]))
    names = [
        os.path.relpath(r.origin.address if isinstance(r, Document) else r.address, tmp_path) for r in results if r
    ]
    assert names == ["a.html", "b.txt", "c.bin", "sub/d.jsonl:1"]
    assert [type(r).__name__ for r in results] == ["Document", "Document", "Unread", "Document"]


def test_links_do_not_lead_out_of_a_folder(tmp_path: Path) -> None:
    inside, outside = tmp_path / "in", tmp_path / "out"
    inside.mkdir()
    outside.mkdir()
    (outside / "secret.txt").write_text(BODY)
    (inside / "a.txt").write_text(BODY)
    (inside / "b.txt").symlink_to(outside / "secret.txt")
    (inside / "c").symlink_to(outside)
    (inside / "d").symlink_to(inside)
    (inside / "e.txt").symlink_to(inside / "nowhere")
    os.mkfifo(inside / "f.txt")
    results = list(read([str(inside)]))
    assert [r.reason.split(":")[0] for r in results if isinstance(r, Unread)] == [
        "The link leads out of the folder",
        "The link leads out of the folder",
        "The link leads nowhere",
        "It is a pipe, a socket or a device, which is not opened in a folder",
    ]
    assert sum(isinstance(r, Document) for r in results) == 1


def test_what_is_not_there_is_reported(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    results = list(read([str(tmp_path / "none.txt"), "\0", str(tmp_path / "empty")]))
    assert [type(r).__name__ for r in results] == ["Unread"] * 3
    assert "no such file" in results[0].reason  # type: ignore[union-attr]
    assert "no files" in results[2].reason  # type: ignore[union-attr]


def test_a_file_without_permission_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(read_inputs, "open", refuse, raising=False)  # as root, who may run this, no mode bit binds
    (result,) = read([str(tmp_path / "a.txt")])
    assert isinstance(result, Unread)
    assert "Permission denied" in result.reason


@pytest.mark.parametrize(
    ("name", "data", "reader"),
    [
        ("a.txt", BODY, "text"),
        ("a", BODY, "text"),
        ("a.htm", page(), "html"),
        ("a.txt", page(), "html"),
        ("a", "<!-- saved -->\n" + page(), "html"),
        ("a.ndjson", line(text=BODY), "jsonl"),
        ("a.json", line(text=BODY), "jsonl"),
    ],
)
def test_the_format_is_told_by_ending_and_content(tmp_path: Path, name: str, data: str, reader: str) -> None:
    path = tmp_path / name
    path.write_text(data)
    (result,) = read([str(path)])
    assert isinstance(result, Document)
    assert result.origin is not None
    assert result.origin.reader == reader


def test_json_and_xml_of_other_kinds_are_turned_away(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{\n "text": "x"\n}')
    (tmp_path / "b.xml").write_text("<?xml version='1.0'?><sitemap/>")
    reasons = [r.reason for r in read([str(tmp_path)]) if isinstance(r, Unread)]
    assert ["JSON Lines" in reasons[0], "XML" in reasons[1]] == [True, True]


def test_an_unknown_format_is_a_wrong_call() -> None:
    with pytest.raises(UnreadableInput, match="use text, html, jsonl"):
        read(["-"], format="xlsx")


def test_limits() -> None:
    assert "split it" in refusal("The end. " * (DOCUMENT_LIMIT // 9 + 1))
    assert "larger than" in refusal(BODY, bounds=Bounds(file=100))


def test_ids_and_hashes_are_the_same_in_a_second_run(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(f"{TITLE}\r\n\r\n{BODY}")
    first, second = [[r for r in read([str(tmp_path)]) if isinstance(r, Document)] for _ in range(2)]
    assert [d.id for d in first] == [d.id for d in second]
    assert len({d.id for d in first}) == 2
    assert all(len(d.id) == 16 for d in first)
    assert len({d.origin.sha256 for d in first if d.origin}) == 1


# --- any input ----------------------------------------------------------------------------------------------------

TAGS = st.lists(
    st.sampled_from(
        ["<p>", "<html>", "<body>", "</div>", "<!--", "<table><td>", "The envoy said no. ", "\0", "&#0;", "é"]
    )
)


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.one_of(st.binary(max_size=300), st.text(max_size=300).map(lambda t: t.encode("utf-8", "surrogatepass")), TAGS.map("".join).map(str.encode)),
    st.sampled_from([None, "text", "html", "jsonl"]),
)  # fmt: skip
def test_any_bytes_are_read_or_turned_away_with_a_reason(data: bytes, format: str | None) -> None:
    for result in read_all(data, format):
        if isinstance(result, Unread):
            assert result.reason.endswith(".")
            continue
        assert result.text.strip()
        assert result.title is None or result.text.startswith(f"{result.title}\n\n")
        result.text.encode("utf-8")


@pytest.mark.parametrize(
    "unit", ["— ", "(", '"', "By A ", "1/2/", "March 4, ", "\n", "a", "©", "â€", "\u2028", "<", "{"]
)
def test_a_megabyte_of_anything_is_read_in_time(unit: str) -> None:
    began = time.perf_counter()
    read_all(unit * (1_000_000 // len(unit)))
    assert time.perf_counter() - began < 5


@pytest.mark.skipif(not (SHARED / "seed" / "report.txt").exists(), reason="needs DRAGOMAN_SHARED/seed/report.txt")
def test_the_seed_report() -> None:
    data = (SHARED / "seed" / "report.txt").read_bytes()
    doc = document(data, published=date(2015, 9, 24))
    assert (doc.title, doc.source, doc.published) == (None, "Reuters", date(2015, 9, 24))
    assert doc.text == data.decode()
