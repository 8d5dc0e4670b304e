from datetime import date
from pathlib import Path

import pytest

from detente.documents.text import parse_date
from detente.model import Document
from tests.documents.texts import REPORT, load


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2019-09-05", date(2019, 9, 5)),
        ("2019-9-5", date(2019, 9, 5)),
        ("2019-09-05T10:30:00Z", date(2019, 9, 5)),
        ("2025-03-24T23:30:00+02:00", date(2025, 3, 24)),
        ("24 March 2025", date(2025, 3, 24)),
        ("24th Mar. 2025", date(2025, 3, 24)),
        ("March 24, 2025", date(2025, 3, 24)),
        ("MARCH 24, 2025", date(2025, 3, 24)),
        ("Sept. 5 2019", date(2019, 9, 5)),
        ("Monday, 24 March 2025", date(2025, 3, 24)),
        ("Mon, 24 Mar 2025 10:00:00 GMT", date(2025, 3, 24)),
        ("Published: March 24, 2025 at 10:32 am", date(2025, 3, 24)),
        ("Published on 24 March 2025", date(2025, 3, 24)),
        ("05/09/2019", None),
        ("31 February 2025", None),
        ("March 2025", None),
        ("2025", None),
        ("24 March", None),
        ("24 March 2025, the day the talks began", None),
        ("On March 24, 2025 they met", None),
        ("", None),
    ],
)
def test_a_date_is_read_only_where_nothing_but_a_date_stands(text: str, day: date | None) -> None:
    assert parse_date(text) == day


def opening(document: Document) -> tuple[str | None, date | None, str]:
    return document.title, document.published, document.text[document.body.start : document.body.end]


DAY = date(2025, 3, 24)
WITH_YEAR = "GENEVA, March 24, 2025 (Wire) - " + REPORT
IN_SENTENCE = "On March 24, 2025 - a Monday - " + REPORT
OPENINGS = {
    "headline, date line": ("Talks resume\n2025-03-24\n\n" + REPORT, "Talks resume", DAY, REPORT),
    "headline, blank line, date line": ("Talks resume\n\n24 March 2025\n\n" + REPORT, "Talks resume", DAY, REPORT),
    "date line, headline": ("March 24, 2025\nTalks resume\n\n" + REPORT, "Talks resume", DAY, REPORT),
    "headline only": ("Talks resume\n\n" + REPORT, "Talks resume", None, REPORT),
    "date line only": ("24 March 2025\n" + REPORT, None, DAY, REPORT),
    "neither": (REPORT, None, None, REPORT),
    "neither, several paragraphs": (REPORT + "\n" + REPORT, None, None, REPORT + "\n" + REPORT),
    "headline with a question mark": ("Will they sign?\n\n" + REPORT, "Will they sign?", None, REPORT),
    "headline that ends in initials": ("China to talk with U.S.\n\n" + REPORT, "China to talk with U.S.", None, REPORT),
    "a first sentence is no headline": ("They met.\n\n" + REPORT, None, None, "They met.\n\n" + REPORT),
    "nor one that closes a quotation": ("“We met.”\n\n" + REPORT, None, None, "“We met.”\n\n" + REPORT),
    "nor a line with no break after it": ("They met\n" + REPORT, None, None, "They met\n" + REPORT),
    "nor a long line": ("They met " * 30 + "\n\n" + REPORT, None, None, "They met " * 30 + "\n\n" + REPORT),
    "nor a rule": ("=====\n\n" + REPORT, None, None, "=====\n\n" + REPORT),
    "a headline alone": ("Talks resume", None, None, "Talks resume"),
    "a headline and a date alone": ("Talks resume\n2025-03-24\n", None, DAY, "Talks resume\n2025-03-24\n"),
    "Windows line ends": ("Talks resume\r\n2025-03-24\r\n\r\n" + REPORT, "Talks resume", DAY, REPORT),
    "old Macintosh line ends": ("Talks resume\r2025-03-24\r\r" + REPORT, "Talks resume", DAY, REPORT),
    "blank lines and spaces before": ("\n  \n  Talks resume  \n \n" + REPORT, "Talks resume", None, REPORT),
    "a dateline with its year": (WITH_YEAR, None, DAY, WITH_YEAR),
    "a dateline, day first": ("NEW YORK, 24 March 2025 — " + REPORT, None, DAY, "NEW YORK, 24 March 2025 — " + REPORT),
    "a dateline without a year": ("GENEVA, March 24 - " + REPORT, None, None, "GENEVA, March 24 - " + REPORT),
    "a date inside the first sentence": (IN_SENTENCE, None, None, IN_SENTENCE),
}  # fmt: skip


@pytest.mark.parametrize("case", OPENINGS)
def test_an_opening_is_read_and_the_body_begins_behind_it(case: str, tmp_path: Path) -> None:
    text, title, published, body = OPENINGS[case]
    document = load(tmp_path, "report.txt", text)
    assert document.text == text
    assert opening(document) == (title, published, body)


def test_a_dateline_takes_its_year_from_a_file_name_that_holds_one(tmp_path: Path) -> None:
    text = "Talks resume\n\nGENEVA, March 24 - " + REPORT
    assert load(tmp_path, "quota-1987.txt", text).published == date(1987, 3, 24)
    assert load(tmp_path, "from-1987-to-1989.txt", text).published is None
    assert load(tmp_path, "case-19871.txt", text).published is None


def test_a_date_line_goes_before_a_dateline(tmp_path: Path) -> None:
    document = load(tmp_path, "a.txt", "Talks resume\n2025-03-25\n\nGENEVA, March 24, 2025 - " + REPORT)
    assert document.published == date(2025, 3, 25)


def test_markdown_front_matter_is_metadata_and_stays_in_the_text(tmp_path: Path) -> None:
    fields = (
        'title: "Talks: day two"\ndate: 2025-03-24\nsource: The Wire\nurl: https://wire.example/2\nlicence: CC BY 4.0\n'
    )
    text = f"---\n{fields}---\n\n{REPORT}"
    document = load(tmp_path, "a.md", text)
    assert document.text == text
    assert opening(document) == ("Talks: day two", DAY, REPORT)
    assert (document.publisher, document.url, document.licence) == ("The Wire", "https://wire.example/2", "CC BY 4.0")


def test_a_markdown_heading_is_the_title_even_with_a_full_stop(tmp_path: Path) -> None:
    document = load(tmp_path, "a.md", f"# Talks resume. ##\n{REPORT}")
    assert opening(document) == ("Talks resume.", None, REPORT)


def test_markdown_front_matter_and_heading_may_say_the_same(tmp_path: Path) -> None:
    document = load(tmp_path, "a.md", f"---\ntitle: Talks resume\n---\n# Talks resume\n24 March 2025\n\n{REPORT}")
    assert opening(document) == ("Talks resume", DAY, REPORT)


def test_a_markdown_rule_is_no_front_matter(tmp_path: Path) -> None:
    text = f"---\n\n{REPORT}\n---\n\n{REPORT}"
    assert opening(load(tmp_path, "a.md", text)) == (None, None, text)


def test_a_script_address_is_no_url(tmp_path: Path) -> None:
    document = load(tmp_path, "a.md", f"---\nurl: javascript:alert(1)\n---\n{REPORT}")
    assert document.url is None
