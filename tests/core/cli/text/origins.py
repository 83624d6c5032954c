"""A value of KPI 05 with everything that led to it, built by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from core.explain import Appearance, Computation, Field, Origin, ValueRead
from core.model import Definition, Input, Row, parse_period, restate
from core.store import PastRun, Run
from tests.rows import row as stored_row

MONDAY = datetime(2026, 11, 16, 5, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
OLD = stored_row(2.0, run_id="run-0", numerator=4.0, denominator=2.0, kpi_number=5)
ROW = replace(OLD, value=3.0, numerator=6.0, run_id="run-1", target=4.0, better="higher")
CHANGE = restate(OLD, ROW, "data", "stg.forms")
DEFINITION = Definition(
    domain="success",
    kpi_number=5,
    version="v1",
    field_name="forms",
    range_type="week",
    cadence="weekly",
    name="Forms per desk",
    meaning="Forms of the week\nper desk.",
    owner="ana@example.com",
    unit="count",
    better="higher",
    target=4.0,
    sources="stg.forms, kpi_06",
    query="\n    SELECT 3 AS value\n",
    reviewed="",
)
RUN = PastRun(
    Run("run-1", "success", "scorecard run", "ana", "desk", "abc123", MONDAY, "DuckDB 1.4"),
    finished_at=MONDAY,
    outcome="ok",
    message="",
)
TABLE = Input(
    run_id="run-1",
    domain="success",
    kpi_number=5,
    source="stg.forms",
    kind="table",
    rows=1234,
    newest=MONDAY,
)
VALUES = Input(
    run_id="run-1",
    domain="success",
    kpi_number=5,
    source="kpi_06",
    kind="values",
    place="success/kpi_06",
    rows=52,
)
READ = ValueRead(parse_period("2026-W46"), "", 6.0, "count", "run-1", now=7.0)
WORKBOOK = Appearance("var/success.xlsx", MONDAY, "scorecard publish", "ana", "desk")


def computation(*rows: Row, **parts: Any) -> Computation:
    """Return a computation of `rows`, by default of one, with what `parts` change."""
    given = {
        "fields": tuple(Field(row, None, (CHANGE,), (WORKBOOK,)) for row in rows or (ROW,)),
        "definition": DEFINITION,
        "first_run": RUN,
        "parameters": {"start": "2026-11-09"},
        "inputs": (TABLE, VALUES),
        "read": {"kpi_06": (READ,)},
        "run": RUN,
        **parts,
    }
    return Computation(**given)


def origin(*computations: Computation) -> Origin:
    """Return the origin of the value in W46."""
    period = parse_period("2026-W46")
    return Origin("success", 5, period, BERLIN, computations or (computation(),))
