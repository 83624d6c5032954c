"""Warehouses of both engines for the tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from core.engines.base import Snapshot, Warehouse
from core.settings import Settings
from tests.warehouses import open_for, settings_for


@pytest.fixture
def settings(warehouse_url: str, tmp_path: Path) -> Settings:
    return settings_for(tmp_path, warehouse_url)


@pytest.fixture
def warehouse(settings: Settings) -> Iterator[Warehouse]:
    found = open_for(settings)
    yield found
    found.close()


@pytest.fixture
def on_postgres(postgres_url: str, tmp_path: Path) -> Iterator[Warehouse]:
    found = open_for(settings_for(tmp_path, postgres_url))
    yield found
    found.close()


@pytest.fixture(scope="module", params=["duckdb", "postgresql"])
def untouched(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Warehouse]:
    """Return a warehouse in which nothing is made, so that tests can share it."""
    root = tmp_path_factory.mktemp("untouched")
    with ExitStack() as stack:
        url = f"duckdb:///{root / 'w.duckdb'}"
        if request.param == "postgresql":
            url = stack.enter_context(request.getfixturevalue("new_database")())
        yield stack.enter_context(closing(open_for(settings_for(root, url))))


@pytest.fixture
def snapshot(untouched: Warehouse) -> Iterator[Snapshot]:
    with untouched.snapshot(20) as found:
        yield found
