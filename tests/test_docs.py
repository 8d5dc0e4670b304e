"""The documentation is tested: what is undocumented, mistyped or no longer true fails here."""

import doctest
import importlib
import json
import pkgutil
import re
import shlex
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest
from typer.main import get_command

import detente
from detente.cli.main import app
from detente.codebook.agenda import parse_agenda

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
FOLDERS = ("changelog.d", "examples", "benchmarks", "training")
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *(p for name in FOLDERS for p in (ROOT / name).glob("*.md"))])
NAMES = [str(page.relative_to(ROOT)) for page in PAGES]
COMMANDS = get_command(app).commands
CLI = (DOCS / "reference" / "cli.md").read_text(encoding="utf-8")
FORMATS = (DOCS / "reference" / "formats.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_its_section_and_every_option_its_line(command: str) -> None:
    section = re.search(rf"## `detente {command}`\n(.*?)(?=\n## |\Z)", CLI, re.DOTALL)
    assert section
    for parameter in COMMANDS[command].params:
        for name in (name for name in parameter.opts if name.startswith("--") and name != "--help"):
            assert f"`{name}" in section[1], name


@pytest.mark.parametrize("name", detente.__all__)
def test_every_public_name_is_documented(name: str) -> None:
    assert re.search(rf"`{name}[`(]", (DOCS / "reference" / "python.md").read_text(encoding="utf-8"))


@pytest.mark.parametrize("output", ["brief", "readings"])
def test_every_field_of_the_json_outputs_is_documented(output: str) -> None:
    schema = json.loads(files("detente.brief").joinpath(f"{output}.schema.json").read_text(encoding="utf-8"))
    fields = list(schema["properties"])
    if output == "readings":
        fields += schema["properties"]["statements"]["items"]["properties"]
    assert [field for field in fields if f"`{field}`" not in FORMATS] == []


@pytest.mark.parametrize("page", NAMES)
def test_every_link_within_the_project_leads_somewhere(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)#\s]+)", text)
    dead = [t for t in targets if not t.startswith("http") and not ((ROOT / page).parent / t).exists()]
    assert dead == []


def test_every_page_is_reached_from_the_list_of_pages() -> None:
    index = (DOCS / "README.md").read_text(encoding="utf-8")
    listed = {(DOCS / target).resolve() for target in re.findall(r"\]\(([^)#\s]+)", index)}
    assert [page for page in sorted(DOCS.rglob("*.md")) if page.resolve() not in listed | {DOCS / "README.md"}] == []


@pytest.mark.parametrize("page", NAMES)
def test_every_command_line_that_a_page_shows_can_be_typed(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for line in re.findall(r"^(?: {4}|\$ | {4}\$ )(detente .*)$", text, re.MULTILINE):
        typed = shlex.split(re.split(r"[|>]", line.replace("\\n", " "), maxsplit=1)[0], comments=True)
        known = {"--version", "--help", "-h"}
        if typed[1] in COMMANDS:
            known |= {name for parameter in COMMANDS[typed[1]].params for name in parameter.opts}
        else:
            assert typed[1] in {*known, "COMMAND"}, line
        assert [word for word in typed if word.startswith("--") and word not in known] == [], line


@pytest.mark.parametrize(
    "page", [name for name, page in zip(NAMES, PAGES, strict=True) if ">>>" in page.read_text("utf-8")]
)
def test_every_example_in_python_does_what_it_says(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert doctest.testfile(str(ROOT / page), module_relative=False, optionflags=doctest.ELLIPSIS).failed == 0


MODULES = sorted(module.name for module in pkgutil.walk_packages(detente.__path__, "detente."))


@pytest.mark.parametrize("name", [name for name in MODULES if not name.endswith("__main__")])
def test_every_example_in_a_docstring_does_what_it_says(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_the_agenda_that_the_guide_shows_is_one() -> None:
    guide = (DOCS / "how-to" / "agenda.md").read_text(encoding="utf-8")
    shown = re.search(r"```toml\n(.*?)```", guide, re.DOTALL)
    assert shown
    agenda = parse_agenda(shown[1])
    assert agenda.parties
    assert agenda.issues


def test_every_dependency_has_its_reason() -> None:
    reasons = (DOCS / "decisions" / "0003-dependencies.md").read_text(encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = [re.match(r"[\w-]+", requirement) for requirement in project["dependencies"]]
    assert [name[0] for name in named if name and f"| `{name[0]}` |" not in reasons] == []


def test_the_readme_is_short_and_shows_python_in_five_lines() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    prose = re.sub(r"```text.*?```", "", readme, flags=re.DOTALL)
    assert len(prose.splitlines()) <= 100
    assert len(re.findall(r"^>>> ", readme, re.MULTILINE)) <= 5


def test_the_brief_that_the_readme_shows_is_the_one_that_detente_prints() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = re.search(r"<!-- brief: .*? -->\n```text\n(.*?)```\n<!-- end of brief -->", readme, re.DOTALL)
    assert shown
    brief = detente.make_brief(ROOT / "examples" / "ukraine-talks-2025.txt")
    printed = detente.render_terminal(brief, width=100, colour=False)
    assert shown[1].strip()
    for part in re.split(r"^\[\.\.\.\]\n", shown[1], flags=re.MULTILINE):
        assert part in printed


def test_changelog_fragments_say_what_and_of_which_kind() -> None:
    fragments = [path.name for path in (ROOT / "changelog.d").iterdir() if path.name != "README.md"]
    assert fragments
    assert [
        name for name in fragments if not re.fullmatch(r"[a-z0-9-]+\.(added|changed|fixed|removed)\.md", name)
    ] == []
