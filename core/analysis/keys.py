"""The key of a stored value, which each number of an analysis keeps."""

from __future__ import annotations

from dataclasses import dataclass

from core.model import Row


@dataclass(frozen=True, slots=True)
class ValueKey:
    """The stored value that a number is: `domain`, number of the KPI, field, label and period."""

    domain: str
    kpi_number: int
    field_name: str
    field_details: str
    period: str

    def __str__(self) -> str:
        label = f" {self.field_details}" if self.field_details else ""
        return f"{self.domain}/kpi_{self.kpi_number:02}{label} {self.period}"


def key_of(row: Row) -> ValueKey:
    """Return the key of a stored row's value."""
    return ValueKey(row.domain, row.kpi_number, row.field_name, row.field_details, row.period.label)
