"""How far a party's name reaches: over its organs ("Russian troops"), and with a role noun ("Syrian rebels")."""

from __future__ import annotations

import re
from dataclasses import replace

from detente.codebook.gazetteer_types import Claim, Entry, Kind, Lexicon, with_executive
from detente.model import PartyId

_DETERMINED = re.compile(r"(?:the|both|all|either|neither|each) ", re.IGNORECASE)
_OWN_BRANCH = frozenset(["government", "legislature", "delegation", "mediator", "all"])
"""Categories of role nouns that belong to the state or body named before them."""
_APART = frozenset(["labour", "public", "employer"])
"""Categories of role nouns that stand apart from an organisation named before them: "EU farmers"."""
_WHOLE = frozenset([Kind.MOVEMENT, Kind.UNION])
"""Kinds of party that role nouns after their name only describe: "Hamas militants"."""
_BODIES = frozenset([Kind.ORGANISATION, Kind.FACTION, Kind.BODY])
_REACHING = frozenset(Kind) - {Kind.PERSON, Kind.GROUP}


def reach_out(lexicon: Lexicon, plain: str, stand: list[Claim]) -> list[Claim]:
    """Extend claims over the words that belong to them.

    Parameters
    ----------
    lexicon : Lexicon
    plain : str
        The text, folded.
    stand : list of Claim
        In text order, without overlaps; changed in place.

    Returns
    -------
    list of Claim
        In text order, without overlaps. A bare role noun goes to the one party of that noun with a country before it,
        where the text has just one ("Syrian rebels ... the rebels").
    """
    reached: list[Claim] = []
    composed: dict[PartyId, dict[PartyId, Entry]] = {}
    for at, claim in enumerate(stand):
        if reached and claim.start < reached[-1].end:
            continue
        reached.append(claim)
        if claim.entries[0].kind not in _REACHING:
            continue
        after = stand[at + 1] if at + 1 < len(stand) else None
        if after and after.entries[0].kind is Kind.GROUP and _follows(lexicon, plain, claim, after):
            noun = _in_sector(lexicon, plain[claim.end + 1 : after.start - 1], after.entries[0])
            claim.end = after.end
            claim.entries = _with_noun(lexicon, claim.entries, noun)
            composed.setdefault(after.entries[0].party, {})[claim.entries[0].party] = claim.entries[0]
        else:
            while (match := lexicon.organs.match(plain, claim.end)) and not _cuts(match.end(), after):
                _take_in(lexicon, claim, match)
    for claim in reached:
        noun = claim.entries[0]
        owned = composed.get(noun.party, {})
        if noun.kind is Kind.GROUP and len(owned) == 1 and (whole := next(iter(owned.values()))).kind is Kind.GROUP:
            claim.entries = (replace(whole, surface=noun.surface),)
    return reached


def composite_name(owner: str, noun: Entry) -> str:
    """Name of a role noun's party within a country: "Syrian rebels"."""
    return f"{owner} {noun.party_name[0].lower()}{noun.party_name[1:]}"


def _cuts(end: int, after: Claim | None) -> bool:
    """Whether a stretch that ends here would end within the claim after it."""
    return after is not None and after.start < end < after.end


def _follows(lexicon: Lexicon, plain: str, owner: Claim, noun: Claim) -> bool:
    """Whether a role noun follows the name of its country, company or body."""
    between = plain[owner.end : noun.start]
    return not _DETERMINED.match(plain, noun.start) and (
        between == " "
        or (
            between[:1] == " " == between[-1:]
            and (between[1:-1] in lexicon.words["organ_words"] or between[1:-1] in lexicon.words["sectors"])
        )
    )


def _in_sector(lexicon: Lexicon, word: str, noun: Entry) -> Entry:
    """A role noun with what it works in before it: "sugarcane producers"."""
    if word not in lexicon.words["sectors"]:
        return noun
    return replace(
        noun,
        party=PartyId(f"{word.replace(' ', '-')}-{noun.party}"),
        party_name=composite_name(word.capitalize(), noun),
        surface=f"{word} {noun.surface}",
    )


def _with_noun(lexicon: Lexicon, owner: tuple[Entry, ...], noun: Entry) -> tuple[Entry, ...]:
    """Entries for a role noun after the name of its country, company or body."""
    first = owner[0]
    record = lexicon.parties.get(first.party)
    kind = record.kind if record else first.kind
    if (
        kind in _WHOLE
        or noun.category in _OWN_BRANCH
        or (kind in _BODIES and noun.category not in _APART)
        or (kind is Kind.COMPANY and noun.category == "employer")
    ):
        return tuple(replace(entry, kind=_branch(lexicon, entry)) for entry in owner)
    adjective = lexicon.adjectives.get(first.party, first.party_name)
    whole = replace(
        noun,
        party=PartyId(f"{first.party}-{noun.party}"),
        party_name=composite_name(adjective, noun),
        surface=f"{first.surface} {noun.surface}",
    )
    return (whole,)


def _branch(lexicon: Lexicon, entry: Entry) -> Kind:
    """The kind of a name with an organ after it: a state's becomes its government."""
    record = lexicon.parties.get(entry.party)
    if record is None or entry.kind is Kind.BODY:
        return entry.kind
    return Kind.GOVERNMENT if record.kind is Kind.COUNTRY else record.kind


def _take_in(lexicon: Lexicon, claim: Claim, match: re.Match[str]) -> None:
    """Let a name reach over the organ after it: "Russian troops", "U.S. president"."""
    head = match["head"]
    offices = lexicon.titles.get(head, frozenset())
    office = head if head in lexicon.offices else next(iter(offices)) if len(offices) == 1 else None
    claim.end = match.end()
    if head in lexicon.words["own_people"]:
        return
    claim.entries = tuple(replace(entry, kind=_branch(lexicon, entry), office=office) for entry in claim.entries)
    state = claim.entries[0].party in lexicon.parties
    if (
        len(claim.entries) == 1
        and state
        and (office in lexicon.executive_offices or head in lexicon.words["executive"])
    ):
        claim.entries = with_executive(lexicon, claim.entries[0])
