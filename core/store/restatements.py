"""Stored values that changed: `scorecard_restatement`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from core.engines import Database
from core.model import Key, Restatement
from core.store.columns import make_columns
from core.store.tables import insert, read

_TABLE = "scorecard_restatement"
_ORDER = "ORDER BY restated_at, domain, kpi_number, period_start, field_details"


@dataclass(frozen=True, slots=True)
class Restatements:
    """The restatements of all domains in one store."""

    database: Database

    def add(self, restatements: Sequence[Restatement]) -> None:
        """Store restatements, in the transaction that stores the new values."""
        insert(self.database, _TABLE, make_columns(restatements))

    def read(
        self, domain: str, number: int, first: date | None = None, last: date | None = None
    ) -> list[Restatement]:
        """Return the restatements of a KPI's values, oldest first.

        With `first` and `last`, only those of periods that begin between these two days.
        """
        return read(
            self.database,
            Restatement,
            _TABLE,
            "WHERE domain = :domain AND kpi_number = :number"
            f" AND period_start BETWEEN :first::date AND :last::date {_ORDER}",
            {
                "domain": domain,
                "number": number,
                "first": first or date(1000, 1, 1),
                "last": last or date(9999, 12, 31),
            },
        )

    def read_since(self, domains: Sequence[str], since: datetime) -> list[Restatement]:
        """Return all restatements of some domains from an instant on, oldest first."""
        return read(
            self.database,
            Restatement,
            _TABLE,
            f"WHERE domain = ANY(:domains::text[]) AND restated_at >= :since::timestamptz {_ORDER}",
            {"domains": list(domains), "since": since},
        )

    def read_newest(self, domain: str, since: datetime | None = None) -> dict[Key, Restatement]:
        """Return the newest restatement of each value from an instant on.

        Those of provisional values are left out.
        """
        found = self.read_since([domain], since or datetime(1970, 1, 1, tzinfo=UTC))
        return {each.key: each for each in found if not each.provisional}
