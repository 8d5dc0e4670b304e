"""The page in a browser without a network: nothing is asked for, everything can be reached, on any screen."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from detente.brief.brief import Brief
from detente.brief.html import render_html
from detente.model import Act, Stance
from detente.pipeline import find
from detente.pipeline.prospects import find_prospects
from tests.brief.founding import founding_brief, founding_reading
from tests.brief.pages import make_brief

CHROMIUM, CHROMEDRIVER = shutil.which("chromium"), shutil.which("chromedriver")
VENDOR = Path(__file__).parents[1] / "vendor"
WIDTHS = (360, 768, 1024, 1400)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.allow_hosts(["127.0.0.1", "::1"]),
    pytest.mark.skipif(
        not (CHROMIUM and CHROMEDRIVER), reason="needs chromium and chromedriver on the PATH (Debian: chromium-driver)"
    ),
]


def crowded_brief() -> Brief:
    """Two reports, twelve parties, 32 issues with themes, unsure statements, long and right-to-left names."""
    facts = [(0, 0, issue, Stance.OPEN, Act.CONSIDER) for issue in range(3)]
    facts += [
        (1, party, issue, list(Stance)[(party + issue) % 4], list(Act)[(party * issue) % 14])
        for issue in range(32)
        for party in range(12)
        if party == 0 or issue < 9 - party or (party + issue) % 8 == 0
    ]
    brief = make_brief(
        facts, dates=(date(2024, 3, 3), date(2024, 3, 9)), themes=("human-rights", None), confidence=0.5, word=" שלום"
    )
    names = ("Pneumonoultramicroscopicsilicovolcanoconiosis Association of the Far and Further North", "שלום עכשיו")
    parties = tuple(
        replace(party, name=names[place]) if place < len(names) else party
        for place, party in enumerate(brief.table.parties)
    )
    return replace(brief, table=replace(brief.table, parties=parties))


@pytest.fixture(scope="module")
def driver() -> Iterator[webdriver.Chrome]:
    """Headless Chromium that resolves no name."""
    options = webdriver.ChromeOptions()
    options.binary_location = str(CHROMIUM)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        for flag in (
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--host-resolver-rules=MAP * ~NOTFOUND",
            f"--user-data-dir={profile}",
        ):
            options.add_argument(flag)
        driver = webdriver.Chrome(options=options, service=Service(str(CHROMEDRIVER)))
        yield driver
        driver.quit()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Addresses of the pages on disk."""
    folder = tmp_path_factory.mktemp("pages")
    addresses = {}
    briefs = {
        "founding": founding_brief(),
        "crowded": crowded_brief(),
        "empty": make_brief([]),
        "prospects": replace(founding_brief(), prospects=find_prospects(find([founding_reading()]))),
    }
    for name, brief in briefs.items():
        (folder / f"{name}.html").write_text(render_html(brief), encoding="utf-8")
        addresses[name] = (folder / f"{name}.html").as_uri()
    return addresses


def open_page(
    driver: webdriver.Chrome, address: str, *, width: int, scheme: str = "light", media: str = "", script: bool = True
) -> None:
    """Open a page on a screen of some width, without animated scrolling."""
    features = [
        {"name": "prefers-color-scheme", "value": scheme},
        {"name": "prefers-reduced-motion", "value": "reduce"},
    ]
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": media, "features": features})
    screen = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)
    driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not script})
    driver.get("about:blank")
    driver.get(address)


def violations(driver: webdriver.Chrome) -> list[str]:
    """What axe-core finds against WCAG 2.2 A and AA."""
    driver.execute_script((VENDOR / "axe.min.js").read_text(encoding="utf-8"))
    call = "const done = arguments[1]; axe.run({runOnly: arguments[0]}).then(done, e => done({error: String(e)}))"
    found: dict[str, Any] = driver.execute_async_script(call, RULES)
    assert "error" not in found
    assert len(found["passes"]) > 10
    return [f"{v['id']}: {[node['html'][:160] for node in v['nodes'][:3]]}" for v in found["violations"]]


def test_the_vendored_axe_is_the_one_that_its_note_names() -> None:
    digest = hashlib.sha256((VENDOR / "axe.min.js").read_bytes()).hexdigest()
    assert digest in (VENDOR / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["founding", "crowded"])
def test_the_page_asks_for_nothing_and_reports_no_error(
    driver: webdriver.Chrome, pages: dict[str, str], name: str
) -> None:
    driver.get_log("performance")
    driver.get_log("browser")
    open_page(driver, pages[name], width=1400)
    driver.find_element(By.CSS_SELECTOR, "nav a").click()
    events = [json.loads(entry["message"])["message"] for entry in driver.get_log("performance")]
    sent = [event["params"] for event in events if event["method"] == "Network.requestWillBeSent"]
    asked = {
        request["requestId"]: request["request"]["url"] for request in sent if request["documentURL"] == pages[name]
    }
    failed = [event["params"]["requestId"] for event in events if event["method"] == "Network.loadingFailed"]
    assert set(asked.values()) == {pages[name]}
    assert not asked.keys() & set(failed)
    assert driver.get_log("browser") == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_no_barrier_at_any_width_in_light_and_dark(
    driver: webdriver.Chrome, pages: dict[str, str], width: int, scheme: str
) -> None:
    open_page(driver, pages["founding"], width=width, scheme=scheme)
    assert violations(driver) == []


@pytest.mark.parametrize(
    ("name", "width", "scheme"),
    [
        ("crowded", 360, "dark"),
        ("crowded", 1400, "light"),
        ("empty", 768, "dark"),
        ("prospects", 360, "light"),
        ("prospects", 1400, "dark"),
    ],
)
def test_no_barrier_where_there_is_much_to_show_or_nothing(
    driver: webdriver.Chrome, pages: dict[str, str], name: str, width: int, scheme: str
) -> None:
    open_page(driver, pages[name], width=width, scheme=scheme)
    assert violations(driver) == []


@pytest.mark.parametrize("name", ["founding", "crowded", "empty", "prospects"])
def test_no_page_scrolls_sideways(driver: webdriver.Chrome, pages: dict[str, str], name: str) -> None:
    for width in (320, *WIDTHS):
        open_page(driver, pages[name], width=width)
        assert driver.execute_script("return document.scrollingElement.scrollWidth") <= width


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("width", WIDTHS)
def test_a_line_of_a_cell_brings_its_sentence_into_view_and_lights_it(
    driver: webdriver.Chrome, pages: dict[str, str], width: int, script: bool
) -> None:
    open_page(driver, pages["founding"], width=width, script=script)
    lines = driver.find_elements(By.CSS_SELECTOR, "a.l")
    line = lines[len(lines) // 2]
    driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", line)
    before = driver.execute_script("return scrollY")
    line.click()
    target = (line.get_dom_attribute("href") or "").removeprefix("#")
    mark = driver.find_element(By.ID, target)
    in_view = "const r = arguments[0].getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight"
    WebDriverWait(driver, 5).until(lambda d: d.execute_script(in_view, mark))
    assert driver.execute_script("return arguments[0].matches(':target')", mark)
    lit = driver.execute_script("return getComputedStyle(arguments[0]).backgroundColor", mark)
    assert lit == "rgb(255, 233, 163)"
    if width >= 1320:
        assert driver.execute_script("return scrollY") == before


def test_the_same_passage_lights_up_in_both_places(driver: webdriver.Chrome, pages: dict[str, str]) -> None:
    open_page(driver, pages["founding"], width=1400)
    line = driver.find_element(By.CSS_SELECTOR, "a.l")
    driver.execute_script("arguments[0].focus()", line)
    target = (line.get_dom_attribute("href") or "").removeprefix("#")
    assert "lit" in (driver.find_element(By.ID, target).get_dom_attribute("class") or "").split()
    driver.execute_script("arguments[0].blur()", line)
    assert driver.find_elements(By.CSS_SELECTOR, ".lit") == []


def test_what_is_folded_on_screen_is_open_on_paper(driver: webdriver.Chrome, pages: dict[str, str]) -> None:
    links = "[...document.querySelectorAll('details a')]"
    hidden = f"return {links}.filter(link => !link.checkVisibility({{contentVisibilityAuto: true}})).length"
    open_page(driver, pages["crowded"], width=1400)
    assert driver.execute_script(hidden) > 0
    open_page(driver, pages["crowded"], width=1400, media="print", script=False)
    assert driver.execute_script(hidden) == 0


def test_the_summary_is_the_first_sheet_and_the_table_begins_the_second(
    driver: webdriver.Chrome, pages: dict[str, str]
) -> None:
    open_page(driver, pages["founding"], width=794, media="print")
    breaks = {
        name: driver.execute_script(f"return getComputedStyle(document.getElementById('{name}')).breakBefore")
        for name in ("outlook", "table", "article")
    }
    assert breaks == {"outlook": "auto", "table": "page", "article": "page"}
    sheet = 297 / 25.4 * 96 - (15 + 16) / 25.4 * 96
    outlook = "return document.getElementById('outlook').getBoundingClientRect().bottom + scrollY"
    assert driver.execute_script(outlook) <= sheet
    heads = "return [...document.querySelectorAll('.grid thead')].map(head => getComputedStyle(head).display)"
    assert driver.execute_script(heads) == ["table-header-group"]


def test_the_page_can_be_read_in_black_and_white(driver: webdriver.Chrome, pages: dict[str, str]) -> None:
    open_page(driver, pages["founding"], width=1024)
    styles = driver.execute_script(
        "return [...document.querySelectorAll('mark')].map(m => [m.className, getComputedStyle(m).textDecorationStyle])"
    )
    drawn = dict(styles)
    assert drawn["open"] == "dashed"
    assert drawn["neutral"] == "dotted"
    assert drawn["support"] == drawn["oppose"] == "solid"
    for cell in driver.find_elements(By.CSS_SELECTOR, "td.c:not(.empty)"):
        assert re.match(r"(Supports|Opposes|Open|No stance|Divided|Mixed)\n", cell.text)
