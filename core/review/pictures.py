"""The charts of a review: six weeks and twelve months of a KPI, and the north star's waterfall."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

from core.analysis import Attribution, amount_text
from core.charts import (
    ChartEvent,
    ChartFact,
    ChartPoint,
    PeriodPanel,
    StepKind,
    Waterfall,
    WaterfallStep,
    WeeksAndMonths,
    six_weeks_and_twelve_months,
    waterfall,
)
from core.model import PERIOD_UNIT, Cadence, Period, Row, format_value, goal_of, period_of
from core.review.document import ReviewPicture
from core.review.movements import Movement
from core.review.texts import short_period
from core.status import ToDate, to_date, total, year_before

_SHOWN: dict[Cadence, tuple[int, str]] = {
    "daily": (7, "7 days"),
    "weekly": (6, "6 weeks"),
    "monthly": (6, "6 months"),
    "quarterly": (6, "6 quarters"),
}
_MONTHS = 12
_ADDED = ("sum", "ratio")
_MOST_EVENTS = 3
_WIDTH = 520


def kpi_picture(movement: Movement, width: int = _WIDTH) -> ReviewPicture | None:
    """Return the newest periods and twelve months of a KPI; None without a value to draw."""
    row = movement.row or next(iter(movement.line.series.rows.values()), None)
    panels = _periods(movement), _months(movement)
    if row is None or not any(point.value is not None for each in panels for point in each.points):
        return None
    chart = WeeksAndMonths(
        title=f"{_SHOWN[movement.period.cadence][1]} and twelve months",
        unit=row.unit,
        weeks=panels[0],
        months=panels[1],
        events=_events(movement, panels[0]),
        facts=_to_date(movement),
    )
    svg = six_weeks_and_twelve_months(chart, width)
    return ReviewPicture(svg, f"{movement.line.name}: {chart.title}")


def _periods(movement: Movement) -> PeriodPanel:
    count, name = _SHOWN[movement.period.cadence]
    periods = [movement.period.shift(-back) for back in reversed(range(count))]
    rows = movement.line.series.rows
    found, goal = movement.unusual, goal_of(movement.row) if movement.row else None
    limits = None
    if found and found.lower is not None and found.upper is not None:
        limits = (found.lower, found.upper)
    return PeriodPanel(
        name=name,
        points=tuple(_point(each, rows.get(each)) for each in periods),
        year_ago=tuple(_value(rows.get(year_before(each))) for each in periods),
        target=goal.target if goal and goal.high is None else None,
        limits=limits,
    )


def _point(period: Period, row: Row | None) -> ChartPoint:
    if row is None:
        return ChartPoint(short_period(period), None, reason="not run")
    is_open = row.partial or row.provisional_until is not None
    return ChartPoint(short_period(period), row.value, is_open, row.state.value)


def _value(row: Row | None) -> float | None:
    return row.value if row else None


@dataclass(frozen=True, slots=True)
class _Month:
    """What a month amounts to, up to the reviewed period."""

    value: float | None
    is_open: bool


def _months(movement: Movement) -> PeriodPanel:
    """Return the months up to that of the reviewed period, each with its value a year ago."""
    newest = _month_of(movement.period)
    months = [newest.shift(-back) for back in reversed(range(_MONTHS))]
    this_year = [_month(movement, month) for month in months]
    a_year_ago = [_month(movement, month.shift(-_MONTHS)) for month in months]
    is_added = movement.line.entry.kpi.adds in _ADDED or movement.period.cadence == "monthly"
    last_of = f", the last {PERIOD_UNIT[movement.period.cadence]} of each"
    return PeriodPanel(
        name=f"12 months{'' if is_added else last_of}",
        points=tuple(
            ChartPoint(short_period(month), each.value, each.is_open)
            for month, each in zip(months, this_year, strict=True)
        ),
        year_ago=tuple(each.value for each in a_year_ago),
    )


def _month(movement: Movement, month: Period) -> _Month:
    """Return what the values of a month amount to; those that are not added up, the last one."""
    series, cadence = movement.line.series, movement.period.cadence
    periods = [each for each in _periods_of(month, cadence) if each <= movement.period]
    if not periods:
        return _Month(None, is_open=False)
    is_whole = periods[-1].shift(1) not in _periods_of(month, cadence)
    adds = movement.line.entry.kpi.adds
    if adds in _ADDED and cadence != "monthly":
        found = total(series, periods[0], periods[-1], adds)
        return _Month(found.value, is_open=not is_whole or bool(found.remark))
    rows = [row for each in periods if (row := series.rows.get(each)) and row.value is not None]
    if not rows:
        return _Month(None, is_open=False)
    is_open = bool(rows[-1].provisional_until) or rows[-1].partial
    return _Month(rows[-1].value, is_open=is_open or (cadence != "monthly" and not is_whole))


@lru_cache(maxsize=1024)  # all KPIs of a cadence have the same months
def _periods_of(month: Period, cadence: Cadence) -> tuple[Period, ...]:
    """Return the periods of a month; a week belongs to the month of its Thursday."""
    shift = timedelta(days=3 if cadence == "weekly" else 0)
    if cadence == "quarterly":
        return (period_of(cadence, month.first_day),)
    found = [period_of(cadence, month.first_day)]
    if found[0].first_day + shift < month.first_day:
        found = [found[0].shift(1)]
    while found[-1].shift(1).first_day + shift <= month.last_day:
        found.append(found[-1].shift(1))
    return tuple(found)


def _month_of(period: Period) -> Period:
    shift = timedelta(days=3 if period.cadence == "weekly" else 0)
    return period_of("monthly", period.first_day + shift)


def _events(movement: Movement, panel: PeriodPanel) -> tuple[ChartEvent, ...]:
    """Return the newest events of the periods shown, numbered from the oldest."""
    count = len(panel.points)
    periods = [movement.period.shift(-back) for back in reversed(range(count))]
    found = [
        (short_period(each), event.text)
        for each in periods
        for event in movement.line.facts.events_of([each])
        if event.cadence == each.cadence
    ]
    newest = enumerate(found[-_MOST_EVENTS:], 1)
    return tuple(ChartEvent(label, number, text) for number, (label, text) in newest)


def _to_date(movement: Movement) -> tuple[ChartFact, ...]:
    """Return what month, quarter and year amount to so far, where values are added up."""
    kpi, facts = movement.line.entry.kpi, movement.line.facts
    if kpi.adds not in _ADDED:
        return ()
    found = to_date(movement.line.series, movement.period, kpi.adds, facts.runner.year_begins)
    return tuple(_fact(each) for each in found if each.now.value is not None)


def _fact(found: ToDate) -> ChartFact:
    assert found.now.value is not None
    return ChartFact(f"{found.unit} to date", format_value(found.now.value, found.now.unit))


def change_picture(change: Attribution) -> ReviewPicture | None:
    """Return the parts of a change as a waterfall; None for one that was not taken apart."""
    if change.before is None or change.after is None or not change.contributions:
        return None
    steps = [_step(change, each.label, each.amount) for each in change.contributions]
    if change.not_explained:
        steps.append(_step(change, "not explained", change.not_explained, "remainder"))
    chart = Waterfall(
        title=f"{change.label}, {change.period} against {change.against}",
        unit=change.unit,
        before_label=change.against,
        before=change.before,
        after_label=change.period,
        after=change.after,
        steps=tuple(steps),
    )
    return ReviewPicture(waterfall(chart, _WIDTH), chart.title)


def _step(change: Attribution, label: str, amount: float, kind: StepKind = "part") -> WaterfallStep:
    return WaterfallStep(label, amount, kind, amount_text(amount, change.unit))
