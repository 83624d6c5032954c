"""Every engine plans a query without running it, and says what it refuses and where."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from core.engines.base import Snapshot, Warehouse
from core.engines.plans import PlannedColumns
from core.errors import PlanError, QueryError
from core.query.parse.statement import examine
from core.query.result import Query
from tests.core.engines.asking import ENDLESS

START = datetime(2026, 11, 9, tzinfo=UTC)


def plan(snapshot: Snapshot, sql: str) -> PlannedColumns:
    facts = examine(sql, "postgres")
    return snapshot.plan(Query(sql, facts.duckdb, dict.fromkeys(facts.parameters, START)))


def refusal(snapshot: Snapshot, sql: str) -> PlanError:
    with pytest.raises(PlanError) as caught:
        plan(snapshot, sql)
    snapshot.recover()
    return caught.value


def test_a_plan_has_the_columns_with_their_types(snapshot: Snapshot) -> None:
    columns = plan(snapshot, "SELECT 'a'::text AS Field, 1::float8 AS value WHERE now() > :start")

    assert [name for name, _ in columns] == ["field", "value"]
    assert [kind.lower() for _, kind in columns] in (["varchar", "double"], ["text", "float8"])


def test_a_planned_query_does_not_run(snapshot: Snapshot) -> None:
    columns = plan(snapshot, ENDLESS)

    assert [name for name, _ in columns] == ["value"]


def test_a_missing_column_has_its_name_and_its_place(snapshot: Snapshot) -> None:
    sql = "SELECT count(*) AS value\nFROM (SELECT 1 AS ended) AS a\nWHERE endd > :start::text"
    error = refusal(snapshot, sql)

    assert (error.missing, error.word) == ("column", "endd")
    assert error.offset is not None
    assert sql[error.offset :].startswith("endd > ")


def test_a_place_behind_parameters_is_that_in_the_authors_text(snapshot: Snapshot) -> None:
    sql = (
        "SELECT count(*) AS value FROM (SELECT now() AS at_) AS a"
        " WHERE at_ >= :start AND at_ < :period_start AND :start < nope AND at_ < :period_start"
    )
    error = refusal(snapshot, sql)

    assert error.offset is not None
    assert sql[error.offset :].startswith("nope AND")


def test_a_missing_table_has_its_name(snapshot: Snapshot) -> None:
    error = refusal(snapshot, "SELECT count(*) AS value\nFROM stg.nope")

    assert error.missing == "table"
    assert error.word in ("stg.nope", "nope")


def test_a_wrong_type_is_said_as_the_database_says_it(snapshot: Snapshot) -> None:
    sql = "SELECT count(*) AS value FROM (SELECT 'x'::text AS note) AS a WHERE note >= :start"
    error = refusal(snapshot, sql)

    assert error.missing == ""
    assert "timestamp with time zone" in str(error).lower()
    assert "\n" not in str(error)


def test_a_refused_query_spoils_no_other(snapshot: Snapshot) -> None:
    refusal(snapshot, "SELECT nope AS value")

    assert plan(snapshot, "SELECT 1 AS value")[0][0] == "value"


def test_a_local_query_is_planned_over_a_table_without_its_rows(warehouse: Warehouse) -> None:
    warehouse.script('CREATE SCHEMA stg; CREATE TABLE stg.forms (id int, "Odd name" date)')
    warehouse.execute("INSERT INTO stg.forms VALUES (1, '2026-11-09')")
    sql = 'SELECT max(id) AS value, max("Odd name") AS numerator FROM stg.forms'
    with warehouse.snapshot(20) as snapshot:
        snapshot.outline("stg.forms", frozenset(["id", "odd name"]))
        columns = snapshot.local().plan(sql, {}, integer_division=False)
        rows = snapshot.local().execute("SELECT count(*) FROM stg.forms").rows

    assert columns == (("value", "INTEGER"), ("numerator", "DATE"))
    assert rows == [(1 if warehouse.dialect == "duckdb" else 0,)]


def test_a_missing_table_has_no_outline_on_another_engine(on_postgres: Warehouse) -> None:
    with on_postgres.snapshot(20) as snapshot, pytest.raises(QueryError, match="does not exist"):
        snapshot.outline("stg.nope", frozenset("*"))


def test_a_local_query_that_is_refused_names_its_place(snapshot: Snapshot) -> None:
    sql = "SELECT 1 AS value\nFROM (SELECT 1 AS a) AS t\nWHERE t.b > $start"
    with pytest.raises(PlanError) as caught:
        snapshot.local().plan(sql, {"start": START}, integer_division=False)

    assert (caught.value.missing, caught.value.word) == ("column", "b")
    assert caught.value.offset is not None
    assert sql[caught.value.offset :] == "t.b > $start"


def test_two_statements_are_not_planned(snapshot: Snapshot) -> None:
    with pytest.raises(QueryError, match="not one SELECT"):
        snapshot.local().plan("SELECT 1; SELECT 2", {}, integer_division=False)
