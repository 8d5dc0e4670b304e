"""Pages as trees, and made-up briefs for them."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from html.parser import HTMLParser

import pytest

from detente.brief.brief import Brief, Counts, Passage, Report
from detente.brief.compose import compose_brief
from detente.model import (
    Act,
    Document,
    Evidence,
    Issue,
    IssueId,
    Origin,
    Party,
    PartyId,
    Position,
    Reading,
    Role,
    Sentence,
    Skipped,
    Span,
    Stance,
    Standing,
    Statement,
    Table,
)

VOID = frozenset({"br", "col", "meta"})


@dataclass
class Node:
    """An element as the standard library's parser saw it."""

    tag: str
    attributes: dict[str, str | None]
    children: list[Node | str] = field(default_factory=list)

    def all(self) -> Iterator[Node]:
        """This element and those inside it, in document order."""
        waiting: list[Node] = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(child for child in reversed(node.children) if isinstance(child, Node))

    def find(self, *tags: str, **attributes: str) -> list[Node]:
        """Elements inside by name and attributes; ``class_`` asks for one class among others."""
        return [node for node in self.all() if (not tags or node.tag in tags) and node.has(**attributes)]

    def has(self, **attributes: str) -> bool:
        """Whether the attributes are there."""
        return all(
            value in (self.attributes.get("class") or "").split()
            if key == "class_"
            else self.attributes.get(key) == value
            for key, value in attributes.items()
        )

    def text(self, without: Callable[[Node], bool] = lambda node: False) -> str:
        """The characters inside, but for elements left out."""
        parts: list[str] = []
        waiting: list[Node | str] = [self]
        while waiting:
            item = waiting.pop()
            if isinstance(item, str):
                parts.append(item)
            elif not without(item):
                waiting.extend(reversed(item.children))
        return "".join(parts)


class Tree(HTMLParser):
    """Parses a page and fails on any tag that is closed out of order."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("#root", {})
        self.stack = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs), f"an attribute twice in {tag}"
        node = Node(tag, dict(attrs))
        self.stack[-1].children.append(node)
        if tag not in VOID:
            self.stack.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.stack[-1].children.append(Node(tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.stack.pop().tag == tag

    def handle_data(self, data: str) -> None:
        self.stack[-1].children.append(data)

    def handle_comment(self, data: str) -> None:
        pytest.fail(f"a comment: {data}")


def parse(page: str) -> Node:
    """The page as a tree; open tags at its end are an error."""
    tree = Tree()
    tree.feed(page)
    tree.close()
    assert tree.stack == [tree.root]
    return tree.root


def one(nodes: Sequence[Node]) -> Node:
    """The only one."""
    (node,) = nodes
    return node


def report_text(page: Node, number: int = 1) -> str:
    """A report's text as the page shows it, without the page's own words."""

    def is_apparatus(node: Node) -> bool:
        return node.tag in ("sup", "ol", "svg", "h3") or node.has(class_="stripcap") or node.has(class_="intro")

    return one(page.find("div", id=f"r{number}")).text(is_apparatus)


def check_links(page: Node) -> None:
    """Ids are unique, links land on the page or on the web, nothing else is loaded."""
    ids = Counter(node.attributes["id"] for node in page.all() if "id" in node.attributes)
    assert {key for key, count in ids.items() if count > 1} == set()
    for node in page.all():
        for name, value in node.attributes.items():
            assert not name.startswith("on")
            assert name not in ("style", "src", "srcset", "action", "data", "xlink:href")
            if name == "href":
                assert value is not None
                local = value.startswith("#")
                assert value[1:] in ids if local else node.tag == "a" and value.startswith(("http://", "https://"))
            if name in ("aria-labelledby", "aria-describedby"):
                assert set((value or "").split()) <= set(ids)


def check_policy(page: Node) -> None:
    """The page holds its own script and style sheet alone, and admits no more than these two."""
    policy = one(page.find("meta", **{"http-equiv": "Content-Security-Policy"})).attributes["content"] or ""
    for name in ("script", "style"):
        content = one(page.find(name)).text()
        admitted = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{admitted}';" in policy
    assert policy.startswith("default-src 'none';")
    assert not page.find("link", "iframe", "object", "embed", "img", "form", "base", "audio", "video")


PARTIES = tuple(
    Party(id=PartyId(f"party-{n:02}"), name=f"{name} Council", role=Role.PARTY if n < 9 else Role.THIRD_PARTY)
    for n, name in enumerate(
        ("Amber", "Birch", "Cedar", "Dune", "Ember", "Fjord", "Grove", "Heath", "Inlet", "Juniper", "Kelp", "Larch")
    )
)


def make_brief(
    facts: Sequence[tuple[int, int, int, Stance, Act]],
    *,
    dates: Sequence[date | None] = (None,),
    themes: Sequence[str | None] = (),
    confidence: float = 1.0,
    word: str = "",
) -> Brief:
    """A brief over made-up reports, one sentence a fact of (report, party, issue, stance, act)."""
    issues = [
        Issue(
            id=IssueId(f"issue-{n}"), name=f"Point {n} of the draft", theme=themes[n % len(themes)] if themes else None
        )
        for n in sorted({fact[2] for fact in facts})
    ]
    readings = [_reading(number, day, facts, confidence, word) for number, day in enumerate(dates)]
    statements = [s for reading in readings for s in reading.statements]
    positions = []
    for party in PARTIES:
        for issue in issues:
            held = [s for s in statements if (s.party, s.issue) == (party.id, issue.id)]
            current = [s for s in held if s.evidence.document == held[-1].evidence.document]
            stances = tuple(dict.fromkeys(s.stance for s in current))
            if held:
                positions.append(
                    Position(
                        party=party.id,
                        issue=issue.id,
                        stances=stances,
                        standing=Standing.SINGLE if len(stances) == 1 else Standing.MIXED,
                        statements=tuple(current),
                        superseded=tuple(s for s in held if s not in current),
                        since=dates[-1],
                    )
                )
    heard = tuple(p for p in PARTIES if any(position.party == p.id for position in positions))
    return compose_brief(
        tuple(readings),
        table=Table(issues=tuple(issues), parties=heard, positions=tuple(positions)),
        distances=(),
        contradictions=(),
        commitments=(),
        allegations=(),
        linkages=(),
        outlook=None,
    )


def _reading(
    number: int, day: date | None, facts: Sequence[tuple[int, int, int, Stance, Act]], confidence: float, word: str
) -> Reading:
    told = [fact for fact in facts if fact[0] == number]
    sentences = [f"{PARTIES[party].name} spoke on point {issue}{word}." for _, party, issue, _, _ in told]
    text = f"Report {number}\n" + "\n".join(sentences or ["Rain fell on the harbour all day."])
    title = f"Report {number}"
    document = Document(
        text=text, name=f"report-{number}", title=title, published=day, body=Span(start=len(title) + 1, end=len(text))
    )
    spans = [Span(start=found.start(), end=found.end()) for found in re.finditer(r"[^\n]+", text)][1:]
    statements = [
        Statement(
            party=PARTIES[party].id,
            issue=IssueId(f"issue-{issue}"),
            act=act,
            stance=stance,
            evidence=Evidence.cite(document, span),
            origin=Origin(method="test", version="1", confidence=confidence),
            sentence=place,
        )
        for place, ((_, party, issue, stance, act), span) in enumerate(zip(told, spans, strict=False))
    ]
    return Reading(
        document=document,
        sentences=tuple(Sentence(span=span, paragraph=place) for place, span in enumerate(spans)),
        parties=PARTIES,
        mentions=(),
        issues=(),
        statements=tuple(statements),
    )


def marked_brief(
    text: str, spans: Sequence[Span], *, paragraphs: Sequence[Span] = (), skipped: tuple[Skipped, ...] = ()
) -> Brief:
    """A brief that is one report with passages at the given places."""
    document = Document(text=text, name="report", body=Span(start=0, end=len(text)))
    passages = tuple(
        Passage(number=place, report=1, document=document.id, span=span, statements=())
        for place, span in enumerate(sorted(set(spans)), start=1)
    )
    report = Report(
        number=1,
        document=document,
        sentences=(Span(start=0, end=len(text)),),
        paragraphs=tuple(paragraphs) or (Span(start=0, end=len(text)),),
        passages=passages,
    )
    counts = Counts(
        documents=1,
        sentences=1,
        statements=0,
        passages=len(passages),
        sentences_without_statement=1,
        skipped=len(skipped),
        unsourced=0,
        own=0,
        relayed=0,
        unsure=0,
    )
    return Brief(
        title="Talks",
        source="One report.",
        as_of=None,
        counts=counts,
        lead=(),
        outlook=None,
        table=Table(issues=(), parties=(), positions=()),
        distances=(),
        contradictions=(),
        commitments=(),
        allegations=(),
        linkages=(),
        third_party=(),
        reports=(report,),
        skipped=skipped,
        method=(),
    )
