"""What an engine returns of cells, put together, is what each query gives alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.compute.outcome import interpret, same_outcome
from core.engines.local import LocalDuckDb
from core.query import RemoteDialect, translate
from core.query.cells import CellRequest, make_pass
from core.query.parse.statement import examine
from core.query.result import Result
from core.query.spans import split_pass
from tests.core.query.samples import FILTERS, TIMES, VALUES, WEEK, cell_aggregate_of, params_of

DISTINCT = [
    "count(DISTINCT kind)",
    "count(DISTINCT count_) FILTER (WHERE amount > 3)",
    "count(DISTINCT kind)::double precision / nullif(count(DISTINCT id), 0)",
    "count(*) - count(DISTINCT coalesce(kind, 'none'))",
]
TYPES = {
    "stg.forms": {
        "id": "bigint",
        "sent_at": "timestamp with time zone",
        "local_at": "timestamp without time zone",
        "sent_on": "date",
        "kind": "text",
        "amount": "numeric(12,2)",
        "count_": "integer",
    }
}


def run_pass(queries: LocalDuckDb, requests: Sequence[CellRequest]) -> list[list[Result]]:
    """Let DuckDB answer for the engine, too."""
    asked, sql, params = make_pass(requests)
    for name, query in asked.items():
        text = examine(query.sql, "postgres").duckdb
        queries.set("integer_division", "True")
        queries.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {text}", query.params)
    rows = queries.fetch(sql, params, integer_division=True).rows
    return split_pass(requests, rows)


def must_agree(queries: LocalDuckDb, *asked: tuple[str, Sequence[tuple[int, int]]]) -> None:
    """Compare a pass with each query for each week alone."""
    requests = [
        CellRequest(cell_aggregate_of(sql), [params_of(*each) for each in periods])
        for sql, periods in asked
    ]
    passed = run_pass(queries, requests)
    for (sql, periods), request, results in zip(asked, requests, passed, strict=True):
        facts = examine(sql, "postgres")
        for period, own, result in zip(periods, request.params, results, strict=True):
            params = {name: own[name] for name in facts.parameters}
            alone = queries.fetch(facts.duckdb, params, integer_division=True)
            assert result.columns == alone.columns
            assert same_outcome(interpret(result), interpret(alone)), (sql, period, result, alone)


@pytest.mark.parametrize("time", TIMES)
def test_every_aggregate_of_every_week_is_that_of_the_week_alone(
    queries: LocalDuckDb, time: str
) -> None:
    weeks = [(week, reach) for reach in (1, 26) for week in (12, 13, 14, 43)]
    sqls = [f"SELECT {value} AS value FROM stg.forms WHERE {time}" for value in VALUES + DISTINCT]
    must_agree(queries, *((sql, weeks) for sql in sqls))


@settings(max_examples=20)
@given(
    time=st.sampled_from(TIMES),
    asked=st.lists(
        st.tuples(
            st.sampled_from(VALUES + DISTINCT),
            st.sampled_from(FILTERS),
            st.lists(st.tuples(st.integers(5, 52), st.integers(1, 30)), min_size=1, max_size=5),
        ),
        min_size=1,
        max_size=3,
    ),
)
def test_any_queries_for_any_weeks_in_one_pass_are_each_week_alone(
    queries: LocalDuckDb, time: str, asked: list[tuple[str, str, list[tuple[int, int]]]]
) -> None:
    must_agree(
        queries,
        *(
            (f"SELECT {value} AS value FROM stg.forms WHERE {time}{only}", weeks)
            for value, only, weeks in asked
        ),
    )


def test_queries_with_one_key_count_it_in_one_statement() -> None:
    sqls = [
        f"SELECT count(DISTINCT kind) AS value {WEEK} AND amount > 3",
        f"SELECT count(DISTINCT kind) AS value {WEEK} AND amount > 3",
        f"SELECT count(DISTINCT kind) AS value {WEEK}",
        f"SELECT count(DISTINCT id) AS value {WEEK}",
    ]
    asked, _, _ = make_pass(
        [CellRequest(cell_aggregate_of(sql), [params_of(20, 1)]) for sql in sqls]
    )

    assert list(asked) == ["keys_0", "keys_1"]
    assert "VALUES (0), (1))" in asked["keys_0"].sql
    assert asked["keys_0"].sql.count("amount > 3") == 1


def test_bounds_between_weeks_are_compared_once_each() -> None:
    aggregate = cell_aggregate_of(
        "SELECT sum(amount) AS value FROM stg.forms WHERE sent_on BETWEEN :first_day AND :last_day"
    )
    asked, sql, params = make_pass(
        [CellRequest(aggregate, [params_of(20, 1), params_of(21, 1), params_of(21, 2)])]
    )

    query = asked["cells_"]
    assert list(query.params) == [f"first_day_{number}" for number in range(4)]
    assert " ".join(query.sql.split()).startswith(
        "SELECT CASE WHEN sent_on > :first_day_1 THEN CASE WHEN sent_on >= :first_day_2 THEN"
        " CASE WHEN sent_on > :first_day_3 THEN 4 ELSE 3 END ELSE 2 END"
        " ELSE CASE WHEN sent_on >= :first_day_0 THEN 1 ELSE 0 END END AS cell_, sum(amount) AS"
    )
    assert query.sql.endswith(
        "WHERE sent_on <= :first_day_3 AND sent_on >= :first_day_0 GROUP BY 1"
    )
    assert (params["since"], params["until"]) == ([0, 2, 0], [1, 3, 3])
    assert "sum(amount)" not in sql


@pytest.mark.parametrize("time", TIMES)
@pytest.mark.parametrize("dialect", get_args(RemoteDialect))
def test_the_statements_are_of_proven_constructs(time: str, dialect: RemoteDialect) -> None:
    sqls = [
        f"SELECT {value} AS value FROM stg.forms WHERE {time} AND kind = 'k1'"
        for value in ("avg(amount)", "count(DISTINCT kind)", "max(count_)")
    ]
    requests = [CellRequest(cell_aggregate_of(sql), [params_of(20, 4)]) for sql in sqls]

    for query in make_pass(requests).queries.values():
        found = translate(query.sql, query.params, dialect, TYPES, "Europe/Berlin")
        # Trino's client takes a value for each place.
        assert len(set(found.params.values())) == len(query.params)
