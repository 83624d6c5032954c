"""The newest history of KPIs: rows, the rows that they replaced, and the runs on schedule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from core.engines import Database
from core.model import Row
from core.store.past_values import read_rows_at
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
    database: Database,
    domain: str,
    numbers: Collection[int],
    first: date,
    instant: datetime | None = None,
) -> dict[int, StoredHistory]:
    """Return the history of some KPIs of a domain, for the periods that begin on a day or later.

    With `instant`, as it was stored then.
    """
    rows = _rows(database, domain, numbers, first, instant)
    replaced = ReplacedRows(database).read_of(domain, numbers, first)
    runs = Runs(database).read_scheduled(domain, datetime.combine(first, time(), UTC))
    if instant is not None:
        replaced = [each for each in replaced if each.replaced_at <= instant]
        runs = [each for each in runs if each.run.started_at <= instant]
    rows_of: defaultdict[int, list[Row]] = defaultdict(list)
    for row in rows:
        rows_of[row.kpi_number].append(row)
    replaced_of: defaultdict[int, list[ReplacedRow]] = defaultdict(list)
    for each in replaced:
        replaced_of[each.row.kpi_number].append(each)
    return {number: StoredHistory(rows_of[number], replaced_of[number], runs) for number in numbers}


def _rows(
    database: Database, domain: str, numbers: Collection[int], first: date, instant: datetime | None
) -> list[Row]:
    if instant is None:
        return Store(database).rows(domain, numbers, first=first)
    rows = read_rows_at(database, domain, instant, numbers)
    return [row for row in rows if row.period.first_day >= first]
