"""Who is reported to have said what, learnt on PolNeAR: ``python training/attribution.py POLNEAR_TRAIN ENCODER OUT [options]``.

The first stage: the whole encoder learns sources, cues and contents, in windows of running text and in sentences alone, as a
linear chain in which some labels never follow others. ``train.py --tagger OUT`` goes on from it.
"""

from __future__ import annotations

import argparse
import math
import random
import time
from pathlib import Path

import numpy as np
import torch
from data import polnear
from network import ReaderNetwork, start
from tokenizers import Tokenizer
from torch import Tensor, nn

from detente.statements.readers.trained import CLS, SEP

LABELS = 7
NEVER = -1e4
Example = tuple[np.ndarray, np.ndarray]


def frame(windows: list[np.ndarray]) -> tuple[Tensor, Tensor]:
    """Padded ids and mask, each window framed by CLS and SEP."""
    ids = torch.zeros(len(windows), max(len(w) for w in windows) + 2, dtype=torch.long)
    mask = torch.zeros_like(ids)
    for r, w in enumerate(windows):
        ids[r, : len(w) + 2] = torch.tensor([CLS, *w.tolist(), SEP])
        mask[r, : len(w) + 2] = 1
    return ids, mask


def legal() -> Tensor:
    """0 where a label may follow another, very low where it may not: inside only after its own beginning or inside."""
    out = torch.zeros(LABELS, LABELS)
    for to in (2, 4, 6):
        out[:, to] = NEVER
        out[[to - 1, to], to] = 0.0
    return out


def chain_loss(scores: Tensor, labels: list[Tensor], moves: Tensor) -> Tensor:
    """Negative log likelihood of the label sequences, a word each, over the number of words.

    Shapes: scores (n, words, 7), labels n of (words of that row,), moves (7, 7).
    """
    steps = moves + legal()
    n, longest, _ = scores.shape
    length = torch.tensor([len(x) for x in labels])
    gold = torch.zeros(n, longest, dtype=torch.long)
    for r, x in enumerate(labels):
        gold[r, : len(x)] = x
    inside = torch.arange(longest)[None] < length[:, None]
    told = (scores.gather(2, gold[:, :, None])[:, :, 0] * inside).sum(1)
    told = told + (steps[gold[:, :-1], gold[:, 1:]] * inside[:, 1:]).sum(1)
    reach = scores[:, 0]
    for t in range(1, longest):
        going = torch.logsumexp(reach[:, :, None] + steps[None], 1) + scores[:, t]
        reach = torch.where(inside[:, t, None], going, reach)
    return (torch.logsumexp(reach, 1) - told).sum() / length.sum()


def attribution_loss(net: ReaderNetwork, batch: list[Example], frozen: int) -> Tensor:
    """Loss of windows whose labels are -100 where they do not count."""
    ids, mask = frame([i for i, _ in batch])
    hidden = net.above(net.below(ids, mask, frozen), mask, frozen) if frozen else net.encode(ids, mask)
    out = net.out(net.drop(hidden)).float()
    rows, labels = [], []
    for r, (_, label) in enumerate(batch):
        at = np.flatnonzero(label >= 0)
        if len(at) == 0:
            continue
        told = label[at].copy()
        for i in range(1, len(told)):  # a beginning that fell on the middle of a word
            if told[i] and told[i] % 2 == 0 and told[i - 1] not in (told[i] - 1, told[i]):
                told[i] -= 1
        rows.append(out[r, 1 + torch.from_numpy(at)])
        labels.append(torch.from_numpy(told))
    return chain_loss(nn.utils.rnn.pad_sequence(rows, batch_first=True), labels, net.moves)


def mixed(
    running: list[Example], alone: list[Example], rng: random.Random, windows: int, sentences: int
) -> list[list[Example]]:
    """Windows of running text, and a batch of sentences alone beside."""
    return [rng.sample(running, windows), rng.sample(alone, sentences)]


def main() -> None:
    a = argparse.ArgumentParser(description=__doc__)
    a.add_argument("polnear", type=Path), a.add_argument("encoder", type=Path), a.add_argument("out", type=Path)
    a.add_argument("--steps", type=int, default=1500), a.add_argument("--lr", type=float, default=2e-4)
    a.add_argument("--windows", type=int, default=8), a.add_argument("--sentences", type=int, default=16)
    a.add_argument("--threads", type=int, default=2), a.add_argument("--seed", type=int, default=1)
    a.add_argument("--tagger", type=Path, help="weights to go on from")
    a = a.parse_args()
    torch.manual_seed(a.seed), torch.set_num_threads(a.threads)
    rng = random.Random(a.seed)
    tokenizer = Tokenizer.from_file(str(a.encoder / "tokenizer.json"))
    tokenizer.no_truncation(), tokenizer.no_padding()
    running, alone = polnear(a.polnear, tokenizer)
    print(f"{len(running)} windows, {sum(len(i) for i, _ in running)} pieces, {len(alone)} sentences", flush=True)
    net = start(a.encoder, a.tagger)
    wide = ("out.", "moves")
    groups = [
        {"params": [p for n, p in net.enc.named_parameters()], "lr": a.lr},
        {"params": [p for n, p in net.named_parameters() if n.startswith(wide)], "lr": 5 * a.lr},
    ]
    opt = torch.optim.AdamW(groups, weight_decay=0.01)
    base, began, seen = [g["lr"] for g in groups], time.time(), 0.0
    net.train()
    for step in range(a.steps):
        scale = min(1, (step + 1) / 100) * max(0.02, (1 + math.cos(math.pi * step / a.steps)) / 2)
        for g, lr in zip(opt.param_groups, base, strict=True):
            g["lr"] = lr * scale
        for part in mixed(running, alone, rng, a.windows, a.sentences):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                loss = attribution_loss(net, part, 0)
            loss.backward()
            seen += loss.item() / 2
        nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        opt.step(), opt.zero_grad(set_to_none=True)
        if step % 50 == 49:
            print(f"{step + 1}/{a.steps} loss {seen / 50:.4f} {time.time() - began:.0f}s", flush=True)
            seen = 0.0
        if step % 250 == 249:
            torch.save(net.state_dict(), a.out)
    torch.save(net.state_dict(), a.out)


if __name__ == "__main__":
    main()
