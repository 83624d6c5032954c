"""The tree of a KPI with the stored values of two periods, or of one and its targets. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from core.analysis.keys import ValueKey, key_of
from core.analysis.lines import StoredLines
from core.analysis.tree import Metric
from core.catalog import Catalogue, Entry, KpiKey
from core.model import Period, Row
from core.status import ValueSeries, find_obstacle, year_ago, year_before

Against = Literal["previous", "year-ago", "target"]


def tree_entries(catalogue: Catalogue, entry: Entry) -> list[Entry]:
    """Return a KPI and all drivers of its tree and theirs, each once."""
    found: dict[KpiKey, Entry] = {}
    waiting = [entry]
    while waiting:
        current = waiting.pop(0)
        if current.key not in found:
            found[current.key] = current
            keys = current.drivers.values()
            waiting += [catalogue.by_key[key] for key in keys if key in catalogue.by_key]
    return list(found.values())


@dataclass(frozen=True)
class Comparand:
    """What the values of a period are compared with: an earlier period, or the targets."""

    lines: StoredLines
    period: Period
    old: Period | None

    def after(self, entry: Entry) -> Row | None:
        """Return the row of the period, if it has a whole value."""
        return self.lines.series(entry).whole_value(self.period)

    def before(self, entry: Entry) -> tuple[float, ValueKey | None] | None:
        """Return what the value is compared with, and its key; None if there is nothing."""
        if self.old is None:
            row = self.after(entry)
            is_number = row and row.target is not None and row.target_high is None
            return (row.target, None) if row and is_number and row.target is not None else None
        row = self.lines.series(entry).whole_value(self.old)
        return (row.value, key_of(row)) if row and row.value is not None else None

    def obstacle(self, entry: Entry) -> str:
        """Return why a KPI has nothing to compare, empty if it has."""
        for period in (self.period, self.old):
            if period is None:
                continue
            row = self.lines.series(entry).rows.get(period)
            if reason := f"{period} is not stored" if row is None else find_obstacle(row):
                return reason
        if self.before(entry) is None:
            return f"{self.period} has no target that is one number"
        return ""


def older_period(period: Period, against: Against) -> Period | None:
    """Return the period to compare with; None for the target."""
    if against == "target":
        return None
    return period.shift(-1) if against == "previous" else year_before(period)


def compared_name(period: Period, against: Against) -> str:
    """Return the name of what a period is compared with."""
    if against == "year-ago":
        return year_ago(ValueSeries({}), period).against
    return "the target" if against == "target" else str(period.shift(-1))


def read_metric(
    catalogue: Catalogue, entry: Entry, compared: Comparand, above: tuple[KpiKey, ...] = ()
) -> Metric | None:
    """Return a KPI with its tree as far as all values are there; None without its own.

    `above` are the KPIs whose drivers lead to it: a circle ends where it begins again.
    """
    after, before = compared.after(entry), compared.before(entry)
    if after is None or after.value is None or before is None:
        return None
    drivers: dict[str, Metric] = {}
    obstacle = ""
    drivers_of = {} if entry.key in above else entry.drivers
    for name, key in drivers_of.items():
        driver = catalogue.by_key.get(key)
        path = (*above, entry.key)
        found = read_metric(catalogue, driver, compared, path) if driver else None
        if found is None:
            obstacle = _obstacle(name, driver, compared)
            break
        drivers[name] = found
    return Metric(
        label=entry.kpi.name,
        unit=after.unit,
        before=before[0],
        after=after.value,
        key=key_of(after),
        key_before=before[1],
        tree=entry.tree if drivers and not obstacle else None,
        drivers={} if obstacle else drivers,
        obstacle=obstacle,
    )


def _obstacle(name: str, driver: Entry | None, compared: Comparand) -> str:
    if driver is None:
        return f"its driver {name} has no KPI file"
    return f"of {driver.kpi.name}, {compared.obstacle(driver)}"


def breaks_between(
    entries: Iterable[Entry], lines: StoredLines, old: Period | None, new: Period
) -> Iterator[str]:
    """Yield a sentence on each KPI of which a new definition begins behind `old`, up to `new`."""
    for entry in entries:
        begin = lines.series(entry).break_between(old, new) if old else None
        if begin:
            name = entry.kpi.name
            yield f"A new definition of {name} begins in {begin}; part of the change may be its."
