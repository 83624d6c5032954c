"""Stored series of several domains, as analyses read them. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from core.catalog import Entry
from core.model import Key, Period, Restatement, Row, State
from core.status import LineKey, ValueSeries, series_by_line


@dataclass(frozen=True)
class StoredLines:
    """Stored series of several domains, all read at one instant, with their restatements."""

    lines: Mapping[tuple[str, LineKey], ValueSeries] = field(default_factory=dict)
    restatements: Sequence[Restatement] = ()

    def series(self, entry: Entry) -> ValueSeries:
        """Return the series of a KPI without a label."""
        number, name, covered, cadence = entry.series
        key = entry.domain, (number, name, "", covered, cadence)
        return self.lines.get(key) or ValueSeries({})

    def newest(self, entry: Entry) -> Period | None:
        """Return the newest period for which a KPI, or one of its labels, has a whole value."""
        found: list[Period] = []
        for _, series in self._own(entry):
            found += [period for period in series.rows if series.whole_value(period)]
        return max(found, default=None)

    def restated(self, entry: Entry, period: Period) -> float:
        """Return by how much the value of a period was restated since it was first stored."""
        row = self.series(entry).whole_value(period)
        if row is None or row.value is None:
            return 0.0
        of_value = (
            each for each in self.restatements if (each.domain, each.key) == (row.domain, row.key)
        )
        known = [each for each in of_value if each.old_value is not None]
        first = min(known, key=lambda each: each.restated_at, default=None)
        return 0.0 if first is None or first.old_value is None else row.value - first.old_value

    def labelled(self, entry: Entry, period: Period) -> list[Row]:
        """Return the rows of a KPI's labels in one period."""
        rows = [series.rows.get(period) for label, series in self._own(entry) if label]
        return [row for row in rows if row and row.state is not State.NOT_RETURNED]

    def _own(self, entry: Entry) -> Iterator[tuple[str, ValueSeries]]:
        """Yield the series of a KPI, each with its label, empty for the one without."""
        for (domain, (number, name, label, covered, cadence)), series in self.lines.items():
            if (domain, (number, name, covered, cadence)) == (entry.domain, entry.series):
                yield label, series


def stored_lines(
    rows: Iterable[Row],
    breaks: Mapping[str, Collection[Key]] | None = None,
    restatements: Sequence[Restatement] = (),
) -> StoredLines:
    """Return rows as series; `breaks` are keys of the first rows behind one, by domain."""
    by_domain: dict[str, list[Row]] = {}
    for row in rows:
        by_domain.setdefault(row.domain, []).append(row)
    lines: dict[tuple[str, LineKey], ValueSeries] = {}
    for domain, found in by_domain.items():
        series = series_by_line(found, (breaks or {}).get(domain, ()))
        lines |= {(domain, key): each for key, each in series.items()}
    return StoredLines(lines, restatements)
