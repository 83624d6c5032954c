"""What runs saw of the sources of their KPIs: `scorecard_source`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.engines import Database
from core.model import Input
from core.store.columns import make_columns
from core.store.tables import insert, read

_TABLE = "scorecard_source"


@dataclass(frozen=True, slots=True)
class Inputs:
    """The inputs of all domains in one store."""

    database: Database

    def add(self, inputs: Sequence[Input]) -> None:
        """Store what a run saw of its sources, in the transaction that stores its values."""
        insert(self.database, _TABLE, make_columns(inputs))

    def read(self, run_id: str, domain: str, number: int) -> list[Input]:
        """Return what a run saw of a KPI's sources; nothing where it stored no record."""
        return read(
            self.database,
            Input,
            _TABLE,
            "WHERE run_id = :run AND domain = :domain AND kpi_number = :number ORDER BY source",
            {"run": run_id, "domain": domain, "number": number},
        )
