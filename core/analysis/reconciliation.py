"""Trees beside the stored values of all periods: what they do not explain. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from core.analysis.amounts import amount_text
from core.analysis.lines import StoredLines
from core.catalog import Catalogue, Entry
from core.model import Period, format_value, same_number

_NAMED = 3  # periods


@dataclass(frozen=True, slots=True)
class TreeGap:
    """A period whose stored value is not what the tree makes of the drivers' stored values.

    `made` is None if a denominator of the tree is 0.
    """

    period: Period
    value: float
    made: float | None


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """A tree beside the stored values: how many periods were compared, and the gaps, by size."""

    entry: Entry
    compared: int
    gaps: tuple[TreeGap, ...]

    def __str__(self) -> str:
        """Return the result as one sentence."""
        found = self.entry
        if not self.gaps:
            return f"{found.id}: tree {found.tree} explains all {self.compared} stored periods"
        unit = found.kpi.unit
        named = ", ".join(_gap_text(gap, unit) for gap in self.gaps[:_NAMED])
        more = ", …" if len(self.gaps) > _NAMED else ""
        return (
            f"{found.id}: tree {found.tree} does not explain {len(self.gaps)} of {self.compared}"
            f" stored periods: {named}{more}; see scorecard why {found.domain} {found.number}"
            f" --period {self.gaps[0].period}"
        )


def reconcile_tree(catalogue: Catalogue, entry: Entry, lines: StoredLines) -> Reconciliation:
    """Compare a tree with all stored periods that have a value of the KPI and of its drivers."""
    compared = list(_compared(catalogue, entry, lines))
    gaps = [gap for gap in compared if not same_number(gap.value, gap.made)]
    gaps.sort(key=lambda gap: -_size(gap))
    return Reconciliation(entry, len(compared), tuple(gaps))


def _compared(catalogue: Catalogue, entry: Entry, lines: StoredLines) -> Iterator[TreeGap]:
    found = {name: catalogue.by_key.get(key) for name, key in entry.drivers.items()}
    drivers = {name: driver for name, driver in found.items() if driver}
    if len(drivers) < len(found):
        return
    series = lines.series(entry)
    for period in series.rows:
        row = series.whole_value(period)
        rows = {name: lines.series(each).whole_value(period) for name, each in drivers.items()}
        values = {name: each.value for name, each in rows.items() if each}
        if row and row.value is not None and len(values) == len(drivers):
            yield TreeGap(period, row.value, _made(entry, values))


def _made(entry: Entry, values: dict[str, float | None]) -> float | None:
    assert entry.tree is not None
    try:
        return float(entry.tree.value(values))
    except (ZeroDivisionError, OverflowError):
        return None


def _size(gap: TreeGap) -> float:
    return float("inf") if gap.made is None else abs(gap.value - gap.made)


def _gap_text(gap: TreeGap, unit: str) -> str:
    if gap.made is None:
        return f"{gap.period} (divides by 0)"
    rest = amount_text(gap.value - gap.made, unit)
    return f"{gap.period} {format_value(gap.value, unit)}, {rest} not explained"
