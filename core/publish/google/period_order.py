"""The order in which a tab shows its periods, by what is there. Pure.

A tab keeps the order in which it began, whatever its runner says later: formulas of people refer to
ranges of its columns, and columns of people stand between them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from core.publish.google.changes import TabPlan, Write
from core.publish.google.comment_columns import (
    commented_period,
    is_comment_column,
    with_comment_columns,
)
from core.publish.google.sheet import TabNow, Value
from core.publish.google.wanted import HEADER_ROWS, CellKey, Wanted
from core.publish.grid import LABELS


def is_newest_first(wanted: Wanted, now: TabNow) -> bool:
    """Return whether most periods of a tab stand before the one that precedes them in time.

    A tab without an order, such as one with a single period, is as it should be.
    """
    rank = {period: index for index, period in enumerate(wanted.periods)}
    ranks = [rank[key] for key in now.columns if key in rank]
    rising = sum(one < other for one, other in pairwise(ranks))
    falling = max(len(ranks) - 1, 0) - rising
    return wanted.is_newest_first if rising == falling else falling > rising


def columns_in_order_of(wanted: Wanted, now: TabNow) -> tuple[str, ...]:
    """Return the columns that a tab should have, its periods in the order that it has."""
    if is_newest_first(wanted, now) == wanted.is_newest_first:
        return wanted.columns
    labels = (column for column in wanted.columns if column in LABELS)
    present = {*wanted.columns}
    periods = [period for period in wanted.periods if period in present]
    if not wanted.is_newest_first:
        periods.reverse()
    commented = {commented_period(key) for key in wanted.columns if is_comment_column(key)}
    return (*labels, *with_comment_columns(periods, commented))


def keeps_other_order(plan: TabPlan) -> bool:
    """Return whether a tab shows its periods in another order than the runner names."""
    wanted, now = plan.wanted, plan.now
    return now is not None and is_newest_first(wanted, now) != wanted.is_newest_first


def periods_to_show(
    wanted: Wanted, now: TabNow, writes: Sequence[Write], published: Mapping[CellKey, Value]
) -> tuple[str, ...]:
    """Return the periods to come that begin now: their columns were hidden when the tab was made.

    A column in which anything was published before is hidden by a person, and stays so.
    """
    if not now.hidden or not is_newest_first(wanted, now):
        return ()
    begun = {column for row, column in published if row not in HEADER_ROWS}
    filled = {write.place[1] for write in writes if write.new.value is not None}
    hidden = {now.columns[index] for index in now.hidden if not now.keeps_column(index)}
    due = (hidden & filled) - begun - wanted.later
    return tuple(period for period in wanted.periods if period in due)
