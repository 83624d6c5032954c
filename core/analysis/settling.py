"""How far the values of a KPI move after their first publication, and where they end. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from core.analysis.chain_ladder import AgeFactor
from core.analysis.estimate import Estimate, estimate
from core.analysis.interval import interval
from core.analysis.looks import (
    Readings,
    looks_of,
    newest_reading,
    readings_by_age,
    triangle_of,
)
from core.analysis.spans import Move, learnt_span, moves_of, settled_after
from core.analysis.spoken import expectation_text, projection_text, settling_text
from core.model import SCOPES, UNANSWERED, Cadence, Key, Period, Row, State, last_ended
from core.store import StoredHistory


@dataclass(frozen=True, slots=True)
class Projection:
    """The expected final value of a stored value, with the bounds that hold it 4 times in 5.

    `age` is that of the newest look at it, in periods. `key` is the stored value's. `expectation`
    says expected value and bounds, `sentence` also the period and the value so far.
    """

    domain: str
    key: Key
    period: Period
    age: int
    value: float
    expected: float
    low: float
    high: float
    expectation: str
    sentence: str


@dataclass(frozen=True, slots=True)
class SeriesSettling:
    """How the values of one series settle; `label` is that of a breakdown, empty without one.

    `factors` are those of the values, of a ratio those of its numerators; `denominators` are empty
    without a ratio. `change` is how far a first published value usually moves until it is final, as
    a share of it. `projections` are those of the provisional values that still move, oldest first;
    `reason` says why there are none. `triangle` has the values of the newest periods by age, None
    where no run looked at them.
    """

    label: str
    factors: tuple[AgeFactor, ...] = ()
    denominators: tuple[AgeFactor, ...] = ()
    change: float | None = None
    projections: tuple[Projection, ...] = ()
    reason: str = ""
    triangle: tuple[tuple[Period, tuple[float | None, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Settling:
    """How the values of one KPI settle.

    `moves` say by age how far all its values together moved. `settled_after` is the age in periods
    from which on they stay as they are; None where they move up to the oldest age that was seen, or
    where too little was. `span` is what `settles="auto"` makes of it, None before enough is known.
    `unsettled` is the age of the oldest value that readers see as provisional.
    """

    moves: tuple[Move, ...]
    settled_after: int | None
    span: int | None
    series: tuple[SeriesSettling, ...]
    sentence: str
    unsettled: int = 0

    @property
    def projections(self) -> tuple[Projection, ...]:
        """The expected final values of all periods that are not final, by label."""
        return tuple(each for series in self.series for each in series.projections)


def learning_begins(cadence: Cadence, today: date) -> date:
    """Return the first day of the oldest period from which anything is learnt."""
    return _periods(last_ended(cadence, today))[0].first_day


def _periods(last: Period) -> list[Period]:
    scope = SCOPES[last.cadence]
    return [last.shift(-back) for back in range(scope.window + scope.longest, -1, -1)]


def learn(
    history: StoredHistory, kpi: str, cadence: Cadence, zone: ZoneInfo, now: datetime
) -> Settling:
    """Return how the values of a KPI such as `success/kpi_05` settle, by its newest periods.

    `history` holds them from the day on that `learning_begins` names. `zone` is the business time
    zone of the KPI's runner.
    """
    scope = SCOPES[cadence]
    last = last_ended(cadence, now.astimezone(zone).date())
    periods = _periods(last)
    looks = looks_of(history.runs, kpi, cadence, zone)
    readings = readings_by_age(history, looks, periods)
    moves = moves_of(map(triangle_of, readings.values()), scope.window)[: scope.longest]
    settled = settled_after(moves) if moves else None
    moving = settled if settled is not None else len(moves) or None
    late = late_reason(history.rows, last)
    series = []
    for label, of_label in sorted(readings.items()):
        found = _learn_series(history, label, of_label, periods, moving, late)
        series.append(replace(found, triangle=_triangle(of_label, periods)))
    return Settling(
        moves,
        settled,
        learnt_span(moves, cadence),
        tuple(series),
        settling_text(moves, settled, cadence),
        _oldest_unsettled(history.rows, last),
    )


def _triangle(
    readings: Readings, periods: Sequence[Period]
) -> tuple[tuple[Period, tuple[float | None, ...]], ...]:
    """Return the values by age of the newest periods that have any."""
    found = []
    for period, row in zip(periods, triangle_of(readings), strict=True):
        known = [age for age, value in enumerate(row) if value is not None]
        if known:
            found.append((period, tuple(row[: known[-1] + 1])))
    return tuple(found[-SCOPES[periods[0].cadence].window :])


def _oldest_unsettled(rows: Iterable[Row], last: Period) -> int:
    """Return the age of the oldest provisional value, as far as runs look back."""
    provisional = {row.period for row in rows if row.provisional_until}
    ages = range(SCOPES[last.cadence].longest + 1)
    return max((age for age in ages if last.shift(-age) in provisional), default=0)


def late_reason(rows: Iterable[Row], last: Period) -> str:
    """Return why the newest values do not say how far the others are: their source is late."""
    newest_first = sorted(rows, key=lambda row: row.period, reverse=True)
    for row in newest_first:
        if row.outcome in UNANSWERED and row.period == last:
            return f"{row.period} is {row.outcome}: {row.reason}"
        if row.state is State.STALE and row.provisional_until:
            return f"{row.period} is {row.remark}"
    return ""


def _learn_series(
    history: StoredHistory,
    label: str,
    readings: Readings,
    periods: Sequence[Period],
    ages: int | None,
    late: str,
) -> SeriesSettling:
    rows = {row.period: row for row in history.rows if row.field_details == label}
    unit = rows[max(rows)].unit
    window = SCOPES[periods[0].cadence].window
    if ages == 0:
        return SeriesSettling(label, change=0.0)
    found = estimate(readings, ages or 0, window, unit)
    if isinstance(found, str):
        return SeriesSettling(label, reason=late or found)
    projections = [] if late else list(_projections(found, rows, readings, periods))
    return SeriesSettling(
        label, found.factors, found.denominators, found.change, tuple(projections), late
    )


def _projections(
    found: Estimate, rows: dict[Period, Row], readings: Readings, periods: Sequence[Period]
) -> Iterable[Projection]:
    """Yield the projections of the periods whose newest reading is of an age that still moves."""
    for period, of_period in zip(periods, readings, strict=True):
        row = rows.get(period)
        age, reading = newest_reading(of_period)
        if row is None or reading is None or age >= len(found.factors):
            continue
        # A value that a run off schedule changed is of no known age.
        is_open = row.provisional_until and not row.by_hand and row.value == reading.value
        ultimate = found.ultimate(reading, age) if is_open else None
        if ultimate is None:
            continue
        low, high = interval(ultimate, found.links(age), found.habits)
        bounds = (ultimate.expected, low, high)
        expectation = expectation_text(row.unit, *bounds)
        sentence = projection_text(row, expectation)
        yield Projection(
            row.domain, row.key, period, age, reading.value, *bounds, expectation, sentence
        )
