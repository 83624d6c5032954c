"""Rows and definitions that state only what a test is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from core.catalog.breaks import find_breaks
from core.model.definition import Definition
from core.model.period import midnight, parse_period
from core.model.records import Row
from core.publish.grid import Grid, GridCell, Line, SheetTab
from core.publish.layout import make_grid

BERLIN = ZoneInfo("Europe/Berlin")

CHURN = Definition(
    domain="success",
    kpi_number=32,
    version="a1b2c3",
    field_name="overall_churn_rate",
    range_type="52 weeks",
    cadence="weekly",
    name="Overall churn rate",
    meaning="Clients lost over the last 52 weeks.",
    owner="customer-success@example.com",
    unit="percent",
    better="lower",
    target=0.12,
    sources="stg_hubspot.agreements",
    query="SELECT 1 AS value",
    reviewed="2026-10-01",
)
FORMS = replace(
    CHURN,
    kpi_number=6,
    field_name="forms",
    range_type="1 week",
    name="Forms",
    unit="count",
    target=None,
)
TICKETS = replace(
    FORMS,
    kpi_number=41,
    field_name="tickets",
    range_type="1 day",
    cadence="daily",
    name="Tickets",
    target=40,
)
RETENTION = replace(
    CHURN,
    kpi_number=45,
    field_name="retention",
    range_type="1 month",
    cadence="monthly",
    name="Retention",
)
REVENUE = replace(
    FORMS,
    kpi_number=24,
    field_name="revenue",
    name="Revenue",
    unit="EUR",
    better="higher",
    target=400000,
)

MARGIN = replace(
    CHURN,
    kpi_number=46,
    field_name="margin",
    range_type="1 quarter",
    cadence="quarterly",
    name="Margin",
)
DEFINITIONS = {
    each.kpi_number: each for each in (CHURN, FORMS, TICKETS, RETENTION, REVENUE, MARGIN)
}


def row(definition: Definition, period: str, value: float | None = 1.0, details: str = "") -> Row:
    """A row of `definition`, computed at 06:01 on the day after its period."""
    covered = parse_period(period)
    printed = covered.last_day + timedelta(days=1)
    cut_off = midnight(printed, BERLIN)
    return Row(
        domain=definition.domain,
        sc_name="Success scorecard",
        kpi_number=definition.kpi_number,
        field_name=definition.field_name,
        field_details=details,
        range_type=definition.range_type,
        period=covered,
        print_date=printed,
        cut_off=cut_off.astimezone(UTC),
        outcome="none" if value is None else "value",
        value=value,
        numerator=None,
        denominator=None,
        reason="the query gave NULL" if value is None else "",
        unit=definition.unit,
        target=definition.target,
        partial=False,
        definition=definition.version,
        run_id=f"run-{printed:%m%d}",
        computed_at=datetime(
            printed.year, printed.month, printed.day, 6, 1, tzinfo=BERLIN
        ).astimezone(UTC),
    )


def grid_of(*rows: Row) -> Grid:
    """The rows laid out."""
    breaks = find_breaks(rows, DEFINITIONS.values)
    return make_grid("Success scorecard", rows, DEFINITIONS, BERLIN, breaks=breaks)


def only_tab(*rows: Row) -> SheetTab:
    """The one tab that the rows give."""
    (tab,) = grid_of(*rows).tabs
    return tab


def only_line(*rows: Row) -> Line:
    """The one line that the rows give."""
    (line,) = only_tab(*rows).lines
    return line


def only_cell(each: Row) -> GridCell:
    """The one cell that is not empty."""
    (cell,) = [cell for cell in only_line(each).cells if cell != GridCell()]
    return cell
