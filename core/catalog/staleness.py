"""Stale values of KPIs that still exist: the tasks that compute them anew, and texts on them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from core.catalog.entries import Catalogue
from core.catalog.loading import file_numbers
from core.catalog.tasks import Task, series_key
from core.model import Period, Stale, StaleValue, counted

MOST_NAMED = 10  # KPIs in a text that a person reads


def select_stale(
    catalogue: Catalogue, stale: Stale, domains: Collection[str]
) -> tuple[StaleValue, ...]:
    """Return the stale values that concern some domains: theirs, and those made from theirs.

    A KPI without a file is retired, and so are the values of a series that its file has replaced.
    """
    found = []
    for value in stale.values():
        read = {kpi.partition("/")[0] for kpi in value.changed}
        if read.union([value.domain]).intersection(domains) and _is_current(catalogue, value):
            found.append(value)
    return tuple(sorted(found, key=lambda value: (value.series, value.period)))


def _is_current(catalogue: Catalogue, value: StaleValue) -> bool:
    domain, number, *_ = value.series
    entry = catalogue.by_key.get((domain, number))
    if entry is None:  # its file may have findings
        return number in file_numbers(catalogue.root, domain)
    is_same = value.series[1:] == series_key(entry, value.period)[:3]
    return is_same and value.period.cadence == entry.kpi.cadence


def stale_tasks(catalogue: Catalogue, values: Iterable[StaleValue]) -> list[Task]:
    """Return the tasks that compute stale values anew, of KPIs that can run."""
    entries = catalogue.by_key
    return [
        Task(entries[value.series[:2]], value.period)
        for value in values
        if value.series[:2] in entries
    ]


def stale_lines(values: Iterable[StaleValue]) -> list[str]:
    """Return one sentence per KPI on its stale values; of many KPIs only the first."""
    by_kpi: dict[str, list[StaleValue]] = {}
    for value in values:
        by_kpi.setdefault(value.kpi, []).append(value)
    lines = [_stale_line(name, found) for name, found in by_kpi.items()]
    return shorten_lines(lines, "stale")


def _stale_line(name: str, values: Sequence[StaleValue]) -> str:
    changed = sorted({kpi for value in values for kpi in value.changed})
    domain = values[0].domain
    return (
        f"{name} {name_periods([value.period for value in values])} is stale: computed before"
        f" values of {', '.join(changed)} changed; compute it anew with scorecard run {domain}"
    )


def name_periods(periods: Sequence[Period]) -> str:
    """Return periods in words: one by its label, several from the first to the last."""
    first, last = min(periods), max(periods)
    if first == last:
        return first.label
    is_whole = len(set(periods)) == len(_periods_between(first, last))
    return f"{first}..{last}" if is_whole else f"{first}..{last} ({len(set(periods))} periods)"


def _periods_between(first: Period, last: Period) -> list[Period]:
    periods = [first]
    while periods[-1] < last:
        periods.append(periods[-1].shift(1))
    return periods


def shorten_lines(lines: list[str], state: str) -> list[str]:
    """Return the first lines, one per KPI, and in the last one how many more KPIs there are."""
    more = len(lines) - MOST_NAMED
    if more <= 0:
        return lines
    return [*lines[:MOST_NAMED], f"{state}: {counted(more, 'more KPI')}"]
