"""What a statement waits for: "only after the peace agreement", "until it is signed", "if talks progress"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from detente.model import Condition, ConditionKind, Document, Evidence, Span
from detente.statements.dates import find_moments

# Bounds, in code points, that keep the work at each marker constant.
_LONGEST_CLAUSE = 400
_WINDOW = 200
_HEAD = 40
_JOINING = frozenset({"and", "but", "or", "while", "although", "yet", "so"})
_NEAR = 4
"""Words that may stand between a quote and a condition just outside it: "he said"."""

_EDGES = " \t\u00a0,;:.!?\"'“”‘’"
# Nothing but this before a marker: it opens its sentence or the words reported.
_CLAUSE_HEAD = re.compile(r"(?:^|[,;:\"“‘(]|\b(?:that|and|but|said|says))\s*$", re.IGNORECASE)
_CLAUSE_END = re.compile(
    r",(?!\d)|[;:!?]|--|\s[-–—]\s|—|(?<!(?-i:[A-Z]))\.(?=\s+[\"“]?(?-i:[A-Z])|[\"'”’)]|\s*$)|\s(?:then|but|said|says)\s|[\"”](?=\s*$)",
    re.IGNORECASE,
)


def _any(words: str, *, end: bool = False) -> re.Pattern[str]:
    """A pattern for any of some words, anywhere; with ``end`` for a text that ends with one."""
    return re.compile(rf"\b(?:{words})" + (r"\s*$" if end else r"(?!\w)"), re.IGNORECASE)


def _first(words: str) -> re.Pattern[str]:
    """A pattern for a text that begins with one of some words."""
    return re.compile(rf"\s*(?:{words})(?!\w)", re.IGNORECASE)


_DENIAL = _any(r"not|no|never|cannot|impossible|nothing|nor|refus\w+|rul\w+ out|\w+n['’]t")
_MODAL = _any(r"will|would|can|could|may|might|must|shall|should|cannot|possible|won['’]t|\w+['’]ll")
_AHEAD = _any(
    r"will|would|can|could|may|might|must|shall|should|cannot|possible|\w+n['’]t|\w+['’]ll|not|never|refus\w+|insist\w*"
    r"|demand\w*|wants?|ready|willing|prepared|vow\w*|pledg\w+|agree[ds]? to|plans?"
)
# Past tense, once participles of the present ("are released") are out of the way.
_PRESENT_PARTICIPLE = _any(r"(?:is|are|be|has|have|gets?)(?:\s(?:been|being|not|\w+ly)){0,3}\s\w+")
_PAST = _any(
    r"(?!indeed|speed|proceed|succeed|exceed)(?:was|were|had|did|began|came|broke|fell|took|went|left|met|\w{3,20}ed)"
)
_EVENT = _any(
    r"agreements?|deals?|accords?|treat(?:y|ies)|pacts?|settlements?|cease-?fires?|truces?|peace|elections?|referendums?"
    r"|votes?|ballots?|approval|ratification|signing|signature|withdrawals?|pull-?outs?|releases?|exchanges?|handover"
    r"|verification|inspections?|disarmament|talks|negotiations?|consultations?|reviews?|conclusion|completion"
    r"|implementation|consent|guarantees?|lifting|end of|is|are|has|have"
)
_APPROVAL = _any(
    r"approv\w+|ratif\w+|agreement|consent|confirmation|reviews?|verification|negotiations?|votes?|conditions?|progress"
    r"|guarantees?|funding|parliament\w*|congress\w*|endorsement|clearance|consultations?|acceptance|signature"
)
_ASKING = _any(
    r"ask(?:s|ed|ing)?|wonder\w*|kn[eo]w[ns]?|see|say|tell|told|check\w*|determin\w+|decid\w+|question\w*|doubt\w*|clear"
    r"|unclear|sure|unsure|certain|uncertain|as|even|what|matter|care|establish|verify|examine",
    end=True,
)
_SET_IF = _first("not|any|anything|anyone|ever|so|possible|necessary|needed")
_TIME_BEFORE = _any(r"soon|shortly|days?|hours?|weeks?|months?|years?|minutes|long|look\w*|nam\w+", end=True)
_TERM = _first(r"now|then|recently|today|further notice|midnight|noon|dawn|the weekend|\d[\d:.]*(?:\s?[ap]\.?m)?")
_COUNT = _first(r"\d\S*|one|two|three|four|five|six|seven|eight|nine|ten|twelve|several|years|months|weeks|days|hours")
_NO_EVENT = _first("all|that|which|this")
_ENOUGH = _first("necessary|possible|needed|required|anyone|an? (?:day|week|month|year|decade)")
_ADVERB = _first(r"again|more|an?|in|every|for|at|said|considered|called|known|\w+ed")
_BEFORE_ADVERB = _any("at|was|were|had|who|that", end=True)
_PASSIVE = _any("be|been|is|are|was|were|has|have|had|and|which|who|that", end=True)
_GIVEN = _first("by|with|to|for|in|at|under|from")
_SET_WITHOUT = _first(r"delay|exception|doubt|fail|saying|elaborat\w+|preconditions?|giving|naming")


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A marker with the clause that it opens."""

    document: Document
    marker: Span
    clause: Span
    before: str
    """What stands before the marker, as far as ``_WINDOW`` reaches."""
    beyond: str
    """What follows the clause, likewise."""

    @property
    def on(self) -> str:
        """What the marker governs."""
        return self.document.text[self.marker.end : self.clause.end]

    @property
    def fronted(self) -> bool:
        """Whether the marker opens its sentence or the words reported."""
        return bool(_CLAUSE_HEAD.search(self.before))

    def looks_ahead(self, words: re.Pattern[str]) -> bool:
        """Whether the clause that waits holds one of some words."""
        return bool(words.search(self.before) or (self.fronted and words.search(self.beyond)))

    def past(self) -> bool:
        """Whether the clause tells what has happened: "until he was arrested"."""
        return bool(_PAST.search(_PRESENT_PARTICIPLE.sub(" ", self.on)))

    def dated(self) -> bool:
        """Whether a date or an hour follows the marker: "until Friday"."""
        if _TERM.match(self.on):
            return True
        head = Span(start=self.marker.start, end=min(len(self.document.text), self.marker.end + _HEAD))
        moments = find_moments(self.document, head)
        return any(m.evidence and m.evidence.span.start <= self.marker.end + len(" the ") for m in moments[:1])


def _if(candidate: _Candidate) -> bool:
    """No "whether" ("asked if"), no concession ("even if"), no set phrase ("if not")."""
    return not (_ASKING.search(candidate.before) or _SET_IF.match(candidate.on))


def _until(candidate: _Candidate) -> bool:
    """No term ("until Friday") and no story ("until he was arrested")."""
    return not candidate.dated() and (candidate.looks_ahead(_AHEAD) or not candidate.past())


def _after(candidate: _Candidate) -> bool:
    """An event to come: "would be held after a peace agreement"."""
    if _TIME_BEFORE.search(candidate.before) or _NO_EVENT.match(candidate.on):
        return False
    return candidate.looks_ahead(_MODAL) and bool(_EVENT.search(candidate.on)) and not candidate.past()


def _once(candidate: _Candidate) -> bool:
    """Once the deal is signed; not "once again"."""
    if _ADVERB.match(candidate.on) or _BEFORE_ADVERB.search(candidate.before):
        return False
    return candidate.looks_ahead(_AHEAD) and not candidate.past()


def _denied(candidate: _Candidate) -> bool:
    """Will not sign without guarantees; no talks before a withdrawal."""
    set_phrase = _SET_WITHOUT.match(candidate.on) or _COUNT.match(candidate.on)
    return bool(_DENIAL.search(candidate.before)) and not set_phrase and not candidate.dated()


def _lasting(candidate: _Candidate) -> bool:
    """As long as they comply; not "as long as three hours"."""
    return not (_COUNT.match(candidate.on) or _ENOUGH.match(candidate.on))


def _approved(candidate: _Candidate) -> bool:
    """Subject to approval; not "subject to tariffs"."""
    return bool(_APPROVAL.search(candidate.on))


def _depending(candidate: _Candidate) -> bool:
    """Would depend on a vote; not "depends on imported gas"."""
    return bool(_MODAL.search(candidate.before) or _EVENT.search(candidate.on) or _APPROVAL.search(candidate.on))


def _granted(candidate: _Candidate) -> bool:
    """Joins provided the others do; not "aid provided by banks"."""
    if _PASSIVE.search(candidate.before) or _GIVEN.match(candidate.on):
        return False
    return candidate.before.endswith(", ") or bool(_MODAL.search(candidate.before))


def _named(candidate: _Candidate) -> bool:
    """No anonymity of a source."""
    return "anonym" not in candidate.on.lower()


def _inverted(candidate: _Candidate) -> bool:
    """Should talks fail, ...: at the head of a sentence, and no question."""
    return candidate.fronted and candidate.beyond.startswith(",")


def _always(candidate: _Candidate) -> bool:
    """The marker means nothing else."""
    return True


_Check = Callable[[_Candidate], bool]
# Of two markers that begin alike the longer comes first.
_MARKERS: tuple[tuple[str, ConditionKind, _Check], ...] = (
    (r"only (?:after|once|when|following|upon)|(?:not )?until after", ConditionKind.ONLY_AFTER, _always),
    (r"(?:must|needs? to|ha(?:s|ve) (?:yet )?to) (?:first )?"
     r"be(?= (?:approved|ratified|endorsed|cleared|authori[sz]ed)\b)", ConditionKind.ONLY_AFTER, _always),
    (r"as soon as|once", ConditionKind.ONLY_AFTER, _once),
    (r"(?:only )?in (?:exchange|return) for", ConditionKind.IN_EXCHANGE_FOR, _always),
    (r"unless(?: and until)?|except if", ConditionKind.UNLESS, _always),
    (r"without(?: first)?", ConditionKind.UNLESS, _denied),
    (r"(?:not )?until|till|pending", ConditionKind.UNTIL, _until),
    (r"(?:only )?if(?: and (?:when|only if))?", ConditionKind.IF, _if),
    (r"(?:as|so) long as", ConditionKind.IF, _lasting),
    (r"provid(?:ed|ing) that|assuming that|on (?:the )?condition that|on the understanding that"
     r"|in the event (?:that|of)|in case of", ConditionKind.IF, _always),
    (r"provided", ConditionKind.IF, _granted),
    (r"on condition of", ConditionKind.IF, _named),
    (r"(?:contingent|conditional|conditioned|hing(?:es?|ed|ing)) (?:up)?on", ConditionKind.IF, _always),
    (r"(?:dependent|depend(?:s|ed|ing)?) (?:up)?on", ConditionKind.IF, _depending),
    (r"subject to", ConditionKind.IF, _approved),
    (r"should", ConditionKind.IF, _inverted),
    (r"before", ConditionKind.ONLY_AFTER, _denied),
    (r"after", ConditionKind.ONLY_AFTER, _after),
)  # fmt: skip
_MARKER = re.compile(
    r"\b(?:" + "|".join(f"(?P<m{i}>{pattern})" for i, (pattern, _, _) in enumerate(_MARKERS)) + r")(?!\w|-)",
    re.IGNORECASE,
)
# What is waited for stands first: "wants tariffs removed before it will sign".
_GATE_FIRST = re.compile(r"\bbefore (?:it|he|she|they|we|any|there|talks) (?:will|would|can|could)\b", re.IGNORECASE)
_WANTING = _any(r"wants?|wanted|demand(?:s|ed)?|insist(?:s|ed)?(?: on| that)?|require[sd]?|must|should")
# "For troops to leave, rockets must stop": the second clause is the condition.
_PURPOSE = re.compile(r"\bin order (?:for|to)\b[^,;.]{1,200},\s", re.IGNORECASE)
_NECESSITY = _any(r"must|ha(?:s|ve) to|needs? to|will have to|would have to")


def find_condition(document: Document, quote: Span, sentence: Span) -> Condition | None:
    """What the statement in a quote waits for, by the words of its sentence.

    Parameters
    ----------
    document : Document
    quote : Span
        The content clause of one statement.
    sentence : Span
        The sentence, or sentences, that hold the quote.

    Returns
    -------
    Condition or None
        The first condition inside the quote; failing that, one in the rest of the sentence that ends right before
        the quote or begins right after it, at most four words away and not joined to it by "and" or "but". The
        evidence is the whole clause with its marker; for "wants X before it will Y" it begins with X.

    Notes
    -----
    No conditions: "asked if", "even if", "until Friday", "once again", and "until" or "after" in a story of the past.
    "after" counts where something still to come depends on an event ("would be held after a peace agreement");
    "before" and "without" where the main clause is denied ("no talks before a withdrawal").
    """
    whole = Span(start=min(quote.start, sentence.start), end=max(quote.end, sentence.end))
    outside: _Found | None = None
    for found in sorted(_find_all(document, quote, whole), key=lambda found: found.evidence.start):
        if found.evidence.contains(quote):
            continue
        if quote.start <= found.evidence.start < quote.end:
            return found.cite(document)
        if outside is None and _is_near(document.text, quote, found.evidence):
            outside = found
    return outside.cite(document) if outside else None


@dataclass(frozen=True, slots=True)
class _Found:
    """A condition before it is cited."""

    kind: ConditionKind
    on: Span
    evidence: Span

    def cite(self, document: Document) -> Condition:
        """The condition in the words of the text."""
        on = document.text[self.on.start : self.on.end]
        return Condition(kind=self.kind, on=on, evidence=Evidence.cite(document, self.evidence))


def _find_all(document: Document, quote: Span, whole: Span) -> Iterator[_Found]:
    """Every condition of the sentence, marker by marker."""
    text = document.text
    for match in _MARKER.finditer(text, whole.start, whole.end):
        _, kind, holds = _MARKERS[int((match.lastgroup or "m0")[1:])]
        clause = Span(start=match.start(), end=_clause_end(text, match.end(), quote, whole))
        on = _trim(text, match.end(), clause.end)
        candidate = _Candidate(
            document=document,
            marker=Span(start=match.start(), end=match.end()),
            clause=clause,
            before=text[max(whole.start, match.start() - _WINDOW) : match.start()],
            beyond=text[clause.end : min(whole.end, clause.end + _WINDOW)],
        )
        if on and holds(candidate):
            yield _Found(kind, on, Span(start=match.start(), end=on.end))
    for match in _GATE_FIRST.finditer(text, whole.start, whole.end):
        begin = quote.start if quote.start <= match.start() < quote.end else whole.start
        begin = max(begin, match.start() - _WINDOW, text.rfind(", ", begin, match.start()) + 1)
        wanting = [found.end() for found in _WANTING.finditer(text, begin, match.start())]
        on = _trim(text, max([begin, *wanting]), match.start())
        end = _trim(text, match.start(), _clause_end(text, match.end(), quote, whole))
        if on and end and not _DENIAL.search(text, begin, match.start()):
            yield _Found(ConditionKind.ONLY_AFTER, on, Span(start=on.start, end=end.end))
    for match in _PURPOSE.finditer(text, whole.start, whole.end):
        on = _trim(text, match.end(), _clause_end(text, match.end(), quote, whole))
        if on and _NECESSITY.search(text, on.start, on.end):
            yield _Found(ConditionKind.ONLY_AFTER, on, on)


def _clause_end(text: str, begin: int, quote: Span, whole: Span) -> int:
    """Where the clause that runs from ``begin`` ends: it crosses neither end of the quote."""
    limit = quote.start if begin < quote.start else quote.end if begin < quote.end else whole.end
    limit = min(limit, begin + _LONGEST_CLAUSE)
    match = _CLAUSE_END.search(text, begin, limit)
    return match.start() if match else limit


def _trim(text: str, begin: int, end: int) -> Span | None:
    """The stretch without white space and marks at its ends, and without a "that" before it."""
    begin += 5 if text.startswith(" that ", begin) else 0
    while begin < end and text[begin] in _EDGES:
        begin += 1
    while begin < end and text[end - 1] in _EDGES:
        end -= 1
    return Span(start=begin, end=end) if begin < end else None


def _is_near(text: str, quote: Span, evidence: Span) -> bool:
    """Whether only a few words, none of them joining main clauses, stand between a quote and a clause."""
    begin, end = (evidence.end, quote.start) if evidence.start < quote.start else (quote.end, evidence.start)
    if not begin <= end <= begin + _WINDOW:
        return False
    between = text[begin:end].lower().split()
    return len(between) <= _NEAR and _JOINING.isdisjoint(between)
