"""Which statements are about the same issue."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from detente.codebook import Agenda, AgendaIssue, ThemeIndex
from detente.model import (
    Act,
    Condition,
    ConditionKind,
    Document,
    Evidence,
    Issue,
    IssueId,
    PartyId,
    Sentence,
    Span,
    Stance,
)
from detente.model.record import Anchor
from detente.statements.issues import ANCHORS, Assigned, assign_issues
from detente.statements.likeness import Placed
from detente.statements.readers.protocol import Draft

THEMES = ThemeIndex()
NO_WORDS: frozenset[str] = frozenset()


def vector_of(seed: int, size: int = 32) -> np.ndarray:
    vector = np.random.default_rng(seed).normal(size=size).astype(np.float32)
    return np.asarray(vector / np.linalg.norm(vector), np.float32)


def report(
    *sentences: str, parties: tuple[str, ...] = ("north",), seeds: tuple[int, ...] | None = None
) -> list[Placed]:
    """One statement a party and sentence; sentences of one seed look alike to the reader."""
    text = " ".join(sentences)
    document = Document(text=text, name="report", body=Span(start=0, end=len(text)))
    placed, start = [], 0
    for number, words in enumerate(sentences):
        span = Span(start=start, end=start + len(words))
        start = span.end + 1
        for party in parties:
            draft = Draft(
                party=PartyId(party),
                span=Span(start=span.start, end=span.end - 1),
                sentence=number,
                act=Act.DEMAND,
                stance=Stance.SUPPORT,
                hedged=False,
                confidence=0.9,
                vector=vector_of(seeds[number] if seeds else number),
            )
            placed.append(Placed(document, Sentence(span=span, paragraph=number), draft))
    return placed


def assign(placed: list[Placed], agenda: Agenda | None = None) -> tuple[tuple[IssueId, ...], tuple[Issue, ...]]:
    assigned = assign_issues(placed, themes=THEMES, party_words=NO_WORDS, agenda=agenda)
    return assigned.ids, assigned.issues


def partition(placed: list[Placed], ids: tuple[IssueId, ...]) -> set[frozenset[tuple[str, int]]]:
    groups: dict[str, set[tuple[str, int]]] = {}
    for p, issue in zip(placed, ids, strict=True):
        groups.setdefault(issue, set()).add((p.document.id, p.draft.span.start))
    return {frozenset(g) for g in groups.values()}


def test_nothing_to_place_gives_no_issues() -> None:
    assert assign([]) == ((), ())


def test_one_statement_makes_one_issue() -> None:
    ids, issues = assign(report("They want the tolls lifted."))
    assert ids == (issues[0].id,)


def test_every_statement_has_an_issue_and_issues_stand_in_order_of_first_statement() -> None:
    ids, issues = assign(
        report("They want a ceasefire.", "Sanctions must be eased.", "The ceasefire must hold.", "Prisoners go free.")
    )
    assert tuple(dict.fromkeys(ids)) == tuple(issue.id for issue in issues)
    assert len({issue.name for issue in issues}) == len(issues)


def test_parties_that_share_a_quote_share_its_issue() -> None:
    placed = report("Both sides want the tolls lifted.", "Prisoners must go free.", parties=("north", "south", "west"))
    ids, _ = assign(placed)
    assert len(set(ids[:3])) == 1
    assert len(set(ids[3:])) == 1


def test_quotes_that_differ_by_a_word_or_two_still_share_an_issue() -> None:
    (one,) = report("Both the north and the south want all of the bridge tolls to be lifted at once.")
    span = Span(start=one.draft.span.start + 5, end=one.draft.span.end)
    other = Placed(
        one.document,
        one.sentence,
        Draft(
            party=PartyId("south"),
            span=span,
            sentence=0,
            act=Act.DEMAND,
            stance=Stance.SUPPORT,
            hedged=False,
            confidence=0.8,
            vector=vector_of(9),
        ),
    )
    ids, _ = assign([one, other])
    assert ids[0] == ids[1]


def test_statements_on_clearly_different_matters_are_kept_apart() -> None:
    ids, _ = assign(report("Economic sanctions on banks must be eased.", "Prisoners of war must be exchanged."))
    assert ids[0] != ids[1]


def test_two_clear_matters_are_kept_apart_however_alike_they_look() -> None:
    ids, _ = assign(report("Prisoners of war were exchanged.", "Peacekeepers were sent there.", seeds=(1, 1)))
    assert ids[0] != ids[1]


def test_what_a_statement_waits_for_is_not_what_it_is_about() -> None:
    lines = ("A ceasefire is near.", "Elections can be held only after a ceasefire.", "Elections are due.")
    placed = report(*lines, seeds=(1, 1, 1))
    wait = placed[1].document.text.index("only after")
    condition = Condition(
        kind=ConditionKind.ONLY_AFTER,
        on="a ceasefire",
        evidence=Evidence.cite(placed[1].document, Span(start=wait, end=placed[1].draft.span.end)),
    )
    ids, _ = assign([placed[0], replace(placed[1], condition=condition), placed[2]])
    assert (ids[1] == ids[2], ids[0] == ids[1]) == (True, False)


def test_statements_on_one_matter_come_together_across_reports() -> None:
    first = report("Sanctions on the banks must be eased.", seeds=(1,))
    second = report("Easing sanctions on the banks is too early.", seeds=(1,))
    ids, _ = assign([*first, *second])
    assert ids[0] == ids[1]


AGENDA = Agenda(
    issues=(
        AgendaIssue(id=IssueId("tolls"), name="Tolls on the bridge", keywords=("toll", "crossing fee")),
        AgendaIssue(id=IssueId("captives"), name="Release of captives"),
    )
)


def test_a_keyword_of_the_agenda_decides() -> None:
    ids, issues = assign(
        report("They want the tolls lifted.", "A Crossing Fee is unfair.", "The release of captives comes first."),
        AGENDA,
    )
    assert ids == ("tolls", "tolls", "captives")
    assert [issue.name for issue in issues] == ["Tolls on the bridge", "Release of captives"]


def test_two_issues_of_the_agenda_never_join_however_alike_they_look() -> None:
    ids, _ = assign(report("They want the toll.", "They want the release of captives.", seeds=(1, 1)), AGENDA)
    assert ids == ("tolls", "captives")


def test_an_agenda_that_nothing_speaks_of_adds_no_issue() -> None:
    _, issues = assign(report("A ceasefire must hold."), AGENDA)
    assert not {issue.id for issue in issues} & {"tolls", "captives"}


MANY_MATTERS = [
    report("The ceasefire must hold along the river.", "Sanctions on the banks must be eased."),
    report("Prisoners of war must be exchanged.", "The ceasefire along the river is broken."),
    report("The sanctions on the banks stay.", "A tariff on steel would be raised."),
]


def test_asking_twice_gives_one_answer() -> None:
    placed = [p for one in MANY_MATTERS for p in one]
    assert assign(placed) == assign(placed)


@pytest.mark.parametrize("order", [(0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0)])
def test_the_order_of_the_reports_does_not_change_what_belongs_together(order: tuple[int, ...]) -> None:
    straight = [p for one in MANY_MATTERS for p in one]
    turned = [p for i in order for p in MANY_MATTERS[i]]
    assert partition(turned, assign(turned)[0]) == partition(straight, assign(straight)[0])


def test_more_units_than_are_grouped_pairwise_still_get_their_issues() -> None:
    matters = ("ceasefire along the river", "sanctions on the banks", "exchange of prisoners", "tariff on steel")
    placed = report(
        *(f"They want the {matters[i % 4]} number {i}." for i in range(820)), seeds=tuple(i % 4 for i in range(820))
    )
    ids, issues = assign(placed)
    assert len(ids) == 820
    assert set(ids) == {issue.id for issue in issues}
    assert 2 <= len(issues) <= 100


@pytest.mark.parametrize("words", ["北京表示反对。", "😀 😀.", "…", "?!", "12 34."])
def test_text_without_known_words_is_placed_too(words: str) -> None:
    ids, issues = assign(report(f"{words} ", "They want a ceasefire."))
    assert len(ids) == 2
    assert all(issue.name.strip() for issue in issues)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            "The government ruled out sending peacekeepers to the country.",
            "Its neighbour rejects this route, viewing foreign troops as a threat.",
        ),
        (
            "The union wants higher wages for nurses.",
            "The ministry rejects this demand, since the budget deficit would grow.",
        ),
        (
            "The minister proposed to cut tariffs on steel.",
            "The other side dismissed such a proposal, saying sanctions must end first.",
        ),
    ],
)
def test_words_that_point_back_keep_to_the_issue_before_them(first: str, second: str) -> None:
    placed = report(first, second)
    one_paragraph = [Placed(p.document, Sentence(span=p.sentence.span, paragraph=0), p.draft) for p in placed]
    ids, _ = assign(one_paragraph)
    assert ids[0] == ids[1]
    apart, _ = assign(placed)
    assert apart[0] != apart[1]


def extend(placed: list[Placed], known: tuple[Anchor, ...]) -> Assigned:
    return assign_issues(placed, themes=THEMES, party_words=NO_WORDS, known=known)


MONTH = [
    report("The ceasefire must hold along the river.", "Sanctions on the banks must be eased.", seeds=(1, 2)),
    report("Prisoners of war must be exchanged.", "The ceasefire along the river is broken.", seeds=(3, 1)),
    report("The sanctions on the banks stay.", "A tariff on steel would be raised.", seeds=(2, 4)),
]


def test_a_later_report_on_the_same_matters_belongs_to_their_issues_and_a_new_matter_gets_its_own() -> None:
    first = extend(MONTH[0], ())
    second = extend(MONTH[1], first.anchors)
    assert second.ids[1] == first.ids[0]
    assert second.ids[0] not in first.ids
    assert sorted(a.issue.id for a in second.anchors) == sorted(second.ids)


def test_an_issue_keeps_its_name_whatever_later_reports_call_it() -> None:
    first = extend(report("Sanctions on the banks must be eased."), ())
    second = extend(report("Sanctions on steel, on ships and on grain must be eased now."), first.anchors)
    assert second.ids == first.ids
    assert second.issues == first.issues


def test_only_so_many_anchors_are_kept_of_an_issue_however_often_it_is_spoken_of() -> None:
    known: tuple[Anchor, ...] = ()
    for _ in range(ANCHORS + 2):
        known += extend(report("The ceasefire must hold.", "The ceasefire is broken.", seeds=(1, 1)), known).anchors
    assert Counter(a.issue.id for a in known) == {"ceasefire": ANCHORS}


def test_reading_a_report_again_with_its_own_anchors_changes_nothing() -> None:
    for one in MONTH:
        first = extend(one, ())
        again = extend(one, first.anchors)
        assert again.ids == first.ids
