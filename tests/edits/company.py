"""What a domain has stored, so that each number is of one series and one period only."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import count

from core.model.definition import Definition
from core.model.records import Restatement, Row
from core.publish.grid import Grid
from core.publish.layout import make_grid
from tests.core.publish.samples import BERLIN, RETENTION, row

NUMBERS = (2, 11, 30, 41)
WITH_PARTS = 11
MONTHS = tuple(f"2026-{month:02}" for month in range(1, 13))
NEXT_YEAR = ("2027-01", "2027-02", "2027-03")

Series = tuple[int, str]  # a KPI's number, and the label of a part or ""
Place = tuple[int, str, str]  # a series and a period


@dataclass
class Company:
    """The store of one domain. `owners` says of each number ever stored where it belongs."""

    domain: str
    numbers: count[int]
    rows: dict[Place, Row] = field(default_factory=dict)
    owners: dict[float, Place] = field(default_factory=dict)
    definitions: dict[int, Definition] = field(default_factory=dict)
    names: dict[Series, set[str]] = field(default_factory=dict)
    restated: dict[Place, Restatement] = field(default_factory=dict)
    retired: dict[int, str] = field(default_factory=dict)
    aimed: set[int] = field(default_factory=set)
    runs: int = 0
    is_newest_first: bool = False

    def add(self, number: int) -> None:
        """Let the domain have a KPI."""
        owner = f"{'zmay'[NUMBERS.index(number)]}@example.com"
        self.definitions[number] = replace(
            RETENTION,
            domain=self.domain,
            kpi_number=number,
            field_name=f"kpi{number}",
            owner=owner,
            unit="count",
            target=float(300_000 + next(self.numbers)),
        )
        self.rename(number, f"{'Deal' if self.domain == 'sales' else 'KPI'} {number}")

    def rename(self, number: int, name: str) -> None:
        self.definitions[number] = replace(self.definitions[number], name=name)
        self.names.setdefault((number, ""), set()).add(name)

    def store(self, place: Place, outcome: str = "value", *, by_hand: bool = False) -> float | None:
        """Store a number that no cell has yet, or that there is none; return it."""
        number, part, period = place
        value = float(1000 + next(self.numbers)) if outcome == "value" else None
        self.runs += 1
        new = replace(
            row(self.definitions[number], period, value, part),
            outcome=outcome,
            by_hand=by_hand,
            run_id=f"run-{self.runs}",
            target=self.definitions[number].target,
            better="higher" if number in self.aimed else "",
        )
        old = self.rows.get(place)
        if old is not None:
            self.restated[place] = _restatement(old, new)
        self.rows[place] = new
        self.names.setdefault((number, part), set()).update({part} if part else ())
        if value is not None:
            self.owners[value] = place
        return value

    def forget(self, place: Place) -> None:
        self.rows.pop(place, None)
        self.restated.pop(place, None)

    def aim(self, number: int) -> None:
        """Let a KPI have another target, which judges its values: the first brings a column."""
        target = float(300_000 + next(self.numbers))
        self.aimed.add(number)
        self.definitions[number] = replace(self.definitions[number], target=target)
        for place, stored in self.rows.items():
            if place[0] == number:
                self.rows[place] = replace(stored, target=target, better="higher")

    def name(self, series: Series) -> str:
        """Return the name of a series as its row shows it."""
        number, part = series
        return part or self.definitions[number].name

    def value(self, place: Place) -> float | None:
        stored = self.rows.get(place)
        return stored.value if stored else None

    def series(self, year: str) -> list[Series]:
        """Return the series that a year's tab has a row for, KPIs that have only parts included."""
        parts = {place[:2] for place in self.rows if place[2].startswith(year)}
        return sorted(parts | {(number, "") for number, _ in parts})

    def years(self) -> list[str]:
        return sorted({period[:4] for _, _, period in self.rows})

    def grid(self) -> Grid:
        restated = {self.rows[place].key: change for place, change in self.restated.items()}
        title = f"{self.domain.capitalize()} scorecard"
        return make_grid(
            title,
            self.rows.values(),
            self.definitions,
            BERLIN,
            restated=restated,
            retired=self.retired,
            is_newest_first=self.is_newest_first,
        )


def _restatement(old: Row, new: Row) -> Restatement:
    return Restatement(
        domain=new.domain,
        kpi_number=new.kpi_number,
        field_name=new.field_name,
        field_details=new.field_details,
        range_type=new.range_type,
        period=new.period.label,
        period_start=new.period.first_day,
        old_value=old.value,
        new_value=new.value,
        old_reason=old.reason,
        new_reason=new.reason,
        cause="data",
        run_id=new.run_id,
        old_run_id=old.run_id,
        restated_at=datetime(2026, 11, 16, 5, 0, tzinfo=UTC),
    )
