"""The newest history of KPIs: rows, the rows that they replaced, and the runs on schedule."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from core.engines import Database
from core.model import Row
from core.store.replaced_rows import ReplacedRow, ReplacedRows
from core.store.runs import PastRun, Runs
from core.store.values import Store


@dataclass(frozen=True, slots=True)
class StoredHistory:
    """What the store has on one KPI; the runs are those of its domain, oldest first."""

    rows: Sequence[Row]
    replaced: Sequence[ReplacedRow]
    runs: Sequence[PastRun]


def read_histories(
    database: Database, domain: str, numbers: Collection[int], first: date
) -> dict[int, StoredHistory]:
    """Return the history of some KPIs of a domain, for the periods that begin on a day or later."""
    rows = Store(database).rows(domain, numbers, first=first)
    replaced = ReplacedRows(database).read_of(domain, numbers, first)
    runs = Runs(database).read_scheduled(domain, datetime.combine(first, time(), UTC))
    return {
        number: StoredHistory(
            [row for row in rows if row.kpi_number == number],
            [each for each in replaced if each.row.kpi_number == number],
            runs,
        )
        for number in numbers
    }
