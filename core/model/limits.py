"""The base of process limits, as a run recorded it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from core.model.kpi import Cadence
from core.model.period import Period, parse_period


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedBase:
    """The values from which the limits of a series are computed, whatever is stored later.

    Attributes:
        limits_since: What the KPI file declared then; empty if nothing.
        base_values: JSON, the value of each period.
        definition: Version that the newest value of the base follows.
        run_id: The run that was about to change values of that time.
    """

    domain: str
    kpi_number: int
    field_name: str
    field_details: str
    range_type: str
    cadence: Cadence
    limits_since: str
    first_period: str
    last_period: str
    base_values: str
    definition: str
    run_id: str
    recorded_at: datetime

    @property
    def line(self) -> tuple[int, str, str, str, Cadence]:
        """What identifies the series within its domain."""
        return (
            self.kpi_number,
            self.field_name,
            self.field_details,
            self.range_type,
            self.cadence,
        )

    @property
    def values(self) -> Mapping[Period, float]:
        """The values, oldest first."""
        return _read_values(self.base_values)


# Each value of a series asks for its base.
@lru_cache(maxsize=4096)
def _read_values(text: str) -> Mapping[Period, float]:
    stored = json.loads(text)
    return {parse_period(period): float(value) for period, value in stored.items()}
