"""Facts of a review, made without a store: two KPIs of a domain, and their last weeks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from core.model import Restatement, Review, Row, Runner, parse_period
from core.review.facts import ReviewFacts
from core.store import CheckRecord, Comment, PastRun, Run
from tests.catalogues import entry
from tests.rows import row

W46 = parse_period("2026-W46")
MONDAY = datetime(2026, 11, 16, 8, tzinfo=UTC)  # 09:00 in Berlin
RUNNER = Runner(
    title="Success scorecard",
    timezone="Europe/Berlin",
    schedule={"weekly": "0 6 * * MON"},
    review=Review(north_star=6),
)


def weeks(values: Sequence[float | None], number: int = 6, **given: Any) -> list[Row]:
    """Return the values of the weeks up to W46, oldest first."""
    periods = [W46.shift(index + 1 - len(values)) for index in range(len(values))]
    return [
        row(value, period=period.label, kpi_number=number, field_name=f"kpi_{number}", **given)
        for value, period in zip(values, periods, strict=True)
    ]


def facts(rows: Sequence[Row] = (), numbers: Sequence[int] = (6,), **given: Any) -> ReviewFacts:
    """Return what is stored when a review is made on Monday at nine."""
    found = ReviewFacts(
        domain="success",
        runner=RUNNER,
        period=W46,
        instant=MONDAY,
        since=datetime(2026, 11, 9, 8, tzinfo=UTC),
        entries=[kpi(number) for number in numbers],
        rows=list(rows),
        definitions={},
    )
    return replace(found, **given)


def kpi(number: int, **given: Any) -> Any:
    """Return a KPI whose field is named after its number."""
    attributes = {"name": f"KPI {number}", "field": f"kpi_{number}", "owner": "ana@example.com"}
    return entry(number, **{**attributes, **given})


def comment(text: str, number: int = 6, **given: Any) -> Comment:
    """Return a comment on the value of W46."""
    said = Comment(
        domain="success",
        kpi_number=number,
        field_name=f"kpi_{number}",
        field_details="",
        cadence="weekly",
        period="2026-W46",
        text=text,
        author="ben@example.com",
        source="sheet",
        target="book",
        marker="",
        typed_after=None,
        seen_at=MONDAY,
    )
    return replace(said, **given)


def restatement(old: float | None, new: float | None, period: str, **given: Any) -> Restatement:
    """Return a change of a value of KPI 6 on the Monday of the review."""
    changed = Restatement(
        domain="success",
        kpi_number=6,
        field_name="kpi_6",
        field_details="",
        range_type="week",
        period=period,
        period_start=parse_period(period).first_day,
        old_value=old,
        new_value=new,
        old_reason="",
        new_reason="",
        cause="data",
        run_id="run-2",
        old_run_id="run-1",
        restated_at=MONDAY,
    )
    return replace(changed, **given)


def past_run(hour: int, minute: int = 0, outcome: str = "ok", message: str = "") -> PastRun:
    """Return a run of the Monday of the review, which took no time; hours are in UTC."""
    at = datetime(2026, 11, 16, hour, minute, tzinfo=UTC)
    run = Run("run-1", "success", "scorecard run", "ana", "host", "c0ffee", at)
    return PastRun(run, at, outcome, message)


def check(outcome: str, name: str = "fresh", message: str = "") -> CheckRecord:
    """Return the outcome of a check of one source."""
    return CheckRecord(
        run_id="run-1",
        domain="success",
        source="stg.forms",
        check_name=name,
        kind=name,
        outcome=outcome,
        measured=None,
        allowed=None,
        rows=None,
        newest=None,
        message=message,
        kpis="",
        checked_at=MONDAY,
    )
