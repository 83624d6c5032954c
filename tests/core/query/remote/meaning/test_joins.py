"""USING and NATURAL are written as ON, and a merged column as the value that it stands for."""

from __future__ import annotations

import pytest

from core.query.remote.statement import interpret
from tests.core.query.remote.engines import TYPES

A = "(SELECT id, g FROM stg.t) AS a"
B = "(SELECT id, i FROM stg.t) AS b"


def columns_of(sql: str) -> str:
    tree, findings = interpret(sql, TYPES)
    assert findings == []
    return tree.sql(dialect="postgres").partition(" FROM ")[0].removeprefix("SELECT ")


@pytest.mark.parametrize(
    ("side", "merged"),
    [
        ("", "a.id AS id"),
        ("LEFT", "a.id AS id"),
        ("RIGHT", "b.id AS id"),
        ("FULL", "(COALESCE(a.id, b.id)) AS id"),
    ],
)
def test_a_merged_column_comes_from_the_side_that_keeps_its_rows(side: str, merged: str) -> None:
    assert columns_of(f"SELECT * FROM {A} {side} JOIN {B} USING (id)") == f"{merged}, a.g, b.i"


def test_a_natural_join_merges_the_columns_of_the_same_name() -> None:
    tree, _ = interpret(f"SELECT count(*) FROM {A} NATURAL JOIN {B}", TYPES)

    assert tree.sql(dialect="postgres").endswith("AS b ON a.id = b.id")


@pytest.mark.parametrize(
    ("joins", "obstacle"),
    [
        (f"{A} NATURAL JOIN (SELECT 1 AS k) AS c", "NATURAL JOIN without common columns; "),
        (f"{A} JOIN {B} USING (nope)", "JOIN … USING (nope), which no relation has; write ON"),
        (f"{A} JOIN (SELECT x AS id FROM stg.t) AS c USING (id)", "JOIN … USING of columns of dif"),
        (f"{A} JOIN {B} ON true JOIN stg.t USING (id)", "JOIN … USING (id), which several rel"),
    ],
)
def test_a_merge_that_is_not_certain_is_refused(joins: str, obstacle: str) -> None:
    found = interpret(f"SELECT count(*) AS value FROM {joins}", TYPES)[1]

    assert found[0][1].startswith(obstacle)


def test_using_looks_to_the_left_as_far_as_the_comma() -> None:
    assert columns_of(f"SELECT i, id FROM stg.t AS x, {A} JOIN {B} USING (id)")
