"""Trino's client, against a server of our own that speaks its documented protocol."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from trino.exceptions import TrinoQueryError

from core.engines import Access, Snapshot, TableCopy, Warehouse, open_warehouse
from core.engines.remote.trino import connect_arguments
from core.errors import PlanError, QueryError, SettingsError
from core.query import Query
from tests.core.engines.remote.loopback import serving
from tests.project import settings_of, write_project

READING = Access("scorecard run", write=False)
Rows = list[list[object]]


def column(name: str, kind: str) -> dict[str, Any]:
    numbers = [{"kind": "LONG", "value": int(each)} for each in re.findall(r"\d+", kind)]
    signature = {"rawType": re.sub(r"\(.*?\)", "", kind), "arguments": numbers}
    return {"name": name, "type": kind, "typeSignature": signature}


class Trino:
    """What it was asked, in order, and what it answers to a statement that contains a text."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.answers: dict[str, tuple[list[tuple[str, str]], Rows]] = {
            "version()": ([("_col0", "varchar")], [["476"]]),
            "system.metadata.catalogs": (
                [(name, "varchar") for name in ("table_schema", "table_name", "connector_name")],
                [["shop", "orders", "hive"]],
            ),
            "information_schema": (
                [("column_name", "varchar"), ("data_type", "varchar")],
                [["price", "decimal(12,2)"], ["sent_at", "timestamp(6) with time zone"]],
            ),
            "nope": ([], []),
            "SUM(": ([("value", "decimal(12,2)")], [["1.10"]]),
            "sent_at": (
                [("sent_at", "timestamp(6) with time zone")],
                [["2026-07-01 12:30:00.123456 UTC"], [None]],
            ),
        }

    def answer(
        self, method: str, _: str, headers: dict[str, str], body: str
    ) -> tuple[int, dict[str, Any]]:
        if method != "POST":
            return 200, {"id": "1", "stats": {"state": "FINISHED"}}
        self.asked.append((body, headers))
        found = {"id": "1", "infoUri": "http://127.0.0.1", "stats": {"state": "FINISHED"}}
        if "shop.nope" in body:
            error = {
                "message": "line 1:8: Table 'hive.shop.nope' does not exist",
                "errorCode": 46,
                "errorName": "TABLE_NOT_FOUND",
                "errorType": "USER_ERROR",
            }
            return 200, found | {"error": error}
        known = [answer for text, answer in self.answers.items() if text in body]
        columns, rows = known[0] if known else ([("_col0", "integer")], [[1]])
        return 200, found | {"columns": [column(*each) for each in columns], "data": rows}


@pytest.fixture
def trino() -> Trino:
    return Trino()


@pytest.fixture
def warehouse(trino: Trino, tmp_path: Path) -> Iterator[Warehouse]:
    write_project(tmp_path)
    with serving(trino.answer) as port:
        settings = settings_of(tmp_path, SCORECARD_WAREHOUSE=f"trino://me@127.0.0.1:{port}/hive")
        with closing(open_warehouse(settings, READING)) as found:
            yield found


@pytest.fixture
def snapshot(warehouse: Warehouse) -> Iterator[Snapshot]:
    with warehouse.snapshot(7.0) as found:
        found.set_timezone("Europe/Berlin")
        yield found


def test_a_url_becomes_the_clients_own_arguments(tmp_path: Path) -> None:
    settings = settings_of(write_project(tmp_path), TRINO_PASSWORD="s3cret")
    found = connect_arguments("trino://me@trino.example.com/hive?schema=shop", settings)

    assert found["auth"]._password == "s3cret"
    assert {name: found[name] for name in ("host", "port", "user", "catalog", "schema")} == {
        "host": "trino.example.com",
        "port": 8443,
        "user": "me",
        "catalog": "hive",
        "schema": "shop",
    }
    assert (found["http_scheme"], found["timezone"]) == ("https", "UTC")
    with pytest.raises(SettingsError, match=r"write trino://user@host:8443/catalog"):
        connect_arguments("trino://host", settings)


def test_its_version_and_that_nothing_was_tried_are_said(warehouse: Warehouse) -> None:
    assert warehouse.engine == "Trino 476"
    assert "(the framework was not run against this service)" in warehouse.place


def test_a_query_is_sent_with_its_limit_in_utc_and_values_as_parameters(
    trino: Trino, snapshot: Snapshot
) -> None:
    sql = "SELECT sum(price) AS value FROM shop.orders WHERE sent_at >= :start"
    start = datetime(2026, 7, 1, 10, tzinfo=UTC)

    found = snapshot.fetch(Query(sql, "", {"start": start}))

    assert (found.columns, list(found.rows)) == (("value",), [(Decimal("1.10"),)])
    text, headers = trino.asked[-1]
    assert "sum" in text.lower()
    assert "'2026-07-01 10:00:00.000000'" in text.partition("USING")[2]
    assert headers["x-trino-session"] == "query_max_run_time=7s"
    assert headers["x-trino-time-zone"] == "UTC"
    assert headers["x-trino-catalog"] == "hive"


def test_columns_have_postgresqls_types(snapshot: Snapshot) -> None:
    assert snapshot.column_types(["shop.orders"]) == {
        "shop.orders": {"price": "numeric(12,2)", "sent_at": "timestamp with time zone"}
    }


def test_instants_are_copied_to_the_microsecond(snapshot: Snapshot) -> None:
    snapshot.extract("shop.orders", TableCopy(frozenset({"sent_at"})))

    found = snapshot.local().execute("SELECT epoch(sent_at) FROM shop.orders ORDER BY 1")
    assert found.rows == [(1782909000.123456,), (None,)]


def test_a_missing_table_is_named(snapshot: Snapshot) -> None:
    with pytest.raises(PlanError) as caught:
        snapshot.plan(Query("SELECT 1 AS value FROM shop.nope", "", {}))

    assert (caught.value.missing, caught.value.word) == ("table", "hive.shop.nope")
    assert isinstance(caught.value, QueryError)


def test_tables_with_versions_are_read_at_those_of_the_first_question(
    trino: Trino, snapshot: Snapshot
) -> None:
    columns = [("_col0", "integer"), ("_col1", "bigint"), ("_col2", "timestamp(3) with time zone")]
    names = [(name, "varchar") for name in ("table_schema", "table_name", "connector_name")]
    trino.answers = {
        "$snapshots": (columns, [[0, 17, "2026-11-22 10:04:00.123 UTC"]]),
        **trino.answers,
        "system.metadata.catalogs": (names, [["shop", "orders", "iceberg"]]),
    }

    snapshot.pin(["shop.orders"])
    snapshot.extract("shop.orders", TableCopy(frozenset({"sent_at"})))
    snapshot.fetch(Query("SELECT sum(price) AS value FROM shop.orders", "", {}))

    texts = [text for text, _ in trino.asked]
    assert len([text for text in texts if "system.metadata" in text or "$" in text]) == 2
    assert texts[-2] == 'SELECT "sent_at" FROM "shop"."orders" FOR VERSION AS OF 17'
    assert texts[-1].endswith("FROM shop.orders FOR VERSION AS OF 17")
    assert snapshot.consistency == "each table at one version"


def test_a_table_of_another_connector_has_no_version(trino: Trino, snapshot: Snapshot) -> None:
    snapshot.pin(["shop.orders", "shop.items"])

    assert "system.metadata.catalogs" in trino.asked[-1][0]
    assert snapshot.consistency == "no snapshot"


def test_a_version_that_is_gone_is_said(snapshot: Snapshot) -> None:
    message = "Iceberg snapshot ID does not exists: 17"
    error = TrinoQueryError({"message": message, "errorName": "INVALID_ARGUMENTS"})

    assert snapshot._client.fault(error).kind == "gone"  # type: ignore[attr-defined]
