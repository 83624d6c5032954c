"""Rows of the store, made from computed values and from what the catalogue knows of the KPI."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise

from core.catalog import Catalogue, Task, cut_off, settling_periods
from core.compute.outcome import Computed
from core.model import Goal, Row, State, thresholds_json


def make_row(
    catalogue: Catalogue,
    task: Task,
    computed: Computed,
    run_id: str,
    now: datetime,
    remark: str = "",
    goal: Goal | None = None,
) -> Row:
    """Return the row that a run stores for one field of a task, with the goal that holds for it."""
    entry, period = task.entry, task.period
    runner = catalogue.runners[entry.domain]
    settled = period.shift(settling_periods(catalogue, entry))
    is_settled = settled == period or settled.bounds(runner.zone)[1] <= now
    return Row(
        domain=entry.domain,
        sc_name=runner.title,
        kpi_number=entry.number,
        field_name=entry.kpi.field_name,
        field_details=computed.field,
        range_type=str(entry.range),
        period=period,
        print_date=runner.cut_off(period).date(),
        cut_off=cut_off(entry, period, catalogue, now),
        outcome=computed.outcome,
        value=computed.value,
        numerator=computed.numerator,
        denominator=computed.denominator,
        reason=computed.reason,
        unit=entry.kpi.unit,
        target=goal.target if goal else None,
        partial=period.bounds(runner.zone)[1] > now,
        definition=entry.version,
        run_id=run_id,
        computed_at=now,
        provisional_until=None if is_settled else runner.cut_off(settled).date(),
        remark=remark,
        target_high=goal.high if goal else None,
        better=goal.better if goal else "",
        thresholds=thresholds_json(goal.thresholds) if goal else "",
    )


def oddities(relation: str, rows: Sequence[Row]) -> Iterator[str]:
    """Yield what is odd about stored values from which another is made.

    `rows` are those of one KPI by period.
    """
    computed = [row for row in rows if not row.by_hand]
    breaks = [(old, new) for old, new in pairwise(computed) if old.definition != new.definition]
    if breaks:
        old, new = breaks[-1]
        count = len({row.definition for row in computed})
        yield (
            f"made from {count} definitions of {relation}: "
            f"{old.definition} up to {old.period}, {new.definition} from {new.period}"
        )
    if stale := sorted({row.period for row in rows if row.state is State.STALE}):
        yield f"{relation} is stale in {', '.join(map(str, stale))}"
    if manual := sorted({row.period for row in rows if row.by_hand}):
        yield f"{relation} has a manual value in {', '.join(map(str, manual))}"
