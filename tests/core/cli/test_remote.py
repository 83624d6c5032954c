"""Commands over a remote warehouse: chdb within this process."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest

from core.kpi import Table
from tests.core.cli.commands import FORMS, Command, fill
from tests.project import kpi_text, write_project
from tests.remotes import empty_chdb, fill_chdb
from tests.warehouses import execute

STORE = {"SCORECARD_STORE": "duckdb:///var/store.duckdb"}
IN_WEEK = "WHERE sent_at >= :start AND sent_at < :end"
TIMES = [datetime(2026, 11, day, 10, tzinfo=UTC) for day in (2, 3, 10, 11, 12)]
ORDERS = pa.table(
    {
        "region": ["n", "n", "n", "s", "s"],
        "price": pa.array([Decimal(price) for price in ("1.50", "2.50", "3.50", "4.00", "5.00")]),
        "sent_at": pa.array(TIMES, pa.timestamp("us", "UTC")),
    }
)
ORDERED = Table("shop.orders")
OF_SUM = f"SELECT sum(region) AS value FROM shop.orders {IN_WEEK}"
KPIS = {
    "success/kpi_01.py": kpi_text(
        f"SELECT sum(price) AS value FROM shop.orders {IN_WEEK}", sources=[ORDERED]
    )
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_project(tmp_path, KPIS)


@pytest.fixture
def url(root: Path) -> str:
    """Return a warehouse with the orders of two weeks."""
    return fill_chdb(root / "chdb", {"shop.orders": ORDERS})


def test_a_table_is_shown_with_rows(scorecard: Command, url: str) -> None:
    found = scorecard("tables", "shop.orders", "--format", "json", url=url, **STORE)

    assert (found.code, found.err) == (0, "")
    sample = json.loads(found.out)["sample"]
    assert len(sample) == 5
    assert {"region": "n", "price": "1.50", "sent_at": "2026-11-02 10:00:00+00:00"} in sample


def test_doctor_reads_every_table(scorecard: Command, url: str) -> None:
    found = scorecard("doctor", url=url, **STORE).out

    assert "ok    tables: 1 table can be read" in found


def test_check_without_the_warehouse_says_what_it_cannot_decide(
    scorecard: Command, root: Path, url: str
) -> None:
    write_project(root, {"success/kpi_02.py": kpi_text(OF_SUM, name="Sum", sources=[ORDERED])})
    untyped = scorecard("check", url=url, **STORE)
    checked = scorecard("check", "--warehouse", url=url, **STORE)
    typed = scorecard("check", url=url, **STORE)

    assert untyped.code == 0
    assert untyped.err.splitlines()[-1] == (
        "types of shop.orders are not known; scorecard check --warehouse decides"
    )
    finding = "scorecards/success/kpi_02.py:10: the query uses sum of text"
    assert (checked.code, typed.code) == (3, 3)
    assert checked.err.startswith(finding)
    first, note = typed.err.splitlines()
    assert first.startswith(finding)
    assert note == "types are those of the last scorecard check --warehouse"


def test_a_run_decides_by_the_types_of_now(scorecard: Command, root: Path, url: str) -> None:
    write_project(root, {"success/kpi_02.py": kpi_text(OF_SUM, name="Sum", sources=[ORDERED])})
    scorecard("check", "--warehouse", url=url, **STORE)
    with_text = scorecard("run", "--week", "2026-W46", "--no-publish", url=url, **STORE)
    empty_chdb(root / "chdb", ["shop.orders"])
    numbers = ORDERS.set_column(0, "region", pa.array([1, 1, 1, 2, 2]))
    fill_chdb(root / "chdb", {"shop.orders": numbers})
    with_numbers = scorecard("run", "--week", "2026-W46", "--no-publish", url=url, **STORE)

    assert (with_text.code, with_numbers.code) == (1, 0)
    assert "sum of text" in with_text.err


def test_types_of_another_engine_are_not_used(scorecard: Command, root: Path, url: str) -> None:
    scorecard("check", "--warehouse", url=url, **STORE)
    elsewhere = scorecard("check", url="sc://127.0.0.1:1", **STORE)
    local = scorecard("check", url="duckdb:///var/none.duckdb")

    assert "types of shop.orders are not known" in elsewhere.err
    assert "types" not in local.err


@pytest.mark.parametrize("command", ["show", "settling", "why"])
def test_commands_refuse_a_kpi_whose_query_is_not_proven_there(
    scorecard: Command, root: Path, command: str
) -> None:
    query = f"SELECT gcd(count(*), 2) AS value FROM shop.orders {IN_WEEK}"
    write_project(root, {"success/kpi_02.py": kpi_text(query, name="Gcd", sources=[ORDERED])})
    found = scorecard(command, "success", "2", url="sc://127.0.0.1:1", **STORE)

    assert found.code == 3
    assert "gcd(…), which is not proven on Spark" in found.err


@pytest.fixture
def filled(scorecard: Command, url: str) -> str:
    """Return a warehouse of which 2026-W46 is stored."""
    assert scorecard("run", "--week", "2026-W46", "--no-publish", url=url, **STORE).code == 0
    return url


def verified(scorecard: Command, url: str) -> tuple[int, str, str]:
    """Return the exit code, the result and the reason of the verification of the one value."""
    found = scorecard("verify", "--format", "json", url=url, **STORE)
    (value,) = json.loads(found.out)
    return found.code, value["result"], value["why"] or ""


def test_a_value_is_verified_on_the_engine(scorecard: Command, root: Path, filled: str) -> None:
    true = verified(scorecard, filled)
    nearly = "UPDATE vl_analytics.scorecard_success SET value = value + 2e-15"
    execute(f"duckdb:///{root / 'var/store.duckdb'}", nearly)

    assert true == (0, "same", "")
    assert verified(scorecard, filled)[:2] == (0, "rounded")


def test_a_value_of_changed_or_missing_data_is_verified_as_such(
    scorecard: Command, root: Path, filled: str
) -> None:
    fill_chdb(root / "more", {"shop.orders": pa.concat_tables([ORDERS, ORDERS.slice(4)])})
    changed = verified(scorecard, f"chdb:///{root / 'more'}")
    empty_chdb(root / "chdb", ["shop.orders"])
    missing = verified(scorecard, filled)

    assert changed[:2] == (0, "changed")
    assert "12.5 is stored, 17.5 is computed now" in changed[2]
    assert missing[:2] == (0, "unknown")
    assert missing[2].startswith("no answer from shop.orders now: ")


def test_what_shows_stored_values_asks_no_warehouse(scorecard: Command, with_values: str) -> None:
    for command in (
        *("review success", "settling success 1", "unusual", "outlook", "values success"),
        *("publish success", "why success 1", "explain success 1 2026-W46", "diff", "quality"),
    ):
        found = scorecard(*command.split(), url="sc://127.0.0.1:1", SCORECARD_STORE=with_values)

        assert (found.code, "reached" in found.err) == (0, False), found.err


@pytest.fixture
def with_values(scorecard: Command, root: Path) -> str:
    """Return a store with two weeks of values."""
    store = f"duckdb:///{root / 'w.duckdb'}"
    fill(store)
    query = "SELECT count(*) AS value FROM stg.forms WHERE sent_on BETWEEN :first_day AND :last_day"
    write_project(root, {"success/kpi_01.py": kpi_text(query, sources=[FORMS])})
    assert scorecard("run", "--week", "2026-W45..2026-W46", "--no-publish", url=store).code == 0
    return store
