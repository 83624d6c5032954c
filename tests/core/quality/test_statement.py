"""The statement of a source's checks, as text; `test_gate` runs it on both engines."""

from __future__ import annotations

from datetime import UTC, datetime

from core.catalog import SourceTerms
from core.kpi import between, missing, reconcile, rows_like_before, unique
from core.quality.statement import make_statement

NOW = datetime(2026, 11, 16, 5, tzinfo=UTC)


def test_all_checks_of_a_table_are_one_statement() -> None:
    checks = (missing("client_id", 0.05, last="7 days"), unique("order_id"), rows_like_before(0.5))
    made = make_statement("stg.orders", SourceTerms("_synced_at"), checks, "postgres", NOW)
    assert made.sql == (
        'SELECT count(*) AS rows, extract(epoch FROM max("_synced_at")::timestamptz) AS newest, '
        'count(*) FILTER (WHERE "client_id" IS NULL AND "_synced_at" >= :since0) AS found0, '
        'count(*) FILTER (WHERE "_synced_at" >= :since0) AS of0, '
        'count("order_id") - count(DISTINCT "order_id") AS found1, count(*) AS of1 '
        'FROM "stg"."orders"'
    )
    assert made.params == {"since0": datetime(2026, 11, 9, 5, tzinfo=UTC)}


def test_limits_are_parameters_and_names_are_quoted() -> None:
    made = make_statement("deals", SourceTerms(), (between('a"b', 0, 1),), "duckdb", NOW)
    assert made.sql == (
        'SELECT count(*) AS rows, count(*) FILTER (WHERE "a""b" NOT BETWEEN :low0 AND :high0)'
        ' AS found0, count(*) AS of0 FROM "deals"'
    )
    assert made.params == {"low0": 0.0, "high0": 1.0}


def test_a_reconciliation_stands_beside_the_aggregates() -> None:
    check = reconcile("SELECT 1, 2;", within=0)
    made = make_statement("stg.orders", SourceTerms(), (check,), "postgres", NOW)
    assert made.sql == (
        'SELECT * FROM (SELECT count(*) AS rows FROM "stg"."orders") AS measured '
        "LEFT JOIN (\nSELECT 1, 2\n) AS numbers0 (found0, of0) ON true"
    )
