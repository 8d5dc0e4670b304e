"""Names of issues filled from the text."""

from __future__ import annotations

import pytest

from detente.statements.slots import fill_name


@pytest.mark.parametrize(
    ("template", "text", "name"),
    [
        ("NATO membership for {who}", "Ukraine’s NATO membership remains open.", "NATO membership for Ukraine"),
        ("Easing sanctions on {target}", "It will lift sanctions on Iran.", "Easing sanctions on Iran"),
        (
            "Security guarantees for {who}",
            "Security guarantees for the Kurds, he said",
            "Security guarantees for Kurds",
        ),
        (
            "Return of the plant to {who} control",
            "the plant returned to Ukrainian control",
            "Return of the plant to Ukrainian control",
        ),
        ("Humanitarian access to {place}", "access to Gaza and food", "Humanitarian access to Gaza"),
    ],
)
def test_a_slot_takes_what_stands_in_its_place(template: str, text: str, name: str) -> None:
    assert fill_name(template, "plain", [(text, 1.0)]) == name


@pytest.mark.parametrize(
    ("template", "texts"),
    [
        ("Easing sanctions on {target}", ["sanctions on the Russian banking sector"]),
        ("Easing sanctions on {target}", ["sanctions on Iran.", "sanctions on Cuba."]),
        ("Easing sanctions on {target}", ["sanctions must go"]),
        ("Easing sanctions on {target}", ["new sanctions on Monday."]),
        ("Power sharing between {who}", ["power sharing between Fatah and Hamas"]),
        ("Recognition of {place} as {who} territory", ["recognition of Crimea as Russian territory"]),
    ],
)
def test_what_the_text_leaves_open_stays_plain(template: str, texts: list[str]) -> None:
    assert fill_name(template, "plain", [(t, 1.0) for t in texts]) == "plain"


def test_one_name_said_twice_as_often_wins() -> None:
    texts = [("sanctions on Iran.", 2.0), ("sanctions on Cuba.", 1.0)]
    assert fill_name("Easing sanctions on {target}", "plain", texts) == "Easing sanctions on Iran"
