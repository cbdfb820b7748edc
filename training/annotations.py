"""Annotated reports kept without their texts.

    annotations.py pack DOCS.jsonl FILE.json ... [--into reports]
    annotations.py unpack TEXTS.jsonl OUT [--reports reports]

Comes in: annotations in the guide's form (quotations and sentence numbers) with the documents they quote, or packed ones
with texts (fetch.py brings them). Goes out: packed JSON, that is offsets, labels, the text's sha256 and the page's address;
or the guide's form and a docs.jsonl again. The text of a report is title + blank line + body; offsets count its code
points. `faults` holds a packed file against the guide's closed lists. Nothing here judges a label.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import labels

HERE = Path(__file__).resolve().parent
REPORTS = HERE / "reports"
LICENCE = "text CC BY 2.5, Wikinews, not in here; offsets and labels CC BY 4.0"
LONGEST = 10
"""Words that a name which the text does not hold may have; more would be text."""
Json = dict[str, Any]
Offsets = list[int]


def full_text(document: Mapping[str, Any]) -> str:
    """Title + blank line + body, as a Document's text is made."""
    return f"{document['title']}\n\n{document['text']}" if document.get("title") else str(document["text"])


def digest(text: str) -> str:
    """The sha256 of a text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


# --- pack -------------------------------------------------------------------------------------------------------------


def find(quote: str, text: str, start: int = 0, end: int | None = None) -> Offsets:
    """Where a quotation first stands in text[start:end], white space aside; ValueError where it does not."""
    pattern = r"\s+".join(map(re.escape, quote.split()))
    found = re.compile(pattern).search(text, start, len(text) if end is None else end)
    if not found or not quote.strip():
        raise ValueError(f'"{quote[:60]}" is not in the text')
    return [found.start(), found.end()]


def pack(annotation: Json, document: Mapping[str, Any]) -> Json:
    """An annotation as offsets; ValueError where it quotes what the text does not hold."""
    text = full_text(document)
    shift = len(document["title"]) + 2 if document.get("title") else 0
    sentences = [[0, shift - 2] if s[0] < 0 else [s[0] + shift, s[1] + shift] for s in document["sentences"]]

    def quoted(piece: Json | None) -> Json | None:
        """The quotation of a piece as a span inside its sentence; its other fields stay."""
        if piece is None:
            return None
        rest = {k: v for k, v in piece.items() if k not in ("quote", "name")}
        name = {"name": _or_words(piece["name"], text)} if "name" in piece else {}
        return name | rest | {"span": find(piece["quote"], text, *sentences[piece["sent"]])}

    return {
        **{k: document.get(k) for k in ("id", "url", "source", "published", "lang")},
        "licence": LICENCE,
        "sha256": digest(text),
        "title": [0, max(0, shift - 2)],
        "sentences": sentences,
        "actors": [
            a | {"name": _or_words(a["name"], text), "mentions": [find(m, text) for m in a["mentions"]]}
            for a in annotation["actors"]
        ],
        "events": [
            e
            | {"trigger": find(e["trigger"], text, *sentences[e["sent"]])}
            | {"when": quoted(e["when"]), "place": quoted(e["place"])}
            for e in annotation["events"]
        ],
        "statements": [
            s | {"cue": quoted(s["cue"]), "content": [quoted(c) for c in s["content"]]}
            for s in annotation["statements"]
        ],
    }


def _or_words(name: str, text: str) -> Offsets | str:
    """Offsets of a name; the name itself where the text does not hold it in one piece."""
    try:
        return find(name, text)
    except ValueError:
        return name


# --- unpack -----------------------------------------------------------------------------------------------------------


def unpack(packed: Json, text: str) -> tuple[Json, Json]:
    """The annotation in the guide's form and its document with sentences; ValueError where the text is another."""
    if digest(text) != packed["sha256"]:
        raise ValueError(f"{packed['id']}: the text is not the one that was annotated (sha256 differs)")
    shift = packed["title"][1] + 2 if packed["title"][1] else 0

    def words(span: Offsets | str) -> str:
        return span if isinstance(span, str) else text[span[0] : span[1]]

    def quoted(piece: Json | None) -> Json | None:
        if piece is None:
            return None
        rest = {k: v for k, v in piece.items() if k not in ("span", "name")}
        name = {"name": words(piece["name"])} if "name" in piece else {}
        return name | rest | {"quote": words(piece["span"])}

    annotation = {
        "id": packed["id"],
        "actors": [
            a | {"name": words(a["name"]), "mentions": [words(m) for m in a["mentions"]]} for a in packed["actors"]
        ],
        "events": [
            e | {"trigger": words(e["trigger"]), "when": quoted(e["when"]), "place": quoted(e["place"])}
            for e in packed["events"]
        ],
        "statements": [
            s | {"cue": quoted(s["cue"]), "content": [quoted(c) for c in s["content"]]} for s in packed["statements"]
        ],
    }
    sentences = [
        [-1, -1, text[s:e]] if shift and [s, e] == packed["title"] else [s - shift, e - shift, text[s:e]]
        for s, e in packed["sentences"]
    ]
    document = {k: packed[k] for k in ("id", "url", "source", "published", "lang")}
    return annotation, document | {"title": words(packed["title"]), "text": text[shift:], "sentences": sentences}


# --- check ------------------------------------------------------------------------------------------------------------


def faults(path: Path) -> Iterator[str]:
    """What is wrong with a packed file, a phrase each."""
    try:
        packed = json.loads(path.read_text(encoding="utf-8"))
        yield from _faults(packed)
        if packed["id"] != path.stem:
            yield f"id {packed['id']} is not the file's name"
    except (ValueError, KeyError, TypeError, IndexError) as error:
        yield f"unreadable: {error!r}"


def _faults(packed: Json) -> Iterator[str]:
    keys = [a["key"] for a in packed["actors"]]
    if len(keys) != len(set(keys)):
        yield "an actor key stands twice"
    if not re.fullmatch(r"[0-9a-f]{64}", packed["sha256"]) or not packed["url"]:
        yield "sha256 or address is missing"
    if "text" in packed:
        yield "the text is in the file"
    used: set[str] = set()
    for actor in packed["actors"]:
        where = f"actor {actor['key']}: "
        if actor["kind"] not in labels.KINDS or actor["sector"] not in labels.SECTORS:
            yield f"{where}kind {actor['kind']} or sector {actor['sector']}"
        if actor["country"] is not None and actor["country"] not in labels.COUNTRIES:
            yield f"{where}country {actor['country']}"
        if isinstance(actor["name"], str) and len(actor["name"].split()) > LONGEST:
            yield f"{where}its name is text"
    for number, event in enumerate(packed["events"]):
        where = f"event {number} ({event['type']}): "
        yield from (where + m for m in _event_faults(event, packed["sentences"]))
        used |= {k for role in ("actors", "recipients", "asserted_by", "denied_by") for k in event[role]}
    for number, said in enumerate(packed["statements"]):
        pieces = [*said["content"], *([said["cue"]] if said["cue"] else [])]
        yield from (
            f"statement {number}: {m}" for p in pieces for m in _outside(p["span"], packed["sentences"][p["sent"]])
        )
        if said["kind"] not in labels.SAID_KINDS or not said["content"]:
            yield f"statement {number}: kind or content"
        used |= {k for k in (said["speaker"], *said["addressees"]) if k}
    yield from (f"unknown actor {k}" for k in sorted(used - set(keys)))
    yield from (f"actor {k} is never used" for k in keys if k not in used)


def _event_faults(event: Json, sentences: list[Offsets]) -> Iterator[str]:
    if event["type"] not in labels.MODES or event["mode"] not in (None, *labels.MODES[event["type"]]):
        yield f"type or mode {event['mode']}"
    if event["status"] not in labels.STATUSES or not isinstance(event["background"], bool):
        yield f"status {event['status']} or background"
    yield from _outside(event["trigger"], sentences[event["sent"]])
    for slot in ("when", "place"):
        if event[slot]:
            yield from _outside(event[slot]["span"], sentences[event[slot]["sent"]])
    if event["when"] and date.fromisoformat(event["when"]["start"]) > date.fromisoformat(event["when"]["end"]):
        yield "when ends before it starts"
    for what, figure in event["counts"].items():
        if what not in labels.FIGURES or (figure["max"] is not None and figure["max"] < figure["min"]):
            yield f"counts {what}"


def _outside(span: Offsets, sentence: Offsets) -> Iterator[str]:
    if not sentence[0] <= span[0] < span[1] <= sentence[1]:
        yield f"span {span} is outside its sentence {sentence}"


# --- files ------------------------------------------------------------------------------------------------------------


def json_lines(path: Path) -> list[Json]:
    """Lines of a JSONL file; texts may hold other line separators, so no splitlines."""
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def packed_reports(folder: Path = REPORTS) -> Iterator[Json]:
    """All packed reports of a folder, in the order of their names."""
    return (json.loads(p.read_text(encoding="utf-8")) for p in sorted(folder.glob("*.json")))


def compact(packed: Json) -> str:
    """JSON with a line for each actor, event and statement, so that a change can be read."""
    out = []
    for key, value in packed.items():
        listed = key in ("actors", "events", "statements") and value
        body = ",\n  ".join(json.dumps(v, ensure_ascii=False) for v in value) if listed else ""
        out.append(f' "{key}": ' + (f"[\n  {body}]" if listed else json.dumps(value, ensure_ascii=False)))
    return "{\n" + ",\n".join(out) + "}\n"


def pack_files(docs: Path, files: Iterable[Path], into: Path) -> list[str]:
    """Pack each file; what could not be packed is told."""
    documents = {d["id"]: d for d in json_lines(docs)}
    wrong = []
    into.mkdir(parents=True, exist_ok=True)
    for file in files:
        try:
            annotation = json.loads(file.read_text(encoding="utf-8"))
            packed = pack(annotation, documents[annotation["id"]])
        except (ValueError, KeyError, IndexError) as error:
            wrong.append(f"{file}: {error!r}")
            continue
        (into / f"{packed['id']}.json").write_text(compact(packed), encoding="utf-8")
    return wrong


def unpack_files(texts: Path, out: Path, folder: Path) -> list[str]:
    """Write the guide's form and docs.jsonl into a folder; what has no text, or another, is told."""
    known = {d["id"]: full_text(d) for d in json_lines(texts)}
    wrong = []
    out.mkdir(parents=True, exist_ok=True)
    with (out / "docs.jsonl").open("w", encoding="utf-8") as docs:
        for packed in packed_reports(folder):
            try:
                annotation, document = unpack(packed, known[packed["id"]])
            except (ValueError, KeyError) as error:
                wrong.append(str(error))
                continue
            docs.write(json.dumps(document, ensure_ascii=False) + "\n")
            written = json.dumps(annotation, ensure_ascii=False, indent=1)
            (out / f"{packed['id']}.json").write_text(written + "\n", encoding="utf-8")
    return wrong


def main() -> int:
    """Run pack or unpack; exit status 1 where a report could not be done."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    sub = ap.add_subparsers(dest="command", required=True)
    packing = sub.add_parser("pack")
    packing.add_argument("docs", type=Path)
    packing.add_argument("files", type=Path, nargs="+")
    packing.add_argument("--into", type=Path, default=REPORTS)
    unpacking = sub.add_parser("unpack")
    unpacking.add_argument("texts", type=Path)
    unpacking.add_argument("out", type=Path)
    unpacking.add_argument("--reports", type=Path, default=REPORTS)
    args = ap.parse_args()
    if args.command == "pack":
        wrong = pack_files(args.docs, args.files, args.into)
    else:
        wrong = unpack_files(args.texts, args.out, args.reports)
    print("\n".join(wrong), file=sys.stderr, end="\n" if wrong else "")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
