"""Words for what is computed: scenarios and packages say the same in the terminal and on the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detente.brief.words import clip_quote, count_words, join_words, quoted
from detente.model import IssueId, PartyId
from detente.model.package import DraftedDomain, Outcomes, Package, SolutionConcept, name_of_option
from detente.model.scenario import Consistency, EvidenceRow, Foothold, Scenario, ScenarioResult
from detente.positions.arrays import CONDITIONAL

LETTERS = "ABCDEFGH"
"""What scenarios are called."""
NUMERALS = ("I", "II", "III", "IV")
"""What the packages that the rules pick are called."""
FOOTHOLD_WORDS = {
    Foothold.LASTS: "yes",
    Foothold.HELD_BY_OTHERS: "if others answer",
    Foothold.FALTERS: "no",
    Foothold.UNKNOWN: "not known",
}
RULES = {
    SolutionConcept.NASH: "Nash",
    SolutionConcept.KALAI_SMORODINSKY: "Kalai-Smorodinsky",
    SolutionConcept.EGALITARIAN: "egalitarian",
    SolutionConcept.UTILITARIAN: "largest sum",
}
_LEFT_OUT = {
    "fewer than two parties are heard on it": "fewer than two parties are heard on them",
    "an analyst gives utilities for other issues only, on a scale of their own": "the analyst values other issues only",
}
"""Why issues are left out, as warnings end and as they are told together."""
_LONGEST = 24
"""Words of a quote that are shown."""


def rule_words(concepts: Sequence[SolutionConcept]) -> str:
    """The rules that pick a package: "Nash and largest sum"."""
    joined = "all four rules" if len(concepts) == len(RULES) else join_words([RULES[c] for c in concepts])
    return joined[:1].upper() + joined[1:]


def picked_packages(outcomes: Outcomes) -> dict[Package, list[SolutionConcept]]:
    """The packages that rules pick, each once, with the rules."""
    packages: dict[Package, list[SolutionConcept]] = {}
    for solution in outcomes.result.solutions:
        packages.setdefault(solution.package, []).append(solution.concept)
    return packages


def number_words(value: float) -> str:
    """A worth, to the whole number where it is large enough."""
    return f"{value:,.0f}" if abs(value) >= 10 or value == int(value) else f"{value:.2g}"


def option_in(result: ScenarioResult, issue: IssueId, scenario: Scenario) -> str:
    """How a scenario settles an issue, by the option's name."""
    return name_of_option(result.drafted.domain, issue, scenario.settled[issue])


def differing_issues(result: ScenarioResult) -> list[IssueId]:
    """The issues besides the deciding ones that are not settled alike in all scenarios."""
    held: dict[IssueId, set[str]] = {}
    for scenario in result.scenarios:
        for likely in scenario.besides:
            held.setdefault(likely.issue, set()).add(likely.option)
    return [issue for issue, options in held.items() if len(options) > 1]


def shared_outcomes(result: ScenarioResult) -> Iterator[tuple[IssueId, str, str]]:
    """What all scenarios have in common: issue, option's name, least to greatest probability."""
    differing = differing_issues(result)
    for likely in result.scenarios[0].besides if result.scenarios else ():
        if likely.issue in differing:
            continue
        shares = [b.probability for s in result.scenarios for b in s.besides if b.issue == likely.issue]
        low, high = f"{min(shares):.0%}", f"{max(shares):.0%}"
        between = low if low == high else f"{low} to {high}"
        yield likely.issue, name_of_option(result.drafted.domain, likely.issue, likely.option), between


def list_withdrawals(result: ScenarioResult) -> Iterator[tuple[PartyId, IssueId, str]]:
    """Who would rather keep what holds without agreement, on what, and in which scenarios."""
    found: dict[tuple[PartyId, IssueId], str] = {}
    for letter, scenario in zip(LETTERS, result.scenarios, strict=False):
        for withdrawal in scenario.withdrawals:
            for issue in withdrawal.issues:
                key = (withdrawal.party, issue)
                found[key] = found.get(key, "") + letter
    every = LETTERS[: len(result.scenarios)]
    for (party, issue), letters in found.items():
        yield party, issue, "all" if letters == every else join_words(list(letters))


def strongest_evidence(result: ScenarioResult) -> list[EvidenceRow]:
    """The statements that tell scenarios apart: those against one first, the weightiest first, each passage once."""
    unique: dict[tuple[str, tuple[Consistency, ...]], EvidenceRow] = {}
    for row in result.evidence:
        if row.tells_apart:
            unique.setdefault((row.statement.evidence.quote, row.marks), row)
    return sorted(unique.values(), key=lambda r: (Consistency.INCONSISTENT not in r.marks, -r.weight))


def scenario_caveats(result: ScenarioResult) -> Iterator[str]:
    """What the figures rest on and do not say."""
    if any(o.id == CONDITIONAL for i in result.drafted.domain.issues for o in i.options):
        yield "“On conditions” also stands for in part, later, or left open"
    yield from result.warnings
    for e in result.expectations:
        quote = quoted(clip_quote(e.statement.evidence, longest=_LONGEST))
        yield f"{quoted(e.words)} in a report counts as {e.low:.0%} to {e.high:.0%}: {quote}"
    yield from domain_caveats(result.drafted)


def tell_origin(drafted: DraftedDomain) -> str:
    """Where the numbers of a domain come from, in a sentence or two."""
    if not drafted.estimates:
        return "What each option is worth is taken as it is given, without bands."
    judged = sum(e.author is not None for e in drafted.estimates)
    inferred = len(drafted.estimates) - judged
    if not inferred:
        return f"{count_words(judged, 'number')}, all of them an analyst’s."
    return (
        f"{count_words(inferred, 'number')} inferred from stances, {judged:,} an analyst’s."
        " Inferred worth is a reading of what was said, not of what a party would settle for."
    )


def domain_caveats(drafted: DraftedDomain) -> Iterator[str]:
    """The warnings of a domain, the issues that were left out for one reason together."""
    for reason, words in _LEFT_OUT.items():
        left = [w.removesuffix(f" is left out: {reason}") for w in drafted.warnings if w.endswith(reason)]
        if left:
            yield f"left out, since {words}: {'; '.join(left)}"
    yield from (w for w in drafted.warnings if not w.endswith(tuple(_LEFT_OUT)))


def outcome_caveats(outcomes: Outcomes) -> Iterator[str]:
    """What the packages rest on and do not say."""
    yield from domain_caveats(outcomes.drafted)
    unknown = unknown_reservations(outcomes)
    yield from (w for w in outcomes.result.warnings if w not in unknown)
    if unknown:
        yield "what a party has without a deal is not known where no analyst says it; its worst package stands for it"


def unknown_reservations(outcomes: Outcomes) -> list[str]:
    """The warnings that say whose reservation value is not known."""
    return [w for w in outcomes.result.warnings if w.startswith("what ")]


def as_sentence(line: str) -> str:
    """A line with a capital and a full stop."""
    return f"{line[:1].upper()}{line[1:]}{'' if line[-1:] in '.”?!' else '.'}"
