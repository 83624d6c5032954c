"""How a KPI's query is asked, as text: the strategy for one period and for many, and why."""

from __future__ import annotations

from collections.abc import Iterator

from core.catalog import Entry
from core.compute import Workload, choose
from core.query import SqlFacts

_MEANINGS = {
    "one pass": "one pass over the rows, for all periods and for other KPIs over these rows",
    "union": "one statement together with the queries of other KPIs",
    "lateral": "one statement for all periods",
    "single": "one statement per period",
}
_PERIODS = {"daily": ("day", 365), "weekly": ("week", 52), "monthly": ("month", 12)}


def plan_text(entry: Entry, facts: SqlFacts, warehouse: str) -> str:
    """Return how a KPI is computed for one period and for a year, in a warehouse of this URL."""
    period, year = _PERIODS[entry.kpi.cadence]
    lines = [f"{entry.id}  {entry.kpi.name}", ""]
    if entry.in_warehouse and not warehouse.startswith("duckdb:"):
        # Only a backfill is worth a copy of the tables.
        lines += _plan(f"1 {period}, in the warehouse", _work(entry, facts, 1, is_local=False))
        lines += _plan(f"{year} {period}s, in a copy", _work(entry, facts, year, is_local=True))
    else:
        lines += _plan(f"1 {period}", _work(entry, facts, 1, is_local=True))
        lines += _plan(f"{year} {period}s", _work(entry, facts, year, is_local=True))
    return "\n".join(lines)


def _work(entry: Entry, facts: SqlFacts, periods: int, *, is_local: bool) -> Workload:
    obstacle = "" if is_local else "the tables stay in the warehouse"
    return Workload(entry, facts, periods, timezone="", local_obstacle=obstacle)


def _plan(title: str, work: Workload) -> Iterator[str]:
    choice = choose(work)
    name = choice.strategy.NAME
    yield f"{title}: {name} ({_MEANINGS[name]})"
    for faster, obstacle in choice.obstacles.items():
        yield f"  {faster} does not apply: {obstacle}"
