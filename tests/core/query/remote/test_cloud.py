"""Texts for BigQuery, Snowflake and Trino: as Google's reference ran them, or as documented.

None of them was run against the service. `python -m tests.core.query.remote.googlesql` writes
bigquery.txt anew.
"""

from __future__ import annotations

from typing import Any

import pytest

from core.errors import UntranslatableError
from core.query import Part, Query, Translator, join_queries, translate
from tests.core.query.remote.clouds import CLOUDS, expected_texts, text_on
from tests.core.query.remote.engines import PARAMS, TYPES


@pytest.mark.parametrize("dialect", CLOUDS)
def test_each_construct_is_written_as_evaluated_or_documented(dialect: Any) -> None:
    expected = {
        line: texts[dialect] for line, texts in expected_texts().items() if dialect in texts
    }

    assert {line: text_on(dialect, line) for line in expected} == expected
    assert len(expected) > 30


@pytest.mark.parametrize("dialect", ["snowflake", "trino"])
@pytest.mark.parametrize("expression", ["i / j", "i % j", "trunc(n)", "split_part(x, g, 1)"])
def test_what_is_not_documented_here_is_refused(dialect: Any, expression: str) -> None:
    sql = f"SELECT {expression} AS value FROM stg.t"

    with pytest.raises(UntranslatableError, match="is not proven on"):
        translate(sql, PARAMS, dialect, TYPES, "Europe/Berlin")


def test_what_googles_reference_did_not_run_is_refused_on_bigquery() -> None:
    sql = "SELECT regexp_replace(x, 'a', 'b') AS value FROM stg.t"

    with pytest.raises(UntranslatableError, match="is not proven on BigQuery"):
        translate(sql, PARAMS, "bigquery", TYPES, "Europe/Berlin")


def test_a_median_is_refused_on_trino_which_has_none() -> None:
    sql = "SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY i) AS value FROM stg.t"

    with pytest.raises(UntranslatableError, match="is not proven on Trino"):
        translate(sql, PARAMS, "trino", TYPES, "Europe/Berlin")


@pytest.mark.parametrize("dialect", CLOUDS)
def test_queries_of_all_kinds_share_a_statement(dialect: Any) -> None:
    values = ("count(*)", "sum(b)", "sum(n)", "avg(f)", "sum(n) / nullif(sum(i), 0)", "max(n)")
    sqls = [f"SELECT {value} AS value, count(i) AS numerator FROM stg.t" for value in values]
    parts = [Part(Query(sql, "", {}), ("value", "numerator")) for sql in sqls]

    found = Translator(dialect, lambda _: TYPES).translate(join_queries(parts), "Europe/Berlin")

    assert found.sql.count("UNION ALL") == len(values) - 1
