"""Stored series of values, and what people did with them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from core.model.formats import counted
from core.model.kpi import Cadence
from core.model.period import Period
from core.model.ranges import PERIOD_UNIT

SeriesAction = Literal["renamed", "retired", "restored", "target set", "target ended"]


@dataclass(frozen=True, slots=True)
class SeriesExtent:
    """One series that has values in the store: a field of a KPI number, in one range and cadence.

    `first` and `last` are its oldest and newest stored period, `units` those of its values.
    `first_manual` is the first day of the oldest manual value. `last_total` is the first day of the
    newest value without a label, `last_part` that of the newest one with a label; `had_total` and
    `had_part` count also values that are blank since. A retired series gets no more values.
    """

    domain: str
    kpi_number: int
    field_name: str
    range_type: str
    cadence: Cadence
    periods: int
    first: Period
    last: Period
    units: tuple[str, ...]
    first_manual: date | None = None
    last_total: date | None = None
    last_part: date | None = None
    had_total: bool = False
    had_part: bool = False
    is_retired: bool = False

    @property
    def key(self) -> tuple[int, str, str, Cadence]:
        """KPI number, field, range and cadence, which identify the series in its domain."""
        return self.kpi_number, self.field_name, self.range_type, self.cadence

    @property
    def span(self) -> str:
        """Its stored periods, as `--period` takes them."""
        return str(self.first) if self.first == self.last else f"{self.first}..{self.last}"

    @property
    def extent(self) -> str:
        """How much is stored: `52 weeks until 2026-W46`."""
        noun = PERIOD_UNIT[self.cadence]
        return f"{counted(self.periods, noun)} until {self.last}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesChange:
    """What a person did with a series or its target: from what to what, who, when and why.

    `new_domain`, `new_number` and `new_field` differ from the old ones after a rename only, which
    moves all ranges and cadences of a field: there `range_type` and `cadence` are empty.
    `details` are those of a target, as JSON.
    """

    domain: str
    kpi_number: int
    field_name: str
    range_type: str
    cadence: str
    action: SeriesAction
    new_domain: str
    new_number: int
    new_field: str
    changed_by: str
    host: str
    command: str
    note: str
    changed_at: datetime
    details: str = ""

    @property
    def text(self) -> str:
        """Both names of a rename: `success/kpi_05 opened → success/kpi_05 answered`."""
        old = f"{self.domain}/kpi_{self.kpi_number:02} {self.field_name}"
        return f"{old} → {self.new_domain}/kpi_{self.new_number:02} {self.new_field}"

    @property
    def is_of_target(self) -> bool:
        """Whether a target was set or ended, which leaves the series itself as it is."""
        return bool(self.details)

    @property
    def key(self) -> tuple[int, str, str, str]:
        """The key of the series in its domain."""
        return self.kpi_number, self.field_name, self.range_type, self.cadence
