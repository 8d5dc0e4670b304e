"""What a clause says has become of an undertaking: the words that tell its state."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from detente.analyses.commitments.nouns import HANDED, NOUN, STANDING, head_of, kind_of, name_of
from detente.model import CommitmentKind, CommitmentStatus, Span

_TRANSFER = re.compile(HANDED, re.IGNORECASE)
_MUTUAL = re.compile(
    r"\b(?:mutual(?:ly)?|exchanged|swapped|traded|each other|both sides|in (?:exchange|return))\b", re.IGNORECASE
)

_TENTATIVE = r"(?:tentative|provisional|preliminary|conditional)"
_QUALIFIED = (
    r"theoretically|tentatively|provisionally|preliminarily|conditionally|in principle"
    r"|yet to be (?:signed|finali[sz]ed|put on paper|ratified|completed)|subject to (?:approval|ratification)"
    r"|(?:must|needs? to|has to|have to) (?:still )?be (?:approved|ratified)"
    rf"|(?:is|was|are|were|remains?) (?:only |still )?{_TENTATIVE}"
)
_ON_THE_WAY = r"agreed to (?:work|move|continue|keep|try|seek|explore|discuss|resume talks)"
PRINCIPLE = re.compile(rf"\b(?:{_TENTATIVE}|{_QUALIFIED}|{_ON_THE_WAY})\b", re.IGNORECASE)
"""Words that qualify an agreement as not yet a firm one."""
# Each state with the words that tell it shortly before the noun, and after it. Where several are told, the first
# holds: an end over a beginning, a qualification over what it qualifies.
_STATES: tuple[tuple[CommitmentStatus, str, str], ...] = (
    (
        CommitmentStatus.TERMINATED,
        r"withdr[ae]wn? from|withdrew from|pulled out of|quit|abandoned|called off|scrapped|cancel?led|tore up|torn up"
        r"|terminated|renounced|scuttled|walked away from",
        r"collapsed|broke down|broken down|fell apart|fallen apart|unravel?led"
        r"|(?:was|were|been) (?:called off|scrapped|cancel?led|torn up|terminated|abandoned|annulled)",
    ),
    (
        CommitmentStatus.EXPIRED,
        r"expired|lapsed",
        r"expired|lapsed|ran out|has run out|came to an end|has ended|ended",
    ),
    (
        CommitmentStatus.SUSPENDED,
        r"suspended|put on hold|froze",
        r"(?:was|were|been|is|are|remains?) (?:suspended|put on hold|frozen|on hold)",
    ),
    (
        CommitmentStatus.IN_FORCE,
        r"(?:is|are|been|was|were|began) (?:observing|implementing|honou?ring|respecting)|implemented"
        r"|current|existing",
        r"(?:took|has taken|takes) effect|expires|(?:is|are|was|were) (?:due|set) to expire"
        r"|(?:came|come|entered|went|gone) into (?:force|effect)|(?:began|has begun|started)(?! to\b)|holds"
        r"|(?:is|are|was|were) (?:largely |still |mostly )?(?:holding|in force|in effect|in place|being observed)"
        r"|has held|continues to hold|remains? in (?:force|effect|place)",
    ),
    (
        CommitmentStatus.REJECTED,
        r"reject(?:ed|s)|(?<!who )voted (?:down|against)|turned down|spurned|vetoed|rebuffed|ruled out"
        r"|refuse[sd](?! to\b)|refuse[sd] to (?:accept|sign|approve|endorse|back|support|agree to|ratify|join|consider)"
        r"|(?:will|would|could|can|does|do|did) ?(?:not|n[’']t|never) (?:accept|agree to|sign)"
        r"|unwilling to (?:accept|sign)",
        r"(?:was|were|been) (?:rejected|voted down|turned down|rebuffed|ruled out|vetoed)|unacceptable",
    ),
    (CommitmentStatus.AGREED_IN_PRINCIPLE, rf"{_TENTATIVE}|{_QUALIFIED}|{_ON_THE_WAY}", _QUALIFIED),
    (
        CommitmentStatus.AGREED,
        r"agreed(?: on| to| upon)?(?! that\b)|reached|struck|signed|sealed|clinched|concluded|approved|ratified"
        r"|endorsed|brokered|announced|declared|hammered out|accepted|adopted|passed|secured|forged|inked|entered into"
        r"|(?:reach|sign|strik|seal|clinch)es|negotiated(?= an? )",
        r"agreed(?: on| to| upon)?(?! that\b)|signed|brokered|approved|adopted|passed"
        r"|(?:was|were|been|,) (?:reached|struck|sealed|ratified|concluded|announced|declared|finali[sz]ed)",
    ),
    (
        CommitmentStatus.PROPOSED,
        r"propos(?:ed|es|ing)|offer(?:ed|s|ing)|tabled|put forward|float(?:ed|ing)|presented|submitted|unveiled"
        r"|drafted|draft|drafting|preparing|negotiating|seeking|seeks",
        r"(?:being|was|were|been) (?:prepared|drafted|negotiated|discussed|drawn up|proposed|tabled|put forward)"
        r"|under (?:discussion|negotiation|consideration)|(?:proposed|tabled|sought) by|(?:being )?(?:sought|worked out)",
    ),
)
_STATE = tuple(
    (
        status,
        re.compile(rf"\b(?P<told>{before})\b(?P<gap>(?:\s[^\s,.;:]+){{0,5}}?)\s$", re.IGNORECASE),
        re.compile(rf"(?P<gap>[^.;:]{{0,80}}?)(?<!\w)(?P<told>{after})\b", re.IGNORECASE),
    )
    for status, before, after in _STATES
)
PRECEDENCE = tuple(status for status, _, _ in _STATES)
"""Of several states told in one report, the first of these holds."""

_CLAUSE_BREAK = re.compile(
    r"[;:]\s|\s[–—]\s|\s--\s|,?\s(?:but|while|whereas|although|though)\s|,\s(?:and|so)\s(?=[A-Z]|the |both |it |they )"
)
_UNREAL = re.compile(
    r"\b(?:(?:no|not|never|nor|neither|without|lack of|fail(?:ed|s|ing|ure)?|unable|yet|hop(?:e|es|ed|ing)"
    r"|aim(?:s|ed|ing)?|try|tries|tried|trying|seek(?:s|ing)?|sought|want(?:s|ed)?|need(?:s|ed)?|demand(?:s|ed)?"
    r"|urg(?:es|ed)|await\w*|could|might|may|would|will|shall|should|must|likely|possible|chances?|\w+n[’']t)\b"
    r"(?:\W+\w+){0,3}|to \w+(?: (?:an?|the|any) \w+)?)\W*$",
    re.IGNORECASE,
)
_SUPPOSED = re.compile(
    r"\b(?:if|unless|until|till|whether|in case)\b[^,]*$"
    r"|\b(?:after|when|once|before|as soon as)\b(?:[^,]*\b(?:is|are|be|gets?|ha(?:s|ve) been))?\W*$",
    re.IGNORECASE,
)
_ONE_SIDED = re.compile(
    r"\bsign(?:s|ed|ing)?\s(?:\S+\s){0,4}?(?:(?:executive|presidential)\s)?(?:orders?|proclamations?|decrees?|directives?"
    r"|petitions?|letters?)\b",
    re.IGNORECASE,
)
"""What one side signs alone."""
_ANOTHER = re.compile(
    rf"\b(?:replac\w+|supersed\w+|succeed\w*|successor|instead|unlike|than|ones?|{NOUN.pattern})\b.*\b(?:which|that|whose|who)\b",
    re.IGNORECASE | re.DOTALL,
)
_ABOUT = re.compile(
    r"\b(?:talks?|negotiat\w+|discuss\w*|consider\w*|efforts?|hopes?|prospects?|chances?|calls?|push|details|terms|draft"
    r"|whispers?|rumou?rs?|speculation|signs|murmurs"
    r"|violat\w+|breach\w*|any|no)\b(?: (?:between|among) [^,.;:]{2,60}? (?:on|over|for|about) )?[^,.;:]{0,40}$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The state of one undertaking, as a clause tells it."""

    status: CommitmentStatus
    at: Span
    """The words that tell the state."""
    name: Span | None
    """The undertaking's name as far as the clause gives it, ``None`` where a verb alone tells of it."""
    kind: CommitmentKind
    head: str
    """What it is called, one word for several: ``ceasefire``, ``agreement``, ``contract``, ``proposal``."""


def split_clauses(text: str, sentence: Span) -> Iterator[Span]:
    """A sentence cut where another subject may begin."""
    start = sentence.start
    for cut in _CLAUSE_BREAK.finditer(text, sentence.start, sentence.end):
        if text[start : cut.start()].strip():
            yield Span(start=start, end=cut.start())
        start = cut.end()
    if text[start : sentence.end].strip():
        yield Span(start=start, end=sentence.end)


def read_states(text: str, clause: Span, conditions: Iterable[Span]) -> tuple[Told, ...]:
    """The foremost state that a clause tells of an undertaking, and that of the standing one beside it.

    Parameters
    ----------
    text : str
        The document's text.
    clause : Span
        As :func:`split_clauses` cuts it.
    conditions : iterable of Span
        Stretches that are only supposed; what they tell has not happened.

    Returns
    -------
    tuple of Told
        Nothing where the clause names no undertaking, or tells nothing of it that has happened.
    """
    supposed = tuple(conditions)
    told = [
        found
        for noun in NOUN.finditer(text, clause.start, clause.end)
        if (found := _told(text, clause, noun, supposed))
    ]
    current = [found for found in told if found.name and STANDING.search(text, found.name.start, found.name.end)]
    foremost = (
        min(of_one, key=lambda found: PRECEDENCE.index(found.status), default=None)
        for of_one in ([found for found in told if found not in current], current)
    )
    return tuple(found for found in foremost if found)


def is_unreal(lead: str) -> bool:
    """Whether the words before a verb deny what it tells, suppose it, call it possible or an aim ("talks to broker a truce")."""
    return lead.endswith(" to ") or _SUPPOSED.search(lead) is not None or _UNREAL.search(lead) is not None


def is_one_sided(text: str, at: int, end: int) -> bool:
    """Whether the verb that stands at a place tells of an order or the like, which one side signs alone."""
    return _ONE_SIDED.match(text, at, end) is not None


def _told(text: str, clause: Span, noun: re.Match[str], supposed: tuple[Span, ...]) -> Told | None:
    """What is told of one noun."""
    if _TRANSFER.match(noun[0]):
        return _transfer(text, clause, noun)
    state = _state(text, clause, noun, supposed)
    if state is None:
        return None
    name = name_of(text, clause, noun)
    kind = kind_of(text[name.start : name.end])
    return Told(status=state[0], at=state[1], name=name, kind=kind, head=head_of(kind, noun[0]))


def _transfer(text: str, clause: Span, noun: re.Match[str]) -> Told | None:
    """An exchange that is told by its verb is under way, if both sides give."""
    lead = text[clause.start : noun.start()]
    if not _MUTUAL.search(text, clause.start, clause.end) or _UNREAL.search(lead) or _SUPPOSED.search(lead):
        return None
    kind = CommitmentKind.EXCHANGE
    at = Span(start=noun.start(), end=noun.end())
    return Told(status=CommitmentStatus.IN_FORCE, at=at, name=None, kind=kind, head=head_of(kind, noun[0]))


def _state(
    text: str, clause: Span, noun: re.Match[str], supposed: tuple[Span, ...]
) -> tuple[CommitmentStatus, Span] | None:
    """The foremost state told of a noun, and where."""
    lead = text[clause.start : noun.start()]
    for status, left, right in _STATE:
        before = left.search(text, clause.start, noun.start())
        after = right.match(text, noun.end(), clause.end)
        # "Talks on a deal began" tells of the talks, and "rejected talks on a deal" too.
        for match, between in ((before, before["gap"] if before else ""), (after, lead)):
            if match is None or _ABOUT.search(between):
                continue
            at = Span(start=match.start("told"), end=match.end("told"))
            if (match is after and _tells_of_another(text, noun, at)) or is_one_sided(text, at.start, clause.end):
                continue
            if not _is_unreal(text[clause.start : at.start], status, at, supposed):
                return status, at
    return None


def _tells_of_another(text: str, noun: re.Match[str], at: Span) -> bool:
    """Whether a relative clause stands between, of something else: "the new pact replaces the old one, which expires"."""
    return _ANOTHER.search(text, noun.end(), at.start) is not None


def _is_unreal(lead: str, status: CommitmentStatus, at: Span, supposed: tuple[Span, ...]) -> bool:
    """Whether what follows is denied, only possible or only supposed."""
    if _SUPPOSED.search(lead) or any(span.contains(at) for span in supposed):
        return True
    return status is not CommitmentStatus.AGREED_IN_PRINCIPLE and _UNREAL.search(lead) is not None
