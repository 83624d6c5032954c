"""Rows of series that were renamed in the store since they were published. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from core.publish.google.line_marks import ROW, row_mark
from core.publish.google.sheet import BookNow, TabNow
from core.store import CellKeys

# Beginnings of row keys, old and new, in the order of the renames.
RowRenames = Sequence[tuple[str, str]]


def with_new_keys(
    book: BookNow, domain: str, renames: RowRenames, published: Collection[CellKeys]
) -> BookNow:
    """Return a spreadsheet in which the rows of renamed series have their new keys.

    The store moves what was published when it renames a series. So a row with an old key that has
    published cells is one of a newer series with that name.
    """
    if not renames:
        return book
    ours = {(tab, row) for tab, row, _ in published}
    tabs = []
    for tab in book.tabs:
        is_ours = tab.key.startswith(f"{domain}/")
        kept = {row for key, row in ours if key == tab.key}
        tabs.append(_rename(tab, renames, kept) if is_ours else tab)
    return replace(book, tabs=tuple(tabs))


def _rename(tab: TabNow, renames: RowRenames, kept: Collection[str]) -> TabNow:
    rows, renamed = list(tab.rows), dict[int, str]()
    for index, key in enumerate(tab.rows):
        new = key if key in kept else _new_key(key, renames)
        if new != key and new not in tab.rows:
            rows[index] = new
            renamed[index] = key
    return replace(tab, rows=tuple(rows), renamed=renamed)


def _new_key(key: str, renames: RowRenames) -> str:
    for old, new in renames:
        if key.startswith(old):
            key = new + key.removeprefix(old)
    return key


def old_keys(keys: Iterable[str], renames: RowRenames) -> set[str]:
    """Return the keys that rows had before their series were renamed."""
    old: set[str] = set()
    for key in keys:
        earlier = key
        for before, after in reversed(renames):
            if earlier.startswith(after):
                earlier = before + earlier.removeprefix(after)
                old.add(earlier)
    return old


def rename_requests(tab: TabNow) -> Iterator[dict[str, Any]]:
    """Yield what gives the metadata of renamed rows the marks of their new keys."""
    for index in tab.renamed:
        if not tab.rows[index]:
            continue
        lookup = {"developerMetadataLookup": {"metadataId": tab.row_marks[index]}}
        mark = {"metadataKey": ROW, "metadataValue": row_mark(tab.rows[index])}
        yield {
            "updateDeveloperMetadata": {
                "dataFilters": [lookup],
                "developerMetadata": mark,
                "fields": "metadataKey,metadataValue",
            }
        }
