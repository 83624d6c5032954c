"""Rows of the store, made from computed values and from what the catalogue knows of the KPI."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import pairwise

from core.catalog import Catalogue, Task, cut_off, settling_periods
from core.compute.outcome import Computed
from core.model import Row, last_ended


def make_row(
    catalogue: Catalogue,
    task: Task,
    computed: Computed,
    run_id: str,
    now: datetime,
    remark: str = "",
    stored: Iterable[Row] = (),
) -> Row:
    """Return the row that a run stores for one field of a task.

    `stored` are the rows of the task's series and period, whose target an earlier period keeps.
    """
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
        target=_target(task, stored, catalogue.today(entry.domain, now)),
        partial=period.bounds(runner.zone)[1] > now,
        definition=entry.version,
        run_id=run_id,
        computed_at=now,
        provisional_until=None if is_settled else runner.cut_off(settled).date(),
        remark=remark,
    )


def _target(task: Task, stored: Iterable[Row], today: date) -> float | None:
    """Return the target of a period: the newest has that of the file, an earlier one its own.

    A target in another unit cannot be kept.
    """
    kpi = task.entry.kpi
    if task.period < last_ended(kpi.cadence, today):
        for row in stored:
            if row.unit == kpi.unit:
                return row.target
    return task.entry.target


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
    if manual := sorted({row.period for row in rows if row.by_hand}):
        yield f"{relation} has a manual value in {', '.join(map(str, manual))}"
