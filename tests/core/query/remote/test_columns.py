"""ColumnKinds behind `*`, of VALUES and under other names."""

from __future__ import annotations

from core.query.remote.statement import interpret, written
from tests.core.query.remote.engines import TYPES


def test_every_column_is_written_out() -> None:
    sql, _ = written("SELECT * FROM (SELECT i, g FROM stg.t) q", {}, "spark", TYPES, "UTC")

    assert sql == "SELECT q.i, q.g FROM (SELECT i, g FROM stg.t) AS q"


def test_columns_have_the_names_of_an_alias() -> None:
    _, found = interpret("SELECT sum(v) AS value FROM (VALUES (1, 2.5)) AS q(k, v)", TYPES)

    assert found == []
