"""Parts of a breakdown that a query left out, although it ran and returned others. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from core.model.period import Period
from core.model.records import NO_LONGER_RETURNED, Row

_Breakdown = tuple[str, int, str, str]  # domain, KPI number, field, range
_RowsByLabel = dict[str, Row]


def absent_rows(rows: Iterable[Row]) -> list[Row]:
    """Return a row for each label in each period without it, of the state `not returned`.

    A label counts from its first stored period on, in every year in which it has a row: one that
    went for good is not in the next year's scorecard. A period in which the query failed, or gave
    no row at all, has rows without a label only, and says nothing of labels.
    """
    years: dict[tuple[_Breakdown, int], dict[Period, _RowsByLabel]] = {}
    first: dict[tuple[_Breakdown, str], Period] = {}
    for row in rows:
        if not row.field_details:
            continue
        series = row.domain, row.kpi_number, row.field_name, row.range_type
        periods = years.setdefault((series, row.period.year), defaultdict(dict))
        periods[row.period][row.field_details] = row
        key = series, row.field_details
        first[key] = min(row.period, first.get(key, row.period))
    absent: list[Row] = []
    for (series, _), periods in years.items():
        begun = {label: first[series, label] for found in periods.values() for label in found}
        absent += _absent_in_year(periods, begun)
    return absent


def _absent_in_year(
    periods: Mapping[Period, _RowsByLabel], begun: Mapping[str, Period]
) -> Iterator[Row]:
    for period, found in periods.items():
        if len(found) == len(begun):
            continue
        blank = _blank(found)
        for label, since in begun.items():
            if since < period and label not in found:
                yield replace(blank, field_details=label)


def _blank(found: _RowsByLabel) -> Row:
    """Return a row without a value, as the run that returned the other labels would leave it."""
    computed = min(found.values(), key=_is_manual)
    return replace(
        computed,
        outcome="none",
        value=None,
        numerator=None,
        denominator=None,
        reason=NO_LONGER_RETURNED,
        remark="",
        by_hand=False,
    )


def _is_manual(row: Row) -> bool:
    return row.by_hand
