"""Lines of a tab: one per series, with the cell of each period. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from core.catalog import Break
from core.model import Better, Definition, Key, Period, Restatement, Row, State, goal_of
from core.publish.gaps import Timeline
from core.publish.grid import EMPTY, Column, GridCell, Line
from core.publish.notes import cell_note, label_note

TREND_PERIODS = 13


@dataclass(frozen=True, slots=True)
class LineContext:
    """Everything that lines and their notes need besides the rows."""

    definitions: Mapping[int, Definition]
    zone: ZoneInfo
    restated: Mapping[Key, Restatement]
    covered: Mapping[Key, Row]
    retired: Mapping[int, str]
    breaks: Mapping[Key, Break]
    timelines: Mapping[int, Timeline]


def make_lines(
    rows: Iterable[Row], columns: Sequence[Column], context: LineContext
) -> Iterator[Line]:
    """Yield the lines of a tab: those of a KPI's parts follow its own."""
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
    context: LineContext,
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


def _cells(rows: Sequence[Row], context: LineContext) -> dict[Period, GridCell]:
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
    context: LineContext,
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
        target_high=rows[-1].target_high if rows else None,
        better=_better(rows, definition),
        note="" if details else _label_note(definition, timeline, context),
        cells=cells,
        trend=_trend(cells),
        is_retired=timeline.is_retired,
    )


def _unit(rows: Sequence[Row], definition: Definition) -> str:
    """Return the unit that the tab's newest row has: a later year may have changed it."""
    return rows[-1].unit if rows else definition.unit


def _better(rows: Sequence[Row], definition: Definition) -> Better:
    """Return the direction of the tab's newest target, or that of the KPI."""
    goal = goal_of(rows[-1]) if rows else None
    return definition.better if goal is None or goal.better == "neutral" else goal.better


def _label_note(definition: Definition, timeline: Timeline, context: LineContext) -> str:
    number = definition.kpi_number
    return label_note(
        definition,
        breaks=[each for key, each in context.breaks.items() if key[0] == number],
        retired=context.retired.get(number, ""),
        since=timeline.since,
        is_breakdown=any(timeline.first_of_label),
    )


def _trend(cells: Sequence[GridCell]) -> tuple[int, int] | None:
    over = (cell.value is not None and cell.state is not State.PARTIAL for cell in cells)
    filled = [index for index, is_over in enumerate(over) if is_over]
    newest = filled[-TREND_PERIODS:]
    return (newest[0], newest[-1]) if len(newest) > 1 else None
