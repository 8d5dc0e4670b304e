"""What a clause says has become of an undertaking: nouns of undertaking, and the words that tell their state."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from detente.model import CommitmentKind, CommitmentStatus, Span

_CAPTIVES = r"(?:prisoners?|hostages?|detainees?|captives?|soldiers?|bodies|remains)"
_HANDED = r"(?:transferred|exchanged|swapped|released|freed|returned|handed over)"
_KINDS = {
    CommitmentKind.PROTECTED_LIST: (
        r"lists? of (?:\w+ ){0,3}?(?:facilities|sites|targets|objects)|(?:facilities|sites|targets|objects|places)"
        r" (?:that|which) (?:could|can|may|must|will|would|should) not be (?:attacked|struck|hit|targeted|shelled)"
    ),
    CommitmentKind.EXCHANGE: (
        rf"{_CAPTIVES}(?:[- ]of[- ]war)? (?:exchanges?|swaps?)|(?:exchanges?|swaps?) of (?:\w+ ){{0,3}}?{_CAPTIVES}"
        rf"|{_HANDED} (?:\w+ ){{0,4}}?{_CAPTIVES}"
    ),
    CommitmentKind.MORATORIUM: r"moratori(?:um|a)|(?:suspensions?|freezes?|halts?)(?= (?:of|on|in|to)\b)",
    CommitmentKind.CEASEFIRE: (
        r"ceasefires?|cease-fires?|truces?|armistices?|cessation of hostilities|pauses? in (?:the )?fighting"
    ),
    CommitmentKind.WITHDRAWAL: r"withdrawals?|pull-?outs?|pull-?backs?|disengagement",
    CommitmentKind.OTHER: (
        r"agreements?|(?<!to )(?<!great )(?<!good )deals?|accords?|pacts?|treat(?:y|ies)|(?<!to )contracts?"
        r"|plans?(?! to\b)|proposals?|memorand(?:um|a)|road-?maps?|compacts?|frameworks?|protocols?"
        r"|joint (?:declarations?|statements?)"
        r"|(?:peace|political|negotiated|legal|pay|debt|labou?r|border) settlements?"
        r"|(?:peace|pay|wage|contract|truce|settlement|formal|final|latest|new|(?<=\bthe)|(?<=\ban)|(?<=\bits)) offers?"
    ),
}
_KIND = {kind: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for kind, words in _KINDS.items()}
NOUN = re.compile(rf"\b(?:{'|'.join(_KINDS.values())})\b", re.IGNORECASE)
"""Nouns of undertaking; an exchange may be told by its verb."""
_TRANSFER = re.compile(_HANDED, re.IGNORECASE)
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
        r"|(?:came|come|entered|went|gone) into (?:force|effect)|began|has begun|started|holds"
        r"|(?:is|are|was|were) (?:largely |still |mostly )?(?:holding|in force|in effect|in place|being observed)"
        r"|has held|continues to hold|remains? in (?:force|effect|place)",
    ),
    (
        CommitmentStatus.REJECTED,
        r"reject(?:ed|s)|voted down|voted against|turned down|spurned|vetoed|rebuffed|ruled out"
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
_ABOUT = re.compile(
    r"\b(?:talks?|negotiat\w+|discuss\w*|consider\w*|efforts?|hopes?|prospects?|chances?|calls?|push|details|terms|draft"
    r"|violat\w+|breach\w*|any|no)\b[^,.;:]{0,40}$",
    re.IGNORECASE,
)
_ANY = re.compile(r"\b(?:any|no) (?:\w+ )?$", re.IGNORECASE)

_BEFORE_NAME = re.compile(
    r"(?:the|an?|this|that|these|those|its|their|his|her|our|your|any|no|some|both|all|each|of|on|in|to|for|from|by|with"
    r"|at|as|and|or|but|is|are|was|were|be|been|has|have|had|will|would|could|may|might|must|not|which|who|said|says"
    r"|under|over|about|after|before|than|then|what|\w+(?:ed|es)|struck|strike|sign|reach|announce|seal|quit|began)",
    re.IGNORECASE,
)
_AFTER_NAME = re.compile(
    rf"(?:\s(?:{_KINDS[CommitmentKind.OTHER]})\b)*"
    r"(?:\s(?:of|on|for|to|between|with|over|regulating|governing|covering|limiting)(?:\s(?!(?:which|that|who|is|are|was"
    r"|were|has|have|had|will|would|could|may|must|after|before|as|but|while|because|if|when|and|last|this|next)\b)"
    r"(?:\d[\d,.]*\w|[\w’'“”\"$%-])+){1,9})?",
    re.IGNORECASE,
)
_WORD_BEFORE = re.compile(r"([\w’'“”\"$%.-]+)\s$")


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


def read_state(text: str, clause: Span, conditions: Iterable[Span]) -> Told | None:
    """The foremost state that a clause tells of an undertaking.

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
    Told or None
        ``None`` where the clause names no undertaking, or tells nothing of it that has happened.
    """
    supposed = tuple(conditions)
    told = [
        found
        for noun in NOUN.finditer(text, clause.start, clause.end)
        if (found := _told(text, clause, noun, supposed))
    ]
    return min(told, key=lambda found: PRECEDENCE.index(found.status), default=None)


def is_unreal(lead: str) -> bool:
    """Whether the words before a verb deny what it tells, suppose it, call it possible or an aim ("talks to broker a truce")."""
    return lead.endswith(" to ") or _SUPPOSED.search(lead) is not None or _UNREAL.search(lead) is not None


def name_undertaking(text: str, clause: Span) -> tuple[Span, CommitmentKind, str] | None:
    """Name, kind and head of the first undertaking that a clause names; "any proposal" is none."""
    nouns = NOUN.finditer(text, clause.start, clause.end)
    noun = next((n for n in nouns if not _ANY.search(text, clause.start, n.start())), None)
    if noun is None:
        return None
    name = _name(text, clause, noun)
    kind = _kind(text[name.start : name.end])
    return name, kind, _head(kind, noun[0])


def _told(text: str, clause: Span, noun: re.Match[str], supposed: tuple[Span, ...]) -> Told | None:
    """What is told of one noun."""
    if _TRANSFER.match(noun[0]):
        return _transfer(text, clause, noun)
    state = _state(text, clause, noun, supposed)
    if state is None:
        return None
    name = _name(text, clause, noun)
    kind = _kind(text[name.start : name.end])
    return Told(status=state[0], at=state[1], name=name, kind=kind, head=_head(kind, noun[0]))


def _transfer(text: str, clause: Span, noun: re.Match[str]) -> Told | None:
    """An exchange that is told by its verb is under way, if both sides give."""
    lead = text[clause.start : noun.start()]
    if not _MUTUAL.search(text, clause.start, clause.end) or _UNREAL.search(lead) or _SUPPOSED.search(lead):
        return None
    kind = CommitmentKind.EXCHANGE
    at = Span(start=noun.start(), end=noun.end())
    return Told(status=CommitmentStatus.IN_FORCE, at=at, name=None, kind=kind, head=_head(kind, noun[0]))


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
            if not _is_unreal(text[clause.start : at.start], status, at, supposed):
                return status, at
    return None


def _is_unreal(lead: str, status: CommitmentStatus, at: Span, supposed: tuple[Span, ...]) -> bool:
    """Whether what follows is denied, only possible or only supposed."""
    if _SUPPOSED.search(lead) or any(span.contains(at) for span in supposed):
        return True
    return status is not CommitmentStatus.AGREED_IN_PRINCIPLE and _UNREAL.search(lead) is not None


def _name(text: str, clause: Span, noun: re.Match[str]) -> Span:
    """A noun with up to three words before it and the phrase after it."""
    start = noun.start()
    for _ in range(3):
        word = _WORD_BEFORE.search(text, clause.start, start)
        if word is None or _BEFORE_NAME.fullmatch(word[1].lstrip("\"“‘'")):
            break
        start = word.start()
    after = _AFTER_NAME.match(text, noun.end(), clause.end)
    return Span(start=start, end=after.end() if after else noun.end())


def _kind(words: str) -> CommitmentKind:
    """The most particular kind that some words name."""
    return next((kind for kind, pattern in _KIND.items() if pattern.search(words)), CommitmentKind.OTHER)


def _head(kind: CommitmentKind, noun: str) -> str:
    """One word for the nouns that may well mean the same undertaking."""
    if kind is not CommitmentKind.OTHER:
        return kind.value
    if re.match(r"plan|proposal|offer|road", noun, re.IGNORECASE):
        return "proposal"
    return "contract" if noun.lower().startswith("contract") else "agreement"
