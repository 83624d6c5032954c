"""DISTINCT ON becomes a window that numbers the rows of each key."""

from __future__ import annotations

import pytest

from core.query.remote.statement import interpret, written
from tests.core.query.remote.engines import PARAMS, TYPES


def text_of(sql: str) -> str:
    return written(sql, PARAMS, "spark", TYPES, "Europe/Berlin")[0]


def found_in(sql: str) -> list[str]:
    return [construct for _, construct in interpret(sql, TYPES)[1]]


def test_the_first_row_of_each_key_is_chosen() -> None:
    text = text_of("SELECT DISTINCT ON (g) g AS field, i FROM stg.t WHERE yes ORDER BY g, id DESC")

    assert text == (
        "SELECT numbered_.field, numbered_.i FROM (SELECT rows_.field, rows_.i, rows_.key1_, "
        "rows_.key2_, ROW_NUMBER() OVER (PARTITION BY key1_ ORDER BY key2_ DESC NULLS FIRST) "
        "AS row_ FROM (SELECT g AS field, i, g AS key1_, id AS key2_ FROM stg.t WHERE yes) "
        "AS rows_) AS numbered_ WHERE row_ = 1 ORDER BY key1_ NULLS LAST, key2_ DESC NULLS FIRST"
    )


def test_columns_of_one_name_stay_apart() -> None:
    text = text_of(
        "SELECT DISTINCT ON (a.g) a.g, a.id, b.id FROM stg.t AS a JOIN stg.t AS b ON a.id = b.j "
        "ORDER BY a.g, a.id, b.id"
    )

    assert text.startswith("SELECT numbered_.g, numbered_.id, numbered_.column2_ FROM")


def test_without_types_all_columns_are_taken() -> None:
    tree, findings = interpret("SELECT DISTINCT ON (k) * FROM stg.other ORDER BY k, at", {})

    assert findings == []
    assert tree.sql().startswith("SELECT numbered_.* FROM (SELECT rows_.*, ROW_NUMBER()")


@pytest.mark.parametrize(
    ("order", "found"),
    [
        ("", "DISTINCT ON without an order of the rows of a key; add it to ORDER BY"),
        ("ORDER BY g", "DISTINCT ON without an order of the rows of a key; add it to ORDER BY"),
        (
            "ORDER BY id, g",
            "DISTINCT ON of other values than ORDER BY begins with; begin it with them",
        ),
        ("ORDER BY g, x", 'an order of text by a collation; write x COLLATE "C"'),
        ("ORDER BY g, id LIMIT 1", 'an order of text by a collation; write x COLLATE "C"'),
    ],
)
def test_an_order_that_leaves_the_row_open_is_refused(order: str, found: str) -> None:
    assert found_in(f"SELECT DISTINCT ON (g) g, i FROM stg.t {order}") == [found]


def test_a_place_beside_all_columns_is_refused() -> None:
    assert found_in("SELECT DISTINCT ON (1) * FROM stg.t ORDER BY 1, id") == [
        "DISTINCT ON by a place beside *; name the column"
    ]
