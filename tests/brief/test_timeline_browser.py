"""The timeline and the calendar in a browser: no barrier, no sideways scroll, on any screen and on paper."""

from __future__ import annotations

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By

from detente.brief.html import render_html
from tests.brief.days import crowded_days, days_brief
from tests.brief.test_browser import driver, open_page, pytestmark, violations

__all__ = ["driver", "pytestmark"]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Addresses of the pages on disk."""
    folder = tmp_path_factory.mktemp("days")
    made = {"few": days_brief(undated=True), "many": crowded_days()}
    for name, brief in made.items():
        (folder / f"{name}.html").write_text(render_html(brief), encoding="utf-8")
    return {name: (folder / f"{name}.html").as_uri() for name in made}


@pytest.mark.parametrize(
    ("name", "width", "scheme"),
    [("few", 1400, "light"), ("few", 400, "dark"), ("many", 1024, "dark"), ("many", 400, "light")],
)
def test_no_barrier_and_no_sideways_scroll(
    driver: webdriver.Chrome, pages: dict[str, str], name: str, width: int, scheme: str
) -> None:
    open_page(driver, pages[name], width=width, scheme=scheme)
    assert violations(driver) == []
    assert driver.execute_script("return document.scrollingElement.scrollWidth") <= width


def test_a_lane_lies_under_its_axis_and_inside_its_cell(driver: webdriver.Chrome, pages: dict[str, str]) -> None:
    for width in (400, 1024, 1400):
        open_page(driver, pages["few"], width=width)
        edges = driver.execute_script(
            "return [...document.querySelectorAll('#timeline .lane')].map(e => e.getBoundingClientRect())"
            ".map(r => [Math.round(r.left), Math.round(r.width)])"
        )
        assert len({tuple(edge) for edge in edges}) == 1
        assert all(drawn > 150 for _, drawn in edges)


def test_a_sign_in_a_lane_opens_its_sentence(driver: webdriver.Chrome, pages: dict[str, str]) -> None:
    open_page(driver, pages["few"], width=1400)
    link = driver.find_elements(By.CSS_SELECTOR, "#timeline .lane a")[-1]
    target = (link.get_dom_attribute("href") or "").removeprefix("#")
    webdriver.ActionChains(driver).move_to_element(link).click().perform()
    assert driver.execute_script("return arguments[0].matches(':target')", driver.find_element(By.ID, target))


def test_what_is_folded_is_open_on_paper(driver: webdriver.Chrome, pages: dict[str, str]) -> None:
    hidden = (
        "return [...document.querySelectorAll('#timeline details .lane, #calendar details .lane')]"
        ".filter(e => !e.checkVisibility({contentVisibilityAuto: true})).length"
    )
    open_page(driver, pages["many"], width=1400)
    assert driver.execute_script(hidden) > 0
    open_page(driver, pages["many"], width=794, media="print", script=False)
    assert driver.execute_script(hidden) == 0
