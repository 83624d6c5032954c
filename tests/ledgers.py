"""A store's rows, replaced rows and runs as weekly runs make them, without a database."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from core.analysis import Settling, learn
from core.compute.changes import compare
from core.engines import EngineConnection
from core.model import UNANSWERED, Period, Row
from core.store import PastRun, ReplacedRow, Run, Store, StoredHistory
from core.store.columns import make_columns
from core.store.tables import insert
from tests.rows import row

ZONE = ZoneInfo("UTC")
FIRST = Period(date(2026, 1, 5), "weekly")
Value = float | tuple[float, float] | None  # a tuple holds numerator and denominator
Values = Callable[[int, int], Value]  # by period, counted from the first one, and age


@dataclass
class Ledger:
    """One KPI whose weekly runs look at the newest period and `span` before it."""

    span: int = 4
    given: dict[str, Any] = field(default_factory=dict)
    rows: dict[tuple[str, Period], Row] = field(default_factory=dict)
    replaced: list[ReplacedRow] = field(default_factory=list)
    runs: list[PastRun] = field(default_factory=list)

    def run(self, week: int, values: Values, label: str = "", **changed: Any) -> None:
        """Store what a run on the Monday after a week computes; `changed` goes into its rows."""
        failed = changed.get("outcome") in UNANSWERED
        self.begin(week, "success/kpi_06: it failed" if failed else "")
        for age in range(min(self.span, week) + 1):
            self.store(week, age, values(week - age, age), label, **changed)

    def begin(self, week: int, message: str = "") -> None:
        """Store that a run on schedule began on the Monday after a week, and how it ended."""
        begun = Run(
            f"run-{week:03}", "success", "", "", "", "", monday_after(week), cadences="weekly"
        )
        past = PastRun(begun, None, "failed" if message else "ok", message)
        if past not in self.runs:
            self.runs.append(past)

    def store(self, week: int, age: int, value: Value, label: str = "", **changed: Any) -> None:
        """Store one value as the run after a week does."""
        at, period = monday_after(week), FIRST.shift(week - age)
        until = None if age >= self.span else period.shift(self.span + 1).first_day
        numerator, denominator = value if isinstance(value, tuple) else (None, None)
        number = value if not isinstance(value, tuple) else value[0] / value[1]
        computed = {
            "numerator": numerator,
            "denominator": denominator,
            "provisional_until": until,
            "run_id": f"run-{week:03}",
            "computed_at": at,
        }
        new = row(number, label, period.label, **{**computed, **self.given, **changed})
        key = label, period
        stored = {self.rows[key].key: self.rows[key]} if key in self.rows else {}
        changes = compare(stored, [new])
        for each in (*changes.written, *changes.kept):
            self.replace(key, each, at)

    def replace(self, key: tuple[str, Period], new: Row, at: datetime) -> None:
        """Store a row, and keep the one that it replaces."""
        if key in self.rows:
            self.replaced.append(ReplacedRow(self.rows[key], at))
        self.rows[key] = new

    def history(self) -> StoredHistory:
        """Return what the store holds."""
        return StoredHistory(tuple(self.rows.values()), tuple(self.replaced), tuple(self.runs))

    def write(self, database: EngineConnection) -> None:
        """Write what is held to a store on schedule, run by run."""
        store = Store(database)
        store.prepare(["success"])
        versions = [*(each.row for each in self.replaced), *self.rows.values()]
        for at in sorted({each.computed_at for each in versions}):
            store.write([each for each in versions if each.computed_at == at], (), (), now=at)
        insert(database, "scorecard_run", make_columns(self.runs))

    def learn(self, week: int) -> Settling:
        """Return how values settle, as asked an hour after the run after a week."""
        now = monday_after(week) + timedelta(hours=1)
        return learn(self.history(), "success/kpi_06", "weekly", ZONE, now)


def monday_after(week: int) -> datetime:
    return datetime.combine(FIRST.shift(week).day_after, time(6), UTC)


def filled(
    weeks: int, values: Values, span: int = 4, missed: Sequence[int] = (), **given: Any
) -> Ledger:
    """Return the ledger of so many weekly runs but for those that were missed."""
    ledger = Ledger(span, given)
    for week in range(weeks):
        if week not in missed:
            ledger.run(week, values)
    return ledger
