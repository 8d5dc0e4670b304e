import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

ARTICLE = Path(__file__).parents[2] / "examples" / "ukraine-talks-2025.txt"
WORTH = {
    ("amber", "tolls"): {"keep": 0, "halve": 30, "abolish": 50},
    ("birch", "tolls"): {"keep": 40, "halve": 25, "abolish": 0},
    ("amber", "prisoners"): {"none": 0, "all": 20},
    ("birch", "prisoners"): {"none": 30, "all": 20},
}


@pytest.fixture
def agenda(tmp_path: Path) -> Path:
    """An agenda that says what every option is worth."""
    lines = ['title = "Talks on the Lark valley"']
    for party in ("amber", "birch"):
        lines += ["[[party]]", f'id = "{party}"', f'name = "{party.title()}"']
    for issue, name in (("tolls", "Lower tolls"), ("prisoners", "Return of prisoners")):
        lines += ["[[issue]]", f'id = "{issue}"', f'name = "{name}"']
        for option in WORTH["amber", issue]:
            lines += ["[[issue.option]]", f'id = "{option}"', f'name = "{option.title()}"']
    judged = [(p, i, o, w) for (p, i), options in WORTH.items() for o, w in options.items()]
    for party, issue, option, worth in judged:
        lines += ["[[judgement]]", f'party = "{party}"', f'issue = "{issue}"', f'option = "{option}"']
        lines += ['what = "utility"', f"value = {worth}", f"low = {worth - 5}", f"high = {worth + 5}"]
    for party, worth in (("amber", 25), ("birch", 35)):
        lines += ["[[judgement]]", f'party = "{party}"', 'what = "reservation"', f"value = {worth}"]
    path = tmp_path / "talks.toml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_an_agenda_alone_gives_packages_worth_and_the_rules_that_pick_them(agenda: Path, run: Run) -> None:
    shown = " ".join(run("outcomes", "--agenda", agenda).stdout.split())
    assert "2 issues, Amber and Birch: 6 packages, 5 efficient; 2 of them worth every reservation value" in shown
    assert "All four rules" in shown
    assert "Lower tolls Halve" in shown
    assert "Return of prisoners All" in shown
    assert "Amber 0 70 25 50" in shown


def test_json_keeps_every_number_with_its_origin(agenda: Path, run: Run) -> None:
    record = json.loads(run("outcomes", "--agenda", agenda, "--format", "json").stdout)
    assert [s["options"] for s in record["solutions"]] == [{"tolls": "halve", "prisoners": "all"}] * 4
    assert record["disagreement"] == {"amber": 25, "birch": 35}
    assert {e["inferred"] for e in record["estimates"]} == {False}
    assert [p["worth"] for p in record["zone"]] == [{"amber": 30, "birch": 55}, {"amber": 50, "birch": 45}]


def test_csv_has_a_row_for_each_package_that_all_accept(agenda: Path, run: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(run("outcomes", "--agenda", agenda, "--format", "csv").stdout)))
    assert [(r["tolls"], r["prisoners"], r["worth:amber"], r["rules"]) for r in rows] == [
        ("halve", "none", "30.0", ""),
        ("halve", "all", "50.0", "nash kalai-smorodinsky egalitarian utilitarian"),
    ]


def test_what_if_settles_issues_moves_reservations_and_holds_a_deal_against_the_frontier(
    agenda: Path, run: Run
) -> None:
    settled = json.loads(run("outcomes", "--agenda", agenda, "--settle", "tolls=keep", "--format", "json").stdout)
    assert settled["zone"] == []
    assert "no package is worth every party's reservation value" in settled["warnings"]
    moved = run("outcomes", "--agenda", agenda, "--settle", "tolls=keep", "--reservation", "amber=0").stdout
    assert "2 of them worth every reservation value" in " ".join(moved.split())
    deal = ("--deal", "tolls=abolish", "--deal", "prisoners=none")
    shown = " ".join(run("outcomes", "--agenda", agenda, *deal).stdout.split())
    assert (
        "The deal (Amber 50, Birch 30) can be improved on by 1 efficient package that leaves nobody worse off" in shown
    )
    assert "Lower tolls: Halve; Return of prisoners: All (Birch +15)" in shown


def test_a_moved_reservation_value_counts_for_robustness_too(agenda: Path, run: Run) -> None:
    asked = ("outcomes", "--agenda", agenda, "--format", "json")
    before = json.loads(run(*asked).stdout)["robustness"][0]["acceptable"]
    moved = json.loads(run(*asked, "--reservation", "amber=50").stdout)["robustness"][0]["acceptable"]
    assert before == 1.0
    assert 0.3 < moved < 0.7


def test_the_founding_article_keeps_nato_membership_out_and_cites_the_red_line(run: Run) -> None:
    record = json.loads(run("outcomes", ARTICLE, "--format", "json").stdout)
    (line,) = [r for r in record["red_lines"] if r["issue"] == "sending-peacekeepers"]
    text = ARTICLE.read_text(encoding="utf-8")
    statement = line["statement"]
    assert text[statement["start"] : statement["end"]] == statement["quote"]
    assert "categorically rejects" in statement["quote"]
    assert "yes" not in {s["options"]["nato-membership"] for s in record["solutions"]}
    assert {s["options"]["prisoner-exchange"] for s in record["solutions"]} == {"yes"}
    assert all(e["inferred"] and e["statements"] for e in record["estimates"])


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ((), "name a report, an agenda with --agenda, or both"),
        (("--settle", "tolls"), "is to have the form NAME=VALUE"),
        (("--settle", "tolls=none"), "none is no option of tolls; it has keep, halve, abolish"),
        (("--settle", "bridge=yes"), "the domain has no issue bridge"),
        (("--reservation", "amber=much"), "'much' is no number"),
        (("--reservation", "coral=1"), "coral, who is no party of the domain"),
        (("--deal", "tolls=keep"), "leaves prisoners open"),
    ],
)
def test_what_cannot_be_asked_ends_with_code_two_and_the_reason(
    options: tuple[str, ...], words: str, agenda: Path, run: Run
) -> None:
    asked = ("--agenda", agenda, *options) if options else ()
    done = run("outcomes", *asked)
    assert done.exit_code == 2
    assert words in " ".join(done.stderr.replace("│", " ").split())


def test_the_example_agenda_gives_packages_with_and_without_the_article(run: Run) -> None:
    agenda = ARTICLE.with_suffix(".toml")
    for reports in ((), (ARTICLE,)):
        record = json.loads(run("outcomes", *reports, "--agenda", agenda, "--format", "json").stdout)
        assert {s["options"]["territory"] for s in record["solutions"]} == {"line"}
        assert {s["options"]["sanctions"] for s in record["solutions"]} == {"after"}
        assert {s["options"]["nato"] for s in record["solutions"]} == {"no"}


def test_an_exported_domain_comes_back_with_the_same_efficient_packages_and_solutions(
    agenda: Path, tmp_path: Path, run: Run
) -> None:
    folder = tmp_path / "lark"
    told = run("outcomes", "--agenda", agenda, "--export", folder, "--format", "json")
    drafted = json.loads(told.stdout)
    names = [path.name for path in sorted(folder.iterdir())]
    assert names == [f"{name}.{kind}" for name in ("amber", "birch", "domain") for kind in ("json", "xml")]
    assert "domain.xml, amber.xml, birch.xml, domain.json" in told.stderr
    for kind in ("xml", "json"):
        files = ("--domain", folder / f"domain.{kind}", *(f"--profile={folder / p}.{kind}" for p in ("amber", "birch")))
        record = json.loads(run("outcomes", *files, "--format", "json").stdout)
        assert [p["options"] for p in record["zone"]] == [p["options"] for p in drafted["zone"]]
        by_rule = {s["rule"]: s["options"] for s in record["solutions"]}
        assert by_rule["nash"] == {"tolls": "halve", "prisoners": "all"}
        assert record["disagreement"] == {"amber": pytest.approx(25 / 70), "birch": pytest.approx(15 / 50)}
        assert (record["estimates"], record["robustness"]) == ([], [])


def test_a_domain_that_is_read_can_be_asked_what_if_and_says_that_its_numbers_are_taken_as_they_are(
    agenda: Path, tmp_path: Path, run: Run
) -> None:
    folder = tmp_path / "lark"
    run("outcomes", "--agenda", agenda, "--export", folder)
    files = ("--domain", folder / "domain.xml", "--profile", folder / "amber.xml", "--profile", folder / "birch.xml")
    shown = " ".join(run("outcomes", *files, "--settle", "tolls=keep", "--reservation", "amber=0").stdout.split())
    assert "2 issues, amber and birch: 2 packages" in shown
    assert "What each option is worth is taken as it is given, without bands." in shown
    assert "draws" not in shown
    asked = ("--deal", "tolls=abolish", "--deal", "prisoners=none", "--export", tmp_path / "again")
    again = run("outcomes", *files, *asked)
    assert "can be improved on by 1 efficient package" in " ".join(again.stdout.split())
    assert (tmp_path / "again" / "amber.xml").read_bytes() == (folder / "amber.xml").read_bytes()


def test_what_the_files_cannot_say_is_named(tmp_path: Path, run: Run) -> None:
    report = tmp_path / "report.txt"
    report.write_text(
        "Talks between Chile and Peru went on on Monday. Chile demanded a ceasefire. Peru proposed a ceasefire."
        " Chile said it would agree to a prisoner exchange only after a ceasefire. Peru demanded a prisoner exchange.\n",
        encoding="utf-8",
    )
    record = json.loads(run("outcomes", report, "--format", "json").stdout)
    assert len(record["domain"]["requirements"]) == 1
    told = run("outcomes", report, "--export", tmp_path / "domain")
    assert told.exit_code == 0
    assert "Prisoner exchange waits for Ceasefire, which no file can say" in told.stderr


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--domain", "{lark}/domain.xml"), "what each party values with --profile, once a party"),
        (("--profile", "{lark}/amber.xml"), "name the domain with --domain"),
        (("--domain", "{lark}/domain.xml", "--profile", "{lark}/amber.xml", ARTICLE), "a domain stands alone"),
        (("--domain", "{lark}/domain.xml", "--profile", "{lark}/amber.xml", "--agenda", "{agenda}"), "stands alone"),
        (("--domain", "{lark}/none.xml", "--profile", "{lark}/amber.xml"), "none.xml: the file cannot be read"),
        (("--domain", "{lark}/domain.xml", "--profile", "{agenda}"), "talks.toml:1: this is no XML of GENIUS"),
        (("--agenda", "{agenda}", "--export", "{lark}"), "holds something already; name a new folder"),
        (("--agenda", "{agenda}", "--export", "{agenda}"), "holds something already; name a new folder"),
    ],
)
def test_a_domain_mixed_with_other_sources_or_halved_or_written_over_is_refused(
    options: tuple[object, ...], words: str, agenda: Path, tmp_path: Path, run: Run
) -> None:
    lark = tmp_path / "lark"
    run("outcomes", "--agenda", agenda, "--export", lark)
    done = run("outcomes", *(str(o).format(lark=lark, agenda=agenda) for o in options))
    assert done.exit_code == 2
    assert words in " ".join(done.stderr.replace("│", " ").replace("\n", " ").split())
