"""``python -m detente``: the same program as ``detente``."""

from detente.cli.main import app

if __name__ == "__main__":
    app(prog_name="detente")
