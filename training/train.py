"""Train the reader: ``python training/train.py CORPUS_TRAIN POLNEAR_TRAIN ENCODER OUT [options]``."""

from __future__ import annotations

import argparse
import json
import math
import random
import time
from pathlib import Path

import numpy as np
import torch
from attribution import attribution_loss, frame, mixed
from data import ACTS, STANCES, Text, add_found, candidates, folds, join_sentences, load_folder, polnear
from network import ReaderNetwork, contrast, start
from tokenizers import Tokenizer
from torch import nn

FOUND = 0.6
"""How often a text is seen with the parties that the program itself finds, and not with the annotators'."""
LONGEST = 120
"""Pieces of a sentence that the pair layers see."""


KEPT: dict[str, list[torch.Tensor]] = {}
"""What the frozen layers make of each text's windows, by its name."""


def encode_many(net: ReaderNetwork, texts: list[Text], frozen: int) -> list[torch.Tensor]:
    """Hidden states of all pieces of each text, (pieces, hidden)."""
    for t in texts:
        if t.name not in KEPT:
            ids, mask = frame([t.pieces.ids[w.start : w.end] for w in t.windows])
            training = net.enc.training
            net.enc.eval()
            below = net.below(ids, mask, frozen)
            net.enc.train(training)
            KEPT[t.name] = [x[: w.end - w.start + 2].bfloat16() for x, w in zip(below, t.windows, strict=True)]
    rows = sorted(((len(x), i, j) for i, t in enumerate(texts) for j, x in enumerate(KEPT[t.name])))
    done: dict[tuple[int, int], torch.Tensor] = {}
    for at in range(0, len(rows), 8):
        part = rows[at : at + 8]
        longest = part[-1][0]
        x = torch.zeros(len(part), longest, net.enc.config.hidden_size)
        mask = torch.zeros(len(part), longest)
        for r, (n, i, j) in enumerate(part):
            x[r, :n] = KEPT[texts[i].name][j]
            mask[r, :n] = 1
        hidden = net.above(x, mask, frozen)
        for r, (_, i, j) in enumerate(part):
            w = texts[i].windows[j]
            done[i, j] = hidden[r, 1 + w.own - w.start : 1 + w.end - w.start]
    return [torch.cat([done[i, j] for j in range(len(t.windows))]) for i, t in enumerate(texts)]


def pairs_of(text: Text, rng: random.Random | None) -> list[dict]:
    """All (party, sentence) pairs of a text with labels; with ``rng`` also strangers as parties that state nothing."""
    mentions = list(text.mentions)
    meant = list(range(len(text.parties)))
    if rng and text.found and rng.random() < FOUND:
        mentions, meant = text.found, text.meant
    elif rng:
        mentions = [m for m in mentions if rng.random() > 0.04]
        for spans in rng.sample(text.strangers, min(3, len(text.strangers))):
            mentions += [(a, b, len(meant)) for a, b in spans]
            meant.append(-1)
        mentions.sort()
    P = text.pieces
    ranges = [(*P.range_of(a, b), p) for a, b, p in mentions]
    marks_of: dict[int, list[tuple[int, int, int]]] = {}
    for a, b, p in ranges:
        if a < b:
            marks_of.setdefault(int(P.sentence[a]), []).append((a, b, p))
    spans: dict[tuple[int, int], list[tuple[int, int, dict]]] = {}
    for s in text.statements:
        a, b = P.range_of(s["start"], s["end"])
        if a >= b:
            continue
        k = int(P.sentence[a])
        b = min(b, P.sentence_ranges[k][1])
        spans.setdefault((k, s["p"]), []).append((a, b, s))
    out = []
    asked = list(candidates(P, mentions))
    nearest: dict[tuple[int, int], int] = {}
    for k, party, distance, _ in asked:  # of the program's parties that are one, the one named last states
        at = (k, meant[party])
        nearest[at] = min(distance, nearest.get(at, distance))
    for k, party, distance, named in asked:
        begin, end = P.sentence_ranges[k]
        end = min(end, begin + LONGEST)
        marks = np.zeros(end - begin, np.int64)
        for own in (False, True):
            for a, b, p in marks_of.get(k, []):
                if (p == party) is own:
                    marks[max(0, a - begin) : max(0, b - begin)] = 1 if own else 2
        tags = np.zeros(end - begin, np.int64)
        held = []
        states = spans.get((k, meant[party]), []) if distance == nearest[k, meant[party]] else []
        for a, b, s in sorted(states, key=lambda x: (x[2]["act"] in ("assess", "report-fact"), x[0], x[1])):
            b = min(b, end)
            if a < b and not tags[a - begin : b - begin].any():
                tags[a - begin : b - begin] = 2
                tags[a - begin] = 1
                held.append((a, b, s))
        out.append(
            dict(
                k=k,
                party=party,
                distance=min(distance, 5),
                named=named,
                begin=begin,
                end=end,
                marks=marks,
                tags=tags,
                held=held,
            )
        )
    return out


def run_pairs(net: ReaderNetwork, hidden: torch.Tensor, pairs: list[dict]):
    """Pad and run the pair layers: any (n,), tags (n, t, 3), states (n, t+1, w), mask (n, t)."""
    longest = max(p["end"] - p["begin"] for p in pairs)
    n = len(pairs)
    index = torch.zeros(n, longest, dtype=torch.long)
    mask = torch.zeros(n, longest, dtype=torch.bool)
    marks = torch.zeros(n, longest, dtype=torch.long)
    for r, p in enumerate(pairs):
        length = p["end"] - p["begin"]
        index[r, :length] = torch.arange(p["begin"], p["end"])
        mask[r, :length] = True
        marks[r, :length] = torch.from_numpy(p["marks"])
    party = torch.stack([torch.cat([hidden[a:b] for a, b in p["named"]]).mean(0) for p in pairs])
    distance = torch.tensor([p["distance"] for p in pairs])
    any_, tags, states = net.pair(hidden[index], marks, party, distance, mask)
    return any_, tags, states, mask


def features(
    states: torch.Tensor, hidden: torch.Tensor, pair: dict, row: int, a: int, b: int, words: np.ndarray
) -> torch.Tensor:
    """Judge's input for the span of pieces a..b of pair ``row``."""
    s, first, n = states[row], pair["begin"], pair["end"] - pair["begin"]
    return torch.cat(
        [
            s[0],
            s[1 + a - first : 1 + b - first].mean(0),
            s[1 : 1 + n].mean(0),
            hidden[a:b].mean(0),
            hidden[first : pair["end"]].mean(0),
            torch.from_numpy(words),
        ]
    )


def issue_vector(net: ReaderNetwork, hidden: torch.Tensor, a: int, b: int, sentence: tuple[int, int]) -> torch.Tensor:
    return net.issue(torch.cat([hidden[a:b].mean(0), hidden[sentence[0] : sentence[1]].mean(0)]))


TOLD: dict[str, torch.Tensor] = {}
"""What the tagger makes of the pieces of each text, (pieces, 7), by its name."""
REMEMBER = 2.5
"""Weight of staying near the tagger's attribution on the texts of the corpus."""


def remember(tagger: ReaderNetwork, text: Text, hidden: torch.Tensor, net: ReaderNetwork, frozen: int) -> torch.Tensor:
    """How far the network's attribution has moved from the tagger's on a text that has none annotated."""
    if text.name not in TOLD:
        with torch.no_grad():
            TOLD[text.name] = tagger.out(encode_many(tagger, [text], frozen)[0]).float().log_softmax(-1).bfloat16()
    told = TOLD[text.name].float()
    return nn.functional.kl_div(net.out(hidden).float().log_softmax(-1), told, log_target=True, reduction="batchmean")


def loss_of(
    net: ReaderNetwork, texts: list[Text], rng: random.Random, frozen: int, tagger: ReaderNetwork | None = None
) -> torch.Tensor:
    bce, ce = nn.BCEWithLogitsLoss(), nn.CrossEntropyLoss(label_smoothing=0.03)
    hiddens = encode_many(net, texts, frozen)
    loss = torch.zeros(())
    issue_v, issue_g, issue_d, party_v, party_g, party_d = [], [], [], [], [], []
    for d, (t, h) in enumerate(zip(texts, hiddens, strict=True)):
        h = net.drop(h).float()
        if tagger:
            loss = loss + REMEMBER * remember(tagger, t, h, net, frozen)
        labels = torch.zeros(len(t.pieces.ids), dtype=torch.long)
        for a, b, p in t.mentions:
            i, j = t.pieces.range_of(a, b)
            labels[i:j] = 2
            labels[i : i + 1] = 1
            if i < j:
                party_v.append(net.same_party(h[i:j].mean(0))), party_g.append(p), party_d.append(d)
        loss = loss + 0.5 * nn.functional.cross_entropy(net.mention(h), labels)
        pairs = pairs_of(t, rng)
        if not pairs:
            continue
        any_, tags, states, mask = run_pairs(net, h, pairs)
        loss = loss + bce(any_.float(), torch.tensor([float(bool(p["held"])) for p in pairs]))
        judged, acts, stances, hedged = [], [], [], []
        tag_loss, count = torch.zeros(()), 0
        for r, p in enumerate(pairs):
            if not p["held"]:
                continue
            n = p["end"] - p["begin"]
            tag_loss = tag_loss + ce(tags[r, :n].float(), torch.from_numpy(p["tags"]))
            count += 1
            for a, b, s in p["held"]:
                judged.append(features(states, h, p, r, a, b, t.words(p["k"], a, b)))
                acts.append(ACTS.index(s["act"])), stances.append(STANCES.index(s["stance"]))
                hedged.append(float(s["negated_or_hedged"]))
        if count:
            loss = loss + 0.6 * tag_loss / count
            out = net.judge(torch.stack(judged)).float()
            A = len(ACTS)
            loss = loss + 0.8 * ce(out[:, :A], torch.tensor(acts)) + 0.6 * ce(out[:, A : A + 4], torch.tensor(stances))
            loss = loss + 0.3 * bce(out[:, -1], torch.tensor(hedged))
        seen = set()
        for s in [] if t.joined else t.statements:
            i, j = t.pieces.range_of(s["start"], s["end"])
            if i < j and (i, j, s["issue"]) not in seen:
                seen.add((i, j, s["issue"]))
                issue_v.append(issue_vector(net, h, i, j, t.pieces.sentence_ranges[int(t.pieces.sentence[i])]))
                issue_g.append(hash((d, s["issue"])) % (2**31)), issue_d.append(d)
    n = len(texts)
    loss = loss / n
    if issue_v:
        loss = loss + 0.35 * contrast(torch.stack(issue_v), torch.tensor(issue_g), torch.tensor(issue_d))
    if party_v:
        loss = loss + 0.15 * contrast(torch.stack(party_v), torch.tensor(party_g), torch.tensor(party_d))
    return loss


def main() -> None:
    a = argparse.ArgumentParser(description=__doc__)
    a.add_argument("corpus", type=Path), a.add_argument("polnear", type=Path), a.add_argument("encoder", type=Path)
    a.add_argument("out", type=Path), a.add_argument("--tagger", type=Path)
    a.add_argument("--epochs", type=float, default=6), a.add_argument("--lr", type=float, default=1.0e-4)
    (
        a.add_argument("--folds", type=int, default=5),
        a.add_argument("--fold", type=int, default=-1, help="left out; -1: none"),
    )
    a.add_argument("--seed", type=int, default=1), a.add_argument("--texts", type=int, default=1)
    a.add_argument("--threads", type=int, default=2)
    (
        a.add_argument("--resume", type=Path, help="weights of an interrupted run"),
        a.add_argument("--begin", type=int, default=0, help="its step"),
    )
    (
        a.add_argument("--polnear-every", type=int, default=6),
        a.add_argument("--freeze", type=int, default=3, help="lowest layers kept as they are"),
    )
    a.add_argument("--mentions", type=Path, help="the program's own mentions, from mentions.py")
    a.add_argument("--joined", type=int, default=0, help="texts of joined sentences to add")
    a = a.parse_args()
    torch.manual_seed(a.seed), random.seed(a.seed), np.random.seed(a.seed)
    torch.set_num_threads(a.threads)
    tokenizer = Tokenizer.from_file(str(a.encoder / "tokenizer.json"))
    tokenizer.no_truncation(), tokenizer.no_padding()
    texts = load_folder(a.corpus / "texts", a.corpus / "annotations", tokenizer)
    if a.fold >= 0:
        held = set(folds([t.name for t in texts], a.folds)[a.fold])
        texts = [t for t in texts if t.name not in held]
    if a.mentions:
        add_found(texts, json.loads(a.mentions.read_text(encoding="utf-8")))
    if a.joined:
        texts += join_sentences(texts, a.joined, random.Random(a.seed), tokenizer)
    running_text, alone = polnear(a.polnear, tokenizer)
    net = start(a.encoder, a.tagger)
    tagger = start(a.encoder, a.tagger).eval() if a.tagger else None
    if a.resume:
        net.load_state_dict(torch.load(a.resume), strict=False)
    for p in net.enc.embeddings.parameters():
        p.requires_grad = False
    for layer in net.enc.encoder.layer[: a.freeze]:
        for p in layer.parameters():
            p.requires_grad = False
    fresh = ("mention", "issue", "same_party", "pair", "judge")
    groups = [
        {"params": [p for n, p in net.named_parameters() if p.requires_grad and not n.startswith(fresh)], "lr": a.lr},
        {"params": [p for n, p in net.named_parameters() if n.startswith(fresh)], "lr": 8 * a.lr},
    ]
    opt = torch.optim.AdamW(groups, weight_decay=0.01)
    base = [g["lr"] for g in opt.param_groups]
    per_epoch = math.ceil(len(texts) / a.texts)
    total = int(per_epoch * a.epochs)
    rng = random.Random(a.seed)
    step, began, running, running_q = a.begin, time.time(), 0.0, 0.0
    net.train()
    while step < total:
        order = list(range(len(texts)))
        rng.shuffle(order)
        for b in range(0, len(order), a.texts):
            if step >= total:
                break
            scale = min(1, (step + 1) / 100) * max(0.02, 1 - step / total)
            for g, lr in zip(opt.param_groups, base, strict=True):
                g["lr"] = lr * scale
            with torch.autocast("cpu", dtype=torch.bfloat16):
                loss = loss_of(net, [texts[i] for i in order[b : b + a.texts]], rng, a.freeze, tagger)
            loss.backward()
            running += loss.item()
            if step % a.polnear_every == 0:
                for part in mixed(running_text, alone, rng, 3, 8):
                    with torch.autocast("cpu", dtype=torch.bfloat16):
                        q = attribution_loss(net, part, a.freeze)
                    q.backward()
                    running_q += q.item() / 2
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            opt.step(), opt.zero_grad(set_to_none=True)
            step += 1
            if step % 50 == 0:
                print(
                    f"{step}/{total} loss {running / 50:.3f} attribution {running_q / 50 * a.polnear_every:.3f} {time.time() - began:.0f}s",
                    flush=True,
                )
                running = running_q = 0.0
        torch.save(net.state_dict(), a.out)
    torch.save(net.state_dict(), a.out)


if __name__ == "__main__":
    main()
