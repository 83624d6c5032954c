"""One domain's scorecard to publish: what it shows, where it goes, and what was ordered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from core.catalog import find_breaks
from core.engines import Database
from core.errors import PublishError
from core.model import (
    CADENCES,
    Definition,
    Period,
    Row,
    Runner,
    SeriesChange,
    Span,
    with_set_targets,
)
from core.publish.comments import add_comments
from core.publish.grid import Grid, scrub_grid
from core.publish.layout import make_grid
from core.settings import Settings
from core.sheets import is_workbook_path, spreadsheet_id
from core.status import with_totals
from core.store import Comments, Definitions, Restatements, SeriesLedger, Store, mark_stale


@dataclass(frozen=True, slots=True)
class Order:
    """A publish as ordered: by which command, for which periods, and how far it may go.

    `overwrite` takes values back that a person typed, `restore` what a person deleted. `force`
    publishes from another store than before, and from one that has lost most of its values.
    """

    command: str
    span: Span | None = None
    overwrite: bool = False
    restore: bool = False
    plan_only: bool = False
    force: bool = False

    def covers(self, period: Period) -> bool:
        """Return whether a period is one of those to publish."""
        return self.span is None or self.span.holds(period)


@dataclass(frozen=True, slots=True)
class Published:
    """The place of a scorecard, and whether it was written or, with a plan only, would be.

    `lines` are for people; `details` are the whole plan, for programs. `faults` are what keeps the
    place from showing everything that is stored, in sentences.
    """

    place: str
    written: bool
    lines: tuple[str, ...] = ()
    details: Mapping[str, Any] = field(default_factory=dict)
    faults: tuple[str, ...] = ()


def is_complete(outcome: Published | PublishError) -> bool:
    """Return whether a place shows, or with a plan only would show, everything stored."""
    return isinstance(outcome, Published) and not outcome.faults


@dataclass(frozen=True)
class Scorecard:
    """One domain's scorecard: its runner, the KPIs that have a file, and the store's database.

    `since` is the first period with data of each KPI that states one.
    """

    settings: Settings
    runner: Runner
    domain: str
    numbers: frozenset[int]
    database: Database
    since: Mapping[int, Period] = field(default_factory=dict)

    def grid(self, since: datetime | None = None) -> Grid:
        """Return the grid of everything stored, with the changes of values from `since` on."""
        store, stored = Store(self.database), Definitions(self.database)
        ledger = SeriesLedger(self.database)
        changes = ledger.changes(self.domain)
        definitions = stored.read_newest(self.domain)
        rows = with_totals(with_set_targets(self._rows(store), changes), definitions)
        runner, now = self.runner, self.settings.now
        grid = make_grid(
            self.runner.title,
            rows,
            definitions,
            self.runner.zone,
            restated=Restatements(self.database).read_newest(self.domain, since),
            covered=store.covered_rows(self.domain),
            retired=self._retired(definitions, ledger.retirements(self.domain, changes)),
            breaks=find_breaks(rows, lambda: stored.read_all([self.domain])),
            printed={each: runner.newest_printed(each, now) for each in CADENCES},
            since=self.since,
            is_newest_first=runner.periods == "newest first",
        )
        if runner.comments:
            grid = add_comments(grid, Comments(self.database, self.domain).read())
        grid = replace(grid, has_charts=runner.charts)
        # An earlier version may have stored a secret.
        return scrub_grid(grid, self.settings.scrub) if self.settings.secrets else grid

    def _rows(self, store: Store) -> list[Row]:
        """Return everything stored; a stale value of a KPI that still has its file says so."""
        rows = store.rows(self.domain)
        current = [row for row in rows if row.kpi_number in self.numbers]
        retired = [row for row in rows if row.kpi_number not in self.numbers]
        return [*mark_stale(self.database, current), *retired]

    def _retired(
        self, definitions: Mapping[int, Definition], retirements: Iterable[SeriesChange]
    ) -> dict[int, str]:
        """Return why KPIs are retired, by number: no file, or a person retired the series."""
        retired = dict.fromkeys(definitions.keys() - self.numbers, "its file is gone")
        for change in retirements:
            definition = definitions.get(change.kpi_number)
            series = (definition.field_name, definition.range_type) if definition else ()
            if series == (change.field_name, change.range_type):
                retired[change.kpi_number] = _why_retired(change, self.runner.zone)
        return retired


def _why_retired(change: SeriesChange, zone: ZoneInfo) -> str:
    note = f" ({change.note})" if change.note else ""
    day = change.changed_at.astimezone(zone).date()
    return f"{change.changed_by} retired it on {day}{note}"


def place_of(settings: Settings, runner: Runner, domain: str) -> Path | str:
    """Return where a domain is published: the path of a workbook, or a spreadsheet's id.

    Raises:
        PublishError: The runner's variable holds neither.
    """
    place = settings.environment.get(runner.sheet, "") if runner.sheet else ""
    if not place:
        return settings.var / f"{domain}.xlsx"
    if is_workbook_path(place, (".xlsx",)):
        return settings.path(place)
    if book := spreadsheet_id(place):
        return book
    raise PublishError(
        f"{runner.sheet} is neither a spreadsheet's id or URL nor the path of an .xlsx; fix it in"
        " .env"
    )
