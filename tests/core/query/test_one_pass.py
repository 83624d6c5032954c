"""One pass over the rows of many queries gives what each query gives alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.compute.outcome import interpret, same_outcome
from core.engines.local import LocalDuckDb
from core.query.one_pass import AggregateRequest, pass_statement
from core.query.parse.statement import examine
from core.query.result import Result
from core.query.spans import split_pass
from core.query.time_aggregate import Bound
from tests.core.query.samples import FILTERS, TIMES, VALUES, WEEK, aggregate_of, params_of


def run_pass(queries: LocalDuckDb, requests: Sequence[AggregateRequest]) -> list[list[Result]]:
    result = queries.fetch(*pass_statement(requests), integer_division=True)
    return split_pass(requests, result.rows)


def must_agree(queries: LocalDuckDb, *asked: tuple[str, Sequence[tuple[int, int]]]) -> None:
    """Compare a pass for queries, each with its weeks and their ranges, with each query for each
    week alone.
    """
    requests = [
        AggregateRequest(aggregate_of(sql), [params_of(*each) for each in periods])
        for sql, periods in asked
    ]
    passed = run_pass(queries, requests)
    for (sql, periods), (_, params), results in zip(asked, requests, passed, strict=True):
        facts = examine(sql, "postgres")
        for period, own, result in zip(periods, params, results, strict=True):
            given = {name: own[name] for name in facts.parameters}
            alone = queries.fetch(facts.duckdb, given, integer_division=True)
            assert result.columns == alone.columns
            assert [type(value) for value in result.rows[0]] == [
                type(value) for value in alone.rows[0]
            ], (sql, period)
            assert same_outcome(interpret(result), interpret(alone)), (sql, period, result, alone)


@pytest.mark.parametrize("time", TIMES)
def test_every_aggregate_of_every_week_is_that_of_the_week_alone(
    queries: LocalDuckDb, time: str
) -> None:
    weeks = [(week, reach) for reach in (1, 4, 26) for week in range(8, 50)]
    sqls = [f"SELECT {value} AS value FROM stg.forms WHERE {time}" for value in VALUES]
    must_agree(queries, *((sql, weeks[::3]) for sql in sqls))


@given(
    time=st.sampled_from(TIMES),
    asked=st.lists(
        st.tuples(
            st.lists(st.sampled_from(VALUES), min_size=1, max_size=3),
            st.sampled_from(FILTERS),
            st.lists(st.tuples(st.integers(5, 52), st.integers(1, 30)), min_size=1, max_size=5),
        ),
        min_size=1,
        max_size=4,
    ),
)
def test_any_queries_for_any_weeks_in_one_pass_are_each_week_alone(
    queries: LocalDuckDb, time: str, asked: list[tuple[list[str], str, list[tuple[int, int]]]]
) -> None:
    names = ("value", "numerator", "denominator")
    must_agree(
        queries,
        *(
            (
                "SELECT "
                + ", ".join(
                    f"{value} AS {name}" for value, name in zip(values, names, strict=False)
                )
                + f" FROM stg.forms WHERE {time}{only}",
                weeks,
            )
            for values, only, weeks in asked
        ),
    )


def test_joined_rows_are_in_the_week_of_their_own_time(queries: LocalDuckDb) -> None:
    joined = (
        "SELECT {} AS value FROM stg.forms f LEFT JOIN stg.kinds k ON k.kind = f.kind, stg.kinds"
        " other WHERE f.sent_at >= :start AND f.sent_at < :end AND coalesce(k.even, other.even)"
    )
    must_agree(
        queries,
        *(
            (joined.format(value), [(20, 1), (21, 1), (21, 9)])
            for value in ("count(*)", "sum(f.count_)")
        ),
    )


def test_an_argument_is_not_evaluated_for_rows_that_the_query_leaves_out(
    queries: LocalDuckDb,
) -> None:
    inverse = (
        "SELECT sum(100 / count_) AS value FROM stg.forms WHERE sent_at >= :start AND sent_at <"
        " :end AND count_ > 0"
    )
    must_agree(queries, (inverse, [(20, 1), (21, 4)]))


def test_what_is_not_defined_for_a_span_is_not_evaluated_for_it(queries: LocalDuckDb) -> None:
    # There are no forms in the weeks 21 and 22, for which only the other KPI is asked.
    week = "FROM stg.forms WHERE sent_at >= :start AND sent_at < :end"
    must_agree(
        queries,
        (f"SELECT 100 / count(*) AS value {week}", [(14, 1), (15, 1)]),
        (f"SELECT count(*) AS value {week}", [(21, 1), (22, 1)]),
    )


def test_the_same_component_of_several_queries_is_computed_once() -> None:
    one, other = (
        aggregate_of(f"SELECT sum(amount) AS value {WEEK}"),
        aggregate_of(f"SELECT avg(amount) AS value {WEEK}"),
    )
    sql, _ = pass_statement(
        [AggregateRequest(one, [params_of(20, 1)]), AggregateRequest(other, [params_of(20, 4)])]
    )

    assert sql.count("sum(amount)") == 1


def test_a_row_on_the_bound_tells_two_kinds_of_bounds_apart(queries: LocalDuckDb) -> None:
    half_open = aggregate_of(
        "SELECT count(*) AS value FROM stg.forms WHERE local_at >= :start AND local_at < :end"
    )
    closed = replace(half_open, until=Bound("end", after=True))
    on_the_bound = AggregateRequest(half_open, [params_of(week, 1) for week in range(10, 16)])
    other = AggregateRequest(closed, on_the_bound.params)

    assert run_pass(queries, [on_the_bound]) != run_pass(queries, [other])


def test_spans_of_the_same_periods_share_rows_of_the_statement() -> None:
    one, other = (
        aggregate_of(f"SELECT count(*) AS value {WEEK}"),
        aggregate_of(f"SELECT sum(id) AS value {WEEK}"),
    )
    weeks = [params_of(20, 1), params_of(21, 1)]
    requests = [AggregateRequest(one, weeks), AggregateRequest(other, weeks)]
    _, params = pass_statement([*requests, AggregateRequest(one, [params_of(21, 2)])])

    assert params["spans"] == [0, 1, 2]
    # Cuts 0, 1 and 2 are the Mondays of the weeks 20, 21 and 22.
    assert (params["since"], params["until"]) == ([0, 1, 0], [1, 2, 2])
    assert params["cut_1"] == params_of(21, 1)["start"]
    assert split_pass(requests, [(3, 30), (4, 40)]) == [
        [Result(("value",), [(3,)]), Result(("value",), [(4,)])],
        [Result(("value",), [(30,)]), Result(("value",), [(40,)])],
    ]


def test_a_span_without_a_beginning_holds_all_cells_up_to_its_end() -> None:
    until = aggregate_of("SELECT count(*) AS value FROM stg.forms WHERE sent_at < :end")
    sql, params = pass_statement([AggregateRequest(until, [params_of(20, 1)])])

    assert (params["since"], params["until"]) == ([-1], [0])
    assert ">= $cut_0 GROUP" not in sql
