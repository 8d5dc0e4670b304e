"""The findings under the table, on a terminal: distances, contradictions, commitments, conditions, evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from detente.brief.terminal_page import STYLES, Page, Words, grid, stack
from detente.brief.timeline_words import charge_words
from detente.brief.words import (
    STANCE_ORDER,
    STANCE_SIGNS,
    STATUS_WORDS,
    act_word,
    allegation_words,
    contradiction_words,
    is_plural,
    is_unsure,
    issue_name,
    join_words,
    mark_parts,
    party_name,
    party_names,
    quantity_words,
    quoted,
    short_name,
    steps_words,
)
from detente.model import (
    Commitment,
    ConditionKind,
    Corroboration,
    Distance,
    Linkage,
    PartyId,
    Stance,
    Statement,
    Trend,
    Voice,
)
from detente.model.commitment import Charge

_TREND_WORDS = {Trend.CLOSER: "closer", Trend.APART: "further apart", Trend.UNCHANGED: "unchanged"}
_BEFORE = (ConditionKind.UNTIL, ConditionKind.UNLESS)
"""Conditions that bound what holds now; the others say what follows."""


def distances(page: Page) -> Iterator[RenderableType]:
    """How far apart the parties stand on each issue."""
    found = page.brief.distances
    if not found:
        yield page.pen(f"No stance found in {page.sentences}, so no distance is shown.")
        return
    if page.narrow:
        for distance in found:
            yield page.pen((issue_name(page.brief, distance.issue), "bold"))
            parts: list[Words] = [_apart(distance)]
            for stance in STANCE_ORDER:
                names = _names(page, distance, stance)
                if names:
                    parts += ["  ", (f"{STANCE_SIGNS[stance]} {' '.join(names)}", STYLES[stance])]
            yield Padding(page.pen(*parts), (0, 0, 0, 2))
    else:
        apart, issue = 9, page.width * 38 // 100
        chart = page.width - issue - apart - 2
        head = {stance: page.pen(page.sign(stance)) for stance in STANCE_ORDER}
        yield grid(
            (issue, chart, apart), [(page.pen("Issue"), _axis(page, head, chart), page.pen("Apart"))], right=True
        )
        yield page.rule()
        rows = [(page.pen(issue_name(page.brief, d.issue)), _chart(page, d, chart), page.pen(_apart(d))) for d in found]
        yield grid((issue, chart, apart), rows, right=True)
    marks = [part for distance in found for mark in distance.marks for part in mark_parts(mark)]
    if any(part.several for part in marks):
        yield page.pen("* a party with two stances; it counts at their midpoint. Opposes to Open is one step.")
    if any(part.hedged for part in marks):
        yield page.pen("~ the text hedges this stance throughout.")
    shown = {part.party for part in marks}
    key = [f"{page.codes[party.id]} {party.name}" for party in page.brief.table.parties if party.id in shown]
    yield page.pen(f"{', '.join(key)}.")


def _apart(distance: Distance) -> str:
    return steps_words(distance) + (f"\n{_TREND_WORDS[distance.trend]}" if distance.trend else "")


def _names(page: Page, distance: Distance, stance: Stance) -> list[str]:
    """Codes of the parties at one stance: * where a party has several, ~ where it is hedged."""
    parts = [part for mark in distance.marks for part in mark_parts(mark) if part.stance is stance]
    return [f"{page.codes[part.party]}{'*' * part.several}{'~' * part.hedged}" for part in parts]


def _chart(page: Page, distance: Distance, width: int) -> Text:
    labels = {}
    for stance in STANCE_ORDER:
        names = _names(page, distance, stance)
        label, shown = page.pen((" ".join(names), STYLES[stance])), len(names)
        while label.cell_len > width // 3 - 2 and shown > 1:
            shown -= 1
            label = page.pen((f"{' '.join(names[:shown])} +{len(names) - shown}", STYLES[stance]))
        label.truncate(width // 3 - 2)
        if names:
            labels[stance] = label
    return _axis(page, labels, width, line=True)


def _axis(page: Page, labels: dict[Stance, Text], width: int, *, line: bool = False) -> Text:
    """Labels in thirds of a line, from oppose to support, with a stroke between them where asked."""
    axis, slot = Text(), width // 3
    for place, stance in enumerate(STANCE_ORDER):
        if stance in labels:
            label = labels[stance]
            gap = place * slot + (slot - label.cell_len) // 2 - axis.cell_len
            stroke = f" {'─' * (gap - 2)} " if line and axis.cell_len and gap > 2 else " " * gap
            axis.append_text(page.pen((stroke, "dim"), label))
    return axis


def contradictions(page: Page) -> Iterator[RenderableType]:
    """Two passages that set one party against itself, side by side and alike."""
    if not page.brief.contradictions:
        yield page.nothing("contradiction")
    for contradiction in page.brief.contradictions:
        party, issue = party_name(page.brief, contradiction.party), issue_name(page.brief, contradiction.issue)
        yield page.pen((f"{party} on: {issue}", "bold"))
        framing = contradiction.framing
        parts: list[Words] = [contradiction_words(contradiction)]
        if framing:
            whose = "The report’s words: " if page.several else "The article’s words: "
            parts += [f" {whose}", page.quote(framing), page.cited(framing), "."]
        yield page.pen(*parts)
        half = (page.width - 7) // 2
        table = Grid(box=page.pen.box, show_header=False, border_style="dim")
        table.add_column(width=page.width - 7 - half, overflow="fold")
        table.add_column(width=half, overflow="fold")
        table.add_row(_side(page, contradiction.first), _side(page, contradiction.second))
        yield table


def _side(page: Page, statement: Statement) -> Text:
    who = statement.speaker.name if statement.speaker else f"Reported by {_report(page)}, no source named"
    if statement.voice is Voice.RELAYED:
        who = f"according to {who}"
    said: Words = page.pen(", ", (quoted(statement.said.surface), "italic")) if statement.said else ""
    condition = statement.condition.evidence if statement.condition else None
    return stack(
        [
            page.pen(page.quote(statement.evidence, condition)),
            page.pen(who, said),
            page.pen(_stance_and_act(page, statement), page.cited(statement.evidence)),
        ]
    )


def _report(page: Page) -> str:
    return "the report" if page.several else "the article"


def _stance_and_act(page: Page, statement: Statement) -> Text:
    unsure = ", unsure" if is_unsure(statement) else ""
    return page.pen(page.sign(statement.stance), f", {act_word(statement, page.brief.allegations)}{unsure}")


def commitments(page: Page) -> Iterator[RenderableType]:
    """What was undertaken and how far it has come; then what is alleged about it."""
    found, alleged = page.brief.commitments, page.brief.charges
    if not found:
        yield page.nothing("commitment or agreement")
    elif page.wide:
        widths = (page.width - 73, 19, 12, 22, 16)
        heads = [page.pen(head) for head in ("Commitment", "Status", "Term", "Counts", "Allegations")]
        yield grid(widths, [heads])
        yield page.rule()
        yield grid(widths, [_commitment_row(page, commitment) for commitment in found])
    else:
        for commitment in found:
            yield from _commitment_block(page, commitment)
    known = [commitment.id for commitment in found]
    for commitment in found:
        about = [a for a in alleged if a.commitment == commitment.id]
        if about:
            yield Text()
            yield page.pen((f"Allegations about: {commitment.what}", "bold"))
            yield _allegations(page, about, "it")
    rest = [a for a in alleged if a.commitment not in known]
    if rest:
        yield Text()
        yield page.pen(("Other allegations" if len(rest) < len(alleged) else "Allegations", "bold"))
        yield _allegations(page, rest, "")


def _commitment_row(page: Page, commitment: Commitment) -> list[Text]:
    return [
        stack(
            [
                page.pen(commitment.what, page.cited(*commitment.evidence)),
                page.pen((_commitment_parties(page, commitment), "dim")),
            ]
        ),
        page.pen(STATUS_WORDS[commitment.status]),
        page.pen(_term(commitment) or "–"),
        page.pen("; ".join(map(quantity_words, commitment.counts)) or "–"),
        page.pen(_alleged(page, commitment)),
    ]


def _commitment_block(page: Page, commitment: Commitment) -> Iterator[RenderableType]:
    counts = "; ".join(map(quantity_words, commitment.counts)) or "not given"
    yield page.pen((commitment.what, "bold"), page.cited(*commitment.evidence))
    yield Padding(
        stack(
            [
                page.pen(f"{STATUS_WORDS[commitment.status]}. {_commitment_parties(page, commitment)}."),
                page.pen(
                    f"Term {_term(commitment) or 'not given'}. Counts {counts}. Allegations: ",
                    page.pen(_alleged(page, commitment)),
                    ".",
                ),
            ]
        ),
        (0, 0, 0, 2),
    )


def _commitment_parties(page: Page, commitment: Commitment) -> str:
    return join_words(party_names(page.brief, commitment.parties)) or "Parties not given"


def _term(commitment: Commitment) -> str:
    """How long, from when and to when, in the text's words."""
    words = [quoted(commitment.term.evidence.quote)] if commitment.term else []
    words += [f"from {quoted(commitment.starts.surface)}"] if commitment.starts else []
    words += [f"to {quoted(commitment.ends.surface)}"] if commitment.ends else []
    return " ".join(words)


def _alleged(page: Page, commitment: Commitment) -> Text:
    """Who alleges a violation, in a word."""
    about = [a for a in page.brief.allegations if a.commitment == commitment.id]
    if not about:
        return page.pen("none")
    accusers = party_names(page.brief, [a.accuser for a in about])
    if not accusers:
        who = "a violation is reported"
    elif len(accusers) == 2 and set(accusers) == set(party_names(page.brief, commitment.parties)):
        who = "both allege a violation"
    else:
        many = len(accusers) > 1 or is_plural(accusers[0])
        who = f"{join_words(accusers)} {'allege' if many else 'alleges'} a violation"
    return page.pen(who, page.cited(*(a.evidence for a in about)))


def _allegations(page: Page, about: Sequence[Charge], breached: str) -> Text:
    """A sentence an allegation, then what is not known; never which of them is right."""
    parts: list[Words] = []
    for charge in about:
        first = charge.allegations[0]
        words = allegation_words(page.brief, first, breached)
        parts += [words, page.cited(*(a.evidence for a in charge.allegations)), ". "]
        deniers = party_names(page.brief, charge.denied_by)
        if deniers:
            denial = page.cited(*(a.denial for a in charge.allegations if a.denial))
            parts += [f"{join_words(deniers)} {'deny' if len(deniers) > 1 else 'denies'} it", denial, ". "]
        occurred = next((a.occurred for a in charge.allegations if a.occurred), None)
        if occurred:
            parts += ["When: ", (quoted(occurred.surface), "italic"), ". "]
        counted = charge_words(charge)
        if counted:
            parts.append(f"{counted} ")
        elif first.corroboration is not Corroboration.ALLEGED:
            parts.append(f"The text calls it {first.corroboration.value}. ")
    if all(a.corroboration is Corroboration.ALLEGED and not a.occurred for c in about for a in c.allegations):
        parts.append("No date or monitor was found. ")
    return page.pen(*parts, "This brief gives no verdict.")


def conditions(page: Page) -> Iterator[RenderableType]:
    """What waits on what: stated conditions gate by gate, then ties by a shared sentence."""
    gates: dict[str, list[Linkage]] = {}
    for link in page.brief.linkages:
        if link.kind is not None:
            gates.setdefault(link.gate or link.evidence.quote, []).append(link)
    if not gates:
        yield page.nothing("condition")
    shared = {gate: links for gate, links in gates.items() if len(links) > 1}
    for gate in sorted(shared, key=lambda gate: -len(shared[gate])):
        yield from _gate_drawn(page, gate, shared[gate]) if page.wide else _gate_listed(page, gate, shared[gate])
        yield Text()
    for gate, links in gates.items():
        if gate not in shared:
            yield page.pen(_lane(page, links[0]), ":")
            yield Padding(stack(_conditional(page, links[0])), (0, 0, 0, 2))
    inferred = [link for link in page.brief.linkages if link.kind is None and link.on_issue]
    if inferred:
        if len(shared) < len(gates):
            yield Text()
        yield page.pen("Inferred, one passage names both:")
    for link in inferred:
        pair = f"{issue_name(page.brief, link.issue)} ┄┄ {issue_name(page.brief, link.on_issue or '')}"
        yield Padding(page.pen(pair, page.cited(link.evidence)), (0, 0, 0, 2))


def _lane(page: Page, link: Linkage) -> str:
    issue = issue_name(page.brief, link.issue)
    return f"{party_name(page.brief, link.party)}: {issue}" if link.party is not None else issue


def _conditional(page: Page, link: Linkage) -> list[Text]:
    """What holds or follows, and the condition's own words beneath."""
    condition = link.statement.condition.evidence if link.statement and link.statement.condition else link.evidence
    lines = [page.pen("  ", page.quote(condition))]
    if link.statement:
        lines.insert(0, page.pen(_stance_and_act(page, link.statement), page.cited(link.statement.evidence)))
    if not link.stated:
        lines.append(page.pen(("  ? not said to depend on it", "dim")))
    return lines


def _gate_listed(page: Page, gate: str, links: Sequence[Linkage]) -> Iterator[RenderableType]:
    before = [link for link in links if link.kind in _BEFORE]
    after = [link for link in links if link.kind not in _BEFORE]
    for label, side in (("BEFORE", before), ("AFTER", after)):
        if side:
            yield page.pen(f"{label} ", (gate, "bold"))
        for link in side:
            yield Padding(stack([page.pen(_lane(page, link)), *_conditional(page, link)]), (0, 0, 0, 2))


def _gate_drawn(page: Page, gate: str, links: Sequence[Linkage]) -> Iterator[RenderableType]:
    """Before on the left, after on the right, the gate between: a lane for each party and issue."""
    arrow = 9
    left = (page.width - arrow - 2) // 2
    widths = (left, arrow, page.width - arrow - 2 - left)
    rows = [(page.pen("BEFORE"), " ║", page.pen((gate, "bold"), "  AFTER"))]
    lanes: dict[tuple[PartyId | None, str], list[Linkage]] = {}
    for link in links:
        lanes.setdefault((link.party, link.issue), []).append(link)
    for lane in lanes.values():
        rows += [(Text(), " ║", Text()), (page.pen((_lane(page, lane[0]), "bold")), " ║", Text())]
        before = [link for link in lane if link.kind in _BEFORE]
        after = [link for link in lane if link.kind not in _BEFORE]
        for now, then in zip_longest(before, after):
            now_lines = _conditional(page, now) if now else []
            then_lines = _conditional(page, then) if then else []
            if now and now_lines[0].cell_len < left - 2:
                rest = left - now_lines[0].cell_len - 1
                stroke = "─" * rest if now.stated else f"{'┄' * (rest - 3)} ? "
                now_lines[0] = page.pen(now_lines[0], " ", (stroke, "dim"))
            mark = ("┤" if now and now.stated else " ") + "║" + ("├────▶" if then else "")
            for place, (here, there) in enumerate(zip_longest(now_lines, then_lines, fillvalue=Text())):
                rows.append((here, " ║" if place else mark, there))
    yield Padding(grid(widths, _lines(page, rows, widths), gap=0), (0, 0, 0, 2))


def _lines(page: Page, rows: Sequence[tuple[Text, str, Text]], widths: tuple[int, int, int]) -> Iterator[list[Text]]:
    """Rows cut into lines, so that the gate runs through all of them."""
    for here, mark, there in rows:
        sides = zip_longest(page.wrap(here, widths[0]), page.wrap(there, widths[2]), fillvalue=Text())
        for place, (left, right) in enumerate(sides):
            yield [left, page.pen((" ║" if place else mark, "dim")), right]


def evidence(page: Page) -> Iterator[RenderableType]:
    """What parties from outside the talks report or assess."""
    if not page.brief.third_party:
        yield page.nothing("evidence from a third party")
    for statement in page.brief.third_party:
        party, issue = party_name(page.brief, statement.party), issue_name(page.brief, statement.issue)
        via = f", per {short_name(statement.speaker)}" if statement.speaker and statement.voice is Voice.RELAYED else ""
        yield page.pen((party, "bold"), f"{via}, on {issue}", page.cited(statement.evidence), ":")
        yield Padding(page.pen(page.quote(statement.evidence)), (0, 0, 0, 2))
