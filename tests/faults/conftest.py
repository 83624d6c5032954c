"""Empty warehouses of one engine, and the result of an undisturbed first run in one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from tests.conftest import NewDatabase
from tests.faults.company import STORY
from tests.faults.kills import Expected, run_undisturbed
from tests.faults.scorecards import Scorecards, open_scorecards

Lend = Callable[[Path], AbstractContextManager[str]]

_first: dict[str, Expected] = {}


@contextmanager
def _file(root: Path) -> Iterator[str]:
    yield f"duckdb:///{root / 'warehouse' / 'warehouse.duckdb'}"


@pytest.fixture(params=["duckdb", "postgresql"])
def engine(request: pytest.FixtureRequest) -> str:
    """Return an engine's name: the test runs once on each."""
    name: str = request.param
    return name


@pytest.fixture
def lend(engine: str, request: pytest.FixtureRequest) -> Lend:
    """Return a lender of empty warehouses of the engine."""
    if engine == "duckdb":
        return _file
    new_database: NewDatabase = request.getfixturevalue("new_database")
    return lambda root: new_database()


@pytest.fixture
def expected(engine: str, lend: Lend, tmp_path_factory: pytest.TempPathFactory) -> Expected:
    """Return the result of the first run on the engine."""
    if engine not in _first:
        root = tmp_path_factory.mktemp("undisturbed")
        with lend(root) as url, open_scorecards(root) as scorecards:
            (_first[engine],) = run_undisturbed(root, url, scorecards, STORY[:1])
    return _first[engine]


@pytest.fixture
def scorecards(tmp_path: Path) -> Iterator[Scorecards]:
    """Return the scorecards of the project in the test's own folder."""
    with open_scorecards(tmp_path) as opened:
        yield opened
