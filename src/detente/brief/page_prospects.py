"""Where it could lead, on the page: scenarios, efficient packages, what they rest on; computed, and named so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detente.brief.brief import Brief, Prospects
from detente.brief.markup import Child, Markup, el, group
from detente.brief.places import Places
from detente.brief.prospect_figures import frontier_figure, most_opposed, probability_bar, worth_ladder
from detente.brief.prospect_words import (
    FOOTHOLD_WORDS,
    LETTERS,
    NUMERALS,
    as_sentence,
    differing_issues,
    list_withdrawals,
    number_words,
    option_in,
    outcome_caveats,
    picked_packages,
    rule_words,
    scenario_caveats,
    shared_outcomes,
    strongest_evidence,
)
from detente.brief.words import clip_quote, join_words, party_name, quoted
from detente.model import IssueId, Statement
from detente.model.package import Outcomes, name_of_option
from detente.model.scenario import Consistency, Foothold, Scenario, ScenarioResult
from detente.positions.arrays import YES

_MARKS = {
    Consistency.CONSISTENT: ("+", "fits"),
    Consistency.NEUTRAL: ("·", "neither"),
    Consistency.INCONSISTENT: ("×", "speaks against"),
}
_MOVES = 5
"""Moves of the most probable scenario that are told."""
_EVIDENCE = 10
"""Statements that are held against the scenarios."""
_LONGEST = 24
"""Words of a quote that are shown."""


def prospects_section(brief: Brief, places: Places) -> Markup:
    """Scenarios and packages, each with its caveats."""
    held = brief.prospects
    intro = (
        "Computed from the table by stated rules; nobody is quoted as saying it. Who reads the sentences otherwise gets "
        "other figures."
    )
    parts: list[Child] = []
    if held and held.scenarios:
        parts += _scenarios(held.scenarios, places)
    if held and held.outcomes:
        parts += _packages(held.outcomes, places)
    if held and held.missing:
        parts.append(el("p", as_sentence(held.missing), class_="intro"))
    caveats = _caveats(held)
    if caveats:
        parts.append(el("h3", "Caveats", class_="h3"))
        parts.append(el("ul", *(el("li", as_sentence(c)) for c in caveats), class_="cvs"))
    return el(
        "section",
        el("h2", "Where it could lead", id="h-pro"),
        el("p", intro, class_="intro"),
        *parts,
        id="prospects",
        aria_labelledby="h-pro",
    )


def _caveats(held: Prospects | None) -> list[str]:
    """What both answers rest on and do not say, each once."""
    told = [*scenario_caveats(held.scenarios)] if held and held.scenarios else []
    told += [*outcome_caveats(held.outcomes)] if held and held.outcomes else []
    return list(dict.fromkeys(told))


def _scenarios(result: ScenarioResult, places: Places) -> Iterator[Child]:
    """How the talks may end."""
    yield el("h3", "How the talks may end", class_="h3")
    if not result.scenarios:
        yield el("p", "In no draw is there a package that is worth every reservation value.", class_="intro")
        return
    issues = join_words([_issue_name(result, i) for i in result.deciding])
    told = f"Told apart by {issues}. A bar is the probability; the line over it holds four of five draws."
    yield el("p", told, class_="intro")
    heads = ["Scenario", "What is settled how", "Probability", "Nobody gains by leaving it", "Evidence against it"]
    lasting = any(s.foothold is not Foothold.UNKNOWN for s in result.scenarios)
    columns = [h for h in heads if (lasting or h != heads[3]) and (result.evidence or h != heads[4])]
    rows = [
        _scenario_row(s, letter, result, columns, places) for letter, s in zip(LETTERS, result.scenarios, strict=False)
    ]
    yield _table("Scenarios by probability", columns, rows, "plain scen")
    shared = [f"{_issue_name(result, i)}: {option} ({chance})" for i, option, chance in shared_outcomes(result)]
    if shared:
        yield el("p", el("b", "In every scenario, most likely: "), "; ".join(shared), ".", class_="src")
    moves = [_move(c_at, result, places) for c_at in range(min(_MOVES, len(result.scenarios[0].concessions)))]
    if moves:
        yield el("h3", "Who would have to move for scenario A", class_="h3")
        yield el("ul", *moves, class_="cvs")
    withdrawals = [
        el("li", f"{party_name(places.brief, party)} on ", places.issue_link(issue), f" (in {where})")
        for party, issue, where in list_withdrawals(result)
    ]
    if withdrawals:
        yield el("h3", "Who would gain by taking consent back", class_="h3")
        yield el("ul", *withdrawals, class_="cvs")
    yield from _evidence(result, places)


def _scenario_row(
    scenario: Scenario, letter: str, result: ScenarioResult, columns: Sequence[str], places: Places
) -> Markup:
    """One scenario."""
    settled = [
        el("span", places.issue_link(issue), ": ", el("b", option_in(result, issue, scenario)), class_="l2")
        for issue in result.deciding
    ]
    settled += [
        el("span", places.issue_link(issue), f": {option_in(result, issue, scenario)}", class_="l2")
        for issue in differing_issues(result)
    ]
    chance = group(
        el("b", f"{scenario.probability:.0%}"),
        f" ({scenario.low:.0%} to {scenario.high:.0%})",
        probability_bar(scenario),
    )
    cells: dict[str, Child] = {
        "What is settled how": group(*settled),
        "Probability": chance,
        "Nobody gains by leaving it": ": ".join(
            part
            for part in (
                FOOTHOLD_WORDS[scenario.foothold],
                ", ".join(party_name(places.brief, w.party) for w in scenario.withdrawals),
            )
            if part
        ),
        "Evidence against it": f"{scenario.inconsistency:g}",
    }
    return el(
        "tr",
        el("th", letter, role="rowheader", scope="row"),
        *(_cell(head, cells[head]) for head in columns[1:]),
        role="row",
    )


def _cell(head: str, content: Child) -> Markup:
    """A cell that says its column's name where the table is shown as cards."""
    return el("td", el("span", f"{head}: ", class_="lab", aria_hidden="true"), content, role="cell")


def _move(at: int, result: ScenarioResult, places: Places) -> Markup:
    """One concession of the most probable scenario."""
    c = result.scenarios[0].concessions[at]
    domain = result.drafted.domain
    return el(
        "li",
        el("b", party_name(places.brief, c.party)),
        " on ",
        places.issue_link(c.issue),
        f": {name_of_option(domain, c.issue, c.wanted)} → {name_of_option(domain, c.issue, c.takes)}, "
        f"{c.cost:.0%} of all it has at stake",
        places.references(*(s.evidence for s in c.statements)),
    )


def _evidence(result: ScenarioResult, places: Places) -> Iterator[Child]:
    """The statements that tell scenarios apart."""
    rows = strongest_evidence(result)
    if not rows:
        return
    letters = LETTERS[: len(result.scenarios)]
    alike = sum(not row.tells_apart for row in result.evidence)
    yield el("h3", "Evidence that tells them apart", class_="h3")
    told = "+ fits, × speaks against, · neither. Hedged and unsure statements weigh half."
    told += f" Not shown: {alike} that bear on all alike." if alike else ""
    yield el("p", told, class_="intro")
    body = []
    for row in rows[:_EVIDENCE]:
        marks = (
            el("td", el("span", sign, aria_hidden="true"), el("span", words, class_="vh"), role="cell", class_="mk")
            for sign, words in (_MARKS[m] for m in row.marks)
        )
        body.append(
            el("tr", el("th", *_said(row.statement, places), role="rowheader", scope="row"), *marks, role="row")
        )
    yield _table("Statements against scenarios", ["Statement", *letters], body, "plain ach")


def _said(statement: Statement, places: Places) -> tuple[Child, ...]:
    """Words with their passage, on which issue."""
    return (
        quoted(clip_quote(statement.evidence, longest=_LONGEST)),
        places.references(statement.evidence),
        el("span", places.issue_link(statement.issue), class_="sub"),
    )


def _packages(outcomes: Outcomes, places: Places) -> Iterator[Child]:
    """Where a deal could lie."""
    result = outcomes.result
    yield el("h3", "Where a deal could lie", class_="h3")
    packages = picked_packages(outcomes)
    count = (
        f"{result.domain.size:,} packages, {result.efficient:,} of them efficient: no other is better for one party and no "
        "worse for any."
    )
    yield el("p", count, class_="intro")
    if not packages:
        yield el(
            "p", "No package is worth every reservation value: there is no zone of possible agreement.", class_="intro"
        )
        return
    rules = (
        el("li", el("b", numeral), f" {rule_words(concepts)}")
        for numeral, concepts in zip(NUMERALS, packages.values(), strict=False)
    )
    yield el("ul", *rules, class_="cvs rules")
    chosen = list(packages)
    names = [party_name(places.brief, p) for p in result.domain.parties]
    pair = most_opposed(result)
    drawings: list[Child] = []
    if pair:
        others = " The worth to others is not drawn." if len(names) > 2 else ""
        caption = (
            f"Every dot is an efficient package. Of all parties these two want what is most opposed.{others} "
            "Dashed: without a deal, where known."
        )
        drawing = frontier_figure(result, pair, (names[pair[0]], names[pair[1]]), chosen)
        drawings.append(el("figure", drawing, el("figcaption", caption)))
    heads = ["Issue", *NUMERALS[: len(chosen)]]
    rows = []
    for at, issue in enumerate(result.domain.issues):
        options = [name_of_option(outcomes.drafted.domain, *p.options[at]) for p in chosen]
        same = len(set(options)) == 1
        cells = (_cell(n, o if same else el("b", o)) for n, o in zip(NUMERALS, options, strict=False))
        rows.append(el("tr", el("th", places.issue_link(issue.id), role="rowheader", scope="row"), *cells, role="row"))
    drawings.append(_table("Packages that the rules pick", heads, rows, "plain pkg"))
    yield el("div", *drawings, class_="deal" if pair else None)
    yield from _ladders(outcomes, names, places)
    lines = _ruled_out(outcomes, places)
    if lines:
        yield el("h3", "What is ruled out or waits", class_="h3")
        yield el("ul", *lines, class_="cvs")


def _ladders(outcomes: Outcomes, names: Sequence[str], places: Places) -> Iterator[Child]:
    """Each party's scale with the zone and the packages on it."""
    result = outcomes.result
    chosen = list(picked_packages(outcomes))
    rows = []
    for at, name in enumerate(names):
        u = result.domain.utilities[at]
        known = number_words(u.reservation) if u.reservation is not None else "not known"
        figures = ", ".join(f"{n} {number_words(p.worth[at])}" for n, p in zip(NUMERALS, chosen, strict=False))
        rows.append(
            el(
                "tr",
                el("th", name, role="rowheader", scope="row"),
                _cell("From worst to best", worth_ladder(result, at, chosen)),
                _cell("Without a deal", known),
                _cell("Packages", figures),
                role="row",
            )
        )
    told = (
        "Thick: the zone of possible agreement, from the least to the most that an efficient and acceptable package is "
        "worth. Dashed: without a deal."
    )
    yield el("p", told, class_="src")
    yield _table(
        "Worth to each party",
        ["Party", "From worst to best package", "Without a deal", "Packages"],
        rows,
        "plain worth",
    )


def _ruled_out(outcomes: Outcomes, places: Places) -> list[Markup]:
    """Red lines with their sentences, requirements."""
    lines = []
    for r in outcomes.drafted.red_lines:
        option = name_of_option(outcomes.drafted.domain, r.issue, r.option)
        told: tuple[Child, ...] = (": an analyst’s judgement",)
        if r.statement:
            told = (
                f": {quoted(clip_quote(r.statement.evidence, longest=_LONGEST))}",
                places.references(r.statement.evidence),
            )
        ruled = group(places.issue_link(r.issue), "" if r.option == YES else f" ({option})")
        lines.append(el("li", f"{party_name(places.brief, r.party)} rules out ", ruled, *told))
    lines += [
        el("li", places.issue_link(r.issue), " waits for ", places.issue_link(r.needs_issue))
        for r in outcomes.drafted.domain.requirements
    ]
    return lines


def _issue_name(result: ScenarioResult, issue: IssueId) -> str:
    return next((i.name for i in result.drafted.domain.issues if i.id == issue), issue)


def _table(caption: str, heads: Sequence[str], rows: Sequence[Markup], classes: str) -> Markup:
    """A table with its heads; the caption is for those who do not see it."""
    columns = (el("th", head, role="columnheader", scope="col") for head in heads)
    return el(
        "table",
        el("caption", caption, class_="vh"),
        el("thead", el("tr", *columns, role="row"), role="rowgroup"),
        el("tbody", *rows, role="rowgroup"),
        role="table",
        class_=classes,
    )
