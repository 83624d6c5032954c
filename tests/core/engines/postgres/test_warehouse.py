"""The PostgreSQL warehouse: its name, its locks and its queue."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from core.engines.access import Access
from core.engines.base import Warehouse
from core.errors import LockedError, NoTableError, WarehouseError
from tests.warehouses import HOLDER, open_for, settings_for


@pytest.fixture
def beside(postgres_url: str, tmp_path: Path) -> Warehouse:
    return open_for(settings_for(tmp_path, postgres_url))


def test_it_names_its_place_and_version(on_postgres: Warehouse) -> None:
    assert on_postgres.place.startswith("PostgreSQL at the local socket/")
    assert on_postgres.engine.split()[0] == "PostgreSQL"
    assert float(on_postgres.engine.split()[1]) >= 13


def test_a_lock_keeps_out_another_connection_until_it_is_released(
    on_postgres: Warehouse, beside: Warehouse
) -> None:
    access = Access(HOLDER, write=True, wait=0.2)
    with closing(beside):
        with on_postgres.lock(["success"], access):
            with pytest.raises(LockedError, match=f"success is held by {HOLDER}"):
                beside.lock(["success"], access).__enter__()
            with beside.lock(["recruitment"], access):
                pass
        with beside.lock(["success"], access):
            pass


def test_what_the_store_lacks_and_what_is_outdated_are_told_apart(on_postgres: Warehouse) -> None:
    on_postgres.script("CREATE TABLE t (n int)")

    with pytest.raises(NoTableError, match="run scorecard init"):
        on_postgres.execute("SELECT * FROM gone")
    with pytest.raises(WarehouseError, match="the store is of an earlier version"):
        on_postgres.execute("SELECT gone FROM t")


def test_transactions_that_queue_under_one_name_wait_for_each_other(
    on_postgres: Warehouse, beside: Warehouse
) -> None:
    waiting = "SELECT pg_try_advisory_xact_lock(23556, hashtext('ledger'))"
    with closing(beside):
        with on_postgres.transaction():
            on_postgres.queue("ledger")
            assert beside.execute(waiting).rows == [(False,)]
        assert beside.execute(waiting).rows == [(True,)]
