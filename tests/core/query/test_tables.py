"""The tables that a query reads."""

from __future__ import annotations

import pytest

from core.errors import QueryError
from core.query import find_tables


def test_tables_with_a_schema_are_found_and_names_of_with_are_not() -> None:
    sql = 'WITH s AS (SELECT 1 FROM A.B) SELECT * FROM s, "c".d, generate_series(1, 2)'

    assert find_tables(sql) == ("a.b", "c.d")


def test_a_query_that_does_not_parse_is_refused() -> None:
    with pytest.raises(QueryError, match="does not parse"):
        find_tables("SELECT FROM WHERE (")
