"""One encoder, several heads: attribution, party mentions, statements of a party, same issue, same party."""

from __future__ import annotations

import hashlib
from pathlib import Path

import torch
from data import ACTS, STANCES
from safetensors.torch import load_file
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from detente.statements.readers.lexical import SIZE

WIDTH = 192
"""Width of the layers that look at one party in one sentence."""
ENCODER = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""sha256 of the encoder's weights as published."""


class PartyInSentence(nn.Module):
    """Reads one sentence with the eyes of one party: does it state something here, where, and what?

    Inputs per pair: the encoder's hidden states of the sentence's pieces, marks of this and of other parties' mentions, the
    party's own vector and how many sentences back it was named.
    """

    def __init__(self, hidden: int) -> None:
        super().__init__()
        self.enter = nn.Linear(hidden, WIDTH)
        self.ask = nn.Linear(hidden, WIDTH)
        self.mark = nn.Embedding(3, WIDTH)  # 0 plain, 1 this party, 2 another party
        self.distance = nn.Embedding(6, WIDTH)
        layer = nn.TransformerEncoderLayer(WIDTH, 6, 512, 0.1, "gelu", batch_first=True, norm_first=True)
        self.layers = nn.TransformerEncoder(layer, 2, norm=nn.LayerNorm(WIDTH), enable_nested_tensor=False)
        self.any = nn.Linear(WIDTH, 1)
        self.tags = nn.Linear(WIDTH, 3)

    def forward(
        self, hidden: Tensor, marks: Tensor, party: Tensor, distance: Tensor, mask: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Shapes: hidden (n, t, h), marks (n, t), party (n, h), distance (n,), mask (n, t) -> any (n,), tags (n, t, 3), states (n, t+1, w)."""
        ask = self.ask(party) + self.distance(distance)
        x = torch.cat([ask[:, None], self.enter(hidden) + self.mark(marks)], 1)
        hide = torch.cat([torch.zeros_like(mask[:, :1]), ~mask], 1)
        x = self.layers(x, src_key_padding_mask=hide)
        return self.any(x[:, 0])[:, 0], self.tags(x[:, 1:]), x


class Judge(nn.Module):
    """What a found statement is: act, stance, hedged."""

    def __init__(self, hidden: int) -> None:
        super().__init__()
        size = 3 * WIDTH + 2 * hidden + SIZE
        self.body = nn.Sequential(nn.Dropout(0.15), nn.Linear(size, 256), nn.GELU(), nn.Dropout(0.15))
        self.out = nn.Linear(256, len(ACTS) + len(STANCES) + 1)

    def forward(self, features: Tensor) -> Tensor:
        """(m, size): the party's state, the means of the pair layers and of the encoder over span and sentence, the word lists."""
        return self.out(self.body(features))


class ReaderNetwork(nn.Module):
    """The whole."""

    def __init__(self, config: BertConfig) -> None:
        super().__init__()
        hidden = config.hidden_size
        self.enc = BertModel(config, add_pooling_layer=False)
        self.drop = nn.Dropout(0.1)
        self.out = nn.Linear(hidden, 7)
        self.moves = nn.Parameter(torch.zeros(7, 7))  # what it is worth that one label of attribution follows another
        self.mention = nn.Linear(hidden, 3)
        self.issue = nn.Linear(2 * hidden, 128)
        self.same_party = nn.Linear(hidden, 64)
        self.pair = PartyInSentence(hidden)
        self.judge = Judge(hidden)

    def encode(self, ids: Tensor, mask: Tensor) -> Tensor:
        """(windows, pieces) -> (windows, pieces, hidden)."""
        return self.enc(input_ids=ids, attention_mask=mask).last_hidden_state

    def below(self, ids: Tensor, mask: Tensor, layers: int) -> Tensor:
        """What the lowest layers make of the pieces; they are kept as they are, so it can be kept too."""
        with torch.no_grad():
            x = self.enc.embeddings(input_ids=ids)
            for layer in self.enc.encoder.layer[:layers]:
                x = layer(x, attention_mask=self.shut(mask, x.dtype))[0]
        return x

    def above(self, x: Tensor, mask: Tensor, layers: int) -> Tensor:
        """The rest of the encoder."""
        for layer in self.enc.encoder.layer[layers:]:
            x = layer(x, attention_mask=self.shut(mask, x.dtype))[0]
        return x

    @staticmethod
    def shut(mask: Tensor, dtype: torch.dtype) -> Tensor:
        return (1.0 - mask[:, None, None, :].to(dtype)) * -1e4


def start(encoder: Path, tagger: Path | None) -> ReaderNetwork:
    """A network over the published encoder, or over a tagger's; refuses any other encoder."""
    found = hashlib.sha256((encoder / "model.safetensors").read_bytes()).hexdigest()
    if found != ENCODER:
        raise SystemExit(f"{encoder / 'model.safetensors'} is not the encoder that was published: sha256 {found}")
    net = ReaderNetwork(BertConfig.from_pretrained(encoder, attn_implementation="sdpa"))
    weights = {f"enc.{k}": v for k, v in load_file(encoder / "model.safetensors").items() if not k.startswith("pooler")}
    if tagger:
        weights |= {k: v for k, v in torch.load(tagger).items() if k.startswith(("enc.", "out.", "moves"))}
    missing, unexpected = net.load_state_dict(weights, strict=False)
    print("new parts:", sorted({m.split(".")[0] for m in missing}), "unused:", unexpected, flush=True)
    return net


def contrast(vectors: Tensor, groups: Tensor, documents: Tensor, temperature: float = 0.1) -> Tensor:
    """Supervised contrastive loss: vectors of one group in one document near, of other groups there far."""
    v = nn.functional.normalize(vectors.float(), dim=-1)
    sim = v @ v.T / temperature
    same_document = documents[:, None] == documents[None]
    eye = torch.eye(len(v), dtype=torch.bool)
    sim = sim.masked_fill(~same_document | eye, -1e4)
    positive = same_document & (groups[:, None] == groups[None]) & ~eye
    has = positive.any(1)
    if not has.any():
        return vectors.sum() * 0
    log = sim - sim.logsumexp(1, keepdim=True)
    return -((log * positive).sum(1)[has] / positive.sum(1)[has]).mean()
