"""Whole queries: WITH, joins, unions."""

from __future__ import annotations

import pytest

from core.query.remote.statement import interpret
from tests.core.query.remote.engines import TYPES


@pytest.mark.parametrize(
    ("sql", "found"),
    [
        ("WITH RECURSIVE r AS (SELECT 1) SELECT * FROM r", "WITH RECURSIVE"),
        ("SELECT * FROM now()", "a function in FROM"),
        ("SELECT tz - tz AS value FROM stg.t", "the column value of elapsed; "),
        ("SELECT 1 UNION SELECT 1 ORDER BY 1", "ORDER BY or LIMIT of a UNION without names; "),
        ("SELECT i FROM stg.t LIMIT 1 + 1", "a computed LIMIT or OFFSET; write a number"),
    ],
)
def test_clauses_that_are_not_proven_are_named(sql: str, found: str) -> None:
    assert interpret(sql, TYPES)[1][0][1].startswith(found)


def test_a_finding_has_its_line() -> None:
    assert interpret("SELECT\n  i,\n  gcd(i, j)\nFROM stg.t", TYPES)[1] == [(3, "gcd(…)")]
