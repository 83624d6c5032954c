"""What a review is made from: everything stored of a domain at one instant. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from core.analysis import Attribution, Settling, ValueExplanation
from core.catalog import Break, Entry
from core.model import (
    Definition,
    Key,
    Period,
    RecordedBase,
    Restatement,
    Review,
    Row,
    Runner,
    TargetChange,
    parse_period,
    period_of,
    series_of,
)
from core.status import ValueSeries, series_by_line, with_totals
from core.store import CheckRecord, Comment, CommentKey, NotedEvent, PastRun


@dataclass(frozen=True, kw_only=True)
class ReviewFacts:
    """Everything stored of a domain at `instant`, in UTC.

    `since` is the instant of the review before: what changed behind it is a correction. `entries`
    are the KPIs that have a file and are not retired. `rows` have the targets that people set.
    `change` is that of the north star against the period before, taken apart by its tree;
    `explanations` are those of all KPIs with a tree or labels, by number.
    `settling` has the KPIs whose value may still change, by number; `holidays` are the runner's.
    """

    domain: str
    runner: Runner
    period: Period
    instant: datetime
    since: datetime
    entries: Sequence[Entry]
    rows: Sequence[Row]
    definitions: Mapping[int, Definition]
    change: Attribution | None = None
    change_in_a_year: Attribution | None = None
    explanations: Mapping[int, ValueExplanation] = field(default_factory=dict)
    breaks: Mapping[Key, Break] = field(default_factory=dict)
    bases: Sequence[RecordedBase] = ()
    comments: Mapping[CommentKey, Comment] = field(default_factory=dict)
    events: Sequence[NotedEvent] = ()
    restatements: Sequence[Restatement] = ()
    target_changes: Sequence[TargetChange] = ()
    settling: Mapping[int, Settling] = field(default_factory=dict)
    holidays: Collection[date] = ()
    runs: Sequence[PastRun] = ()
    checks: Sequence[CheckRecord] = ()

    @property
    def review(self) -> Review:
        """How the runner sets the review up."""
        return self.runner.review or Review()

    @cached_property
    def lines(self) -> tuple[KpiLine, ...]:
        """The KPIs by number, each with the series of its whole."""
        rows = with_totals(self.rows, self.definitions)
        series = series_by_line(rows, self.breaks, self.bases)
        lines = []
        for entry in sorted(self.entries, key=lambda entry: entry.number):
            number, name, covered, cadence = entry.series
            found = series.get((number, name, "", covered, cadence), ValueSeries({}))
            parts = tuple(
                each
                for key, each in series.items()
                if key[:2] == (number, name) and key[2] and key[3:] == (covered, cadence)
            )
            definition = self.definitions.get(number)
            lines.append(KpiLine(self, entry, definition, found, parts))
        return tuple(lines)

    def line(self, number: int) -> KpiLine | None:
        """Return the line of a KPI."""
        return next((line for line in self.lines if line.entry.number == number), None)

    @cached_property
    def north_star(self) -> KpiLine | None:
        """The KPI that matters most: the runner's, or the one that says so in its file."""
        number = north_star_of(self.runner, self.entries)
        return None if number is None else self.line(number)

    def target_changes_of(self, row: Row) -> list[TargetChange]:
        """Return the targets that people set for the series of a row, oldest first."""
        return [each for each in self.target_changes if each.change.key == series_of(row)]

    def events_of(self, periods: Collection[Period]) -> list[NotedEvent]:
        """Return the events of some periods, or within one of them, oldest first."""
        found = []
        for event in self.events:
            noted = parse_period(event.period)
            if any(_meets(noted, period) for period in periods):
                found.append(event)
        return sorted(found, key=lambda event: (event.period, event.number))


def north_star_of(runner: Runner, entries: Sequence[Entry]) -> int | None:
    """Return the number of the KPI that matters most; None if there is none."""
    if runner.review and runner.review.north_star is not None:
        return runner.review.north_star
    declared = [entry.number for entry in entries if entry.kpi.kind == "north star"]
    return declared[0] if declared else None


def _meets(noted: Period, period: Period) -> bool:
    """Return whether two periods have days in common."""
    return noted.first_day <= period.last_day and period.first_day <= noted.last_day


@dataclass(frozen=True)
class KpiLine:
    """A KPI in a review: its series, and the series of its parts if it is broken down."""

    facts: ReviewFacts
    entry: Entry
    definition: Definition | None
    series: ValueSeries
    parts: Sequence[ValueSeries] = ()

    @cached_property
    def period(self) -> Period:
        """The newest period of its cadence that ends with the reviewed one or before."""
        last_day = self.facts.period.last_day
        period = period_of(self.entry.kpi.cadence, last_day)
        return period if period.last_day <= last_day else period.shift(-1)

    @property
    def row(self) -> Row | None:
        """The row of its period."""
        return self.series.rows.get(self.period)

    @property
    def value(self) -> float | None:
        """The value of its period."""
        return self.row.value if self.row else None

    @property
    def name(self) -> str:
        """Its name when the review was made."""
        return self.definition.name if self.definition else self.entry.kpi.name

    @property
    def owner(self) -> str:
        """Whose it was when the review was made."""
        return self.definition.owner if self.definition else self.entry.kpi.owner

    @property
    def comment(self) -> Comment | None:
        """The newest comment on the value of its period, or on one of its parts."""
        number, name = self.entry.series[:2]
        period = self.period.label
        on_whole = self.facts.comments.get((number, name, "", period))
        on_parts = [
            comment
            for key, comment in self.facts.comments.items()
            if key[0] == number and key[3] == period
        ]
        return on_whole or max(on_parts, key=lambda each: each.seen_at, default=None)
