"""Cells in periods without a row: nothing is expected there, or something is missing. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from core.model import Cadence, Period, Row, State
from core.publish.grid import EMPTY, GridCell
from core.publish.notes import not_run_note

_BEFORE_SINCE = GridCell(state=State.BEFORE_SINCE)
_RETIRED = GridCell(state=State.RETIRED)


@dataclass(frozen=True, slots=True)
class Timeline:
    """The periods of one KPI over all years.

    `printed` is the newest period whose scorecard should be out, `since` the first one with data;
    both are None where nothing is known of them.
    """

    domain: str
    first: Period
    last: Period
    first_of_label: Mapping[str, Period]
    printed: Period | None = None
    since: Period | None = None
    is_retired: bool = False

    def gap(self, details: str, period: Period, above: GridCell | None = None) -> GridCell:
        """Return the cell of a period without a row; `above` is that of the KPI's own line.

        A run that failed, or gave no row at all, leaves one row without a label: its state is that
        of all parts.
        """
        if self.since and period < self.since:
            return _BEFORE_SINCE
        begun = self.first_of_label[details] if details else self.first
        if period < begun:
            return EMPTY
        if details and above and above.text:
            return above
        if self.is_retired and period > self.last:
            return _RETIRED if period == self.last.shift(1) else EMPTY
        return self._not_run(period)

    def _not_run(self, period: Period) -> GridCell:
        due = max(self.last, self.printed or self.last)
        if period > due:
            return EMPTY
        return GridCell(note=not_run_note(self.domain), state=State.NOT_RUN)


def make_timelines(
    rows: Iterable[Row],
    printed: Mapping[Cadence, Period],
    since: Mapping[int, Period],
    retired: Collection[int],
) -> dict[int, Timeline]:
    """Return the timeline of each KPI that has rows."""
    domains: dict[int, str] = {}
    firsts: dict[int, dict[str, Period]] = {}
    lasts: dict[int, Period] = {}
    for row in rows:
        number, period = row.kpi_number, row.period
        domains[number] = row.domain
        labels = firsts.setdefault(number, {})
        labels[row.field_details] = min(period, labels.get(row.field_details, period))
        lasts[number] = max(period, lasts.get(number, period))
    return {
        number: Timeline(
            domain=domains[number],
            first=min(labels.values()),
            last=lasts[number],
            first_of_label=labels,
            printed=printed.get(lasts[number].cadence),
            since=since.get(number),
            is_retired=number in retired,
        )
        for number, labels in firsts.items()
    }
