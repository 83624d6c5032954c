"""Orders of a shop, and KPIs that read them: number, clients, amount, and an average of numbers."""

from __future__ import annotations

from pathlib import Path

from core.kpi import Table, Values
from tests.project import kpi_text, write_project
from tests.warehouses import execute

ORDERS = Table("stg.orders")
_WEEK = "ordered_on BETWEEN :first_day AND :last_day"
KPIS = {
    "success/kpi_01.py": kpi_text(
        f"SELECT count(*) AS value FROM stg.orders WHERE {_WEEK}", name="Orders", sources=[ORDERS]
    ),
    "success/kpi_02.py": kpi_text(
        f"SELECT count(DISTINCT client_id) AS value FROM stg.orders WHERE {_WEEK}",
        name="Clients",
        sources=[ORDERS],
    ),
    "success/kpi_03.py": kpi_text(
        f"SELECT sum(amount) AS value FROM stg.orders WHERE {_WEEK}",
        name="Amount",
        unit="number",
        sources=[ORDERS],
    ),
    "success/kpi_04.py": kpi_text(
        "SELECT avg(value) AS value FROM kpi_02",
        name="Clients, average",
        unit="number",
        sources=[Values(2, last=1)],
    ),
}
LAST_SYNC = "2026-11-16 04:00+01:00"  # two hours before the scorecard of W46


def shared_text(terms: str) -> str:
    """Return `scorecards/sources.py` with the terms of the orders."""
    return "\n".join(
        (
            '"""Sources that all KPIs share."""',
            "",
            "from core.kpi import (",
            "    Excused, Table, between, columns, holds, missing, reconcile, rows_like_before,",
            "    unique,",
            ")",
            "",
            f'SOURCES = [Table("stg.orders", {terms})]',
            "",
        )
    )


def write_shop(root: Path, terms: str = "") -> Path:
    """Write the project; `terms` are those of the orders in `scorecards/sources.py`."""
    files = {"scorecards/sources.py": shared_text(terms)} if terms else {}
    return write_project(root, KPIS, files=files)


def fill_orders(url: str, rows: str = "", synced: str = LAST_SYNC) -> None:
    """Fill ten orders of W46, of four clients and 10 each; `rows` is SQL that changes them."""
    execute(
        url,
        "DROP SCHEMA IF EXISTS stg CASCADE",
        "CREATE SCHEMA stg",
        "CREATE TABLE stg.orders (order_id bigint, client_id text, amount numeric(10, 2),"
        " ordered_on date, shipped_on date, _synced_at timestamptz)",
        "INSERT INTO stg.orders SELECT n, 'client ' || (n % 4), 10, date '2026-11-10',"
        f" date '2026-11-11', timestamptz '{synced}' FROM generate_series(1, 10) AS series(n)",
        *([rows] if rows else ()),
    )
