"""What changed between two days, for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.console import RenderableType

from detente.brief.terminal_outcomes import lay_out_list
from detente.brief.terminal_page import Pen
from detente.brief.words import STANCE_WORDS, STATUS_WORDS, clip_quote, count_words, quoted
from detente.model import Allegation, CommitmentStatus, Stance
from detente.model.change import Changes, Move, Progress

_LISTED = 15
"""Lines of one kind that are shown, unless all are asked for."""


def lay_out_changes(
    changes: Changes,
    *,
    parties: Mapping[str, str],
    issues: Mapping[str, str],
    commitments: Mapping[str, str],
    whole: bool,
    pen: Pen,
) -> Iterator[RenderableType]:
    """Who moved, who was first heard, what is newly agreed, contradicted or alleged; the surest first where there is much.

    Parameters
    ----------
    changes : Changes
    parties, issues, commitments : mapping
        What each is called, by id.
    whole : bool
        Whether everything is listed, however much.
    pen : Pen
    """
    yield pen(f"{count_words(changes.reports, 'report')} came in.")
    sections = (
        ("Moved", [_move(m, parties, issues) for m in changes.moves]),
        (
            "New contradictions",
            [
                f"{parties.get(c.party, c.party)} on {issues.get(c.issue, c.issue)}:"
                f" {quoted(clip_quote(c.first.evidence))} against {quoted(clip_quote(c.second.evidence))}"
                for c in changes.contradictions
            ],
        ),
        ("Commitments", list(map(_progress, changes.commitments))),
        ("Newly alleged", list(dict.fromkeys(_alleged(a, parties, commitments) for a in changes.allegations))),
        ("First heard", [_move(m, parties, issues) for m in sorted(changes.heard, key=_doubt)]),
    )
    for title, lines in sections:
        shown = lines if whole else lines[:_LISTED]
        more = [f"{len(lines) - len(shown)} more: --all"] if len(lines) > len(shown) else []
        yield from lay_out_list(title, [*shown, *more], pen)
    if not any(lines for _, lines in sections):
        yield pen("Nothing changed in the table, the commitments or the allegations.")


def _move(move: Move, parties: Mapping[str, str], issues: Mapping[str, str]) -> str:
    """One party that stands elsewhere, with its words."""
    told = _stances(move.after) if not move.before else f"{_stances(move.before)} → {_stances(move.after)}"
    # The surest of those that tell what is new; where several are as sure, the latest.
    telling = [s for s in move.statements if s.stance not in move.before] or list(move.statements)
    words = ""
    if telling:
        best = max(reversed(telling), key=lambda s: s.origin.confidence)
        words = f". {quoted(clip_quote(best.evidence))}"
    return f"{parties.get(move.party, move.party)} on {issues.get(move.issue, move.issue)}: {told}{words}"


def _doubt(move: Move) -> float:
    """How unsure the surest of its statements is."""
    return -max((s.origin.confidence for s in move.statements), default=0.0)


def _stances(stances: Sequence[Stance]) -> str:
    return " and ".join(STANCE_WORDS[s].lower() for s in stances)


def _progress(progress: Progress) -> str:
    """One commitment that is new or has come further."""
    commitment = progress.commitment
    told = _status(progress.before, commitment.status)
    return f"{commitment.what}: {told}. {quoted(clip_quote(commitment.evidence[0]))}"


def _status(before: CommitmentStatus | None, after: CommitmentStatus) -> str:
    now = STATUS_WORDS[after].lower()
    return f"{STATUS_WORDS[before].lower()} → {now}" if before else now


def _alleged(allegation: Allegation, parties: Mapping[str, str], commitments: Mapping[str, str]) -> str:
    """Who alleges what of whom; never which of them is right."""
    accuser = parties.get(allegation.accuser, allegation.accuser) if allegation.accuser else "A report"
    accused = parties.get(allegation.accused, allegation.accused) if allegation.accused else "somebody"
    what = commitments.get(allegation.commitment or "")
    broken = f"violated {quoted(what)}" if what else "did not keep to what was agreed"
    words = quoted(clip_quote(allegation.evidence))
    return f"{accuser} alleges that {accused} {broken} ({allegation.corroboration.value}). {words}"
