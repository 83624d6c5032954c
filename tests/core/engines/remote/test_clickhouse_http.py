"""ClickHouse over HTTP: its own client, and the engine behind a server of ours."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from core.engines import Access, Snapshot, TableCopy, open_warehouse
from core.errors import PlanError, QueryError, SettingsError, TimeLimitError, WarehouseError
from core.query import Query
from core.settings import Settings
from tests.core.engines.remote.clickhouse_http import Queries, clickhouse_over_http
from tests.core.engines.remote.conftest import NUMBERS, ORDERS, TYPES
from tests.core.engines.remote.test_snapshot_limit import ENDLESS
from tests.faults.remotes import Proxy, proxy_to
from tests.processes import usual_signals
from tests.project import settings_of, write_project
from tests.remotes import fill_chdb

READING = Access("scorecard run", write=False)
NOON = datetime(2026, 7, 1, 12, 30, 0, 123456)


@pytest.fixture
def queries() -> Queries:
    return Queries()


@pytest.fixture
def proxy(tmp_path: Path, queries: Queries) -> Iterator[Proxy]:
    """Return the way to a server whose password is `s3cret`."""
    fill_chdb(tmp_path / "chdb", {"shop.orders": ORDERS, "shop.numbers": NUMBERS})
    with (
        clickhouse_over_http(tmp_path / "chdb", "s3cret", queries) as port,
        proxy_to(port) as found,
    ):
        yield found


@pytest.fixture
def settings(proxy: Proxy, tmp_path: Path) -> Settings:
    return settings_of(
        write_project(tmp_path),
        SCORECARD_WAREHOUSE=f"clickhouse://me@127.0.0.1:{proxy.port}",
        CLICKHOUSE_PASSWORD="s3cret",
    )


@pytest.fixture
def snapshot(settings: Settings) -> Iterator[Snapshot]:
    with closing(open_warehouse(settings, READING)) as found, found.snapshot(2.0) as snapshot:
        snapshot.set_timezone("Europe/Berlin")
        yield snapshot


def test_values_and_parameters_arrive_as_within_the_process(snapshot: Snapshot) -> None:
    sql = "SELECT count(*) AS value, sum(price) AS price FROM shop.orders WHERE sent_at >= :start"
    found = snapshot.fetch(Query(sql, "", {"start": NOON.replace(tzinfo=UTC)}))

    assert list(found.rows) == [(1, Decimal("1.10"))]
    assert snapshot.column_types(["shop.orders", "shop.nope"]) == {"shop.orders": TYPES}
    snapshot.extract("shop.orders", TableCopy(frozenset({"local_at", "sent_at", "day"})))
    copied = snapshot.local().execute(
        "SELECT local_at, epoch(sent_at), day FROM shop.orders WHERE day < '2026-01-01'"
    )
    assert copied.rows == [(NOON, 1782909000.123456, date(1960, 2, 29))]


def test_the_engine_ends_a_query_that_takes_too_long(snapshot: Snapshot) -> None:
    with pytest.raises(TimeLimitError, match=r"took longer than 2 s"):
        snapshot.fetch(Query(ENDLESS, "", {}))
    assert not snapshot.recover()


def interrupt_in(queries: Queries) -> None:
    """Press Ctrl-C half a second after the server has begun a query over the numbers."""
    queries.is_endless.wait(30)
    time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGINT)


def test_a_query_that_a_person_interrupts_is_ended_on_the_server(
    settings: Settings, queries: Queries
) -> None:
    with closing(open_warehouse(settings, READING)) as found, found.snapshot(60.0) as snapshot:
        began = time.monotonic()
        threading.Thread(target=interrupt_in, args=[queries], daemon=True).start()
        with usual_signals(), pytest.raises(KeyboardInterrupt):
            snapshot.fetch(Query(ENDLESS, "", {}))

        assert time.monotonic() - began < 20
        assert queries.ended == [queries.endless]
        assert list(snapshot.fetch(Query("SELECT 1 AS value", "", {})).rows) == [(1,)]


def test_what_is_missing_is_named(snapshot: Snapshot) -> None:
    with pytest.raises(PlanError) as caught:
        snapshot.plan(Query("SELECT nope AS value FROM shop.orders", "", {}))

    assert (caught.value.missing, caught.value.word) == ("column", "nope")


def test_a_server_that_is_gone_is_a_connection_that_is_lost(
    snapshot: Snapshot, proxy: Proxy
) -> None:
    query = Query("SELECT count(*) AS value FROM shop.orders", "", {})
    assert list(snapshot.fetch(query).rows) == [(3,)]
    proxy.close()

    with pytest.raises(QueryError, match=r"^ClickHouse at 127\.0\.0\.1 does not answer$") as caught:
        snapshot.fetch(query)
    assert caught.value.transient
    with pytest.raises(WarehouseError, match="closed the connection in the middle of the run"):
        snapshot.recover()


def test_a_server_that_does_not_listen_is_said_in_one_sentence(
    settings: Settings, proxy: Proxy
) -> None:
    proxy.close()

    with pytest.raises(SettingsError) as caught:
        open_warehouse(settings, READING)
    assert str(caught.value) == (
        f"SCORECARD_WAREHOUSE: ClickHouse at 127.0.0.1:{proxy.port} cannot be reached:"
        " Connection refused; start it, or fix the URL"
    )


def test_a_wrong_password_is_one_sentence_without_it(settings: Settings) -> None:
    given = {**settings.environment, "CLICKHOUSE_PASSWORD": "wr0ngpass"}

    with pytest.raises(SettingsError, match="Authentication failed") as caught:
        open_warehouse(settings_of(settings.root, **given), READING)
    assert "wr0ng" not in str(caught.value)
    assert "\n" not in str(caught.value)
