"""Answers of a ledger, for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from detente.analyses.clock import ENDED
from detente.brief.external import external_lines
from detente.brief.terminal_page import STYLES, Pen
from detente.brief.timeline_words import charge_words
from detente.brief.words import (
    STANCE_SIGNS,
    STATUS_WORDS,
    act_word,
    clip_quote,
    count_words,
    date_words,
    is_unsure,
    join_words,
    quantity_words,
    quoted,
    voice_words,
)
from detente.model.change import Clock
from detente.model.commitment import Charge
from detente.model.external import ExternalLink
from detente.model.record import Counts, Recorded

_INDENT = (0, 0, 0, 2)


def lay_out_status(counts: Counts, title: str, head: str, pen: Pen) -> Iterator[RenderableType]:
    """What a ledger holds, in a few lines."""
    yield pen((title, "bold"))
    copies = f", {count_words(counts.copies, 'copy', 'copies')} of others among them" if counts.copies else ""
    yield pen(f"{count_words(counts.documents, 'report')}{copies}, {count_words(counts.statements, 'statement')}.")
    yield pen(f"{count_words(counts.parties, 'party', 'parties')}, {count_words(counts.issues, 'issue')}.")
    if counts.first and counts.last:
        yield pen(f"Published {date_words(counts.first)} to {date_words(counts.last)}.")
    if counts.reviews:
        yield pen(f"{count_words(counts.reviews, 'review')}.")
    if counts.recorded:
        yield pen((f"Last recorded {counts.recorded:%Y-%m-%d %H:%M} UTC. Head {head}.", "dim"))
    else:
        yield pen(("Nothing is recorded yet: detente add LEDGER REPORT...", "dim"))


def lay_out_recorded(found: Sequence[Recorded], names: Mapping[str, str], pen: Pen) -> Iterator[RenderableType]:
    """Statements by day, each with its report and its words."""
    if not found:
        yield pen("Nothing found. That is not the same as nothing said.")
    day: date | bool | None = False
    for r in found:
        s = r.statement
        if r.published != day:
            day = r.published
            yield pen((date_words(day) if day else "Without a date", "bold"))
        head = pen(
            (f"{STANCE_SIGNS[s.stance]} ", STYLES[s.stance]),
            (names.get(s.party, s.party), "bold"),
            f" on {names.get(s.issue, s.issue)}: {act_word(s)}",
            (f"  {r.name}  {r.id[:8]}", "dim"),
        )
        if is_unsure(s):
            head.append_text(pen(("  unsure", "dim")))
        if r.review:
            head.append_text(pen((f"  {r.review.verdict.value} by {r.review.reviewer}", "dim")))
        yield Padding(head, _INDENT)
        yield Padding(pen(quoted(clip_quote(s.evidence)), (f"  {voice_words(s)}", "dim")), (0, 0, 0, 4))


def lay_out_clock(
    clocks: Sequence[Clock],
    charges: Sequence[Charge],
    links: Sequence[ExternalLink],
    names: Mapping[str, str],
    day: date | None,
    pen: Pen,
) -> Iterator[RenderableType]:
    """What is agreed, how long it runs, what is alleged about it, what others record beside it; never a verdict."""
    beside = dict(external_lines(links))
    yield pen((f"As of {date_words(day)}" if day else "No report has a date: nothing can be counted", "dim"))
    if not clocks:
        yield pen("No commitment or agreement found.")
    for c in clocks:
        yield Text()
        ran_out = c.over and c.commitment.status not in ENDED  # no report tells that it ended: its last day is past
        yield pen((c.commitment.what, "bold"), f": {'Term over' if ran_out else STATUS_WORDS[c.commitment.status]}")
        who = join_words([names.get(p, p) for p in c.commitment.parties])
        term = f" Term {quoted(c.commitment.term.evidence.quote)}." if c.commitment.term else ""
        yield Padding(pen(f"{who}.{term} {_runs(c)}" if who else f"{term.strip()} {_runs(c)}".strip()), _INDENT)
        if c.commitment.counts:
            yield Padding(pen("; ".join(map(quantity_words, c.commitment.counts))), _INDENT)
        yield Padding(pen(quoted(clip_quote(c.commitment.evidence[0]))), _INDENT)
        for charge in charges:
            if charge.commitment == c.commitment.id:
                yield Padding(pen(_charged(charge, names)), _INDENT)
                yield from (
                    Padding(pen((quoted(clip_quote(a.evidence)), "dim")), (0, 0, 0, 4)) for a in charge.allegations
                )
        for line in beside.get(c.commitment.id, ()):
            yield Padding(pen((line, "dim")), _INDENT)


def _runs(clock: Clock) -> str:
    """How long it still runs, in words."""
    if clock.ends is None:
        return "Over." if clock.over else "No end given."
    source = "" if clock.stated else ", counted from the stated start and the term"
    if clock.left is None:
        return f"{'Over' if clock.over else 'Ends'} {date_words(clock.ends)}{source}."
    return f"Ends {date_words(clock.ends)}{source}: {count_words(clock.left, 'day')} left."


def _charged(charge: Charge, names: Mapping[str, str]) -> str:
    """Who alleges what of whom, how far it was looked into, and who denies it; never which of them is right."""
    accuser = names.get(charge.accuser, charge.accuser) if charge.accuser else "A report"
    accused = names.get(charge.accused, charge.accused) if charge.accused else "somebody"
    denied = f" Denied by {join_words([names.get(p, p) for p in charge.denied_by])}." if charge.denied_by else ""
    return f"{accuser} alleges that {accused} violated it. {charge_words(charge) or 'Alleged in 1 report.'}{denied}"
