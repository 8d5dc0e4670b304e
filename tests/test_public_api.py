"""The public names are a contract: a name that goes, or comes, is meant."""

import ast
import inspect
from pathlib import Path

import pytest

import detente

PUBLIC = [
    "Agenda",
    "Brief",
    "DetenteError",
    "Document",
    "Evaluation",
    "Findings",
    "Ledger",
    "Reading",
    "Reports",
    "Statement",
    "Table",
    "add_reports",
    "brief_record",
    "changes_since",
    "draft_agenda",
    "draft_stability",
    "dump_agenda",
    "evaluate",
    "evaluation_record",
    "find",
    "find_in_ledger",
    "find_scenarios",
    "forecast_contests",
    "forecast_issues",
    "forecasts_record",
    "ledger_cells",
    "load_agenda",
    "load_documents",
    "make_brief",
    "outcomes_record",
    "read_reports",
    "reading_record",
    "render_html",
    "render_terminal",
    "scenarios_record",
    "settle",
    "verify_ledger",
    "weigh_domain",
    "weigh_outcomes",
]


def test_the_public_names_are_these() -> None:
    assert detente.__all__ == PUBLIC


def test_every_public_name_is_there_and_listed() -> None:
    assert {name for name in PUBLIC if not hasattr(detente, name)} == set()
    assert {*PUBLIC, "__version__"} <= set(dir(detente))


def test_type_checkers_and_the_interpreter_see_the_same_names() -> None:
    tree = ast.parse(Path(inspect.getfile(detente)).read_text(encoding="utf-8"))
    seen = [
        (node.module, alias.name)
        for block in tree.body
        if isinstance(block, ast.If)
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    ]
    assert sorted(name for _, name in seen) == PUBLIC
    assert [(m, n) for m, n in seen if getattr(__import__(m or "", fromlist=[n]), n) is not getattr(detente, n)] == []


def test_a_name_that_is_not_there_is_an_attribute_error_as_anywhere() -> None:
    with pytest.raises(AttributeError, match="no attribute 'verdict'"):
        _ = detente.verdict


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_name_says_what_it_is_for(name: str) -> None:
    assert inspect.getdoc(getattr(detente, name))


@pytest.mark.parametrize("name", [name for name in PUBLIC if name.islower()])
def test_options_of_public_functions_are_given_by_name(name: str) -> None:
    parameters = inspect.signature(getattr(detente, name)).parameters.values()
    optional = [p for p in parameters if p.default is not p.empty]
    assert all(parameter.kind is parameter.KEYWORD_ONLY for parameter in optional)


def test_the_types_are_marked_for_type_checkers() -> None:
    assert Path(inspect.getfile(detente)).with_name("py.typed").exists()
