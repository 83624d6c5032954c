"""Which queries are time aggregates, and why others are not."""

from __future__ import annotations

import pytest

from core.query.parse.statement import examine
from core.query.time_aggregate import Bound
from tests.core.query.samples import WEEK, aggregate_of


@pytest.mark.parametrize(
    "sql",
    [
        f"SELECT count(*) AS value {WEEK}",
        f"SELECT COUNT(id) AS VALUE {WEEK} AND kind = 'a'",
        (
            "SELECT sum(amount) / nullif(count(*), 0) AS value, sum(amount) AS numerator, count(*)"
            f" AS denominator {WEEK}"
        ),
        f"SELECT round(avg(amount) FILTER (WHERE kind IN ('a', 'b')), 2) AS value {WEEK}",
        f"SELECT coalesce(max(amount), 0) - coalesce(min(amount), 0) AS value {WEEK}",
        (
            "SELECT CASE WHEN count(*) > 9 THEN 100.0 * count(*) FILTER (WHERE id IS NULL) /"
            f" count(*) END AS value {WEEK}"
        ),
        f"SELECT extract(epoch FROM max(done_at) - min(sent_at)) / 3600 AS value {WEEK}",
        (
            "SELECT count(*) AS value FROM stg.forms WHERE :start <= sent_at AND kind = 'a' AND"
            " :end > sent_at"
        ),
        (
            "SELECT count(*) AS value FROM stg.forms WHERE sent_at >= :period_start AND sent_at <"
            " :period_end"
        ),
        "SELECT count(*) AS value FROM stg.forms WHERE sent_on BETWEEN :first_day AND :last_day",
        (
            "SELECT count(*) AS value FROM stg.forms WHERE sent_on > :first_day AND (sent_on <="
            " :last_day)"
        ),
        "SELECT count(*) AS value FROM stg.forms WHERE sent_at < :end",
        (
            "SELECT count(*) AS value FROM stg.forms WHERE coalesce(sent_at, done_at) < :end AND"
            " (kind = 'a' OR id = 1)"
        ),
        (
            "SELECT count(*) AS value FROM stg.forms f JOIN stg.kinds k ON k.kind = f.kind LEFT"
            " JOIN stg.bills USING (id) WHERE f.sent_at >= :start AND f.sent_at < :end AND k.name"
            " ILIKE 'A%'"
        ),
        f"SELECT count(*) AS value {WEEK} -- forms",
    ],
)
def test_plain_aggregates_over_a_span_of_time_are_a_time_aggregate(sql: str) -> None:
    facts = examine(sql, "postgres")

    assert facts.time_aggregate is not None
    assert facts.no_time_aggregate == ""


@pytest.mark.parametrize(
    "sql",
    [
        # What is not made of parts.
        f"SELECT count(DISTINCT client_id) AS value {WEEK}",
        f"SELECT sum(DISTINCT amount) AS value {WEEK}",
        f"SELECT median(amount) AS value {WEEK}",
        f"SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY amount) AS value {WEEK}",
        f"SELECT stddev(amount) AS value {WEEK}",
        f"SELECT sum(count(*)) OVER () AS value {WEEK}",
        f"SELECT length(string_agg(kind, ',')) AS value {WEEK}",
        f"SELECT count(f.*) AS value {WEEK.replace('forms', 'forms f')}",
        # What is not one row.
        f"SELECT amount AS value {WEEK}",
        f"SELECT 1 AS value {WEEK}",
        f"SELECT kind AS field, count(*) AS value {WEEK} GROUP BY kind",
        f"SELECT count(*) AS value {WEEK} HAVING count(*) > 3",
        f"SELECT count(*) AS value {WEEK} LIMIT 1",
        f"SELECT DISTINCT count(*) AS value {WEEK}",
        f"SELECT count(*) AS value {WEEK} UNION ALL SELECT 1",
        # Columns that no KPI may return, or not twice.
        f"SELECT count(*) AS number {WEEK}",
        f"SELECT count(*) AS value, sum(id) AS value {WEEK}",
        f"SELECT count(*) AS value, sum(id) AS total {WEEK}",
        # A parameter anywhere else.
        f"SELECT count(*) FILTER (WHERE done_at < :end) AS value {WEEK}",
        f"SELECT count(*) / extract(day FROM :end - :start) AS value {WEEK}",
        f"SELECT count(*) AS value {WEEK} AND (done_at IS NULL OR done_at >= :end)",
        f"SELECT count(*) AS value {WEEK} AND sent_at < :cut_off",
        (
            "SELECT count(*) AS value FROM stg.forms f JOIN stg.kinds k ON k.begins < :end WHERE"
            " sent_at >= :start AND sent_at < :end"
        ),
        # Time that is not bounded once on a side, by bounds of one kind.
        "SELECT count(*) AS value FROM stg.forms",
        "SELECT count(*) AS value FROM stg.forms WHERE sent_at >= :start",
        "SELECT count(*) AS value FROM stg.forms WHERE sent_at >= :start AND done_at < :end",
        "SELECT count(*) AS value FROM stg.forms WHERE sent_at >= :first_day AND sent_at < :end",
        "SELECT count(*) AS value FROM stg.forms WHERE sent_at >= :start OR sent_at < :end",
        "SELECT count(*) AS value FROM stg.forms WHERE NOT (sent_at >= :start AND sent_at < :end)",
        (
            "SELECT count(*) AS value FROM stg.forms WHERE sent_on NOT BETWEEN :first_day AND"
            " :last_day"
        ),
        "SELECT count(*) AS value FROM stg.forms WHERE sent_at < :cut_off",
        f"SELECT count(*) AS value {WEEK} AND sent_at < :end",
        # What may be something else at another time, or reads something else.
        f"SELECT count(*) AS value {WEEK} AND random() < 0.5",
        f"SELECT count(*) AS value {WEEK} AND done_at < now()",
        f"SELECT count(*) AS value {WEEK} AND due_on < current_date",
        f"SELECT count(*) AS value {WEEK} AND our_own_function(id)",
        f"SELECT count(*) AS value {WEEK} AND id IN (SELECT id FROM stg.bills)",
        f"SELECT count(*) AS value {WEEK} AND EXISTS (SELECT 1 FROM stg.bills)",
        f"SELECT count(*) + (SELECT count(*) FROM stg.bills) AS value {WEEK}",
        f"WITH forms AS (SELECT 1) SELECT count(*) AS value {WEEK}",
        (
            "SELECT count(*) AS value FROM (SELECT * FROM stg.forms) f WHERE sent_at >= :start AND"
            " sent_at < :end"
        ),
        (
            "SELECT count(*) AS value FROM stg.forms TABLESAMPLE SYSTEM (10) WHERE sent_at >="
            " :start AND sent_at < :end"
        ),
        (
            "SELECT count(*) AS value FROM generate_series(1, 9) AS s(n) WHERE n >= :start AND n <"
            " :end"
        ),
        (
            "SELECT count(*) AS value FROM stg.forms, LATERAL (SELECT 1) AS l WHERE sent_at >="
            " :start AND sent_at < :end"
        ),
    ],
)
def test_any_other_query_is_not_one_and_has_a_reason(sql: str) -> None:
    facts = examine(sql, "postgres")

    assert facts.time_aggregate is None
    assert facts.no_time_aggregate != ""


def test_a_query_over_files_and_values_is_not_one() -> None:
    assert (
        examine(
            "SELECT count(*) AS value FROM forms WHERE sent_at >= :start AND sent_at < :end",
            "duckdb",
        ).time_aggregate
        is None
    )


def test_a_time_aggregate_has_rows_a_time_components_and_outputs_made_of_them() -> None:
    aggregate = aggregate_of(
        f"SELECT avg(amount) * 2 AS value, count(*) AS denominator {WEEK} AND kind = 'a'"
    )
    total, count, rows = aggregate.components

    assert aggregate.pass_key == ("FROM stg.forms", "sent_at", False)
    assert (aggregate.since, aggregate.until) == (
        Bound("start", after=False),
        Bound("end", after=False),
    )
    assert [part.sql for part in aggregate.components] == [
        "sum(amount) FILTER (WHERE (kind = 'a'))",
        "count(amount) FILTER (WHERE (kind = 'a'))",
        "count(*) FILTER (WHERE (kind = 'a'))",
    ]
    assert aggregate.outputs == (
        ("value", f'(CAST("{total.name}" AS DOUBLE) / NULLIF("{count.name}", 0)) * 2'),
        ("denominator", f'"{rows.name}"'),
    )


@pytest.mark.parametrize(
    ("sql", "reason"),
    [
        (f"SELECT 1 AS value {WEEK} UNION ALL SELECT 2", "the query is not a single SELECT"),
        (f"SELECT count(*) AS value {WEEK} GROUP BY kind", "the query has GROUP BY"),
        (f"SELECT DISTINCT count(*) AS value {WEEK}", "the query has DISTINCT"),
        ("SELECT 1 AS value", "the query reads no table"),
        ("SELECT count(*) AS value FROM stg.forms", "the query has no WHERE"),
        (
            "SELECT count(*) AS value FROM (SELECT 1 AS n) AS q WHERE n < :end",
            "the FROM has more than tables: (SELECT 1 AS n) AS q",
        ),
        (
            "SELECT count(*) AS value FROM stg.forms WHERE sent_at >= :start",
            "no parameter such as :end bounds the time of the rows from above",
        ),
        (
            f"SELECT count(*) AS value {WEEK} AND done_at < :cut_off",
            "the WHERE depends on more than a row: :cut_off",
        ),
        (
            f"SELECT count(*) AS value {WEEK} AND done_at < now()",
            "the WHERE depends on more than a row: CURRENT_TIMESTAMP",
        ),
        (
            f"SELECT count(*) AS number {WEEK}",
            "the columns are not value, numerator and denominator, each once",
        ),
        (f"SELECT 1 AS value {WEEK}", "the query aggregates nothing"),
        (f"SELECT amount AS value {WEEK}", "amount is not aggregated"),
        (
            f"SELECT count(DISTINCT client_id) AS value {WEEK}",
            "COUNT(DISTINCT client_id) cannot be put together from parts",
        ),
    ],
)
def test_the_reason_names_what_stands_in_the_way(sql: str, reason: str) -> None:
    assert examine(sql, "postgres").no_time_aggregate == reason
