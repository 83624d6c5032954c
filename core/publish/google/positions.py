"""Positions of tabs, rows and columns once a plan is carried out. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from core.publish.google.changes import Insert, Plan, TabPlan
from core.publish.google.sheet import BookNow, Position, index_of


@dataclass(frozen=True, slots=True)
class Positions:
    """The index of each row and column of ours once all inserts are made."""

    sheet_id: int
    rows: Mapping[str, int]
    columns: Mapping[str, int]

    def position(self, row: str, column: str) -> Position:
        """Return a cell's row and column index."""
        return self.rows[row], self.columns[column]


def positions_of(plan: TabPlan, new_id: int = 0) -> Positions:
    """Return the positions in a tab; `new_id` is the id it gets where it has to be made."""
    if plan.now is None:
        return Positions(new_id, index_of(plan.wanted.rows), index_of(plan.wanted.columns))
    return Positions(
        plan.now.sheet_id,
        index_of(_merge(plan.now.rows, plan.rows)),
        index_of(_merge(plan.now.columns, plan.columns)),
    )


def _merge(keys: Sequence[str], inserts: Sequence[Insert]) -> list[str]:
    """Return keys with the inserted ones among them."""
    inserted: dict[int, list[str]] = defaultdict(list)
    for insert in inserts:
        inserted[insert.index].append(insert.key)
    merged: list[str] = []
    for index in range(len(keys) + 1):
        merged += inserted.get(index, ())
        merged += keys[index : index + 1]
    return merged


@dataclass(frozen=True, slots=True)
class NewTab:
    """The id that a tab gets, and the index at which it is inserted, None for the end."""

    sheet_id: int
    index: int | None = None


def new_tabs(book: BookNow, plan: Plan, new_id: Callable[[], int]) -> dict[str, NewTab]:
    """Return ids and places of the tabs to make.

    A new year goes before the newest older one of its domain and cadence.
    """
    order = [""] * (max((tab.index for tab in book.tabs), default=-1) + 1)
    for tab in book.tabs:
        order[tab.index] = tab.key
    taken = {tab.sheet_id for tab in book.tabs}
    tabs: dict[str, NewTab] = {}
    for tab_plan in plan.tabs:
        if tab_plan.blank:
            tabs[tab_plan.wanted.key] = NewTab(tab_plan.blank.sheet_id)
        elif tab_plan.now is None:
            key = tab_plan.wanted.key
            sheet_id = _free_id(taken, new_id)
            taken.add(sheet_id)
            index = _index_before_older(order, key)
            order.insert(len(order) if index is None else index, key)
            tabs[key] = NewTab(sheet_id, index)
    return tabs


def _free_id(taken: set[int], new_id: Callable[[], int]) -> int:
    number = new_id()
    while number in taken:
        number = new_id()
    return number


def _index_before_older(order: Sequence[str], key: str) -> int | None:
    """Return the index of the newest older year of the same domain and cadence."""
    series = key.rpartition("/")[0]
    older = [other for other in order if other.rpartition("/")[0] == series and other < key]
    return order.index(max(older)) if older else None
