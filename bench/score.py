#!/usr/bin/env python3
"""Score coded reports against hand annotations (see GUIDE.md beside this file).

    score.py --gold reports/ --coded coded.jsonl [--json out.json] [--misses] [--intervals]

--gold       a folder of annotation files (GUIDE.md, section 4), or one such file
--docs       docs.jsonl with the reports' sentences (default: beside the folder)
--coded      one coding a line, the JSON that `dragoman code --format jsonl` prints; document.id is the report's id
--intervals  95 % bootstrap intervals of F1 over reports (few reports: read them before you celebrate)
Prints a table: what is compared, precision, recall, F1 (or accuracy) and the counts behind it. Standard library only.

How things are paired
- A coded actor stands for at most one annotated actor of the report: the one that shares most of its names. Names are compared
  without case, articles, titles and full stops; persons also by a capitalised last name, organisations and groups by containment.
- A coded event is paired with at most one annotated event of the same type: first by overlapping trigger, then by sentence with a
  shared participant, then by all participants alike anywhere in the report.
- Slots that the annotation leaves empty and the coding fills count against precision: null is better than a guess.
"""

import argparse
import json
import random
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

TITLES = re.compile(r"^(the|a|an|us|former|president|prime minister|minister|mr|mrs|ms|dr|sir)\s+")
ROLES = ("actors", "recipients")


def lines(path):
    with path.open(encoding="utf-8") as file:  # not splitlines(): texts may hold other line separators
        return [json.loads(line) for line in file if line.strip()]


def norm(text):
    text = re.sub(r"[\s\u00a0]+", " ", text.replace(".", "")).strip(" ,;:'\"\u2018\u2019\u201c\u201d()").casefold()
    text = re.sub(r"['\u2019]s$", "", text)
    while (shorter := TITLES.sub("", text)) != text:
        text = shorter
    return text


def last_name(text):
    """The last word of a name of two or more words, or of a single capitalised word; lower-case words (roles) give none."""
    words = re.sub(r"['\u2019]s$", "", text.strip()).split()
    return norm(words[-1]) if words and words[-1][:1].isupper() else None


def overlap(a, b):
    return bool(a and b) and max(a[0], b[0]) < min(a[1], b[1])


def covered(spans):
    return {i for start, end in spans for i in range(start, end)}


class Gold:
    """One annotated report, its quotes turned into character spans of the coded text."""

    def __init__(self, annotation, doc, text):
        self.text, self.lost = text, 0
        self.sentences = self._locate([s[2] for s in doc["sentences"]])
        self.actors = {
            a["key"]: a
            | {
                "names": {norm(n) for n in [a["name"], *a["mentions"]]} - {""},
                "last": {last_name(n) for n in [a["name"], *a["mentions"]]} - {None, ""},
            }
            for a in annotation["actors"]
        }
        self.events = [
            e | {"span": self.span(e["trigger"], e["sent"]), "sentence": self.sentences[e["sent"]]}
            for e in annotation["events"]
        ]
        self.statements = [
            s | {"spans": [x for c in s["content"] if (x := self.span(c["quote"], c["sent"]))]}
            for s in annotation["statements"]
        ]

    def _locate(self, sentences):
        spans, at = [], 0
        for sentence in sentences:
            pattern = re.compile(r"\s+".join(map(re.escape, sentence.split())))
            match = pattern.search(self.text, at) or pattern.search(self.text)
            self.lost += match is None
            spans.append(match.span() if match else None)
            at = match.end() if match else at
        return spans

    def span(self, quote, sent):
        if self.sentences[sent] is None:
            return None
        match = re.compile(r"\s+".join(map(re.escape, quote.split()))).search(self.text, *self.sentences[sent])
        return match.span() if match else None


class Coded:
    """One coding; its actors are mapped to the report's annotated actors once, for all comparisons."""

    def __init__(self, coding, gold):
        self.text = coding["document"]["text"]
        self.bad = sum(not self._quotes(span) for span in self._spans(coding))
        self.actors = {a["id"]: a for a in coding.get("actors", [])}
        self.who = {i: self._best(a, gold) for i, a in self.actors.items()}
        self.events = [self._event(e) for e in coding.get("events", [])]
        self.statements = [
            s
            | {
                "spans": [(c["start"], c["end"]) for c in s["content"]],
                "speaker": s["speaker"]["actor"] if s.get("speaker") else None,
            }
            for s in coding.get("statements", [])
        ]

    def _spans(self, node):
        if isinstance(node, dict):
            if {"start", "end", "text"} <= node.keys():
                yield node
            else:
                for value in node.values():
                    yield from self._spans(value)
        elif isinstance(node, list):
            for value in node:
                yield from self._spans(value)

    def _quotes(self, span):
        return bool(span["text"]) and self.text[span["start"] : span["end"]] == span["text"]

    @staticmethod
    def _best(actor, gold):
        mentions = [actor["name"], *(m["text"] for m in actor.get("mentions", []))]
        names, last = Counter(norm(m) for m in mentions), {last_name(m) for m in mentions} - {None, ""}
        best, top = None, 0.0
        for key, g in gold.actors.items():
            worth = float(sum(names[n] for n in g["names"]))
            if g["kind"] == "person" and last & g["last"]:
                worth += 0.5
            elif g["kind"] in ("organisation", "group") and actor.get("kind") == g["kind"]:
                worth += 0.25 * any(len(n) > 3 and len(c) > 3 and (n in c or c in n) for n in g["names"] for c in names)
            if worth > top:
                best, top = key, worth
        return best

    def _event(self, e):
        return e | {
            "at": (e["trigger"]["start"], e["trigger"]["end"]),
            **{k: [s["actor"] for s in e.get(k, [])] for k in (*ROLES, "asserted_by", "denied_by")},
        }


class Tally:
    """Hits, coded and annotated counts by row, kept per report for the intervals."""

    def __init__(self):
        self.reports = []

    def open(self):
        self.reports.append(defaultdict(lambda: [0, 0, 0]))

    def add(self, row, hits, coded, gold):
        for i, n in enumerate((hits, coded, gold)):
            self.reports[-1][row][i] += n

    def total(self, reports=None):
        rows = defaultdict(lambda: [0, 0, 0])
        for report in self.reports if reports is None else reports:
            for row, counts in report.items():
                for i, n in enumerate(counts):
                    rows[row][i] += n
        return rows

    def interval(self, row, rng):
        scores = sorted(prf(*self.total(rng.choices(self.reports, k=len(self.reports)))[row])[2] for _ in range(400))
        return scores[10], scores[389]


def prf(hits, coded, gold):
    p, r = hits / coded if coded else 0.0, hits / gold if gold else 0.0
    return p, r, 2 * p * r / (p + r) if hits else 0.0


def pair(gold, coded, worth):
    """One-to-one pairing by descending worth (0 = may not pair)."""
    scored = sorted(((worth(g, c), -i, -j) for i, g in enumerate(gold) for j, c in enumerate(coded)), reverse=True)
    left, right, pairs = set(), set(), []
    for score, i, j in scored:
        if score > 0 and i not in left and j not in right:
            left.add(i)
            right.add(j)
            pairs.append((gold[-i], coded[-j]))
    return pairs


def score_report(gold, coded, tally, types, misses):
    def same(keys, ids):
        return len(set(keys) & {coded.who.get(i) for i in ids})

    def participants(g, c):
        if g["type"] == "CONSULT":  # the sides of a meeting may be split either way
            return same(g["actors"] + g["recipients"], c["actors"] + c["recipients"])
        return same(g["actors"], c["actors"]) + same(g["recipients"], c["recipients"])

    def size(event):
        return len(set(event["actors"])) + len(set(event["recipients"]))

    def worth(g, c):
        if g["type"] != c["type"]:
            return 0
        shared = participants(g, c)
        if overlap(g["span"], c["at"]):
            return 10 + shared
        if overlap(g["sentence"], c["at"]) and (shared or not size(g)):
            return 5 + shared
        return 1 + shared if shared and shared == size(g) else 0

    pairs = pair(gold.events, coded.events, worth)
    found, right = {id(g) for g, _ in pairs}, {id(c) for _, c in pairs}
    annotated, made = len(gold.events), len(coded.events)
    tally.add("events: type", len(pairs), made, annotated)
    tally.add("events: type and mode", sum(g["mode"] == c.get("mode") for g, c in pairs), made, annotated)
    tally.add(
        "events: participants",
        sum(participants(g, c) for g, c in pairs),
        sum(map(size, coded.events)),
        sum(map(size, gold.events)),
    )
    for role in ROLES:
        tally.add(
            f"    {role} (CONSULT apart)",
            sum(same(g[role], c[role]) for g, c in pairs if g["type"] != "CONSULT"),
            sum(len(set(c[role])) for c in coded.events if c["type"] != "CONSULT"),
            sum(len(set(g[role])) for g in gold.events if g["type"] != "CONSULT"),
        )
    tally.add(
        "events: whole (type, participants, status)",
        sum(participants(g, c) == size(g) == size(c) and g["status"] == c["status"] for g, c in pairs),
        made,
        annotated,
    )
    for g, c in pairs:
        tally.add("status (of found events)", g["status"] == c["status"], 1, 1)
        if g["status"] not in ("happened", "ongoing"):
            tally.add("    of those that are not plain fact", g["status"] == c["status"], 1, 1)
        tally.add(
            "background (of found events)",
            g["background"] and bool(c.get("background")),
            bool(c.get("background")),
            g["background"],
        )
        when, place, counts = c.get("when"), c.get("place"), c.get("counts") or {}
        dates = when and ((when.get("start") or "")[:10], (when.get("end") or "")[:10])
        tally.add(
            "when (of found events)",
            bool(g["when"] and when and dates == (g["when"]["start"], g["when"]["end"])),
            bool(when),
            bool(g["when"]),
        )
        tally.add(
            "place country (of found events)",
            bool(g["place"] and place and place.get("country") == g["place"]["country"]),
            bool(place),
            bool(g["place"]),
        )
        tally.add(
            "counts, minimum (of found events)",
            sum(k in counts and counts[k].get("min") == v.get("min") for k, v in g["counts"].items()),
            len(counts),
            len(g["counts"]),
        )
    for label in ("asserted_by", "denied_by"):
        tally.add(
            f"claims: {label}",
            sum(same(g[label], c[label]) for g, c in pairs),
            sum(len(set(c[label])) for c in coded.events),
            sum(len(set(g[label])) for g in gold.events),
        )
    for kind in {g["type"] for g in gold.events} | {c["type"] for c in coded.events}:
        in_gold, in_coded = any(g["type"] == kind for g in gold.events), any(c["type"] == kind for c in coded.events)
        types.add(kind, in_gold and in_coded, in_coded, in_gold)

    def said(g, c):
        a, b = covered(g["spans"]), covered(c["spans"])
        return ratio if a and b and (ratio := len(a & b) / len(a | b)) >= 0.5 else 0

    pairs = pair(gold.statements, coded.statements, said)
    tally.add("statements: content", len(pairs), len(coded.statements), len(gold.statements))
    tally.add(
        "statements: content and speaker",
        sum(g["speaker"] == (c["speaker"] and coded.who.get(c["speaker"])) for g, c in pairs),
        len(coded.statements),
        len(gold.statements),
    )
    for g, c in pairs:
        tally.add("statement kind (of found)", g["kind"] == c["kind"], 1, 1)

    used = {i for c in coded.events for k in (*ROLES, "asserted_by", "denied_by") for i in c[k]}
    used |= {i for s in coded.statements for i in [s["speaker"], *(a["actor"] for a in s.get("addressees", []))] if i}
    tally.add("actors: found", len({coded.who.get(i) for i in used} - {None}), len(used), len(gold.actors))
    for key, actor in gold.actors.items():
        mine = [coded.actors[i] for i in used if coded.who.get(i) == key and i in coded.actors]
        if mine:
            tally.add("actors: country (of found)", any(m.get("country") == actor["country"] for m in mine), 1, 1)
            tally.add("actors: sector (of found)", any(m.get("sector") == actor["sector"] for m in mine), 1, 1)
    tally.add("evidence: spans that do not quote the text", coded.bad, 0, 0)
    if misses is not None:
        misses.extend(("missed", g["type"], g["trigger"], g["status"]) for g in gold.events if id(g) not in found)
        misses.extend(
            ("extra", c["type"], c["trigger"]["text"], c["status"]) for c in coded.events if id(c) not in right
        )


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--gold", type=Path, required=True)
    ap.add_argument("--docs", type=Path)
    ap.add_argument("--coded", type=Path, required=True)
    ap.add_argument("--json", type=Path)
    ap.add_argument("--misses", action="store_true")
    ap.add_argument("--intervals", action="store_true")
    args = ap.parse_args()
    files = sorted(args.gold.glob("*.json")) if args.gold.is_dir() else [args.gold]
    docs = {
        d["id"]: d
        for d in lines(args.docs or (args.gold if args.gold.is_dir() else args.gold.parent).parent / "docs.jsonl")
    }
    codings = {c["document"]["id"]: c for c in lines(args.coded)}
    tally, types, absent, lost = Tally(), Tally(), [], 0
    misses = [] if args.misses else None
    for file in files:
        annotation = json.loads(file.read_text(encoding="utf-8"))
        doc, coding = docs[annotation["id"]], codings.get(annotation["id"])
        if coding is None:
            absent.append(annotation["id"])
            coding = {"document": {"text": "\n".join(s[2] for s in doc["sentences"])}}
        gold = Gold(annotation, doc, coding["document"]["text"])
        lost += gold.lost
        tally.open()
        types.open()
        score_report(gold, Coded(coding, gold), tally, types, misses)
    print(
        f"{len(files)} reports, {len(files) - len(absent)} coded"
        + (f"; not coded: {' '.join(absent)}" if absent else "")
    )
    if lost:
        print(f"warning: {lost} annotated sentences are not in the coded text (was the text altered?)")
    out, rng = {}, random.Random(0)
    print(f"{'':46} {'P':>6} {'R':>6} {'F1':>6}   hits/coded/annotated")
    for row, (hits, coded, gold) in tally.total().items():
        if row.startswith("evidence"):
            print(f"{row:46} {hits:>6}")
            out[row] = hits
            continue
        p, r, f = prf(hits, coded, gold)
        span = "  [{:.3f}, {:.3f}]".format(*tally.interval(row, rng)) if args.intervals else ""
        print(f"{row:46} {p:6.3f} {r:6.3f} {f:6.3f}   {hits}/{coded}/{gold}{span}")
        out[row.strip()] = {"precision": p, "recall": r, "f1": f, "hits": hits, "coded": coded, "gold": gold}
    each = {kind: prf(*counts) for kind, counts in sorted(types.total().items())}
    macro = [each[kind][2] for kind, (_, _, gold) in types.total().items() if gold]
    out["types per report, macro-F1"] = sum(macro) / len(macro) if macro else 0.0
    print(
        f"{'types per report, macro-F1':46} {'':6} {'':6} {out['types per report, macro-F1']:6.3f}   over {len(macro)} types"
    )
    print("    " + "  ".join(f"{kind} {score[2]:.2f}" for kind, score in each.items()))
    for miss in misses or []:
        print(*miss, sep="\t")
    if args.json:
        args.json.write_text(json.dumps(out, indent=1))


if __name__ == "__main__":
    sys.exit(main())
