"""Of remote tables beside files, the rows come over that the periods of a run need."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from core.engines.remote import copy
from core.engines.remote import snapshot as remote_snapshot
from core.kpi import File, Table
from tests.project import kpi_text, write_project
from tests.remotes import fill_chdb, write_lake
from tests.runs import run
from tests.warehouses import execute, stored

SOURCES = [Table("shop.orders"), File("regions.csv")]
JOINED = "SELECT sum(o.id) AS value FROM shop.orders AS o JOIN regions AS r ON o.region = r.region"
QUERIES = {
    "Sent": f"{JOINED} AND o.sent_at >= :start WHERE o.sent_at < :end",
    "Made": f"{JOINED} WHERE o.local_at BETWEEN :start AND :end - interval '1 second'",
    "Before": f"{JOINED} WHERE r.name = 'north' AND o.day >= :first_day - 14 AND day < :first_day",
}
DAYS = 800
FIRST = date(2024, 10, 1)


def orders() -> pa.Table:
    """Return an order for each hour of some days, the last of them 2026-12-09."""
    times = [datetime(2024, 10, 1, tzinfo=UTC) + timedelta(hours=n) for n in range(DAYS * 24)]
    return pa.table(
        {
            "id": pa.array(range(len(times)), pa.int64()),
            "region": pa.array("ns"[n % 2] for n in range(len(times))),
            "sent_at": pa.array(times, pa.timestamp("us", "UTC")),
            "local_at": pa.array([each.replace(tzinfo=None) for each in times], pa.timestamp("us")),
            "day": pa.array([each.date() for each in times], pa.date32()),
        }
    )


ORDERS = orders()
ON_POSTGRES = f"""
    CREATE SCHEMA shop;
    CREATE TABLE shop.orders AS
    SELECT n::bigint AS id, CASE n % 2 WHEN 0 THEN 'n' ELSE 's' END AS region, sent_at,
        sent_at AT TIME ZONE 'UTC' AS local_at, (sent_at AT TIME ZONE 'UTC')::date AS day
    FROM (SELECT n, '2024-10-01T00:00Z'::timestamptz + n * interval '1 hour' AS sent_at
        FROM generate_series(0, {DAYS} * 24 - 1) AS n) AS numbered
"""


def project(root: Path, queries: dict[str, str]) -> Path:
    kpis = {
        f"success/kpi_{number:02}.py": kpi_text(sql, name=name, sources=SOURCES, unit="number")
        for number, (name, sql) in enumerate(queries.items(), 1)
    }
    return write_project(root, kpis, files={"regions.csv": "region,name\nn,north\ns,south\n"})


@pytest.fixture(params=["sail", "chdb"])
def remote(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "chdb":
        return fill_chdb(tmp_path / "chdb", {"shop.orders": ORDERS})
    write_lake(tmp_path / "lake", {"shop.orders": ORDERS})
    return str(request.getfixturevalue("sail"))


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return the list to which the rows of each copy are added."""
    counts: list[int] = []

    def load(target: Any, table: str, arrow: pa.Table, types: Any) -> None:
        counts.append(arrow.num_rows)
        copy.load_arrow(target, table, arrow, types)

    monkeypatch.setattr(remote_snapshot, "load_arrow", load)
    return counts


def values(root: Path, warehouse: str, *periods: str, **environment: str) -> list[Any]:
    store = f"duckdb:///{root}/store.{len(list(root.glob('store.*')))}"
    lake = str(root / "lake")
    run(root, warehouse, *periods, SCORECARD_STORE=store, SCORECARD_LAKE=lake, **environment)
    columns = "kpi_number, period_start, value, reason"
    return stored(store, columns, "scorecard_success", "kpi_number, period_start")


def test_a_backfill_copies_once_what_all_its_periods_need(
    tmp_path: Path, remote: str, loaded: list[int], postgres_url: str
) -> None:
    project(tmp_path, QUERIES)
    found = values(tmp_path, remote, "2025-W46..2026-W45")
    execute(postgres_url, ON_POSTGRES)

    assert found == values(tmp_path, postgres_url, "2025-W46..2026-W45")
    assert len([value for _, _, value, _ in found if value]) == 3 * 52
    # From 14 days before the first Monday to the last Sunday, and some days around.
    assert len(loaded) == 1
    assert 24 * 378 < loaded[0] < 24 * 390


def test_a_week_copies_some_days(tmp_path: Path, remote: str, loaded: list[int]) -> None:
    project(tmp_path, {"Sent": QUERIES["Sent"]})
    [(_, _, value, _)] = values(tmp_path, remote, "2026-W45")

    # The week begins on 1 November 2026 at 23:00 in UTC.
    first = ((date(2026, 11, 1) - FIRST).days * 24) + 23
    assert value == sum(range(first, first + 7 * 24))
    assert len(loaded) == 1
    assert loaded[0] <= 24 * 13


def test_a_backfill_that_is_too_large_is_copied_in_parts(
    tmp_path: Path, remote: str, loaded: list[int]
) -> None:
    project(tmp_path, {"Sent": QUERIES["Sent"]})
    found = values(tmp_path, remote, "2026-W36..2026-W45", SCORECARD_COPIED_ROWS="1000")

    assert [reason for _, _, _, reason in found] == [""] * 10
    assert len(loaded) == 10
    assert max(loaded) <= 24 * 13


def test_a_query_without_bounds_fails_alone_where_a_table_is_too_large(
    tmp_path: Path, remote: str, loaded: list[int]
) -> None:
    project(tmp_path, {"All": JOINED, **QUERIES})
    found = values(tmp_path, remote, "2026-W45", SCORECARD_COPIED_ROWS="1000")

    assert [value is not None for _, _, value, _ in found] == [False, True, True, True]
    assert found[0][3] == (
        "shop.orders has more than 1,000 rows that the query may need; bound a column of time by"
        " :start and :end, let the query read a view that holds fewer, or raise"
        " SCORECARD_COPIED_ROWS"
    )
    assert max(loaded) < 1000
