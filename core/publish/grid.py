"""Stored rows laid out as a scorecard: what stands in which cell, wherever it is published. Pure."""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import mode
from zoneinfo import ZoneInfo

from core.model import Better, Cadence, Definition, Key, Period, Restatement, Row, year_periods
from core.publish.notes import cell_note, column_note, label_note, newest, refreshed

LABELS = ("No", "KPI", "Owner", "Unit", "Target", "Trend")

TREND_PERIODS = 13

# The first tab is the one that opens: the newest year's weeks.
_TAB_ORDER: tuple[Cadence, ...] = ("weekly", "monthly", "daily")


@dataclass(frozen=True, slots=True)
class GridCell:
    """One period of one line: a value, or an empty cell with the reason as its note, or nothing
    stored at all.

    `partial` values may still change; `by_hand` are those that a person has set.
    """

    value: float | None = None
    note: str = ""
    partial: bool = False
    by_hand: bool = False

    @property
    def is_missing(self) -> bool:
        """Whether a value was looked for and there is none."""
        return self.value is None and bool(self.note)


EMPTY = GridCell()


@dataclass(frozen=True, slots=True)
class Column:
    """One period: `W46`, `Nov` or `Mon` over the period's last day. Without stored rows, it has no
    note.
    """

    period: Period
    label: str
    day: date
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One series, its cells aligned with the tab's columns.

    A breakdown's lines follow the line of their KPI, whose cells are empty where it has only parts.
    `trend` is the first and last column of the line's newest values.
    """

    kpi_number: int
    field_name: str
    field_details: str
    label: str
    owner: str
    unit: str
    target: float | None
    better: Better
    note: str
    cells: tuple[GridCell, ...]
    trend: tuple[int, int] | None
    is_retired: bool = False

    @property
    def is_breakdown(self) -> bool:
        """Whether this is one part of a KPI."""
        return bool(self.field_details)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetTab:
    """One year of one cadence: all of its periods, stored or not. `newest` is the last column with
    stored rows.
    """

    title: str
    heading: str
    refreshed: str
    cadence: Cadence
    year: int
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    newest: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A whole scorecard."""

    title: str
    tabs: tuple[SheetTab, ...]


def make_grid(
    title: str,
    rows: Iterable[Row],
    definitions: Mapping[int, Definition],
    zone: ZoneInfo,
    *,
    restated: Mapping[Key, Restatement] | None = None,
    covered: Iterable[Row] = (),
    retired: Collection[int] = (),
) -> Grid:
    """Lay out the stored rows of one domain.

    Args:
        title: What readers call the scorecard.
        rows: Everything stored; series that a newer definition replaced are left out.
        definitions: The newest definition of each KPI, by number.
        zone: Business time zone in which instants are told.
        restated: Values that changed after readers had seen them.
        covered: Computed rows over which a person has set a value.
        retired: Numbers of KPIs whose file is gone.
    """
    words = _Words(
        definitions, zone, restated or {}, {row.key: row for row in covered}, frozenset(retired)
    )
    by_tab: dict[tuple[Cadence, int], list[Row]] = defaultdict(list)
    for row in rows:
        if _is_current(row, definitions):
            by_tab[row.period.cadence, row.period.year].append(row)
    order = sorted(by_tab, key=lambda key: (_TAB_ORDER.index(key[0]), -key[1]))
    return Grid(title, tuple(_tab(title, key, by_tab[key], words) for key in order))


@dataclass(frozen=True, slots=True)
class _Words:
    """What lines and notes are told from."""

    definitions: Mapping[int, Definition]
    zone: ZoneInfo
    restated: Mapping[Key, Restatement]
    covered: Mapping[Key, Row]
    retired: frozenset[int]

    def note(self, row: Row, before: Row | None, usual_run: str) -> str:
        """Return the note of a cell."""
        key = row.key
        return cell_note(
            row, before, usual_run, self.zone, self.restated.get(key), self.covered.get(key)
        )


def _is_current(row: Row, definitions: Mapping[int, Definition]) -> bool:
    definition = definitions.get(row.kpi_number)
    return definition is not None and (row.field_name, row.range_type, row.period.cadence) == (
        definition.field_name,
        definition.range_type,
        definition.cadence,
    )


def _tab(title: str, key: tuple[Cadence, int], rows: Sequence[Row], words: _Words) -> SheetTab:
    cadence, year = key
    suffix = "" if cadence == "weekly" else f" {cadence}"
    columns = tuple(_columns(key, rows, words.zone))
    return SheetTab(
        title=f"sc{year}{suffix}",
        heading=f"{title} {year}{suffix}",
        refreshed=refreshed(newest(rows), words.zone),
        cadence=cadence,
        year=year,
        columns=columns,
        lines=tuple(_lines(rows, columns, words)),
        newest=max(index for index, column in enumerate(columns) if column.note),
    )


def _columns(key: tuple[Cadence, int], rows: Iterable[Row], zone: ZoneInfo) -> Iterator[Column]:
    stored: dict[Period, list[Row]] = defaultdict(list)
    for row in rows:
        stored[row.period].append(row)
    for period in year_periods(*key):
        note = column_note(period, stored[period], zone) if period in stored else ""
        yield Column(period, _column_label(period), period.last_day, note)


def _column_label(period: Period) -> str:
    if period.cadence == "weekly":
        return period.label.partition("-")[2]
    if period.cadence == "monthly":
        return calendar.month_abbr[period.first_day.month]
    return calendar.day_abbr[period.first_day.weekday()]


def _lines(rows: Iterable[Row], columns: Sequence[Column], words: _Words) -> Iterator[Line]:
    series: dict[int, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    runs: dict[Period, list[str]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.period, row.run_id)):
        series[row.kpi_number][row.field_details].append(row)
        runs[row.period].append(row.run_id)
    usual_runs = {period: mode(ids) for period, ids in runs.items()}
    for number, parts in sorted(series.items()):
        # A KPI that has only parts still needs a line with its name above them.
        for details, part in sorted({"": [], **parts}.items()):
            cells = {
                row.period: _cell(row, words.note(row, before, usual_runs[row.period]))
                for before, row in zip((None, *part), part, strict=False)
            }
            aligned = tuple(cells.get(column.period, EMPTY) for column in columns)
            yield _line(
                words.definitions[number],
                details,
                part,
                aligned,
                is_retired=number in words.retired,
            )


def _line(
    definition: Definition,
    details: str,
    rows: Sequence[Row],
    cells: tuple[GridCell, ...],
    *,
    is_retired: bool,
) -> Line:
    return Line(
        kpi_number=definition.kpi_number,
        field_name=definition.field_name,
        field_details=details,
        label=" ".join((details or definition.name).split()),
        owner=definition.owner,
        # Unit and target as the tab's newest row has them: a later year may have changed both.
        unit=rows[-1].unit if rows else definition.unit,
        target=rows[-1].target if rows else None,
        better=definition.better,
        note="" if details else label_note(definition, is_retired=is_retired),
        cells=cells,
        trend=_trend(cells),
        is_retired=is_retired,
    )


def _cell(row: Row, note: str) -> GridCell:
    is_open = row.partial or row.provisional_until is not None
    return GridCell(row.value if row.outcome == "value" else None, note, is_open, row.by_hand)


def _trend(cells: Sequence[GridCell]) -> tuple[int, int] | None:
    filled = [index for index, cell in enumerate(cells) if cell.value is not None][-TREND_PERIODS:]
    return (filled[0], filled[-1]) if len(filled) > 1 else None
