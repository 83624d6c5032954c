"""Stored rows together with all that they are compared with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from core.catalog import Break
from core.model import Definition, Key, RecordedBase, Row, parse_period
from core.status import (
    LimitsBase,
    ValueComparison,
    ValueSeries,
    Variation,
    compare,
    limits_at,
    line_key,
    series_by_line,
    variation_at,
)


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """A stored row and what it is compared with.

    `base` are the process limits that hold for it, `variation` what they say of it, `broken` the
    break that the row begins; None where there is none.
    """

    row: Row
    comparison: ValueComparison
    base: LimitsBase | None = None
    variation: Variation | None = None
    broken: Break | None = None


def compared_rows(
    rows: Iterable[Row],
    stored: Iterable[Row],
    breaks: Mapping[Key, Break],
    definitions: Mapping[int, Definition],
    bases: Iterable[RecordedBase] = (),
) -> list[ComparedRow]:
    """Return rows of one domain with what they are compared with, among all that are stored.

    `definitions` are the newest ones, by number of the KPI; `bases` those of limits that runs
    recorded.
    """
    lines = series_by_line(stored, breaks, bases)
    compared = []
    for row in rows:
        series, definition = lines[line_key(row)], definitions.get(row.kpi_number)
        comparison = compare(series, row.period, definition.adds if definition else "")
        found = ComparedRow(row, comparison, broken=breaks.get(row.key))
        compared.append(_with_limits(found, series, definition) if definition else found)
    return compared


def _with_limits(compared: ComparedRow, series: ValueSeries, definition: Definition) -> ComparedRow:
    period = compared.row.period
    since = parse_period(definition.limits_since) if definition.limits_since else None
    base = limits_at(series, period, since)
    variation = variation_at(series, period, definition.better, base)
    return replace(compared, base=base, variation=variation)
