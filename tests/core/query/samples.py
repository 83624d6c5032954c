"""Time aggregates for tests, and rows that they read."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from core.query.cell_aggregate import CellAggregate
from core.query.cell_search import find_cell_aggregate
from core.query.parse.statement import examine
from core.query.time_aggregate import TimeAggregate

WEEK = "FROM stg.forms WHERE sent_at >= :start AND sent_at < :end"

BERLIN = ZoneInfo("Europe/Berlin")

# Every column is NULL in some rows; times lie on bounds, one instant before them, and in weeks when
# the clock changes.
ROWS = """
    CREATE SCHEMA stg;
    CREATE TABLE stg.kinds AS SELECT 'k' || n AS kind, n % 2 = 0 AS even FROM range(4) AS s(n);
    CREATE TABLE stg.forms AS
    SELECT n AS id, CASE WHEN n % 11 > 0 THEN at_ END AS sent_at, at_::TIMESTAMP AS local_at,
        CASE WHEN n % 13 > 0 THEN at_::DATE END AS sent_on,
        strftime(at_, '%Y-%m-%d %H:%M:%S') AS sent_text,
        CASE WHEN n % 7 > 0 THEN 'k' || (n * 31 % 5) END AS kind,
        CASE WHEN n % 5 > 0 THEN ((n * 7919 % 1000) / 100.0)::DECIMAL(12, 2) END AS amount,
        CASE n % 97 WHEN 1 THEN NULL WHEN 2 THEN 'nan'::DOUBLE ELSE n * 37 % 101 / 7 END AS hours,
        n * 13 % 17 AS count_
    FROM (SELECT n, TIMESTAMPTZ '2026-03-01 00:00:00 Europe/Berlin' + to_hours((n * 6)::INTEGER)
              - CASE WHEN n % 3 = 0 THEN INTERVAL 1 MICROSECOND ELSE INTERVAL 0 SECOND END AS at_
          FROM range(1100) AS s(n) WHERE n NOT BETWEEN 300 AND 380);
"""

TIMES = [
    "sent_at >= :start AND sent_at < :end",
    "sent_at > :start AND sent_at <= :end",
    "sent_at >= :period_start AND sent_at < :period_end",
    "sent_at < :end",
    "local_at >= :start AND local_at < :end",
    "sent_on >= :start AND sent_on < :end",
    "sent_on BETWEEN :first_day AND :last_day",
    "sent_at BETWEEN :first_day AND :last_day",
    "sent_on > :first_day AND sent_on < :last_day",
    "coalesce(sent_at, local_at) >= :start AND coalesce(sent_at, local_at) < :end",
]
VALUES = [
    "count(*)",
    "count(hours)",
    "count(kind = 'k1')",
    "sum(amount)",
    "sum(count_)",
    "sum(hours)",
    "sum(amount * count_)",
    "min(amount)",
    "max(hours)",
    "avg(count_)",
    "avg(amount)",
    "avg(hours) FILTER (WHERE count_ > 3)",
    "sum(count_) / nullif(count(amount), 0)",
    "count(*) FILTER (WHERE kind = 'k1' OR amount < 3)::double precision / nullif(count(*), 0)",
    "coalesce(sum(count_) FILTER (WHERE kind IS NULL), 0) + 1",
    "round(avg(amount) FILTER (WHERE kind <> 'k2')::numeric, 1)",
    "CASE WHEN count(*) > 5 THEN max(count_) - min(count_) END",
    "extract(epoch FROM max(sent_at)) - extract(epoch FROM min(sent_at))",
    "sum(10 / nullif(count_, 0)) FILTER (WHERE count_ > 0)",
]
FILTERS = [
    "",
    " AND kind = 'k1'",
    " AND (kind <> 'k1' OR kind IS NULL) AND amount BETWEEN 2 AND 7",
    " AND id < 0",
]


def aggregate_of(sql: str) -> TimeAggregate:
    """Return the time aggregate that a query of the warehouse is."""
    facts = examine(sql, "postgres")
    assert facts.time_aggregate is not None, facts.no_time_aggregate
    return facts.time_aggregate


def cell_aggregate_of(sql: str) -> CellAggregate:
    """Return the aggregate of cells that a query of the warehouse is."""
    aggregate, obstacle = find_cell_aggregate(sql)
    assert aggregate is not None, obstacle
    return aggregate


def params_of(week: int, weeks: int) -> dict[str, Any]:
    """Return the parameters of some weeks of 2026, ending with a week."""
    period = date.fromisocalendar(2026, week, 1)
    first, after = period - timedelta(weeks=weeks - 1), period + timedelta(weeks=1)
    start, period_start, end = (
        datetime.combine(day, datetime.min.time(), BERLIN) for day in (first, period, after)
    )
    return {
        "start": start,
        "end": end,
        "first_day": first,
        "last_day": after - timedelta(days=1),
        "period_start": period_start,
        "period_end": end,
    }
