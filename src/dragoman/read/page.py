"""The tree of a web page -> the blocks of its article, its headline, and the dates that it states.

Comes in: an lxml tree, and the site's name where it is known. Goes out: what a reader of the page would call the article.
What stands around and between its paragraphs (promotion, links to other reports, sharing, comments, captions, by-lines,
boxes) is told by the names that pages give to such parts, by links, and by stock phrases. Changes its own copy only.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from dragoman.read.heading import read_line
from dragoman.read.markup import names_of, paragraphs, words_of
from dragoman.read.page_days import printed_day, stated_day

WHOLE = 0.3
"""Share of the page's prose from which a part is no furniture, whatever its name."""
MOST = 0.7
"""Share of the prose that the element around the article holds."""
ELEMENTS = 10_000
"""Elements of a page that are looked at, at most: each is held against its surroundings."""
PROSE = 40
"""Code points from which a block counts as prose."""

_NAMES = re.compile(
    r"(?:^|[\s_-])(?:related\w*|recommend\w*|promo\w*|advert\w*|ads?|advertorial|sponsor\w*|newsletter\w*|sign-?up|signup|subscri\w+"
    r"|paywall[_-]+(?:box|prompt|offer|modal|wall|message|gate)\w*|regwall|cookies?|consent|gdpr|shar(?:e|ing)\w*|social\w*|addtoany"
    r"|tools|toolbar|comments?\w*|disqus|contacts?|breadcrumbs?|crumbs?|path|trust\w*|attribution|correction\w*|clarification|amend\w*"
    r"|editors?-?note|author\w*|author-?(?:bio|box|info|card|section|name)|reporters?|contributors?|filters?|pagination|pager|cmts|foot|blurred|photo-?box|when|guest|members|about\w*|bio|boilerplate|key-?events|keyevents|pull-?quotes?|pullquote"
    r"|caption\w*|credits?|tags|topics|keywords|most-?(?:read|popular|viewed)|trending|popular|latest|read-?(?:next|more|also)"
    r"|also-?read|next-?(?:article|story)|more-?(?:on|from|stories|news|like)|widgets?|sidebar\w*|rail|print|disclaimer|copyright|legal"
    r"|poll|ticker|puff|teasers?|embed\w*|tweet|twitter\w*|instagram\w*|facebook\w*|youtube|gallery|slideshow|popup|modal|overlay"
    r"|banner|masthead|menu\w*|nav\w*|footer|byline\w*|dateline|timestamp|datetime|dates?|datum|createdate|submitted|posted-on|entry-meta"
    r"|post-meta|article-meta|metadata|meta|docnr|fact-?box|infobox|donat\w*|support-us|app-promo|outbrain|taboola|skip-?link\w*)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)  # fmt: skip
_ALWAYS = frozenset(
    {
        "script",
        "style",
        "noscript",
        "template",
        "nav",
        "footer",
        "form",
        "button",
        "iframe",
        "figcaption",
        "svg",
        "select",
        "dialog",
        "h1",
    }
)
_INLINE = frozenset(
    {"span", "b", "strong", "em", "i", "u", "a", "abbr", "cite", "q", "small", "sup", "sub", "font", "mark", "bdi"}
)
_BLOCKS = frozenset(
    {
        "p",
        "div",
        "section",
        "article",
        "ul",
        "ol",
        "li",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "table",
        "blockquote",
        "figure",
    }
)
_HEADINGS = ("h2", "h3", "h4", "h5")
_STOCK = re.compile(
    r"(?:(?:read (?:more|next|also)|also read|see also|more on this|related|recommended|don['’]t miss|watch)\b\s*[:–—-]?.{0,160}"
    r"|(?:read more|also read)\b.{0,200}"
    r"|(?:advertisement|sponsored|share|print|e-?mail|pdf|comments?|key events|more|top stories|tags?|topics?)\W*"
    r"|share (?:this|on)\b.{0,40}|follow us\b.{0,80}|(?:sign up|subscribe)\b.{0,120}|\d[\d,]* (?:view )?(?:comments?|reads?|shares?|views?)"
    r"|(?:press|media) (?:contact|enquiries|inquiries)\b.{0,120}|our standards\b.{0,80}"
    r"|this (?:article|story|piece|report|page) (?:was|has been) (?:amended|updated|corrected|edited|first published)\b.{0,400}"
    r"|(?:correction|clarification|editor['’]s note)\s*(?:\([^)]{0,40}\))?\s*:.{0,500}"
    r"|\(?(?:additional )?(?:reporting|writing|editing|compiled|edited)(?:\s(?:and|or)\s\w+)? by\b.{0,200}"
    r"|(?:photo(?:graph)?|image|picture|video|illustration)s?\s*(?:by\b|:|/).{0,160}|posted (?:by|in|on)\b.{0,120}|written by\b.{0,80}"
    r"|submitted by\b.{0,120}|(?:first |originally )?(?:published|updated|last updated|last modified)\b.{0,60}|\d+ min(?:ute)?s?(?: read)?"
    r"|(?:image|media|video|picture|photo) (?:source|caption|credit)\b.{0,200}|this video can ?not be played.{0,80}"
    r"|you (?:may|might) also (?:like|be interested in)\b.{0,80}|by .{3,60}\|\s*(?:published|updated)\b.{0,80}"
    r"|\[[^\]\n]{0,160}\|[^\]\n]{0,160}\]"
    r"|lorem ipsum\b.*|\d{1,2}[:.]\d{2}(?:\s*(?:[ap]\.?m\.?|[A-Z]{2,4}))?)",
    re.IGNORECASE | re.DOTALL,
)  # fmt: skip
_TITLE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:headline|contentheading|storytitle|story-title|entry-title|article-?title|post-?title|page-?title|news-?title"
    r"|articlehead\w*|heading|titel|title|hed)(?:$|[\s_-])",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.!?…][\"'”’»)\]]*$")
_FOOT = re.compile(r"©|\(c\)|copyright\b|best viewed\b|all rights reserved", re.IGNORECASE)


class Article(NamedTuple):
    """The article of a page; `lines` are its blocks, `head` those between headline and text, with by-line and date."""

    lines: Sequence[str]
    headline: str | None
    head: Sequence[str]
    published: date | None
    how: str | None


def find_article(page: Any, site: str | None) -> Article | None:
    """Find the article; None where a page holds no prose, or far more elements than pages have."""
    if sum(1 for _ in page.iter()) > ELEMENTS:
        return None
    tree = copy.deepcopy(page)
    sizes = _Sizes(tree)
    total = sizes.prose.get(tree, 0)
    if not total:
        return None
    headline = _headline(tree, site)
    day, how = stated_day(tree, headline)
    order = {element: n for n, element in enumerate(tree.iter())}
    above = list(headline.iterancestors()) if headline is not None else []
    _prune(tree, sizes, headline)
    sizes = _Sizes(tree)
    container = _container(_around(tree, above, sizes), sizes)
    started = order.get(headline, -1) if headline is not None else -1
    lead = [
        e
        for e in _between(tree, order, started, order[container])
        if len(words_of(e)) >= PROSE and not _mostly_links(e)
    ]
    lines = [words for e in lead for words in paragraphs(e)] + paragraphs(container)
    title = words_of(headline) if headline is not None else None
    head = lines[:12]
    lines = _without_stock(lines, title, site)
    if day is None and headline is not None:
        day, how = printed_day(page, title or "", lines)
    return Article(lines, title, head, day, how) if lines else None


class _Sizes:
    """Code points of words, of linked words and of prose in every element, counted once."""

    def __init__(self, tree: Any) -> None:
        self.text: dict[Any, int] = {}
        self.linked: dict[Any, int] = {}
        self.prose: dict[Any, int] = {}
        for element in tree.iter():
            if isinstance(element.tag, str):
                self._add(element, len(" ".join((element.text or "").split())))
            if element.tail and element is not tree:
                self._add(element.getparent(), len(" ".join(element.tail.split())))
        for block, size in _blocks(tree):
            for holder in (block, *block.iterancestors()):
                self.prose[holder] = self.prose.get(holder, 0) + size

    def _add(self, element: Any, size: int) -> None:
        if not size:
            return
        linked = False
        for holder in (element, *element.iterancestors()):
            linked = linked or holder.tag == "a"
            self.text[holder] = self.text.get(holder, 0) + size
            if linked:
                self.linked[holder] = self.linked.get(holder, 0) + size

    def is_linked(self, element: Any) -> bool:
        """Tell a short element all of whose words are links."""
        words = self.text.get(element, 0)
        return 0 < words < 300 and self.linked.get(element, 0) >= 0.95 * words


def _blocks(element: Any) -> Iterator[tuple[Any, int]]:
    """Give the innermost blocks of prose with their sizes."""
    for block in element.iter("p", "div", "td", "li", "blockquote", "dd", "section", "article"):
        if block.tag != "p" and next(block.iter(*_BLOCKS - {block.tag}), None) is not None:
            words = " ".join("".join([block.text or "", *(c.tail or "" for c in block)]).split())
            if block.tag in ("td", "div") and (runs := sum(map(len, _runs(block)))) >= PROSE:
                yield block, runs
                continue
        elif block.tag == "td":
            words = " ".join(_runs(block))
        else:
            words = words_of(block)
        if len(words) >= PROSE and not _mostly_links(block):
            yield block, len(words)


def _runs(block: Any) -> Iterator[str]:
    """Give the sentences that a cell or box of an old page holds between line breaks, in `font` and the like."""
    run: list[str] = []

    def told() -> Iterator[str]:
        words = " ".join("".join(run).split())
        run.clear()
        if len(words) >= PROSE and _SENTENCE.search(words) and not _FOOT.match(words):
            yield words

    pending = [(block, False)]
    while pending:
        element, entered = pending.pop()
        if entered:
            run.append(element.tail or "")
            continue
        if element is not block:
            pending.append((element, True))
            if element.tag == "a":
                run.append(element.text_content())
                continue
            if element.tag == "br" or element.tag in _BLOCKS or not isinstance(element.tag, str):
                yield from told()
                continue
        run.append(element.text or "")
        pending.extend((child, False) for child in reversed(element))
    yield from told()


def _mostly_links(element: Any) -> bool:
    words = len(words_of(element))
    linked = sum(len(words_of(a)) for a in element.iter("a"))
    return linked > 0.5 * words


def _headline(tree: Any, site: str | None) -> Any:
    """Find the element of the headline: a first heading that is not the site's name, else one that is named so."""
    known = {" ".join(s.split()).casefold() for s in (site, *_site_names(tree)) if s}
    heads = [
        h
        for h in tree.iter("h1")
        if 4 <= len(words_of(h)) <= 300 and words_of(h).casefold() not in known and not _in_banner(h)
    ]
    if heads:
        marked = [h for h in heads if "headline" in (h.get("itemprop") or "")]
        inside = [h for h in heads if any(a.tag in ("article", "main") for a in h.iterancestors())]
        return (marked or inside or heads)[0]
    first = _first_prose(tree)
    order = {element: n for n, element in enumerate(tree.iter())}
    end = order.get(first, len(order))
    named = [
        e
        for e in tree.iter("h2", "h3", "div", "td", "p", "span", "font")
        if order[e] < end and _TITLE_NAMES.search(names_of(e)) and 12 <= len(words_of(e)) <= 250 and words_of(e).casefold() not in known
        and not _in_banner(e) and (e.tag in ("h2", "h3") or not _mostly_links(e))
    ]  # fmt: skip
    return named[-1] if named else _large(tree, first, order)


def _large(tree: Any, first: Any, order: dict[Any, int]) -> Any:
    """Find what an old page prints large, or bold, above its text in one cell with it."""
    if first is None:
        return None
    around = {first, *(a for a in first.iterancestors() if a.tag in ("td", "div", "font", "center"))}
    last = next((order[e] for e in first.iter() if len((e.text or "").strip()) >= 2 * PROSE), order[first])
    found = [
        e
        for e in tree.iter("font", "big", "b", "strong")
        if order[e] < last and e.getparent() in around and 12 <= len(words_of(e)) <= 250
        and not _mostly_links(e) and read_line(words_of(e)) is None
    ]  # fmt: skip
    return max(found, key=_print_size, default=None)


def _print_size(element: Any) -> int:
    """The size that a `font` asks for; 3 is what text has."""
    size = element.get("size") or ""
    if element.tag != "font":
        return 4
    return int(size) if size.isdigit() else 3 + int(size) if re.fullmatch(r"[+-]\d", size) else 3


def _first_prose(tree: Any) -> Any:
    """Give the first block under the parent that holds the most prose in its own blocks."""
    held: dict[Any, int] = {}
    firsts: dict[Any, Any] = {}
    for block, size in _blocks(tree):
        parent = block.getparent() if block.tag in ("p", "li", "blockquote") else block
        held[parent] = held.get(parent, 0) + size
        firsts.setdefault(parent, block)
    return firsts[max(held, key=lambda parent: held[parent])] if held else None


def _site_names(tree: Any) -> Iterator[str]:
    for meta in tree.iter("meta"):
        if (meta.get("property") or meta.get("name") or "").lower() in (
            "og:site_name",
            "application-name",
            "author",
            "publisher",
        ):
            yield meta.get("content") or ""
    title = next((words_of(t) for t in tree.iter("title")), "")
    yield from re.split(r"\s[|–—-]\s|\s»\s|:\s", title)[:1] if " » " in title or ": " in title else []
    yield from re.split(r"\s[|–—-]\s", title)[-1:]


def _in_banner(element: Any) -> bool:
    """Tell whether an element stands in the head or foot of the site, not of the article."""
    for above in element.iterancestors():
        if above.tag in ("nav", "footer", "aside") or re.search(
            r"masthead|site-header|banner|logo|sitename", names_of(above), re.IGNORECASE
        ):
            return True
        if above.tag in ("article", "main"):
            return False
    return False


def _prune(tree: Any, sizes: _Sizes, headline: Any) -> None:
    """Take out what is not the article, unless it holds much of the prose."""
    kept = set(headline.iterancestors()) if headline is not None else set()
    doomed: list[Any] = []
    most = WHOLE * sizes.prose.get(tree, 0)
    for element in tree.iter():
        if not isinstance(element.tag, str) or element.tag in ("html", "body", "main", "head") or element in kept:
            continue
        if (
            element is headline
            or element.tag in _ALWAYS
            or _is_furniture(element, sizes)
            or _is_card(element, sizes)
            or _is_link_line(element, sizes)
            or (element.tag == "table" and _is_picture(element, sizes))
        ):
            doomed.append(element)
    for element in doomed:
        if element.getparent() is not None and (
            element.tag in ("script", "style", "h1") or sizes.prose.get(element, 0) <= most
        ):
            _drop(element)
    for element in list(tree.iter("div", "section", "aside", "ul", "ol")):
        if element in kept or element.getparent() is None:
            continue
        linked = sum(1 for h in element.iter(*_HEADINGS, "li") if sizes.is_linked(h))
        if (
            linked >= 2
            and linked >= sum(1 for h in element.iter(*_HEADINGS, "li") if words_of(h))
            and sizes.prose.get(element, 0) <= most
        ):
            _drop(element)


def _drop(element: Any) -> None:
    """Take an element out and leave the text after it."""
    parent, tail = element.getparent(), element.tail or ""
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(element)


_SMALL = re.compile(
    r"(?:^|[\s_-])(?:share|social|caption|reporter|byline|timestamp|comments?|credit)(?:$|[\s_-])", re.IGNORECASE
)
_PROPERTIES = frozenset(
    [
        "caption",
        "author",
        "publisher",
        "comment",
        "image",
        "creator",
        "commentText",
        "commentTime",
        "keywords",
        "copyrightHolder",
    ]
)


def _is_furniture(element: Any, sizes: _Sizes) -> bool:
    if _PROPERTIES.intersection((element.get("itemprop") or "").split()):
        return True
    if element.tag in _INLINE:
        return element.tag == "span" and _SMALL.search(names_of(element)) is not None
    if element.tag == "time":
        parent = element.getparent()
        return parent is None or sizes.text.get(parent, 0) < 2 * PROSE
    if element.tag == "aside":
        return True
    return element.tag != "article" and _NAMES.search(names_of(element)) is not None


def _is_card(element: Any, sizes: _Sizes) -> bool:
    """Tell a link around blocks: a teaser of another report."""
    return element.tag == "a" and sizes.text.get(element, 0) <= 400 and next(element.iter(*_BLOCKS), None) is not None


def _is_picture(element: Any, sizes: _Sizes) -> bool:
    """Tell a box of a picture and its caption."""
    if (
        element.tag not in ("div", "figure", "table", "p", "section")
        or next(element.iter("img", "picture"), None) is None
    ):
        return False
    return sizes.text.get(element, 0) <= (150 if element.tag == "p" else 250)


def _is_link_line(element: Any, sizes: _Sizes) -> bool:
    """Tell a line that is one link of some words: the headline of another report."""
    if sizes.text.get(element, 0) > 300 or len(words_of(element).split()) <= 3:
        return False
    if element.tag == "a":
        before = element.getprevious()
        beside = (before.tail if before is not None else element.getparent().text) or "", element.tail or ""
        return element.getparent().tag in ("div", "section", "article", "aside", "main") and not "".join(beside).strip()
    return element.tag in ("p", "li", "div", "blockquote") and sizes.is_linked(element)


def _around(tree: Any, above: Sequence[Any], sizes: _Sizes) -> Any:
    """Give the nearest element around the headline that holds a good part of the prose."""
    body = next(tree.iter("body"), tree)
    least = max(2 * PROSE, WHOLE * sizes.prose.get(body, 0))
    return next((e for e in above if e.getparent() is not None and sizes.prose.get(e, 0) >= least), body)


def _container(here: Any, sizes: _Sizes) -> Any:
    """Go down to the smallest element that still holds most of the prose."""
    most = MOST * max(1, sizes.prose.get(here, 0))
    while True:
        inner = (c for c in here if isinstance(c.tag, str) and c.tag not in ("p", "li", "blockquote"))
        held = next((c for c in inner if sizes.prose.get(c, 0) >= most), None)
        if held is None:
            return here
        here = held


def _between(tree: Any, order: dict[Any, int], start: int, end: int) -> list[Any]:
    """Give the outermost paragraphs between headline and container: a first paragraph that is set apart."""
    if start < 0 or start > end:
        return []
    return [e for e in tree.iter("p", "h2") if start < order.get(e, -1) < end]


def _without_stock(lines: Sequence[str], title: str | None, site: str | None) -> list[str]:
    """Leave out stock phrases, and headline, by-line, day and site where they stand above the text."""
    known = {" ".join((s or "").split()).casefold() for s in (title, site)} - {""}
    kept: list[str] = []
    for line in lines:
        if line.casefold() in known or _STOCK.fullmatch(line):
            continue
        if not any(len(k) >= 2 * PROSE for k in kept) and len(line) < 2 * PROSE:
            clue = read_line(line)
            if len(line) < 60 and not re.search(r"[.!?:;\"”’…]$", line):
                continue
            if clue is not None and clue.kind in (
                "date line",
                "publication line",
                "update line",
                "by-line",
                "source line",
            ):
                continue
        kept.append(line)
    return kept
