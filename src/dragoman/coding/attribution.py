"""Attributions: cue words, clauses, quotations and sources put together.

Comes in: a discourse. Goes out: `Attribution`s, statements in the making, as tokens and code points. Two cues are two
attributions; a quotation broken by its cue, or going on over paragraphs, is one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dragoman.coding.clauses import content, is_withheld
from dragoman.coding.cues import Cue
from dragoman.coding.discourse import DASHES, Discourse
from dragoman.coding.edges import Ranges
from dragoman.coding.interviews import CAPTION, turns
from dragoman.coding.quoting import Link, begins_sentence, closing, links, opening
from dragoman.coding.sources import sourced
from dragoman.coding.speakers import addressees, mention_of, named, speaker, speaker_of_paper
from dragoman.model import Act, Quotation

LABEL = 12
"""Tokens of a name before a colon at most."""
NAMED = 15
"""Tokens of "the move" in "called the move a 'farce'" at most."""
Chars = tuple[int, int]
"""Code points, half-open."""

SCORES = {"quoted": 0.95, "clause": 0.9, "source": 0.9, "turn": 0.9, "mixed": 0.85, "alone": 0.5}
"""How often an attribution of each make is right, roughly."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """A statement in the making: what is said, and the tokens that say by whom."""

    content: tuple[Chars, ...]
    cue: tuple[int, int] | None
    """Token range, half-open."""
    speaker: int | None
    addressees: tuple[int, ...] = ()
    act: Act = "say"
    score: float = 0.9
    follows: bool = False
    """No cue: the speaker is that of the statement before."""
    label: Chars | None = None
    """The label of a turn in an interview, which is word for word, though without quotation marks."""


def attributions(talk: Discourse) -> Iterator[Attribution]:
    """Every attribution of a report, in no particular order."""
    spoken = turns(talk)
    for turn in spoken:
        said = ((turn.start, turn.end),)
        yield Attribution(said, None, turn.speaker, act="say", score=SCORES["turn"], label=turn.label)
    starts = [turn.start for turn in spoken]
    for found in _reported(talk):
        number = bisect_right(starts, found.content[0][0]) - 1 if found.content else -1
        inside = number >= 0 and found.content[-1][1] <= spoken[number].end
        if not inside or (found.cue and found.speaker is not None and mention_of(talk, found.speaker) is not None):
            yield found


def _reported(talk: Discourse) -> Iterator[Attribution]:
    """What is attributed by cues, marks and sources."""
    clauses = {head: content(talk, cue) for head, cue in talk.cues.items() if not is_withheld(talk, cue)}
    found = links(talk, clauses)
    quoted = _groups(talk, found)
    cues = {**talk.cues, **{link.cue.head: link.cue for link in found if link.cue}}
    for head in sorted(cues):
        cue = cues[head]
        if head in quoted or (clauses.get(head) and not cue.only_quoted):
            made = _of_cue(talk, cue, clauses.get(head, ()), quoted.get(head, []), found)
            if (made.speaker is not None or not cue.only_quoted) and not _is_inscription(talk, cue):
                yield made
    for key, numbers in quoted.items():
        if key < 0:
            yield _alone(talk, [talk.quotations[n] for n in numbers], _follows(talk, found, numbers[0]))
    yield from _nested(talk)
    yield from _labelled(talk)
    for phrase in sourced(talk):
        said = tuple(_extended(talk, a, b) for a, b in phrase.content)
        yield Attribution(
            said, phrase.cue, named(talk, phrase.source, *phrase.name), act="report", score=SCORES["source"]
        )


def _is_inscription(talk: Discourse, cue: Cue) -> bool:
    """ "banners reading 'Water is life'": what hangs there, and nobody says."""
    head = talk.tokens[cue.head]
    return (
        cue.word.word == "read"
        and head.tag == "VBG"
        and head.dep == "acl"
        and speaker_of_paper(talk, head.head) is None
    )


def _groups(talk: Discourse, found: Sequence[Link]) -> dict[int, list[int]]:
    """Quotations of one attribution: by the head of their cue, or a negative number where there is none."""
    groups: dict[int, list[int]] = {}
    key: int | None = None
    for number, link in enumerate(found):
        if link.how == "none":
            key = None
            continue
        if link.how != "joined":
            key = link.cue.head if link.cue else -1 - number
        if key is not None:
            groups.setdefault(key, []).append(number)
    return groups


def _of_cue(talk: Discourse, cue: Cue, clause: Ranges, numbers: Sequence[int], found: Sequence[Link]) -> Attribution:
    """The attribution of one cue: its quotations, its clause, or both."""
    direct = [talk.quotations[n] for n in numbers if found[n].how != "inside"]
    inner = [talk.quotations[n] for n in numbers if found[n].how == "inside"]
    said = [_span(q) for q in direct]
    if direct and _is_naming(talk, cue, direct[0]):
        said[0] = _named(talk, cue, direct[0])
    kept = [r for r in clause if not direct or _goes_with(talk, cue, r, direct)]
    if inner:
        said.append(_around(talk, cue, kept, inner))
    else:
        said += [_extended(talk, a, b) for a, b in kept]
    make = "clause" if not numbers else "mixed" if kept or inner else "quoted"
    ranges = [*clause, *((q.first, q.last) for q in direct)]
    who = speaker(talk, cue, ranges)
    return Attribution(
        _joined(said), (cue.first, cue.last), who, tuple(a for a in addressees(talk, cue, ranges) if a != who),
        cue.word.act, SCORES[make] if who is not None else SCORES[make] / 2,
    )  # fmt: skip


def _follows(talk: Discourse, found: Sequence[Link], number: int) -> bool:
    """Whether a quotation without a cue comes right behind another: its speaker goes on."""
    if not number or found[number - 1].how == "none":
        return False
    link, end = found[number - 1], opening(talk, talk.quotations[number]) - 1
    last = talk.tokens[end].sentence if end >= 0 else -1
    told = {talk.tokens[talk.quotations[number - 1].last - 1].sentence}
    told |= {talk.tokens[link.cue.head].sentence} if link.cue else set()
    return last in told


def _alone(talk: Discourse, quotations: Sequence[Quotation], follows: bool) -> Attribution:
    """Quotations without a cue: a name before a colon or behind a dash speaks, or the subject of the sentence before."""
    before = opening(talk, quotations[0]) - 1
    who = _label(talk, before)
    if who is None:
        who = _credit(talk, closing(talk, quotations[-1]))
    if who is None and before >= 0 and not follows and not talk.is_title(before):
        who = _subject_before(talk, before)
    return Attribution(tuple(_span(q) for q in quotations), None, who, score=SCORES["alone"], follows=who is None)


def _subject_before(talk: Discourse, before: int) -> int | None:
    """The person who is subject of the sentence that ends at a token: 'The pilot laughed. "Fear?"'."""
    root = talk.annotation.sentences[talk.tokens[before].sentence].root
    verbs = [root, *(v for v in talk.syntax.dependents(root, "ccomp", "conj") if v < before)]
    subjects = [s for v in verbs for s in talk.syntax.subjects(v) if s < before and talk.inside[s] < 0]
    return next((s for s in subjects if _is_person(talk, s)), None)


def _label(talk: Discourse, colon: int) -> int | None:
    """ "Kovac: ...", "Kovac on the canal: ...": the party before a colon at the start of a sentence."""
    if colon < 1 or talk.tokens[colon].text != ":" or talk.tokens[colon - 1].text.lower() in CAPTION:
        return None  # "Kovac Image: City of Spa" is a caption
    first = talk.sentence_bounds(colon)[0]
    topic = next((t for t in range(first + 1, min(first + LABEL, colon)) if talk.tokens[t].text.lower() == "on"), None)
    if topic is not None and not talk.has_verb(first, colon):
        colon = topic
    number = talk.mention_at[colon - 1]
    if number < 0:
        return None
    mention = talk.annotation.mentions[number]
    starts = mention.first == first
    speaks = mention.kind in ("person", "organisation", "group")
    return mention.head if starts and mention.last == colon and speaks else None


def _credit(talk: Discourse, dash: int) -> int | None:
    """The person named on a line of its own below a quotation: "— Irma Kovac"."""
    name = dash + 1
    if (
        name >= len(talk.tokens)
        or talk.tokens[dash].text not in DASHES
        or talk.paragraph(dash) == talk.paragraph(dash - 1)
    ):
        return None
    return name if _is_person(talk, name) else None


def _labelled(talk: Discourse) -> Iterator[Attribution]:
    """Headline style: "Minister: talks to resume"."""
    for sentence in talk.annotation.sentences:
        for colon in range(sentence.first + 1, min(sentence.first + LABEL, sentence.last - 3)):
            who = _label(talk, colon)
            if who is not None and talk.inside[colon + 2] < 0 and _is_line(talk, colon, sentence.first, sentence.last):
                yield Attribution((_chars(talk, colon + 1, sentence.last),), None, who, score=SCORES["alone"])


def _is_line(talk: Discourse, colon: int, first: int, last: int) -> bool:
    """Whether words behind a label are said: they have a verb, or the label stands at the head of a line of some length."""
    if any(t.pos in ("VERB", "AUX") for t in talk.tokens[colon:last]):
        return True
    heads = first == 0 or talk.paragraph(first - 1) != talk.paragraph(first)
    return heads and last - colon > 4


def _nested(talk: Discourse) -> Iterator[Attribution]:
    """Quotations inside quotations: "'She told me, \'Run!\'', he said"."""
    outer = {q.span for q in talk.quotations}
    for quotation in talk.annotation.quotations:
        if quotation.span in outer or not quotation.speech:
            continue
        before = opening(talk, quotation) - 1
        after = closing(talk, quotation)
        around = (*range(before, max(before - 3, -1), -1), *range(after, min(after + 4, len(talk.tokens))))
        near = [talk.quoted_cues[t] for t in around if t in talk.quoted_cues]
        if near and near[0].takes("clause") and not near[0].noun:
            subjects = talk.syntax.subjects(near[0].head)
            cue = (near[0].first, near[0].last)
            yield Attribution(
                (_span(quotation),), cue, subjects[0] if subjects else None, act=near[0].word.act, score=SCORES["mixed"]
            )


def _is_person(talk: Discourse, token: int) -> bool:
    number = talk.mention_at[token]
    return number >= 0 and talk.annotation.mentions[number].kind == "person"


def _goes_with(talk: Discourse, cue: Cue, clause: tuple[int, int], direct: Sequence[Quotation]) -> bool:
    """Whether a clause is said beside direct speech: behind the cue, finite, and no part of a quotation."""
    return clause[0] > cue.head and talk.has_verb(*clause) and not any(_overlaps(clause, q) for q in direct)


# --- code points --------------------------------------------------------------------------------------------------


def _span(quotation: Quotation) -> Chars:
    return quotation.span.start, quotation.span.end


def _chars(talk: Discourse, first: int, last: int) -> Chars:
    return talk.tokens[first].start, talk.tokens[last - 1].end


def _overlaps(tokens: tuple[int, int], quotation: Quotation) -> bool:
    return tokens[0] < quotation.last and quotation.first < tokens[1]


def _extended(talk: Discourse, first: int, last: int) -> Chars:
    """A clause, made longer where a quotation begins or ends in it."""
    number = talk.inside[last - 1]
    if number >= 0:
        last = max(last, closing(talk, talk.quotations[number]))
    number = talk.inside[first]
    if number >= 0 and talk.quotations[number].last < last:
        first = min(first, opening(talk, talk.quotations[number]))
    return _chars(talk, first, last)


def _around(talk: Discourse, cue: Cue, clause: Sequence[tuple[int, int]], inner: Sequence[Quotation]) -> Chars:
    """A clause with the quotations in it, as one piece."""
    first, last = opening(talk, inner[0]), max(closing(talk, q) for q in inner)
    labels = ("nsubj", "nsubjpass", "expl") if cue.word.addressed else ("nsubj", "nsubjpass", "expl", "dobj")
    subjects = [t for t in range(cue.last, first) if talk.tokens[t].dep in labels]
    behind = [(a, b) for a, b in clause if a >= cue.last]
    starts = [first, *(max(cue.last, talk.tokens[t].left) for t in subjects[:1]), *(a for a, _ in behind)]
    return _extended(talk, min(starts), max([last, *(b for _, b in behind)]))


def _is_naming(talk: Discourse, cue: Cue, quotation: Quotation) -> bool:
    """ "called the move a 'farce'": words quoted as part of a phrase, not a sentence."""
    return (
        cue.takes("quoted")
        and not (cue.takes("clause") and begins_sentence(quotation))
        and not talk.syntax.passive(cue.head)
    )


def _named(talk: Discourse, cue: Cue, quotation: Quotation) -> Chars:
    """ "called the move a 'farce'": with what is named, unless that is a pronoun or far away."""
    first, last = cue.last, opening(talk, quotation)
    named = any(talk.tokens[t].pos in ("NOUN", "PROPN") for t in range(first, last))
    if not named or last - first > NAMED or talk.tokens[last - 1].text in {":", ","}:
        return _span(quotation)
    return talk.tokens[first].start, talk.tokens[closing(talk, quotation) - 1].end


def _joined(said: Sequence[Chars]) -> tuple[Chars, ...]:
    """In text order, without overlaps."""
    found: list[Chars] = []
    for start, end in sorted(said):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)
