"""The documentation is tested: what is undocumented, mistyped or no longer true fails here."""

import contextlib
import doctest
import importlib
import io
import json
import pkgutil
import re
import shlex
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner

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


PRINTED = re.compile(r"(<!-- (?:brief|shown): detente (.*?) -->\n```text\n)(.*?)(```\n<!-- end of \w+ -->)", re.DOTALL)
"""What a command prints."""
STEP = re.compile(r"(```python\n((?:(?!```).)*)```\n\n```text\n)(.*?)(```\n)", re.DOTALL)
"""What a piece of Python prints."""
WEIGHTS = files("detente.statements.readers").joinpath("weights")
SIZE = re.compile(r"(\| `([\w.]+\.(?:onnx|npz|json))` \| )([\d,]+)( \|)")
"""How large a file of the model is."""
TABLE_LINES = 14
"""Of the table in the README, about."""


def print_command(arguments: str) -> str:
    """What a command prints, 100 columns wide; of a brief the head, the table's first rows, and the contradictions."""
    result = CliRunner().invoke(app, shlex.split(arguments), env={"COLUMNS": "100"}, catch_exceptions=False)
    assert result.exit_code == 0
    if not arguments.startswith("brief"):
        return result.stdout
    head, *sections = re.split(r"^(?=[A-Z][^\n]* ─{3,}\n)", result.stdout, flags=re.MULTILINE)
    titled = {section.split(" ─")[0]: section for section in sections}
    rows = re.split(r"(?<=\n)\n", titled["Who wants what"])
    table, at = rows[0] + "\n" + rows[1], 2
    while at < len(rows) and table.count("\n") < TABLE_LINES:
        table, at = f"{table}\n{rows[at]}", at + 1
    return f"{head}{table}\n[...]\n\n{titled['Contradictions'].rstrip()}\n[...]\n"


def run_step(code: str, names: dict[str, object]) -> str:
    """What a piece of Python prints; its names are kept for the next."""
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(code, names)
    return printed.getvalue()


def show_anew(page: str) -> str:
    """A page with everything that it shows printed once more."""
    names: dict[str, object] = {}
    page = STEP.sub(lambda step: f"{step[1]}{run_step(step[2], names)}{step[4]}", page)
    page = PRINTED.sub(lambda shown: f"{shown[1]}{print_command(shown[2])}{shown[4]}", page)
    return SIZE.sub(lambda file: f"{file[1]}{len(WEIGHTS.joinpath(file[2]).read_bytes()):,}{file[4]}", page)


@pytest.mark.parametrize(
    "page", ["README.md", "docs/tutorial/first-brief.md", "docs/explanation/tour.md", "docs/reference/model-card.md"]
)
def test_what_a_page_shows_is_what_detente_prints(
    page: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    path = ROOT / page
    written = path.read_text(encoding="utf-8")
    shown = show_anew(written)
    if request.config.getoption("--update-goldens"):
        path.write_text(shown, encoding="utf-8", newline="\n")
        return
    assert shown == written, f"{page} shows something else; if rightly so: pytest tests/test_docs.py --update-goldens"


def test_the_model_card_lists_every_file_of_the_model() -> None:
    card = (DOCS / "reference" / "model-card.md").read_text(encoding="utf-8")
    assert sorted(found[1] for found in SIZE.findall(card)) == sorted(file.name for file in WEIGHTS.iterdir())


def test_changelog_fragments_say_what_and_of_which_kind() -> None:
    fragments = [path.name for path in (ROOT / "changelog.d").iterdir() if path.name != "README.md"]
    assert fragments
    assert [
        name for name in fragments if not re.fullmatch(r"[a-z0-9-]+\.(added|changed|fixed|removed)\.md", name)
    ] == []
