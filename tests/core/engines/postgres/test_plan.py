"""PostgreSQL's plans: types by name, and errors with their place."""

from __future__ import annotations

import pytest

from core.engines.base import Warehouse
from core.errors import PlanError
from core.query.result import Query


def test_a_type_of_an_extension_or_of_a_person_has_some_name(on_postgres: Warehouse) -> None:
    on_postgres.script("CREATE TYPE mood AS ENUM ('good'); CREATE DOMAIN share AS numeric(3, 2)")
    sql = "SELECT 'good'::mood AS field, 1::share AS value, '{1}'::int[] AS x"
    with on_postgres.snapshot(20) as snapshot:
        columns = snapshot.plan(Query(sql, sql, {}))

    assert columns == (("field", "unknown"), ("value", "numeric"), ("x", "int4"))


def test_a_missing_table_has_the_name_that_the_query_gives_it(on_postgres: Warehouse) -> None:
    with on_postgres.snapshot(20) as snapshot, pytest.raises(PlanError) as caught:
        snapshot.plan(Query('SELECT 1 AS value\nFROM "T".x', "", {}))

    assert (caught.value.missing, caught.value.word, caught.value.offset) == ("table", "T.x", 23)


def test_division_by_a_constant_zero_is_found_by_the_planner(on_postgres: Warehouse) -> None:
    with on_postgres.snapshot(20) as snapshot, pytest.raises(PlanError, match="division by zero"):
        snapshot.plan(Query("SELECT 1 / 0 AS value", "", {}))
