"""What is right in one reading, counted against one annotation; counts of several texts add up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from itertools import combinations
from typing import TypeVar

from detente.evaluation.annotation import (
    AnnotatedAgreement,
    AnnotatedContradiction,
    AnnotatedStatement,
    AnnotatedViolation,
    Annotation,
)
from detente.evaluation.match import (
    Matching,
    Pair,
    is_near_act,
    is_near_stance,
    is_same_place,
    match_statements,
)
from detente.evaluation.names import PartyNames, name_key
from detente.model import Stance

Thing = TypeVar("Thing")
Other = TypeVar("Other")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Things to be found: how many there are, how many were read, and how many of each are right."""

    gold: float = 0.0
    """Annotated; statements count ½ where they take no position."""
    found: float = 0.0
    """Of those annotated, how many were read."""
    read: float = 0.0
    """Read, counted alike."""
    right: float = 0.0
    """Of those read, how many are annotated."""

    def __add__(self, other: Found) -> Found:
        return Found(
            gold=self.gold + other.gold,
            found=self.found + other.found,
            read=self.read + other.read,
            right=self.right + other.right,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Things that were judged, and how many of them rightly."""

    right: int = 0
    asked: int = 0

    def __add__(self, other: Judged) -> Judged:
        return Judged(right=self.right + other.right, asked=self.asked + other.asked)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Everything that is counted; the empty value is that of no text at all."""

    statement: Found = Found()
    """Same party, quotes that share half of the shorter one."""
    cell: Found = Found()
    """A party on an issue, with the stance that it took last (lenient)."""
    triple: Found = Found()
    """A statement whose party, issue and act (lenient) are all right; each counts 1."""
    issue_pairs: Found = Found()
    """Two statements of the matched ones that are on one issue."""
    agreements: Found = Found()
    """Overlapping quotes and the same status; agreed and in force pass for one."""
    violations: Found = Found()
    """Overlapping quotes, accused and accuser."""
    contradictions: Found = Found()
    """The party and both quotes."""
    act: Judged = Judged()
    """Of the matched statements, as all below unless they say otherwise."""
    act_lenient: Judged = Judged()
    """Neighbouring acts pass."""
    stance: Judged = Judged()
    stance_lenient: Judged = Judged()
    """Support and open pass for one."""
    speaker: Judged = Judged()
    """The same name, one inside the other, or two names of one party."""
    target: Judged = Judged()
    condition: Judged = Judged()
    """Of the matched statements that have one on either side."""
    hedged: Judged = Judged()
    grounded: Judged = Judged()
    """Of all quotes read: those that stand in the text to the letter."""

    def __add__(self, other: Counts) -> Counts:
        return Counts(**{field.name: getattr(self, field.name) + getattr(other, field.name) for field in fields(self)})


def count(text: str, gold: Annotation, read: Annotation) -> tuple[Counts, Matching]:
    """Count what is right in a reading.

    Parameters
    ----------
    text : str
        What both of them read.
    gold : Annotation
        A person's, taken to be right.
    read : Annotation
        A reader's.

    Returns
    -------
    counts, matching
        The counts, and the statements that they are counted on.
    """
    names = PartyNames(gold.parties, read.parties)
    matching = match_statements(gold.statements, read.statements, names)
    pairs, issues = matching.pairs, matching.issues
    triples = sum(issues.get(p.read.issue) == p.gold.issue and is_near_act(p.read.act, p.gold.act) for p in pairs)
    conditional = [pair for pair in pairs if pair.gold.condition or pair.read.condition]
    counts = Counts(
        statement=Found(
            gold=sum(statement.weight for statement in gold.statements),
            found=sum(pair.gold.weight for pair in pairs),
            read=sum(statement.weight for statement in read.statements),
            right=sum(pair.read.weight for pair in pairs),
        ),
        cell=_count_cells(gold, read, names, matching),
        triple=Found(gold=len(gold.statements), found=triples, read=len(read.statements), right=triples),
        issue_pairs=_count_issue_pairs(pairs),
        agreements=_count_listed(gold.agreements, read.agreements, _is_same_agreement),
        violations=_count_listed(gold.violations, read.violations, lambda g, r: _is_same_violation(g, r, names)),
        contradictions=_count_listed(
            gold.contradictions, read.contradictions, lambda g, r: _is_same_contradiction(g, r, names)
        ),
        act=_judge(pairs, lambda pair: pair.read.act is pair.gold.act),
        act_lenient=_judge(pairs, lambda pair: is_near_act(pair.read.act, pair.gold.act)),
        stance=_judge(pairs, lambda pair: pair.read.stance is pair.gold.stance),
        stance_lenient=_judge(pairs, lambda pair: is_near_stance(pair.read.stance, pair.gold.stance)),
        speaker=_judge(pairs, lambda pair: _is_same_speaker(pair, names)),
        target=_judge(pairs, lambda pair: names.party(pair.read.target) == pair.gold.target),
        condition=_judge(conditional, lambda pair: is_same_place(pair.read.condition_span, pair.gold.condition_span)),
        hedged=_judge(pairs, lambda pair: pair.read.hedged is pair.gold.hedged),
        grounded=_judge(read.statements, lambda statement: _is_grounded(text, statement)),
    )
    return counts, matching


def _judge(things: Sequence[Thing], is_right: Callable[[Thing], bool]) -> Judged:
    """How many of some things are right."""
    return Judged(right=sum(map(is_right, things)), asked=len(things))


def _count_cells(gold: Annotation, read: Annotation, names: PartyNames, matching: Matching) -> Found:
    """Cells of the two tables, the reader's issues laid on the annotated ones."""
    annotated: dict[tuple[str, str], Stance] = {}
    for statement in gold.statements:
        if statement.act.takes_position:
            annotated[statement.party, statement.issue] = statement.stance
    shown: dict[tuple[str | None, bool, str], Stance] = {}
    for statement in read.statements:
        if statement.act.takes_position:
            issue = matching.issues.get(statement.issue)
            shown[names.party(statement.party), issue is not None, issue or statement.issue] = statement.stance
    right = 0
    for (party, issue), stance in annotated.items():
        taken = shown.get((party, True, issue))
        right += taken is not None and is_near_stance(taken, stance)
    return Found(gold=len(annotated), found=right, read=len(shown), right=right)


def _count_issue_pairs(pairs: Sequence[Pair]) -> Found:
    """Of every two matched statements, whether both sides put them under one issue."""
    together = [
        (one.gold.issue == other.gold.issue, one.read.issue == other.read.issue)
        for one, other in combinations(pairs, 2)
    ]
    both = sum(gold and read for gold, read in together)
    return Found(gold=sum(gold for gold, _ in together), found=both, read=sum(read for _, read in together), right=both)


def _count_listed(gold: Sequence[Thing], read: Sequence[Other], is_same: Callable[[Thing, Other], bool]) -> Found:
    """Each annotated finding beside the first of the reader's, not yet taken, that is the same."""
    left = list(read)
    for annotated in gold:
        same = next((place for place, finding in enumerate(left) if is_same(annotated, finding)), None)
        if same is not None:
            del left[same]
    right = len(read) - len(left)
    return Found(gold=len(gold), found=right, read=len(read), right=right)


def _is_same_agreement(gold: AnnotatedAgreement, read: AnnotatedAgreement) -> bool:
    """Whether two agreements are one, and stand alike."""
    standing = ("agreed", "in force")
    alike = gold.status == read.status or (gold.status in standing and read.status in standing)
    return alike and is_same_place(gold.span, read.span)


def _is_same_violation(gold: AnnotatedViolation, read: AnnotatedViolation, names: PartyNames) -> bool:
    """Whether two allegations are one, of and by the same parties."""
    sides = names.party(read.by), names.party(read.alleged_by)
    return sides == (gold.by, gold.alleged_by) and is_same_place(gold.span, read.span)


def _is_same_contradiction(gold: AnnotatedContradiction, read: AnnotatedContradiction, names: PartyNames) -> bool:
    """Whether two contradictions are one party's, between the same passages in either order."""
    return names.party(read.party) == gold.party and any(
        is_same_place(gold.spans[0], first) and is_same_place(gold.spans[1], second)
        for first, second in (read.spans, read.spans[::-1])
    )


def _is_same_speaker(pair: Pair, names: PartyNames) -> bool:
    """Whether both sides credit the same voice, or neither any."""
    gold, read = name_key(pair.gold.speaker), name_key(pair.read.speaker)
    if not gold or not read:
        return gold == read
    return gold in read or read in gold or names.speaker(gold) == names.speaker(read)


def _is_grounded(text: str, statement: AnnotatedStatement) -> bool:
    """Whether a quote stands in the text where it is said to stand."""
    span = statement.span
    return span is not None and text[span.start : span.end] == statement.quote
