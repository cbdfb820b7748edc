"""Train the encoder that the coder ships: one MiniLM, one pass, small heads for everything that the guide asks of a sentence.

    PYTHON training/encoder.py train OUT.pt [--epochs 10] [--seed 1] [--threads 2] [--without reports|passages|context]
    PYTHON training/encoder.py export OUT.pt MODEL.onnx       # int8, with labels and provenance inside; --fp32 to compare

Comes in: passages and reports as labelled texts (convert.py), cut into the windows that the coder reads too
(dragoman.coding.windows). Every fifth report is left out: the scores are calibrated on these (fit_both.py). Goes out: weights.
Needs the environment of setup.sh. PYTHONPATH must hold src. It never reads a set of ../shared/gold.

Heads, all over the states of one pass: for each piece the type of the trigger that it belongs to, whether it is a cue or said;
for a trigger type and mode, status, background, contexts; for a trigger (or cue) and a piece, one score a role, bilinear as in
Dozat and Manning (2017); for a marked pair type and mode, status and CAMEO code.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional
from transformers import AutoModel

import cameo
import fetch
import labels
import probe
from convert import Labelled, examples, from_passages, from_reports, kept, pairs
from dragoman.coding.windows import Line, Marks, Window, windows
from labelled import Role, Trigger, Words
from passages import files

HERE = Path(__file__).resolve().parent
TYPES = list(labels.MODES)
KINDS = [(t, m) for t, modes in labels.MODES.items() for m in [None, *modes]]
"""Type and mode of a trigger; each type also without a mode."""
STATUSES = ["happened", "ongoing", "planned", "considered", "alleged", "denied", "not-happened", "hypothetical"]
CONTEXTS = sorted(labels.CONTEXTS)
CODES = list(cameo.CODES)
FIGURES = ["killed", "injured", "arrested", "crowd"]
ROLES = ["actors", "recipients", "asserted", "denied", "time", "place", *FIGURES, "speaker", "addressees"]
"""The last two hang on a statement's cue, or on its content where it has none; the others on a trigger."""
WIDTH = 48
"""Of the space in which a trigger and a piece are compared, for each role."""
NOTHING = -100


# --- texts as numbers ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Link:
    """What one trigger or statement says of the pieces of its window."""

    anchor: list[int]
    roles: dict[str, list[int]]
    """Role -> pieces of its mentions; a role that was not asked is absent."""
    ignored: list[int] = field(default_factory=list)
    """Pieces of other mentions of the same parties: right too, so nothing is learnt there."""
    kind: int = NOTHING
    status: int = NOTHING
    background: int = NOTHING
    contexts: list[int] | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """A window with its labels; -100 where nothing is learnt."""

    window: Window
    types: list[int]
    cues: list[int]
    content: list[int]
    links: list[Link]


@dataclass(frozen=True, slots=True)
class Pair:
    """A marked sentence with its labels."""

    ids: list[int]
    kind: int
    status: int
    code: int


def examples_of(text: Labelled, cut, marks: Marks, context: bool = True) -> Iterator[Example]:
    """The windows of a labelled text."""
    lines = [Line(s.start, s.end, s == text.title) for s in text.sentences]
    groups = [lines] if context else [[line] for line in lines]
    for group in groups:
        for window in windows(group, text.text, cut, marks):
            yield _example(text, window)


def _example(text: Labelled, window: Window) -> Example:
    coded = [p.start >= 0 and i >= window.first for i, p in enumerate(window.pieces)]
    types = [0 if c and text.complete else NOTHING for c in coded]
    cues, content = list(types), list(types)
    links: list[Link] = []
    for trigger in text.triggers:
        anchor = [i for i in window.within(*trigger.span) if coded[i]]
        if anchor:
            links.append(_event(text, window, trigger, anchor))
            for i in anchor:
                types[i] = TYPES.index(trigger.type) + 1
    for said in text.attributions:
        spoken = [i for c in said.content for i in window.within(*c) if coded[i]]
        cue = [i for i in window.within(*said.cue) if coded[i]] if said.cue else []
        for i in spoken:
            content[i] = 1
        for i in cue:
            cues[i] = 1
        if anchor := cue or spoken[:1]:
            near = Words(window.pieces[anchor[0]].start, window.pieces[anchor[0]].end)
            asked = {"speaker": [said.speaker] if said.speaker else [], "addressees": list(said.addressees)}
            found = {k: _placed(text, window, v, near) for k, v in asked.items()}
            links.append(_link(anchor, found))
    return Example(window, types, cues, content, links)


def _event(text: Labelled, window: Window, trigger: Trigger, anchor: list[int]) -> Link:
    found = {name: _placed(text, window, roles, trigger.span) for name, roles in trigger.roles.items()}
    for name, spans in (("time", trigger.times), ("place", trigger.places)):
        places = [window.within(*s) for s in spans]
        found[name] = ([i for p in places for i in p], []) if all(places) else None
    for what in FIGURES:
        spans = [s for w, _, _, s in trigger.figures if w == what]
        known = all(spans) and text.origin == "passages"
        found[what] = ([i for s in spans for i in window.within(*s)], []) if known else None
    asked = trigger.background is not None
    return _link(
        anchor,
        found,
        kind=KINDS.index((trigger.type, trigger.mode)),
        status=STATUSES.index(trigger.status),
        background=int(trigger.background) if asked else NOTHING,
        contexts=[int(c in trigger.contexts) for c in CONTEXTS] if text.origin == "passages" and asked else None,
    )


def _link(anchor: list[int], found: dict[str, tuple[list[int], list[int]] | None], **labels_: object) -> Link:
    roles = {name: pieces[0] for name, pieces in found.items() if pieces is not None}
    ignored = [i for pieces in found.values() if pieces is not None for i in pieces[1]]
    return Link(anchor, roles, ignored, **labels_)  # type: ignore[arg-type]


def _placed(text: Labelled, window: Window, roles: Sequence[Role], near: Words) -> tuple[list[int], list[int]] | None:
    """Pieces of the mentions in a role, and those of other mentions of these parties; None where one is not here."""
    chosen: list[int] = []
    others: list[int] = []
    for role in roles:
        inside = {m: w for m in text.mentions[role.party] if (w := window.within(*m))}
        mention = role.mention or min(inside, key=lambda m: (abs(m.start - near.start), m.start), default=None)
        pieces = window.within(*mention) if mention else []
        if not pieces:
            return None
        chosen += pieces
        others += [i for m, w in inside.items() if m != mention for i in w]
    return chosen, [i for i in others if i not in chosen]


# --- model --------------------------------------------------------------------------------------------------------------


class Encoder(nn.Module):
    """MiniLM with all heads."""

    def __init__(self, vocabulary: int, markers: Sequence[int]) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(
            probe.model_folder(), local_files_only=True, attn_implementation="eager"
        )
        self.encoder.resize_token_embeddings(vocabulary, mean_resizing=False)
        width = self.encoder.config.hidden_size
        self.markers = list(markers)
        self.drop = nn.Dropout(0.1)
        self.pieces = nn.Linear(width, len(TYPES) + 1 + 1 + 1)
        self.hidden = nn.Linear(width, width)
        self.events = nn.Linear(width, len(KINDS) + len(STATUSES) + 1 + len(CONTEXTS))
        self.anchors = nn.Linear(width, len(ROLES) * WIDTH)
        self.mentions = nn.Linear(width, len(ROLES) * WIDTH)
        self.bias = nn.Parameter(torch.full((len(ROLES),), -3.0))
        self.pairs = nn.Linear(3 * width, len(KINDS) + len(STATUSES) + len(CODES))

    def states(self, ids: torch.Tensor, kinds: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """(windows, pieces, width)."""
        return self.drop(
            self.encoder(input_ids=ids, token_type_ids=kinds, attention_mask=mask).last_hidden_state.float()
        )

    def tokens(self, states: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """What each piece is; what it would be as a trigger; as an anchor of roles; as a mention in a role."""
        hidden = functional.gelu(self.hidden(states))
        return self.pieces(states), self.events(hidden), self.anchors(hidden), self.mentions(states)

    def scores(self, anchors: torch.Tensor, mentions: torch.Tensor) -> torch.Tensor:
        """(links, roles, pieces): how well each piece of its window fits each role of an anchor."""
        a = anchors.view(-1, len(ROLES), WIDTH)
        m = mentions.view(len(anchors), -1, len(ROLES), WIDTH)
        return torch.einsum("lrw,ltrw->lrt", a, m) / WIDTH**0.5 + self.bias[:, None]

    def related(self, states: torch.Tensor, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """(windows, kinds + statuses + codes) of marked pairs."""
        weights = mask.unsqueeze(-1).float()
        mean = (states * weights).sum(1) / weights.sum(1)
        marked = [(states * (ids == m).unsqueeze(-1)).sum(1) for m in self.markers]
        return self.pairs(torch.cat([*marked, mean], dim=-1))


# --- loss ---------------------------------------------------------------------------------------------------------------


def loss_of_windows(model: Encoder, batch: Sequence[Example]) -> torch.Tensor:
    """The loss of a batch of windows, by trigger and statement."""
    ids = probe.padded([e.window.ids for e in batch], 0)
    kinds = probe.padded([e.window.kinds for e in batch], 0)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        states = model.states(ids, kinds, (ids != 0).long())
    pieces, mentions = model.pieces(states), model.mentions(states)
    n = len(TYPES) + 1
    types = probe.padded([e.types for e in batch], NOTHING).flatten()
    total = functional.cross_entropy(pieces[..., :n].flatten(0, 1), types, ignore_index=NOTHING, reduction="sum")
    for k, rows in enumerate(([e.cues for e in batch], [e.content for e in batch])):
        total = total + 0.3 * _binary(pieces[..., n + k], probe.padded(rows, NOTHING))
    links = [(b, link) for b, e in enumerate(batch) for link in e.links]
    if links:
        total = total + _loss_of_links(
            model, [x for _, x in links], states, mentions, torch.tensor([b for b, _ in links])
        )
    return total / max(1, len(links))


def _binary(scores: torch.Tensor, wanted: torch.Tensor) -> torch.Tensor:
    asked = wanted != NOTHING
    return functional.binary_cross_entropy_with_logits(scores[asked], wanted[asked].float(), reduction="sum")


def _loss_of_links(
    model: Encoder, links: Sequence[Link], states: torch.Tensor, mentions: torch.Tensor, rows: torch.Tensor
) -> torch.Tensor:
    length = states.shape[1]
    mean = torch.zeros(len(links), 1, length)
    wanted = torch.zeros(len(links), len(ROLES), length)
    asked = torch.zeros(len(links), len(ROLES), length)
    for n, link in enumerate(links):
        mean[n, 0, link.anchor] = 1 / len(link.anchor)
        for name, pieces in link.roles.items():
            role = ROLES.index(name)
            asked[n, role] = 1
            asked[n, role, link.ignored] = 0
            asked[n, role, pieces] = wanted[n, role, pieces] = 1
    hidden = functional.gelu(model.hidden(states))
    anchored = (mean @ hidden[rows]).squeeze(1)
    scores = model.scores(model.anchors(anchored), mentions[rows])
    total = 0.5 * functional.binary_cross_entropy_with_logits(scores, wanted, asked, reduction="sum")
    known = [n for n, link in enumerate(links) if link.kind != NOTHING]
    if not known:
        return total
    parts = model.events(anchored[known]).split([len(KINDS), len(STATUSES), 1, len(CONTEXTS)], -1)
    kinds = torch.tensor([links[n].kind for n in known])
    statuses = torch.tensor([links[n].status for n in known])
    total = total + 0.5 * functional.cross_entropy(parts[0], kinds, reduction="sum")
    total = total + 0.5 * functional.cross_entropy(parts[1], statuses, reduction="sum")
    total = total + 0.5 * _binary(parts[2][:, 0], torch.tensor([links[n].background for n in known]))
    nothing = [NOTHING] * len(CONTEXTS)
    return total + 0.1 * _binary(parts[3], torch.tensor([links[n].contexts or nothing for n in known]))


def loss_of_pairs(model: Encoder, batch: Sequence[Pair]) -> torch.Tensor:
    """The loss of a batch of marked pairs."""
    ids = probe.padded([p.ids for p in batch], 0)
    mask = (ids != 0).long()
    with torch.autocast("cpu", dtype=torch.bfloat16):
        states = model.states(ids, torch.zeros_like(ids), mask)
    parts = model.related(states, ids, mask).split([len(KINDS), len(STATUSES), len(CODES)], -1)
    wanted = [[p.kind for p in batch], [p.status for p in batch], [p.code for p in batch]]
    weights = (1.0, 0.3, 1.0)
    return torch.stack(
        [w * functional.cross_entropy(s, torch.tensor(t)) for w, s, t in zip(weights, parts, wanted, strict=True)]
    ).sum()


# --- training -----------------------------------------------------------------------------------------------------------


def cutter(words):
    """The function that windows cut words with."""

    def cut(text: str) -> list[tuple[int, int, int]]:
        read = words(text, add_special_tokens=False, return_offsets_mapping=True)
        return [(i, a, b) for i, (a, b) in zip(read["input_ids"], read["offset_mapping"], strict=True)]

    return cut


def pairs_of(texts: Sequence[Labelled], words) -> list[Pair]:
    """All marked pairs of texts."""
    rows = [p for t in texts for e in examples(t) for p in pairs(e)]
    return [
        Pair(
            words(r["marked"], truncation=True, max_length=probe.LENGTH)["input_ids"],
            KINDS.index((r["type"], r["mode"])),
            STATUSES.index(r["status"]),
            CODES.index(cameo.code(r["type"], r["mode"], r["status"], r["trigger"])),
        )
        for r in rows
    ]


def without_target(pair: Pair, markers: Sequence[int], dice: random.Random) -> Pair:
    """In one of ten the target is not marked: users ask for the type of what one party does to nobody."""
    if dice.random() >= 0.1:
        return pair
    return Pair([i for i in pair.ids if i not in markers[2:]], pair.kind, pair.status, pair.code)


def texts(without: Sequence[str] = ()) -> list[Labelled]:
    """Passages and reports; no held-out passage, and every fifth report is kept for calibration."""
    found: list[Labelled] = []
    if "passages" not in without:
        found += from_passages(p for p in files(HERE / "passages") if p.stem != "sample")
    if "reports" not in without:
        reports = list(from_reports(fetch.SHARED / "corpus"))
        found += [r for n, r in enumerate(reports) if not kept(n)]
    return found


def train(args: argparse.Namespace) -> None:
    """Train and save."""
    settings = probe.Settings(epochs=args.epochs, seed=args.seed)
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    words = probe.tokenizer()
    markers = words.convert_tokens_to_ids(list(probe.MARKERS))
    cut, marks = cutter(words), Marks(words.cls_token_id, words.sep_token_id)
    given = texts(args.without)
    context = "context" not in args.without
    often = {"reports": args.reports, "passages": args.passages}
    inputs = [(e, often[t.origin]) for t in given for e in examples_of(t, cut, marks, context)]
    dice = random.Random(args.seed)
    marked = [(p, args.passages) for p in pairs_of(given, words)]
    say(f"{len(given)} texts, {len(inputs)} windows, {sum(len(e.links) for e, _ in inputs)} links, {len(marked)} pairs")
    model = Encoder(len(words), [markers[0], markers[2]])
    if args.start:
        model.load_state_dict(torch.load(args.start, weights_only=True)["weights"])
    body, heads = [], []
    for name, p in model.named_parameters():
        (body if name.startswith("encoder.") else heads).append(p)
    optimiser = torch.optim.AdamW(
        [{"params": body, "lr": args.rate}, {"params": heads, "lr": 5 * args.rate}], weight_decay=0.01
    )
    plan_of = lambda: plan(inputs, marked, settings, dice)  # noqa: E731
    steps = settings.epochs * len(plan_of())
    slope = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda n: min((n + 1) / max(1, steps // 10), max(0.0, (steps - n) / max(1, steps - steps // 10)))
    )
    model.train()
    for epoch in range(settings.epochs):
        sums, counts, began = [0.0, 0.0], [0, 0], time.time()
        for task, batch in plan_of():
            if task:
                loss = loss_of_pairs(model, [without_target(marked[i][0], markers, dice) for i in batch])
            else:
                loss = loss_of_windows(model, [inputs[i][0] for i in batch])
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            slope.step()
            sums[task] += float(loss.detach())
            counts[task] += 1
        means = [s / max(1, c) for s, c in zip(sums, counts, strict=True)]
        say(
            f"epoch {epoch + 1}/{settings.epochs}: windows {means[0]:.3f}, pairs {means[1]:.3f}, {time.time() - began:.0f} s"
        )
        save(model, args)


def _times(often: float, dice: random.Random) -> int:
    """2.5 is twice or three times."""
    return int(often) + (dice.random() < often % 1)


def plan(
    inputs: Sequence[tuple[Example, float]],
    marked: Sequence[tuple[Pair, float]],
    settings: probe.Settings,
    dice: random.Random,
) -> list[tuple[int, list[int]]]:
    """The batches of an epoch: (0, windows) and (1, pairs), shuffled together; each input as often as it says."""
    read = [n for n, (_, often) in enumerate(inputs) for _ in range(_times(often, dice))]
    made = [
        (0, [read[i] for i in b])
        for b in probe.batches([len(inputs[n][0].window.pieces) for n in read], settings.batch, dice)
    ]
    read = [n for n, (_, often) in enumerate(marked) for _ in range(_times(often, dice))]
    made += [
        (1, [read[i] for i in b])
        for b in probe.batches([len(marked[n][0].ids) for n in read], settings.batch * 2, dice)
    ]
    dice.shuffle(made)
    return made


def save(model: Encoder, args: argparse.Namespace) -> None:
    """Weights with what made them."""
    about = {k: v for k, v in vars(args).items() if isinstance(v, int | float | list)}
    torch.save({"weights": model.state_dict(), "about": about}, args.out)


# --- export -------------------------------------------------------------------------------------------------------------


class Graph(nn.Module):
    """The encoder as one function of three tensors, for ONNX: plain operations, for the library's masks do not export."""

    def __init__(self, model: Encoder) -> None:
        super().__init__()
        self.model = model

    def forward(self, ids: torch.Tensor, kinds: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """Per piece: what it is, what it would be as a trigger, as an anchor, as a mention; per input: the marked pair."""
        m = self.model
        states = self._states(ids, kinds, mask)
        hidden = functional.gelu(m.hidden(states))
        return m.pieces(states), m.events(hidden), m.anchors(hidden), m.mentions(states), m.related(states, ids, mask)

    def _states(self, ids: torch.Tensor, kinds: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """What `Encoder.states` gives without dropout (Devlin et al. 2019)."""
        bert, heads = self.model.encoder, self.model.encoder.config.num_attention_heads
        tables = bert.embeddings
        places = torch.arange(ids.shape[1])[None]
        x = tables.word_embeddings(ids) + tables.token_type_embeddings(kinds) + tables.position_embeddings(places)
        x = tables.LayerNorm(x)
        closed = (1.0 - mask[:, None, None, :].float()) * -10000.0
        for layer in bert.encoder.layer:
            looking = layer.attention.self
            q, k, v = (
                f(x).view(x.shape[0], x.shape[1], heads, -1).transpose(1, 2)
                for f in (looking.query, looking.key, looking.value)
            )
            fit = torch.softmax(q @ k.transpose(-1, -2) / q.shape[-1] ** 0.5 + closed, -1)
            seen = (fit @ v).transpose(1, 2).reshape(x.shape)
            x = layer.attention.output.LayerNorm(layer.attention.output.dense(seen) + x)
            x = layer.output.LayerNorm(layer.output.dense(functional.gelu(layer.intermediate.dense(x))) + x)
        return x


def export(args: argparse.Namespace) -> None:
    """Write the model as ONNX, with what a reader of the file must know inside it."""
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    saved = torch.load(args.weights, weights_only=True)
    words = probe.tokenizer()
    markers = words.convert_tokens_to_ids(list(probe.MARKERS))
    model = Encoder(len(words), [markers[0], markers[2]])
    model.load_state_dict(saved["weights"])
    given = tuple(
        torch.full((2, 24), n, dtype=torch.int64) for n in (5, 0, 1)
    )  # one tensor twice would be taken for one input
    batch, length = torch.export.Dim("batch"), torch.export.Dim("length", max=512)
    torch.onnx.export(
        Graph(model.eval()),
        given,
        str(args.out),
        input_names=["ids", "kinds", "mask"],
        output_names=["pieces", "events", "anchors", "mentions", "pairs"],
        dynamic_shapes=({0: batch, 1: length},) * 3,
        dynamo=True,
        external_data=False,
    )
    if not args.fp32:
        quantize_dynamic(args.out, args.out, weight_type=QuantType.QInt8, per_channel=True)
    made = onnx.load(str(args.out))
    about = {
        "types": TYPES, "kinds": KINDS, "statuses": STATUSES, "contexts": CONTEXTS, "codes": CODES, "roles": ROLES,
        "bias": [round(float(b), 5) for b in model.bias.detach()], "markers": list(probe.MARKERS), "trained": saved["about"],
    }  # fmt: skip
    onnx.helper.set_model_props(made, {k: json.dumps(v) for k, v in about.items()})
    onnx.save(made, str(args.out))
    words.backend_tokenizer.save(str(args.out.with_name("tokenizer.json")))
    say(f"{args.out}: {args.out.stat().st_size / 1e6:.1f} MB")


def say(message: str) -> None:
    """A line of the log, with the time."""
    print(time.strftime("%H:%M:%S"), message, flush=True)


def main() -> int:
    """Train or export."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    sub = ap.add_subparsers(dest="command", required=True)
    training = sub.add_parser("train")
    training.add_argument("out", type=Path)
    training.add_argument("--epochs", type=int, default=10)
    training.add_argument("--rate", type=float, default=1.5e-4)
    training.add_argument("--seed", type=int, default=1)
    training.add_argument("--reports", type=float, default=1, help="how often an epoch reads each report")
    training.add_argument("--passages", type=float, default=1, help="the same of passages and pairs; .3: three of ten")
    training.add_argument("--start", type=Path, help="weights to go on from")
    training.add_argument("--threads", type=int, default=2)
    training.add_argument("--without", nargs="*", choices=("reports", "passages", "context"), default=[])
    exporting = sub.add_parser("export")
    exporting.add_argument("weights", type=Path)
    exporting.add_argument("out", type=Path)
    exporting.add_argument("--fp32", action="store_true")
    args = ap.parse_args()
    {"train": train, "export": export}[args.command](args)
    return 0


if __name__ == "__main__":
    sys.exit(main())
