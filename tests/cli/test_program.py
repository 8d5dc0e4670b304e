import contextlib
import io
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

import detente
from detente.cli.main import app
from tests.cli.conftest import Run
from tests.cli.texts import TALKS

COMMANDS = ("brief", "explain", "read", "schema", "agenda", "evaluate")


def test_the_commands_are_listed_in_the_order_in_which_an_analyst_meets_them(run: Run) -> None:
    shown = run("--help").stdout
    places = [shown.index(f" {name} ") for name in COMMANDS]
    assert places == sorted(places)
    assert len(shown.splitlines()) < 44


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_every_command_has_an_example_that_begins_with_it(command: str, run: Run) -> None:
    shown = run(command, "--help")
    assert shown.exit_code == 0
    assert f"Example: detente {command} " in shown.stdout


def test_no_command_at_all_shows_the_help(run: Run) -> None:
    assert "Usage" in run().output


def test_the_version_is_the_package_s(run: Run) -> None:
    assert run("--version").stdout == f"detente {detente.__version__}\n"


def test_a_mistyped_command_is_wrong_use_and_suggests_the_right_one(run: Run) -> None:
    result = run("breif", "a.txt")
    assert result.exit_code == 2
    assert "brief" in result.stderr


def test_starting_up_loads_no_room_of_the_package() -> None:
    asked = (
        "import sys, detente.cli.main; print(*sorted(m for m in sys.modules if m.startswith(('detente.', 'numpy'))))"
    )
    loaded = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout.split()
    assert not [name for name in loaded if not name.startswith(("detente.cli", "detente.errors"))]


def test_names_kept_apart_from_the_rooms_are_theirs() -> None:
    from detente.cli.forecast import MethodName
    from detente.cli.stability import ConceptName
    from detente.model.forecast import ForecastMethod
    from detente.model.stability import StabilityConcept

    assert [m.value for m in MethodName] == [m.value for m in ForecastMethod]
    assert [c.value for c in ConceptName] == [c.value for c in StabilityConcept]


def test_a_reader_that_stops_early_leaves_no_message(talks: Path) -> None:
    command = [sys.executable, "-m", "detente", "schema", "brief"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        told = process.stderr.read()
    assert told == b""
    assert process.returncode == 1


@pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise there")
def test_the_keyboard_stops_it_with_130_and_no_traceback() -> None:
    # pytest may run with the signal ignored; a program started from a terminal does not.
    with subprocess.Popen(
        [sys.executable, "-m", "detente", "brief", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    ) as process:
        assert process.stdin
        process.stdin.write(b"talks " * 200_000)  # more than a pipe holds: once it is written, the program reads
        process.stdin.flush()
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=30)
    assert process.returncode == 130
    assert b"Traceback" not in told


@pytest.mark.skipif(os.name == "nt", reason="there are no such terminals there")
@pytest.mark.parametrize(("reports", "drawn"), [(2, False), (3, True)])
def test_a_bar_is_drawn_on_a_terminal_while_three_reports_or_more_are_read(
    reports: int, drawn: bool, tmp_path: Path
) -> None:
    paths = [tmp_path / f"report-{number}.txt" for number in range(reports)]
    for number, path in enumerate(paths):
        path.write_text(f"{TALKS}This is report {number}.\n", encoding="utf-8")
    terminal, end = os.openpty()
    subprocess.run(
        [sys.executable, "-m", "detente", "brief", *map(str, paths)],
        stdout=subprocess.DEVNULL,
        stderr=end,
        env=os.environ | {"TERM": "xterm", "COLUMNS": "80"},
        check=True,
    )
    os.close(end)
    told = b""
    with io.FileIO(terminal) as screen, contextlib.suppress(OSError):
        while chunk := screen.read(4096):
            told += chunk
    assert (b"report-2" in told) is drawn


def test_every_option_has_a_help_line() -> None:
    group = get_command(app)
    for name, command in group.commands.items():
        for parameter in command.params:
            assert getattr(parameter, "help", None) or parameter.name == "help", f"{name} {parameter.name}"
