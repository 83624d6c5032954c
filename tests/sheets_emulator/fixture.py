"""pytest fixtures; `pytest_plugins = ["tests.sheets_emulator.fixture"]` in a conftest makes them
known.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from .emulator import Emulator


@pytest.fixture
def sheets() -> Iterator[Emulator]:
    """A running emulator, empty, for one test."""
    with Emulator() as emulator:
        yield emulator
