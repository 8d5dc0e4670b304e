"""What was undertaken, on the page, and what is alleged about it: boxes of one size, no verdict."""

from __future__ import annotations

from collections.abc import Sequence

from detente.brief.brief import Brief
from detente.brief.figures import status_track
from detente.brief.markup import Markup, el, group
from detente.brief.places import Places
from detente.brief.timeline_words import charge_words
from detente.brief.words import (
    clip_quote,
    count_words,
    date_words,
    join_words,
    party_names,
    quantity_words,
    quoted,
    short_name,
)
from detente.model import Allegation, Commitment, Corroboration, Moment
from detente.model.commitment import Charge

_COLUMNS = ("Commitment", "Status", "Term", "Counts", "Allegations")
_LOOKED_INTO = {
    Corroboration.MONITORED: "A monitor is reported to follow it.",
    Corroboration.VERIFIED: "The text reports it as verified.",
    Corroboration.ATTRIBUTED: "The text reports it as attributed by an outside body.",
    Corroboration.DISPUTED: "The text reports it as disputed.",
}


def commitments_section(brief: Brief, places: Places) -> Markup:
    """Commitments with status, term and counts, then the allegations about each."""
    none = f"No commitment found in {count_words(brief.counts.sentences, 'sentence')}."
    known = {commitment.id: commitment for commitment in brief.commitments}
    about = dict.fromkeys(_about(charge, known) for charge in brief.charges)
    boxes = [
        _allegations(known.get(key) if key else None, [c for c in brief.charges if _about(c, known) == key], places)
        for key in about
    ]
    return el(
        "section",
        el("h2", "Commitments", id="h-com"),
        _table(brief, places) if brief.commitments else el("p", none, class_="intro"),
        *(_sites(commitment, places) for commitment in brief.commitments if commitment.sites),
        *boxes,
        id="commitments",
        aria_labelledby="h-com",
    )


def _about(charge: Charge, known: dict[str, Commitment]) -> str | None:
    """The commitment that an allegation is about, where the brief shows it."""
    return charge.commitment if charge.commitment in known else None


def _table(brief: Brief, places: Places) -> Markup:
    """One row a commitment."""
    heads = [el("th", name, role="columnheader", scope="col") for name in _COLUMNS]
    return el(
        "table",
        el("caption", "Commitments with status, term, counts and allegations", class_="vh"),
        el("thead", el("tr", *heads, role="row"), role="rowgroup"),
        el("tbody", *(_row(commitment, brief, places) for commitment in brief.commitments), role="rowgroup"),
        role="table",
        class_="comm",
    )


def _row(commitment: Commitment, brief: Brief, places: Places) -> Markup:
    """One commitment."""
    parties = (
        el("span", join_words(party_names(brief, commitment.parties)), class_="sub") if commitment.parties else None
    )
    name = (commitment.what, places.references(*commitment.evidence), parties)
    made = [charge for charge in brief.charges if charge.commitment == commitment.id]
    told = (
        el("a", count_words(len(made), "allegation"), " below", href=f"#a-{_place(commitment, brief)}")
        if made
        else None
    )
    counts = "; ".join(quantity_words(count) for count in commitment.counts)
    return el(
        "tr",
        el("th", *name, role="rowheader", scope="row"),
        _cell("Status", status_track(commitment.status)),
        _cell("Term", _term(commitment)),
        _cell("Counts", group(counts) if counts else None),
        _cell("Allegations", told, nothing="None found"),
        role="row",
    )


def _cell(label: str, content: Markup | None, *, nothing: str = "Not given") -> Markup:
    """A cell that says in words when nothing is known."""
    shown = el("span", content or nothing)
    return el("td", el("span", label, class_="lab"), shown, role="cell", class_=None if content else "nil")


def _term(commitment: Commitment) -> Markup | None:
    """How long, from when, until when, in the text's words."""
    parts = [quoted(quantity_words(commitment.term))] if commitment.term else []
    parts += [f"from {_moment(commitment.starts)}"] if commitment.starts else []
    parts += [f"to {_moment(commitment.ends)}"] if commitment.ends else []
    return group(", ".join(parts)) if parts else None


def _moment(moment: Moment) -> str:
    """A moment in the text's words, with the day where it is known."""
    if moment.earliest is None or moment.earliest != moment.latest:
        return quoted(moment.surface)
    return f"{quoted(moment.surface)} ({date_words(moment.earliest)})"


def _place(commitment: Commitment, brief: Brief) -> int:
    """A commitment's one-based place, for ids."""
    return brief.commitments.index(commitment) + 1


def _sites(commitment: Commitment, places: Places) -> Markup:
    """What a commitment covers, in the text's words."""
    shown = [group(quoted(clip_quote(site)), places.references(site)) for site in commitment.sites]
    parts: list[Markup | str] = [el("b", f"Covered by: {commitment.what}."), " "]
    for place, site in enumerate(shown):
        parts += [", " if place else "", site]
    return el("p", *parts, ".", class_="src")


def _allegations(commitment: Commitment | None, charges: Sequence[Charge], places: Places) -> Markup:
    """Who alleges what, in boxes of one size; then the words behind them, each once."""
    title = f"Allegations about: {commitment.what}" if commitment else "Other allegations"
    allegations = [allegation for charge in charges for allegation in charge.allegations]
    words = {
        (a.evidence.document, a.evidence.span): [b for b in allegations if b.evidence == a.evidence]
        for a in allegations
    }
    where = f"a-{_place(commitment, places.brief)}" if commitment else "a-other"
    return el(
        "div",
        el("h3", title, id=where),
        el("div", *(_box(charge, commitment, places) for charge in charges), class_="pair2"),
        *(_words(together, places) for together in words.values()),
        class_="alleg",
    )


def _box(charge: Charge, commitment: Commitment | None, places: Places) -> Markup:
    """One allegation, by however many reports: accuser and accused in type of one weight."""
    names = [party_names(places.brief, [party])[0] if party else None for party in (charge.accuser, charge.accused)]
    accuser, accused = names
    says = el("span", " alleges a violation" if commitment else " makes an allegation")
    if accuser is None:
        says = el("span", "A violation is reported" if commitment else "An allegation is reported")
    by = group(el("span", " by " if commitment else " against "), el("b", accused)) if accused else None
    parts = (el("b", accuser) if accuser else None, says, by, el("span", "."))
    denied = None
    if charge.denied_by:
        denials = tuple(dict.fromkeys(a.denial for a in charge.allegations if a.denial))
        told = f" {quoted(clip_quote(denials[0]))}" if denials else ""
        by_whom = join_words(party_names(places.brief, charge.denied_by))
        denied = el("p", el("span", "Denied by "), by_whom, told, places.references(*denials))
    counted = charge_words(charge)
    return el("div", el("p", *parts), el("p", counted, class_="sub") if counted else None, denied, class_="al")


def _words(together: Sequence[Allegation], places: Places) -> Markup:
    """The words that one or more allegations rest on, whose they are, and what is not known of them."""
    first = together[0]
    passage = places.passage(first.evidence)
    statements = [s for s in (passage.statements if passage else ()) if s.id in {a.statement for a in together}]
    speaker = next((s.speaker for s in statements if s.speaker), None)
    by = f", according to {short_name(speaker)}" if speaker else ", the article’s words"
    known = [f" When: {_moment(a.occurred)}." for a in together[:1] if a.occurred] or [" No date is given."]
    told: list[Markup | str] = [f" {_LOOKED_INTO.get(first.corroboration, 'No monitor or check is recorded.')}"]
    if first.checked:
        told += [f" {quoted(clip_quote(first.checked))}", places.references(first.checked), "."]
    refs = places.references(first.evidence)
    told.append(" This brief gives no verdict.")
    return el("p", quoted(clip_quote(first.evidence)), by, refs, ".", *known, *told, class_="src")
