"""Export a trained reader: ``python training/export.py WEIGHTS ENCODER OUT_DIR`` writes the files that the product ships."""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
import onnx
import torch
from data import ACTS, STANCES
from network import ReaderNetwork
from onnx import helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from transformers import BertConfig


class Encoder(torch.nn.Module):
    """Hidden states with the two heads that look at every piece."""

    def __init__(self, net: ReaderNetwork) -> None:
        super().__init__()
        self.net = net

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, ...]:
        hidden = self.net.encode(ids, mask)
        return hidden, self.net.out(hidden), self.net.mention(hidden)


class Pair(torch.nn.Module):
    """The pair layers spelt out, since the library's attention exports with its example's sizes baked in."""

    def __init__(self, net: ReaderNetwork) -> None:
        super().__init__()
        self.pair = net.pair

    def forward(
        self, hidden: torch.Tensor, marks: torch.Tensor, party: torch.Tensor, distance: torch.Tensor, mask: torch.Tensor
    ) -> tuple[torch.Tensor, ...]:
        pair = self.pair
        ask = pair.ask(party) + pair.distance(distance)
        x = torch.cat([ask[:, None], pair.enter(hidden) + pair.mark(marks)], 1)
        hide = torch.cat([torch.zeros_like(mask[:, :1]), ~mask], 1)
        shut = hide[:, None, None, :].to(x.dtype) * -1e9
        for layer in pair.layers.layers:
            x = x + self.attend(layer.self_attn, layer.norm1(x), shut)
            x = x + layer.linear2(torch.nn.functional.gelu(layer.linear1(layer.norm2(x))))
        x = pair.layers.norm(x)
        return pair.any(x[:, 0])[:, 0], pair.tags(x[:, 1:]), x

    def attend(self, attention: torch.nn.MultiheadAttention, x: torch.Tensor, shut: torch.Tensor) -> torch.Tensor:
        heads, width = attention.num_heads, attention.embed_dim
        parts = torch.nn.functional.linear(x, attention.in_proj_weight, attention.in_proj_bias)
        q, k, v = (t.unflatten(-1, (heads, width // heads)).transpose(1, 2) for t in parts.chunk(3, -1))
        weights = (q @ k.transpose(-1, -2) / (width // heads) ** 0.5 + shut).softmax(-1)
        return attention.out_proj((weights @ v).transpose(1, 2).flatten(2))


def together(corpus: Path) -> list[list[float]]:
    """How much oftener than chance each act goes with each stance in the annotations, as a log ratio."""
    counts = np.full((len(ACTS), len(STANCES)), 2.0)
    for path in sorted((corpus / "annotations").glob("*.json")):
        for s in json.loads(path.read_text(encoding="utf-8"))["statements"]:
            counts[ACTS.index(s["act"]), STANCES.index(s["stance"])] += 1
    share = counts / counts.sum()
    return np.log(share / (share.sum(1, keepdims=True) * share.sum(0, keepdims=True))).round(3).tolist()


def shrink_table(path: Path) -> None:
    """The table of word vectors as int8 with a scale a row: one scale for all would lose the rare words."""
    model = onnx.load(path)
    graph = model.graph
    table = next(t for t in graph.initializer if "word_embeddings" in t.name)
    rows = numpy_helper.to_array(table)
    scale = (np.abs(rows).max(1, keepdims=True) / 127).astype(np.float32)
    small = np.round(rows / scale).astype(np.int8)
    look_up = next(n for n in graph.node if n.op_type == "Gather" and n.input[0] == table.name)
    at, ids = list(graph.node).index(look_up), look_up.input[1]
    steps = [
        helper.make_node("Gather", ["words", ids], ["words_small"]),
        helper.make_node("Cast", ["words_small"], ["words_cast"], to=onnx.TensorProto.FLOAT),
        helper.make_node("Gather", ["words_scale", ids], ["words_scaled"]),
        helper.make_node("Mul", ["words_cast", "words_scaled"], [look_up.output[0]]),
    ]
    graph.initializer.remove(table)
    graph.initializer.extend([numpy_helper.from_array(small, "words"), numpy_helper.from_array(scale, "words_scale")])
    graph.node.remove(look_up)
    for i, node in enumerate(steps):
        graph.node.insert(at + i, node)
    onnx.save(model, path)


def main() -> None:
    a = argparse.ArgumentParser(description=__doc__)
    a.add_argument("weights", type=Path), a.add_argument("encoder", type=Path), a.add_argument("out", type=Path)
    a.add_argument("--corpus", type=Path, required=True, help="folder of the training texts' annotations")
    a.add_argument("--version", default="0")
    a.add_argument("--calibration", nargs=2, type=float, default=(1.0, 0.0), help="slope and offset, from calibrate.py")
    a = a.parse_args()
    a.out.mkdir(parents=True, exist_ok=True)
    torch.backends.mha.set_fastpath_enabled(False)
    net = ReaderNetwork(BertConfig.from_pretrained(a.encoder, attn_implementation="eager"))
    net.load_state_dict(torch.load(a.weights), strict=False)
    net.eval()
    work = a.out / "fp32"
    work.mkdir(exist_ok=True)
    two = {0: "batch", 1: "pieces"}
    torch.onnx.export(
        Encoder(net),
        (torch.ones(2, 9, dtype=torch.long), torch.ones(2, 9, dtype=torch.long)),
        str(work / "encoder.onnx"),
        input_names=["ids", "mask"],
        output_names=["hidden", "attribution", "mention"],
        dynamic_axes=dict.fromkeys(("ids", "mask", "hidden", "attribution", "mention"), two),
        opset_version=17,
        dynamo=False,
    )
    torch.onnx.export(
        Pair(net).eval(),
        (
            torch.randn(3, 7, 384),
            torch.zeros(3, 7, dtype=torch.long),
            torch.randn(3, 384),
            torch.zeros(3, dtype=torch.long),
            torch.ones(3, 7, dtype=torch.bool),
        ),
        str(work / "pair.onnx"),
        input_names=["hidden", "marks", "party", "distance", "mask"],
        output_names=["any", "tags", "states"],
        dynamic_axes={
            **dict.fromkeys(("hidden", "marks", "mask", "tags", "states"), two),
            **{n: {0: "batch"} for n in ("party", "distance", "any")},
        },
        opset_version=17,
        dynamo=False,
    )
    torch.onnx.export(
        net.judge,
        (torch.randn(3, net.judge.body[1].in_features),),
        str(work / "judge.onnx"),
        input_names=["features"],
        output_names=["logits"],
        dynamic_axes={"features": {0: "batch"}, "logits": {0: "batch"}},
        opset_version=17,
        dynamo=False,
    )
    shrink_table(work / "encoder.onnx")
    for name in ("encoder", "pair"):
        quantize_dynamic(
            str(work / f"{name}.onnx"),
            str(a.out / f"{name}.onnx"),
            weight_type=QuantType.QInt8,
            per_channel=True,
            op_types_to_quantize=["MatMul"],
        )
    shutil.copy(work / "judge.onnx", a.out / "judge.onnx")
    shutil.copy(a.encoder / "tokenizer.json", a.out / "tokenizer.json")
    np.savez(
        a.out / "heads.npz",
        issue_weight=net.issue.weight.detach().numpy().T.astype(np.float16),
        issue_bias=net.issue.bias.detach().numpy(),
        party_weight=net.same_party.weight.detach().numpy().T.astype(np.float16),
        party_bias=net.same_party.bias.detach().numpy(),
        moves=net.moves.detach().numpy(),
    )
    shutil.rmtree(work)
    files = {
        p.name: hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(a.out.iterdir())
        if p.suffix != ".toml" and p.name != "card.json"
    }
    card = {
        "version": a.version,
        "acts": ACTS,
        "stances": STANCES,
        "together": together(a.corpus),
        "calibration": list(a.calibration),
        "sha256": files,
    }
    (a.out / "card.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    for p in sorted(a.out.iterdir()):
        print(p.name, f"{p.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
