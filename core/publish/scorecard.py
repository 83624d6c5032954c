"""One domain's scorecard as something to publish: what it shows, where it goes, and what was asked
for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from core.engines import Warehouse
from core.errors import PublishError
from core.model import Period, Runner, Span
from core.publish.grid import Grid, make_grid
from core.settings import Settings
from core.sheets import spreadsheet_id
from core.store import Definitions, Restatements, Store


@dataclass(frozen=True, slots=True)
class Order:
    """What a publish was asked for: by which command, for which periods, and how far it may go."""

    command: str
    span: Span | None = None
    overwrite: bool = False
    restore: bool = False
    plan_only: bool = False

    def covers(self, period: Period) -> bool:
        """Return whether a period is one of those to publish."""
        return self.span is None or self.span.holds(period)


@dataclass(frozen=True, slots=True)
class Published:
    """Where a scorecard stands and whether it had to be written, or would have to be.

    `lines` tell a person what else there is to know; `details` are the whole plan, for programs.
    """

    place: str
    written: bool
    lines: tuple[str, ...] = ()
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Scorecard:
    """One domain's scorecard: its runner, the KPIs whose files are there, and the store that holds
    its values.
    """

    settings: Settings
    runner: Runner
    domain: str
    numbers: frozenset[int]
    warehouse: Warehouse

    def grid(self, since: datetime | None = None) -> Grid:
        """Return the grid of everything stored; changes of values count from the instant `since`
        on.
        """
        store = Store(self.warehouse)
        definitions = Definitions(self.warehouse).read_newest(self.domain)
        return make_grid(
            self.runner.title,
            store.rows(self.domain),
            definitions,
            self.runner.zone,
            restated=Restatements(self.warehouse).read_newest(self.domain, since),
            covered=store.covered_rows(self.domain),
            retired=definitions.keys() - self.numbers,
        )


def place_of(settings: Settings, runner: Runner, domain: str) -> Path | str:
    """Return where a domain is published: the path of a workbook, or a spreadsheet's id.

    Raises:
        PublishError: The runner's variable holds neither.
    """
    place = settings.environment.get(runner.sheet, "") if runner.sheet else ""
    if not place:
        return settings.var / f"{domain}.xlsx"
    if place.lower().endswith(".xlsx"):
        return settings.path(place)
    if book := spreadsheet_id(place):
        return book
    raise PublishError(
        f"{runner.sheet}={place!r} is neither a spreadsheet's id or URL nor a path of an .xlsx;"
        " mend it"
    )
