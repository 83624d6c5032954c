"""Columns of aggregates over cells, in the dialect of each place that computes them."""

from __future__ import annotations

import pytest

from core.query.cell_search import find_cell_aggregate
from tests.core.query.samples import WEEK, cell_aggregate_of


def parts(sql: str) -> tuple[list[str], list[str], list[str]]:
    """Return cells, wholes and outputs with short names for parts."""
    found = cell_aggregate_of(sql)
    names = {name: f"c{place}" for place, (name, _) in enumerate(found.cells)}
    names |= {name: f"w{place}" for place, (name, _) in enumerate(found.wholes)}
    names |= {name: f"k{place}" for place, (name, _) in enumerate(found.keys)}
    columns = ([text for _, text in each] for each in (found.cells, found.wholes, found.outputs))
    cells, wholes, outputs = ([shortened(text, names) for text in column] for column in columns)
    return cells, wholes, outputs


def shortened(text: str, names: dict[str, str]) -> str:
    for name, short in names.items():
        text = text.replace(name, short)
    return text


def test_cells_are_aggregated_as_the_author_wrote_it() -> None:
    cells, wholes, outputs = parts(
        f"SELECT count(*) FILTER (WHERE note ~ '^a') AS value, sum(id)::numeric AS numerator {WEEK}"
        " AND kind = 'a'"
    )

    assert cells == [
        "count(*) FILTER (WHERE (kind = 'a') AND (note ~ '^a'))",
        "sum(id) FILTER (WHERE (kind = 'a'))",
    ]
    assert wholes == ['CAST(coalesce(sum("c0"), 0) AS BIGINT)', 'sum("c1")']
    assert outputs == ['"w0"', 'CAST("w1" AS DOUBLE)']


def test_an_average_is_one_number_over_two_of_cells() -> None:
    cells, wholes, outputs = parts(f"SELECT round(avg(amount)) AS value {WEEK}")

    assert cells == ["sum(amount)", "count(amount)"]
    assert wholes == ['CAST(sum("c0") AS DOUBLE) / nullif(sum("c1"), 0)']
    assert outputs == ['ROUND("w0")']


def test_different_keys_are_counted_by_key_and_condition() -> None:
    found = cell_aggregate_of(
        "SELECT count(DISTINCT client) FILTER (WHERE paid)::float / nullif(count(DISTINCT client),"
        f" 0) AS value {WEEK} AND kind = 'a'"
    )

    assert [tuple(keys) for _, keys in found.keys] == [
        ("client", "(kind = 'a') AND (paid)"),
        ("client", "(kind = 'a')"),
    ]
    assert found.cells == ()


def test_what_duckdb_computes_is_the_query_without_what_the_engine_decides() -> None:
    found = cell_aggregate_of(
        f"SELECT count(*) FILTER (WHERE lower(kind) = 'a') / 2 AS value {WEEK} AND note LIKE 'x%'"
    )

    assert found.local_query == "SELECT COUNT(*) / 2 AS value FROM stg.forms"


@pytest.mark.parametrize(
    ("sql", "obstacle"),
    [
        (
            f"SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY amount) AS value {WEEK}",
            "cannot be put together from parts",
        ),
        (f"SELECT sum(DISTINCT amount) AS value {WEEK}", "cannot be put together from parts"),
        (f"SELECT count(DISTINCT (id, kind)) AS value {WEEK}", "cannot be put together from parts"),
        (f"SELECT count(*) AS value {WEEK} GROUP BY kind", "the query has GROUP BY"),
        ("SELECT count(*) AS value FROM stg.forms", "the query has no WHERE"),
        (f"SELECT 1 AS value {WEEK}", "the query aggregates nothing"),
    ],
)
def test_what_is_not_made_of_cells_says_why(sql: str, obstacle: str) -> None:
    found, reason = find_cell_aggregate(sql)

    assert found is None
    assert obstacle in reason
