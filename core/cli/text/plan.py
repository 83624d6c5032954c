"""How a KPI's query is asked, as text: the strategy for one period and for many, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from core.catalog import Entry
from core.compute import Workload, choose
from core.engines import TableCopy
from core.model import PERIOD_UNIT, Cadence
from core.query import SqlFacts

_MEANINGS = {
    "one pass": "one pass over the rows, for all periods and for other KPIs over these rows",
    "cells": "one pass over the rows on the engine, for all periods and for other KPIs over them",
    "union": "one statement together with the queries of other KPIs",
    "lateral": "one statement for all periods",
    "single": "one statement per period",
}
_PERIODS_A_YEAR = {"daily": 365, "weekly": 52, "monthly": 12, "quarterly": 4}


def plan_text(
    entry: Entry,
    facts: SqlFacts,
    server_obstacle: str | None,
    cell_obstacle: str | None = None,
    copies: Mapping[int, Mapping[str, TableCopy]] | None = None,
) -> str:
    """Return how a KPI is computed for one period and for a year.

    `server_obstacle` says why a backfill stays in the warehouse; empty if it is computed in a copy
    of its tables. None if the run computes in the place of its sources anyway. `cell_obstacle` says
    why a remote engine's cells are not enough; None if the warehouse is not remote. `copies` has
    what is copied of each table, by the number of periods.
    """
    cadence = entry.kpi.cadence
    period, year = PERIOD_UNIT[cadence], _PERIODS_A_YEAR[cadence]
    one, many = f"1 {period}", f"{year} {period}s"
    stays = "the tables stay in the warehouse"
    if cell_obstacle is not None:
        places = [(one, 1, stays), (many, year, stays)]
    elif server_obstacle is None:
        places = [(one, 1, ""), (many, year, "")]
    else:
        place = "in the warehouse" if server_obstacle else "in a copy of its tables"
        # Only a backfill is worth a copy.
        places = [
            (f"{one}, in the warehouse", 1, stays),
            (f"{many}, {place}", year, server_obstacle),
        ]
    lines = [f"{entry.id}  {entry.kpi.name}", ""]
    for title, periods, obstacle in places:
        lines += _plan(title, Workload(entry, facts, periods, "", obstacle, cell_obstacle))
        lines += _copied((copies or {}).get(periods, {}))
    return "\n".join(lines)


def periods_shown(cadence: Cadence) -> tuple[int, int]:
    """Return for how many periods a plan is shown: for one, and for those of a year."""
    return 1, _PERIODS_A_YEAR[cadence]


def _copied(copies: Mapping[str, TableCopy]) -> Iterator[str]:
    for table, copy in copies.items():
        columns = ", ".join(sorted(copy.columns)) or "no columns"
        yield f"  copied of {table}: {columns}; {copy.rows}"


def _plan(title: str, work: Workload) -> Iterator[str]:
    choice = choose(work)
    name = choice.strategy.NAME
    yield f"{title}: {name} ({_MEANINGS[name]})"
    for faster, obstacle in choice.obstacles.items():
        yield f"  {faster} does not apply: {obstacle}"
