"""Time aggregates for tests."""

from __future__ import annotations

from core.query.parse.statement import examine
from core.query.time_aggregate import TimeAggregate

WEEK = "FROM stg.forms WHERE sent_at >= :start AND sent_at < :end"


def aggregate_of(sql: str) -> TimeAggregate:
    """Return the time aggregate that a query of the warehouse is."""
    facts = examine(sql, "postgres")
    assert facts.time_aggregate is not None, facts.no_time_aggregate
    return facts.time_aggregate
