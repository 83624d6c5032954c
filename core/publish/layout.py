"""Lays stored rows out as a scorecard: the content of each cell, wherever it is published. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from core.catalog import Break
from core.model import (
    Cadence,
    Definition,
    Key,
    Period,
    Restatement,
    Row,
    absent_rows,
    year_periods,
)
from core.publish.gaps import Timeline, make_timelines
from core.publish.grid import EMPTY, Column, Grid, GridCell, Line, SheetTab, period_label
from core.publish.news import News, news_headers
from core.publish.notes import cell_note, column_note, label_note, newest_row, refreshed_text

TREND_PERIODS = 13

# The first tab is the one that opens: the newest year's weeks.
_TAB_ORDER: tuple[Cadence, ...] = ("weekly", "monthly", "daily")

TabYear = tuple[Cadence, int]


@dataclass(frozen=True, slots=True)
class _Context:
    """Everything that lines and notes need besides the rows."""

    definitions: Mapping[int, Definition]
    zone: ZoneInfo
    restated: Mapping[Key, Restatement]
    covered: Mapping[Key, Row]
    retired: Mapping[int, str]
    breaks: Mapping[Key, Break]
    timelines: Mapping[int, Timeline]
    news: News
    printed: Mapping[Cadence, Period]


def make_grid(
    title: str,
    rows: Iterable[Row],
    definitions: Mapping[int, Definition],
    zone: ZoneInfo,
    *,
    restated: Mapping[Key, Restatement] | None = None,
    covered: Iterable[Row] = (),
    retired: Mapping[int, str] | None = None,
    breaks: Mapping[Key, Break] | None = None,
    printed: Mapping[Cadence, Period] | None = None,
    since: Mapping[int, Period] | None = None,
) -> Grid:
    """Lay out the stored rows of one domain.

    Args:
        title: The scorecard's name for its readers.
        rows: Everything stored; series that a newer definition replaced are left out.
        definitions: The newest definition of each KPI, by number.
        zone: Business time zone in which instants are shown.
        restated: Values that changed after readers had seen them.
        covered: Computed rows over which a person has set a value.
        retired: Why KPIs are no longer filled, by number.
        breaks: Breaks in series, by the key of the first row behind each.
        printed: The newest period of each cadence whose scorecard should be out.
        since: The first period with data, by the number of the KPI.
    """
    current = [row for row in rows if _is_current(row, definitions.get(row.kpi_number))]
    stored = {(row.kpi_number, row.field_details, row.period): row for row in current}
    context = _Context(
        definitions=definitions,
        zone=zone,
        restated=restated or {},
        covered={row.key: row for row in covered},
        retired=retired or {},
        breaks=breaks or {},
        timelines=make_timelines(current, printed or {}, since or {}, retired or {}),
        news=News(stored, breaks or {}),
        printed=printed or {},
    )
    by_tab: dict[TabYear, list[Row]] = defaultdict(list)
    for row in (*current, *absent_rows(current)):
        by_tab[row.period.cadence, row.period.year].append(row)
    order = sorted(by_tab, key=_tab_order)
    return Grid(title, tuple(_tab(title, key, by_tab[key], context) for key in order))


def _is_current(row: Row, definition: Definition | None) -> bool:
    if definition is None:
        return False
    return (
        row.field_name == definition.field_name
        and row.range_type == definition.range_type
        and row.period.cadence == definition.cadence
    )


def _tab_order(key: TabYear) -> tuple[int, int]:
    cadence, year = key
    return _TAB_ORDER.index(cadence), -year


def _tab(title: str, key: TabYear, rows: Sequence[Row], context: _Context) -> SheetTab:
    cadence, year = key
    suffix = "" if cadence == "weekly" else f" {cadence}"
    columns = tuple(_columns(key, rows, context.zone))
    newest = _newest(columns, context.printed.get(cadence))
    latest = columns[newest].period
    lines = _lines(rows, columns, context)
    return SheetTab(
        title=f"sc{year}{suffix}",
        heading=f"{title} {year}{suffix}",
        refreshed=refreshed_text(newest_row(rows), context.zone),
        cadence=cadence,
        year=year,
        columns=columns,
        lines=tuple(context.news.add_to(line, latest, newest) for line in lines),
        newest=newest,
        news=news_headers(latest),
    )


def _newest(columns: Sequence[Column], printed: Period | None) -> int:
    return max(
        index for index, column in enumerate(columns) if column.note or column.period == printed
    )


def _columns(key: TabYear, rows: Iterable[Row], zone: ZoneInfo) -> Iterator[Column]:
    by_period: dict[Period, list[Row]] = defaultdict(list)
    for row in rows:
        by_period[row.period].append(row)
    for period in year_periods(*key):
        stored = by_period.get(period)
        note = column_note(period, stored, zone) if stored else ""
        yield Column(period, period_label(period), period.last_day, note)


def _lines(rows: Iterable[Row], columns: Sequence[Column], context: _Context) -> Iterator[Line]:
    in_order = sorted(rows, key=lambda row: (row.period, row.run_id))
    series: dict[int, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in in_order:
        series[row.kpi_number][row.field_details].append(row)
    for number, parts in sorted(series.items()):
        yield from _kpi_lines(number, parts, columns, context)


def _kpi_lines(
    number: int,
    parts: Mapping[str, Sequence[Row]],
    columns: Sequence[Column],
    context: _Context,
) -> Iterator[Line]:
    """Yield a KPI's own line, also above parts without a total, and those of its parts."""
    timeline = context.timelines[number]
    periods = {row.period for part in parts.values() for row in part}
    above = dict.fromkeys(periods, EMPTY)
    unit = _unit(parts.get("", ()), context.definitions[number])
    for details, part in sorted({"": [], **parts}.items()):
        stored = _cells(part, context)
        if not details:
            stored = above | stored
        cells = {}
        for column in columns:
            period = column.period
            cells[period] = stored.get(period) or timeline.gap(details, period, above.get(period))
        if not details:
            above = cells
        line = _line(number, details, part, tuple(cells.values()), context)
        yield replace(line, shows_unit=not details or line.unit != unit)


def _cells(rows: Sequence[Row], context: _Context) -> dict[Period, GridCell]:
    """Return the cells of one series."""
    cells: dict[Period, GridCell] = {}
    for row in rows:
        note = cell_note(
            row,
            context.zone,
            redefined=context.breaks.get(row.key),
            restated=context.restated.get(row.key),
            covered=context.covered.get(row.key),
        )
        cells[row.period] = _cell(row, note)
    return cells


def _cell(row: Row, note: str) -> GridCell:
    value = row.value if row.outcome == "value" else None
    return GridCell(value, note, row.state)


def _line(
    number: int,
    details: str,
    rows: Sequence[Row],
    cells: tuple[GridCell, ...],
    context: _Context,
) -> Line:
    definition = context.definitions[number]
    timeline = context.timelines[number]
    return Line(
        kpi_number=number,
        field_name=definition.field_name,
        field_details=details,
        label=" ".join((details or definition.name).split()),
        owner=definition.owner,
        unit=_unit(rows, definition),
        target=rows[-1].target if rows else None,
        better=definition.better,
        note="" if details else _label_note(definition, timeline, context),
        cells=cells,
        trend=_trend(cells),
        is_retired=timeline.is_retired,
    )


def _unit(rows: Sequence[Row], definition: Definition) -> str:
    """Return the unit that the tab's newest row has: a later year may have changed it."""
    return rows[-1].unit if rows else definition.unit


def _label_note(definition: Definition, timeline: Timeline, context: _Context) -> str:
    number = definition.kpi_number
    return label_note(
        definition,
        breaks=[each for key, each in context.breaks.items() if key[0] == number],
        retired=context.retired.get(number, ""),
        since=timeline.since,
    )


def _trend(cells: Sequence[GridCell]) -> tuple[int, int] | None:
    filled = [index for index, cell in enumerate(cells) if cell.value is not None]
    newest = filled[-TREND_PERIODS:]
    return (newest[0], newest[-1]) if len(newest) > 1 else None
