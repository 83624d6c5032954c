"""Where each tab, row and column of ours will stand once a plan is carried out. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from core.publish.google.changes import Insert, Plan, TabPlan
from core.publish.google.sheet import BookNow, Position


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each row and column of ours is once all inserts are made."""

    sheet_id: int
    rows: Mapping[str, int]
    columns: Mapping[str, int]

    def position(self, row: str, column: str) -> Position:
        """Return a cell's row and column index."""
        return self.rows[row], self.columns[column]


def layout_of(plan: TabPlan, new_id: int) -> Layout:
    """Return the layout that a tab will have; `new_id` is the id it gets where it has to be made."""
    if plan.now is None:
        rows = {key: index for index, key in enumerate(plan.wanted.rows)}
        return Layout(new_id, rows, {key: index for index, key in enumerate(plan.wanted.columns)})
    return Layout(
        plan.now.sheet_id, _final(plan.now.rows, plan.rows), _final(plan.now.columns, plan.columns)
    )


def _final(keys: Sequence[str], inserts: Sequence[Insert]) -> dict[str, int]:
    merged: list[str] = []
    for index in range(len(keys) + 1):
        merged += [insert.key for insert in inserts if insert.index == index]
        merged += keys[index : index + 1]
    return {key: index for index, key in enumerate(merged) if key}


@dataclass(frozen=True, slots=True)
class NewTab:
    """The id that a tab gets, and before which it stands; at the end where `index` is None."""

    sheet_id: int
    index: int | None = None


def new_tabs(book: BookNow, plan: Plan, new_id: Callable[[], int]) -> dict[str, NewTab]:
    """Return ids and places of the tabs to make: a new year before the newest older one of its
    domain and cadence.
    """
    order = [""] * (max((tab.index for tab in book.tabs), default=-1) + 1)
    for tab in book.tabs:
        order[tab.index] = tab.key
    taken = {tab.sheet_id for tab in book.tabs}
    found: dict[str, NewTab] = {}
    for key in (tab.wanted.key for tab in plan.tabs if tab.now is None):
        while (number := new_id()) in taken:
            pass
        taken.add(number)
        series = key.rpartition("/")[0]
        older = max(
            (each for each in order if each.rpartition("/")[0] == series and each < key), default=""
        )
        index = order.index(older) if older else None
        order.insert(len(order) if index is None else index, key)
        found[key] = NewTab(number, index)
    return found
