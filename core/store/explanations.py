"""Why values changed, as runs worked it out: `scorecard_explanation`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from core.engines import Database
from core.store.columns import make_columns
from core.store.tables import insert, read

_TABLE = "scorecard_explanation"

# Domain, KPI, field, range, cadence, period, and what it is compared with.
ExplanationKey = tuple[str, int, str, str, str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredExplanation:
    """The change of one value and its parts, as a run worked it out.

    Values and amounts are in the KPI's unit. `parts` and `sentences` are JSON. `reason` says why
    nothing was taken apart.
    """

    domain: str
    kpi_number: int
    field_name: str
    range_type: str
    cadence: str
    period: str
    against: str
    tree: str
    value_before: float | None
    value_after: float | None
    not_explained: float
    restated: float
    parts: str
    sentences: str
    reason: str
    run_id: str
    explained_at: datetime

    @property
    def key(self) -> ExplanationKey:
        """The change that it explains."""
        series = self.domain, self.kpi_number, self.field_name, self.range_type, self.cadence
        return *series, self.period, self.against

    def says_as(self, other: StoredExplanation) -> bool:
        """Return whether another run worked out the same."""
        return self == replace(other, run_id=self.run_id, explained_at=self.explained_at)


@dataclass(frozen=True, slots=True)
class Explanations:
    """The explanations of all domains in one store. They are only added, never changed."""

    database: Database

    def read(self, domain: str, kpis: Iterable[int]) -> list[StoredExplanation]:
        """Return everything that runs worked out for some KPIs, oldest first."""
        return read(
            self.database,
            StoredExplanation,
            _TABLE,
            "WHERE domain = :domain AND kpi_number = ANY(:kpis::int[]) ORDER BY explained_at",
            {"domain": domain, "kpis": sorted(kpis)},
        )

    def read_newest(
        self, domain: str, kpis: Iterable[int]
    ) -> dict[ExplanationKey, StoredExplanation]:
        """Return the newest explanation of each change of some KPIs."""
        return {each.key: each for each in self.read(domain, kpis)}

    def add(self, explanations: Sequence[StoredExplanation]) -> None:
        """Store explanations."""
        insert(self.database, _TABLE, make_columns(explanations))
