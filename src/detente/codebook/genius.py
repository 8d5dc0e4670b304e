"""Domains of the automated-negotiation field: GENIUS (XML) and GeniusWeb (JSON) files, in and out."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NoReturn
from xml.sax.saxutils import quoteattr

from lxml import etree  # type: ignore[import-untyped]

from detente.errors import CodebookError
from detente.model import Issue, IssueId, Option, OptionId, PartyId
from detente.model.package import Domain, Utility

MOST_BYTES = 50_000_000
"""Size of one file from which it is refused."""


def load_genius(domain_file: Path, utility_files: Sequence[Path], *, normalised: bool = True) -> Domain:
    """A domain from its GENIUS or GeniusWeb files.

    Parameters
    ----------
    domain_file : Path
        The issues with their values: XML of GENIUS, or JSON of GeniusWeb.
    utility_files : sequence of Path
        One a party, in the same format; a party is called as its file.
    normalised : bool
        Divide each evaluation of a GENIUS file by the largest of its issue, as GENIUS itself does; NegMAS does not.
        GeniusWeb's lie between 0 and 1 already.

    Raises
    ------
    CodebookError
        With the file, and for XML the line, if one cannot be read, is of another format, has an issue that is not discrete, or
        names an issue or value that the domain does not have.

    Notes
    -----
    Worth is weight times evaluation. Discounting over time is left out. GENIUS calls a missing reservation value 0; here it
    is not known.
    """
    if not utility_files:
        raise CodebookError("name at least one file of utilities beside the domain", path=str(domain_file))
    if domain_file.suffix.lower() == ".json":
        issues, name = _web_domain(domain_file), ""
        utilities = tuple(_web_utility(path, issues) for path in utility_files)
    else:
        issues, name = _issues(domain_file)
        utilities = tuple(_utility(path, issues, normalised) for path in utility_files)
    return Domain(issues=issues, utilities=utilities, name=name or domain_file.stem)


def dump_genius(domain: Domain, folder: Path) -> tuple[Path, ...]:
    """Write a domain as GENIUS XML: ``domain.xml`` and one file a party.

    Returns
    -------
    tuple of Path
        The domain's file first, then the parties', in their order.

    Raises
    ------
    CodebookError
        If the domain has requirements, which the format cannot say, or two parties whose names make one file name.

    Notes
    -----
    The format knows evaluations up to 1 and weights that sum to 1. So what each party's packages are worth is scaled to
    lie between 0 (its worst) and 1 (its best), its reservation value with them. Efficient packages and the solutions of
    Nash and of Kalai and Smorodinsky stay the same; sums and smallest gains over parties do not.
    """
    lines = [
        "<negotiation_template>",
        f'<utility_space number_of_issues="{len(domain.issues)}">',
        f'<objective description="" etype="objective" index="0" name={quoteattr(domain.name or "any")} type="objective">',
    ]
    for at, issue in enumerate(domain.issues, 1):
        lines.append(_issue_tag(at, issue))
        lines += [
            f'    <item index="{n}" value={quoteattr(option.id)} cost="0" description={quoteattr(option.name)}/>'
            for n, option in enumerate(issue.options, 1)
        ]
        lines.append("  </issue>")
    lines += ["</objective>", "</utility_space>", "</negotiation_template>"]
    return _write(domain, folder, ".xml", "\n".join(lines) + "\n", _utility_xml)


def dump_geniusweb(domain: Domain, folder: Path) -> tuple[Path, ...]:
    """Write a domain as GeniusWeb JSON: ``domain.json`` and one profile a party; scaled as for :func:`dump_genius`.

    Notes
    -----
    GeniusWeb keeps a reservation *package*; the reservation value is written as ``reserved_value``, which NegMAS reads.
    """
    return _write(domain, folder, ".json", _json(_web_issues(domain)), _utility_json)


def _write(
    domain: Domain, folder: Path, ending: str, head: str, profile: Callable[[Domain, Utility], str]
) -> tuple[Path, ...]:
    """The domain's file and one a party."""
    if domain.requirements:
        raise CodebookError("the format cannot say that one option needs another; take the requirements out first")
    names = [_file_name(u.party) for u in domain.utilities]
    twice = next((n for at, n in enumerate(names) if n in [*names[:at], "domain"]), None)
    if twice is not None:
        raise CodebookError(f"the file {twice}{ending} would be written twice; give the parties other ids")
    folder.mkdir(parents=True, exist_ok=True)
    written = [folder / f"domain{ending}"]
    written[0].write_text(head, encoding="utf-8")
    for name, utility in zip(names, domain.utilities, strict=True):
        written.append(folder / f"{name}{ending}")
        written[-1].write_text(profile(domain, utility), encoding="utf-8")
    return tuple(written)


def _file_name(party: PartyId) -> str:
    """A party's id as the name of a file."""
    return "".join(c if c.isalnum() or c in "-_" else "-" for c in party) or "party"


def _scaled(utility: Utility) -> tuple[list[float], list[list[float]], float | None]:
    """Weights that sum to 1, evaluations of 0 to 1 with a 1 in every issue, and the reservation value on that scale."""
    ranges = [max(w) - min(w) for w in utility.values]
    total = math.fsum(ranges)
    weights = [r / total if total else 1 / len(ranges) for r in ranges]
    evaluations = [
        [(w - min(worth)) / r if r else 1.0 for w in worth] for worth, r in zip(utility.values, ranges, strict=True)
    ]
    if utility.reservation is None:
        return weights, evaluations, None
    worst = utility.base + math.fsum(min(w) for w in utility.values)
    short = utility.reservation - worst
    # Whoever is indifferent between all packages takes any (worth 1) or none.
    return weights, evaluations, short / total if total else 1.0 if short <= 0 else 2.0


def _issue_tag(number: int, issue: Issue) -> str:
    return f'  <issue etype="discrete" index="{number}" name={quoteattr(issue.id)} type="discrete" vtype="discrete">'


def _utility_xml(domain: Domain, utility: Utility) -> str:
    weights, evaluations, reservation = _scaled(utility)
    lines = [
        f'<utility_space type="any" number_of_issues="{len(domain.issues)}">',
        '<objective index="1" etype="objective" type="objective" description="" name="any">',
    ]
    for at, (issue, worth) in enumerate(zip(domain.issues, evaluations, strict=True), 1):
        lines.append(_issue_tag(at, issue))
        lines += [
            f'    <item index="{n}" value={quoteattr(option.id)} evaluation="{w!r}"/>'
            for n, (option, w) in enumerate(zip(issue.options, worth, strict=True), 1)
        ]
        lines.append("  </issue>")
    lines += [f'  <weight index="{n}" value="{w!r}"/>' for n, w in enumerate(weights, 1)]
    lines += ["</objective>", '<discount_factor value="1.0"/>']
    if reservation is not None:
        lines.append(f'<reservation value="{reservation!r}"/>')
    return "\n".join([*lines, "</utility_space>"]) + "\n"


def _web_issues(domain: Domain) -> dict[str, Any]:
    return {
        "name": domain.name or "any",
        "issuesValues": {i.id: {"values": [o.id for o in i.options]} for i in domain.issues},
    }


def _utility_json(domain: Domain, utility: Utility) -> str:
    weights, evaluations, reservation = _scaled(utility)
    profile: dict[str, Any] = {
        "name": utility.party,
        "issueUtilities": {
            issue.id: {
                "discreteutils": {"valueUtilities": {o.id: w for o, w in zip(issue.options, worth, strict=True)}}
            }
            for issue, worth in zip(domain.issues, evaluations, strict=True)
        },
        "issueWeights": {issue.id: w for issue, w in zip(domain.issues, weights, strict=True)},
        "domain": _web_issues(domain),
    }
    if reservation is not None:
        profile["reserved_value"] = reservation
    return _json({"LinearAdditiveUtilitySpace": profile})


def _json(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _bytes(path: Path) -> bytes:
    """A file's bytes, if it is there and not too large."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise CodebookError(f"the file is larger than {MOST_BYTES // 10**6} MB", path=str(path))
        return path.read_bytes()
    except OSError as error:
        raise CodebookError(f"the file cannot be read: {error.strerror or error}", path=str(path)) from None


def _xml(path: Path) -> Any:
    """The root of an XML file; nothing that it names is fetched or expanded."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(_bytes(path), parser)
    except etree.XMLSyntaxError as error:
        raise CodebookError(f"this is no XML of GENIUS: {error.msg}", path=str(path), line=error.lineno) from None


def _fail(path: Path, element: Any, message: str) -> NoReturn:
    raise CodebookError(message, path=str(path), line=element.sourceline)


def _discrete(path: Path, root: Any) -> Iterator[Any]:
    """The issues of a file, refused where they are not discrete."""
    for element in root.iter("issue"):
        kind = element.get("etype") or element.get("type") or "discrete"
        if kind != "discrete":
            _fail(path, element, f"the issue {element.get('name')!r} is {kind}, and only discrete issues can be read")
        yield element


def _issues(path: Path) -> tuple[tuple[Issue, ...], str]:
    root = _xml(path)
    issues = []
    for element in _discrete(path, root):
        values = [item.get("value") or _fail(path, item, "an item has no value") for item in element.iter("item")]
        name = element.get("name") or _fail(path, element, "an issue has no name")
        issues.append(_issue(name, values))
    if not issues:
        raise CodebookError("this file has no issue; name the domain first, then the utilities", path=str(path))
    top = root.find(".//objective")
    return tuple(issues), "" if top is None else str(top.get("name") or "")


def _issue(name: str, values: Sequence[str]) -> Issue:
    return Issue(id=IssueId(name), name=name, options=tuple(Option(id=OptionId(v), name=v) for v in values))


def _utility(path: Path, issues: Sequence[Issue], normalised: bool) -> Utility:
    root = _xml(path)
    weights = {e.get("index"): _number(path, e, "value") for e in root.iter("weight")}
    worth: dict[str, dict[str, float]] = {}
    for element in _discrete(path, root):
        items = {str(item.get("value")): _number(path, item, "evaluation") for item in element.iter("item")}
        index = element.get("index")
        if index not in weights:
            _fail(path, element, f"the issue {element.get('name')!r} has no weight")
        largest = max(items.values(), default=0.0)
        by = weights[index] / largest if normalised and largest > 0 else weights[index]
        worth[str(element.get("name"))] = {value: by * w for value, w in items.items()}
    held = root.find(".//reservation")
    return Utility(
        party=PartyId(path.stem),
        values=_laid_out(path, issues, worth),
        reservation=None if held is None else _number(path, held, "value"),
    )


def _number(path: Path, element: Any, key: str) -> float:
    try:
        return float(element.get(key))
    except (TypeError, ValueError):
        _fail(path, element, f"{key} is to be a number, and is {element.get(key)!r}")


def _laid_out(path: Path, issues: Sequence[Issue], worth: dict[str, dict[str, float]]) -> tuple[tuple[float, ...], ...]:
    """A party's worth in the order of the domain's issues and options."""
    known = {issue.id for issue in issues}
    strange = sorted(set(worth) - known)
    if strange:
        raise CodebookError(f"the domain has no issue {strange[0]!r}", path=str(path))
    out = []
    for issue in issues:
        given = worth.get(issue.id)
        missing = issue.name if given is None else next((o.id for o in issue.options if o.id not in given), None)
        if given is None or missing is not None:
            raise CodebookError(f"nothing says what {missing!r} is worth", path=str(path))
        out.append(tuple(given[o.id] for o in issue.options))
    return tuple(out)


def _read_json(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(_bytes(path).decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError) as error:
        raise CodebookError(f"this is no JSON of GeniusWeb: {error}", path=str(path)) from None
    if not isinstance(content, dict):
        raise CodebookError("this is no JSON of GeniusWeb: an object was expected", path=str(path))
    return content


def _web_domain(path: Path) -> tuple[Issue, ...]:
    content = _read_json(path)
    try:
        return tuple(_issue(str(n), [str(v) for v in i["values"]]) for n, i in content["issuesValues"].items())
    except (KeyError, TypeError, AttributeError):
        raise CodebookError("this file has no issuesValues with discrete values", path=str(path)) from None


def _web_utility(path: Path, issues: Sequence[Issue]) -> Utility:
    content = _read_json(path)
    try:
        space = content["LinearAdditiveUtilitySpace"]
        worth = {}
        for name, evaluator in space["issueUtilities"].items():
            values = evaluator.get("discreteutils") or evaluator["DiscreteValueSetUtilities"]
            weight = float(space["issueWeights"][name])
            worth[str(name)] = {str(v): weight * float(w) for v, w in values["valueUtilities"].items()}
        laid = _laid_out(path, issues, worth)
        held = space.get("reserved_value")
        reservation = None if held is None else float(held)
        package = (space.get("reservationBid") or {}).get("issuevalues")
        if reservation is None and package:
            reservation = math.fsum(worth[str(n)][str(v)] for n, v in package.items())
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise CodebookError(
            f"this is no LinearAdditiveUtilitySpace with discrete values ({error!r})", path=str(path)
        ) from None
    return Utility(party=PartyId(path.stem), values=laid, reservation=reservation)
