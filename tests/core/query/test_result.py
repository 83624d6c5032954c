"""A query and its result go together through DuckDB's driver."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from core.engines.local import open_local
from core.errors import QueryError
from core.query.binding import bind
from core.query.result import Query, Result, require_few


def test_a_query_is_the_same_in_both_dialects_with_parameters_of_one_name(
    tmp_path: Path,
) -> None:
    query = Query("SELECT :a::int % 4 AS Value", "SELECT $a::INT % 4 AS Value", {"a": 7})
    with closing(open_local(60, (), tmp_path)) as database:
        result = database.fetch(query.duckdb, query.params, integer_division=True)

    assert result == Result(("value",), [(3,)])
    assert set(bind(query.sql, "numbered")[1]) == query.params.keys()


def test_more_rows_than_a_result_may_have_are_refused() -> None:
    require_few([(1,), (2,)], 2)
    with pytest.raises(QueryError, match=r"more than 2 rows; .* group coarser"):
        require_few([(1,), (2,), (3,)], 2)
