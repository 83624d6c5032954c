"""Inserting, deleting and moving rows or columns: everything that hangs on them follows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from . import formula_refs
from .errors import Json
from .model import COLUMN_WIDTH, ROW_HEIGHT, Cell, Line, Sheet, Span, Workbook

KEYS = {"ROWS": ("startRowIndex", "endRowIndex"), "COLUMNS": ("startColumnIndex", "endColumnIndex")}


@dataclass(frozen=True)
class Change:
    """Where each line of a dimension goes (None: nowhere), and where a span of lines goes."""

    dimension: str
    place: Callable[[int], int | None]
    span: formula_refs.Span


def insertion(dimension: str, at: int, count: int) -> Change:
    def span(start: int, end: int) -> tuple[int, int]:
        return start + count * (start >= at), end + count * (end > at)

    return Change(dimension, lambda index: index + count * (index >= at), span)


def deletion(dimension: str, start: int, end: int) -> Change:
    def place(index: int) -> int | None:
        return None if start <= index < end else index - (end - start) * (index >= end)

    def edge(index: int) -> int:
        return index - max(0, min(index, end) - start)

    def span(first: int, last: int) -> tuple[int, int] | None:
        return (edge(first), edge(last)) if edge(first) < edge(last) else None

    return Change(dimension, place, span)


def moving(dimension: str, start: int, end: int, destination: int) -> Change:
    """`destination` counts as the lines stood before the move."""
    count = end - start
    target = destination - count if destination >= end else destination

    def place(index: int) -> int:
        if start <= index < end:
            return index - start + target
        rest = index - count * (index >= end)
        return rest + count * (rest >= target)

    def span(first: int, last: int) -> tuple[int, int] | None:
        if start <= first and last <= end:
            return place(first), place(last - 1) + 1
        without = deletion(dimension, start, end).span(first, last) or (first, first)
        return insertion(dimension, target, count).span(*without)

    return Change(dimension, place, span)


def insert(workbook: Workbook, sheet: Sheet, span: Span, before: bool) -> None:
    """New lines look like the line before them, or after them."""
    lines = sheet.lines(span.dimension)
    model = span.start - 1 if before else span.start
    size = (
        lines[model].size
        if model < len(lines)
        else ROW_HEIGHT
        if span.word == "row"
        else COLUMN_WIDTH
    )
    around = line_cells(sheet, span.dimension, model)
    formats = {at: cell["userEnteredFormat"] for at, cell in around if "userEnteredFormat" in cell}
    lines[span.start : span.start] = [Line(size)] * span.count
    apply(workbook, sheet, insertion(span.dimension, span.start, span.count))
    for index in range(span.start, span.end):
        for other, look in formats.items():
            row, column = (index, other) if span.word == "row" else (other, index)
            sheet.put(row, column, {"userEnteredFormat": look})


def delete(workbook: Workbook, sheet: Sheet, span: Span) -> None:
    del sheet.lines(span.dimension)[span.start : span.end]
    apply(workbook, sheet, deletion(span.dimension, span.start, span.end))


def move(workbook: Workbook, sheet: Sheet, span: Span, destination: int) -> None:
    lines = sheet.lines(span.dimension)
    block = lines[span.start : span.end]
    del lines[span.start : span.end]
    target = destination - span.count if destination >= span.end else destination
    lines[target:target] = block
    apply(workbook, sheet, moving(span.dimension, span.start, span.end, destination))


def line_cells(sheet: Sheet, dimension: str, index: int) -> Iterable[tuple[int, Cell]]:
    """The cells of one line, with their position along it."""
    if dimension == "ROWS":
        return list(sheet.cells.get(index, {}).items())
    return [(row, cells[index]) for row, cells in sheet.cells.items() if index in cells]


def apply(workbook: Workbook, sheet: Sheet, change: Change) -> None:
    """Move cells, ranges and references; the lines themselves are already in place."""
    _move_cells(sheet, change)
    sheet.merges = [r for r in _ranges(sheet.merges, change) if _area(r) != 1]
    sheet.protected = _owners(sheet.protected, change)
    sheet.filter_views = _owners(sheet.filter_views, change)
    sheet.banded = _owners(sheet.banded, change)
    sheet.basic_filter = next(
        iter(_owners([sheet.basic_filter] if sheet.basic_filter else [], change)), None
    )
    for rule in sheet.conditional:
        rule["ranges"] = _ranges(rule.get("ranges", []), change)
    sheet.conditional = [rule for rule in sheet.conditional if rule["ranges"]]
    _move_charts(workbook, sheet, change)
    sheet.groups[change.dimension] = _groups(sheet.groups[change.dimension], change)
    here = [item for item in workbook.named if item["range"].get("sheetId", 0) == sheet.id]
    kept = {id(item): moved for item in here for moved in _owners([item], change)}
    workbook.named = [kept.get(id(i), i) for i in workbook.named if i not in here or id(i) in kept]
    rewrite_formulas(
        workbook,
        lambda text, own: formula_refs.rewrite(
            text, own, sheet.title, change.dimension, change.span
        ),
    )


def _move_cells(sheet: Sheet, change: Change) -> None:
    if change.dimension == "ROWS":
        placed = ((change.place(row), cells) for row, cells in sheet.cells.items())
        sheet.cells = {row: cells for row, cells in placed if row is not None}
        return
    for row, cells in list(sheet.cells.items()):
        placed_cells = ((change.place(column), cell) for column, cell in cells.items())
        sheet.cells[row] = {column: cell for column, cell in placed_cells if column is not None}
        if not sheet.cells[row]:
            del sheet.cells[row]


def _ranges(ranges: Iterable[Json], change: Change) -> list[Json]:
    moved = (_range(grid_range, change) for grid_range in ranges)
    return [grid_range for grid_range in moved if grid_range is not None]


def _range(grid_range: Json, change: Change) -> Json | None:
    first, last = KEYS[change.dimension]
    if first not in grid_range and last not in grid_range:
        return grid_range
    start, end = grid_range.get(first, 0), grid_range.get(last)
    moved = change.span(start, 2**31 if end is None else end)
    if moved is None:
        return None
    sides = {first: moved[0]} | ({last: moved[1]} if end is not None else {})
    return grid_range | sides


def _owners(items: Iterable[Json], change: Change) -> list[Json]:
    """Objects that have one range, and go when it goes."""
    kept = []
    for item in items:
        moved: Json = {}
        if "range" in item:
            moved["range"] = _range(item["range"], change)
        if "unprotectedRanges" in item:
            moved["unprotectedRanges"] = _ranges(item["unprotectedRanges"], change)
        if moved.get("range", {}) is not None:
            kept.append(item | moved)
    return kept


def _move_charts(workbook: Workbook, sheet: Sheet, change: Change) -> None:
    """Charts stay with the cell that they are anchored to; what they draw follows its cells."""
    key = "rowIndex" if change.dimension == "ROWS" else "columnIndex"
    for chart in sheet.charts:
        anchor = chart["position"]["overlayPosition"].setdefault("anchorCell", {})
        place = change.place(anchor.get(key, 0))
        # Where its cell is deleted, a chart stays about where it was.
        anchor[key] = min(
            anchor.get(key, 0) if place is None else place, len(sheet.lines(change.dimension)) - 1
        )
    for chart in (chart for each in workbook.sheets for chart in each.charts):
        for data in data_of(chart["spec"].get("basicChart", {})):
            drawn = data["sourceRange"]["sources"]
            here = [source for source in drawn if source.get("sheetId", 0) == sheet.id]
            others = [source for source in drawn if source not in here]
            data["sourceRange"]["sources"] = [*others, *_ranges(here, change)]


def _groups(groups: list[Json], change: Change) -> list[Json]:
    kept = []
    for group in groups:
        moved = change.span(group["range"]["startIndex"], group["range"]["endIndex"])
        if moved is not None:
            kept.append(
                group | {"range": group["range"] | {"startIndex": moved[0], "endIndex": moved[1]}}
            )
    return kept


def _area(grid_range: Json) -> int:
    rows = grid_range["endRowIndex"] - grid_range["startRowIndex"]
    return int(rows * (grid_range["endColumnIndex"] - grid_range["startColumnIndex"]))


def data_of(basic: Json) -> Iterator[Json]:
    """The data of a basic chart: of its domains and of its series."""
    for domain in basic.get("domains", []):
        yield domain.get("domain", {})
    for series in basic.get("series", []):
        yield series.get("series", {})


def rewrite_formulas(workbook: Workbook, change: Callable[[str, str], str]) -> None:
    """Pass every formula with its sheet's title through `change`."""
    for sheet in workbook.sheets:
        for cells in sheet.cells.values():
            for column, cell in cells.items():
                formula = cell.get("userEnteredValue", {}).get("formulaValue")
                if formula and (new := change(formula, sheet.title)) != formula:
                    cells[column] = cell | {"userEnteredValue": {"formulaValue": new}}


def relabel(lines: list[Line], start: int, entries: list[Line]) -> None:
    """Give the lines from `start` on the metadata of `entries`; sizes and hiding stay where they
    are.
    """
    for index, entry in enumerate(entries, start):
        lines[index] = replace(lines[index], metadata=entry.metadata)
