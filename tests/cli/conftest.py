import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from detente.cli.main import app
from tests.cli.texts import TALKS

Run = Callable[..., Result]
Program = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """The program in this process; its columns and colours do not depend on where the tests run."""
    for name in ("COLUMNS", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)

    def invoke(*arguments: object, **options: object) -> Result:
        return CliRunner().invoke(app, [str(argument) for argument in arguments], catch_exceptions=False, **options)

    return invoke


@pytest.fixture
def program() -> Program:
    """The program in a process of its own, given an environment and bytes of standard input."""

    def start(
        *arguments: object, env: dict[str, str] | None = None, stdin: bytes = b""
    ) -> subprocess.CompletedProcess[bytes]:
        known = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "NO_COLOR")}
        return subprocess.run(
            [sys.executable, "-m", "detente", *map(str, arguments)],
            input=stdin,
            capture_output=True,
            env=known | (env or {}),
            timeout=120,
            check=False,
        )

    return start


@pytest.fixture
def talks(tmp_path: Path) -> Path:
    """A report on a negotiation."""
    path = tmp_path / "talks.txt"
    path.write_text(TALKS, encoding="utf-8")
    return path
