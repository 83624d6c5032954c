"""Targets that people set, as changes of series in the store."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from core.engines import Database
from core.model import Row, TargetChange, read_target_changes, with_set_targets
from core.store.lineage import mark_stale
from core.store.series import SeriesLedger
from core.store.values import Store


def read_targets_set(database: Database, domain: str) -> list[TargetChange]:
    """Return the targets that people set and ended in a domain, oldest first."""
    return read_target_changes(SeriesLedger(database).changes(domain))


def seen_rows(database: Database, domain: str, numbers: Collection[int] | None = None) -> list[Row]:
    """Return stored rows of a domain as readers see them, default those of all KPIs.

    Stale ones have a remark, and targets that people set are in place of the files'.
    """
    rows = mark_stale(database, Store(database).rows(domain, numbers))
    return apply_targets(database, rows)


def apply_targets(database: Database, rows: Sequence[Row]) -> list[Row]:
    """Return rows of one domain with the targets that people set in place of the files'."""
    if not rows:
        return []
    return with_set_targets(rows, SeriesLedger(database).changes(rows[0].domain))
