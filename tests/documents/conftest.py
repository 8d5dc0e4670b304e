from collections.abc import Iterator

import pytest

from tests.documents.web import Web, run_web


@pytest.fixture
def web() -> Iterator[Web]:
    """An internet of its own for a test."""
    with run_web() as running:
        yield running
