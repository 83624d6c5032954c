"""What people do to rows and columns: insert, delete, move, sort, cut, copy, protect, hide."""

from __future__ import annotations

from random import Random

from tests.edits.cell_edits import Edit
from tests.edits.desk import Desk, NotPossible, area
from tests.edits.sight import a1
from tests.edits.spots import any_spot, free_row, label_columns, our_row, period_columns, value_spot
from tests.sheets_emulator.model import Line, Metadata, Sheet
from tests.spreadsheets import letters


def insert_rows(where: str) -> Edit:
    def edit(desk: Desk, rng: Random) -> str:
        sheet = desk.pick(rng)
        first = desk.sight(sheet).first
        row = rng.randrange(first) if where == "header" else rng.randrange(first, len(sheet.rows))
        count = rng.randint(1, 2)
        desk.person.insert_rows(sheet.title, row + 1, count)
        return f"inserts {count} rows before {sheet.title}!{row + 1}"

    return edit


def insert_columns(desk: Desk, rng: Random) -> str:
    sheet = desk.pick(rng)
    column, count = rng.randrange(len(sheet.columns)), rng.randint(1, 2)
    desk.person.insert_columns(sheet.title, letters(column), count)
    return f"inserts {count} columns before {sheet.title}!{letters(column)}"


def delete_row(where: str) -> Edit:
    def edit(desk: Desk, rng: Random) -> str:
        sheet = desk.pick(rng)
        first = desk.sight(sheet).first
        rows = {
            "ours": lambda: our_row(desk, rng, sheet),
            "header": lambda: rng.randrange(first),
            "any": lambda: rng.randrange(first, len(sheet.rows)),
        }
        row = rows[where]()
        desk.person.delete_row(sheet.title, row + 1)
        return f"deletes {sheet.title}!{row + 1}"

    return edit


def delete_column(where: str) -> Edit:
    def edit(desk: Desk, rng: Random) -> str:
        sheet = desk.pick(rng)
        sight = desk.sight(sheet)
        columns = label_columns(sight) if where == "label" else period_columns(sight)
        if not columns:
            raise NotPossible("there is no such column")
        column = rng.choice(columns)
        desk.person.delete_columns(sheet.title, letters(column))
        return f"deletes {sheet.title}!{letters(column)}"

    return edit


def move_rows(where: str) -> Edit:
    def edit(desk: Desk, rng: Random) -> str:
        sheet = desk.pick(rng)
        first, end = desk.sight(sheet).first, len(sheet.rows)
        row = rng.randrange(first) if where == "header" else our_row(desk, rng, sheet)
        to = rng.randrange(first + 1) if where == "header" else rng.randrange(first, end)
        desk.person.move_rows(sheet.title, row + 1, to + 1)
        return f"moves {sheet.title}!{row + 1} before {to + 1}"

    return edit


def move_columns(desk: Desk, rng: Random) -> str:
    sheet = desk.pick(rng)
    column, to = (letters(rng.randrange(len(sheet.columns))) for _ in range(2))
    desk.person.move_columns(sheet.title, column, to)
    return f"moves {sheet.title}!{column} before {to}"


def sort(part: str = "all", *, descending: bool = False, keeps_metadata: bool = False) -> Edit:
    """Sort rows; `keeps_metadata` leaves the metadata where it was, as Google may do."""

    def edit(desk: Desk, rng: Random) -> str:
        sheet = desk.pick(rng)
        sight = desk.sight(sheet)
        labels = label_columns(sight) or [0]
        left, right = 0, len(sheet.columns) - 1
        if part == "labels":
            left, right = labels[0], labels[-1]
        elif part == "some columns":
            right = rng.randrange(labels[0] + 1, right + 1)
        by = rng.choice([*range(left, min(right + 1, left + 3)), rng.randint(left, right)])
        cells = area(sight.first, left, len(sheet.rows) - 1, right)
        lines = dict(enumerate(sheet.rows))
        desk.person.sort(sheet.title, cells, letters(by), descending)
        if keeps_metadata:
            desk.relabel(sheet, "ROWS", lines)
        return f"sorts {sheet.title}!{cells} by {letters(by)}"

    return edit


def cut_row(to: str, *, with_metadata: bool = False) -> Edit:
    """Cut a row of ours and paste it; its metadata stays behind, or follows it."""

    def edit(desk: Desk, rng: Random) -> str:
        sheet = desk.pick(rng)
        row = our_row(desk, rng, sheet)
        target = our_row(desk, rng, sheet) if to == "ours" else free_row(desk, sheet)
        if target == row:
            raise NotPossible("a row cannot be pasted over itself")
        sheet = desk.sheet(sheet.title)
        cells = area(row, 0, row, len(sheet.columns) - 1)
        desk.person.cut(sheet.title, cells, a1((target, 0)))
        if with_metadata:
            moved = sheet.rows[row].metadata
            if rng.random() < 0.5:
                moved = (*sheet.rows[target].metadata, *moved)
            lines = {row: Line(21), target: Line(21, metadata=moved)}
            desk.relabel(sheet, "ROWS", lines)
        return f"cuts {sheet.title}!{cells} to row {target + 1}"

    return edit


def cut_row_to_another_tab(desk: Desk, rng: Random) -> str:
    sheet = desk.pick(rng)
    row = our_row(desk, rng, sheet)
    title = f"own {desk.token()}"
    desk.person.add_tab(title, rows=30, columns=len(sheet.columns))
    source = desk.person._range(sheet.title, area(row, 0, row, len(sheet.columns) - 1))
    target = {"sheetId": desk.sheet(title).id, "rowIndex": 1, "columnIndex": 0}
    desk.person._do({"cutPaste": {"source": source, "destination": target}})
    return f"cuts {sheet.title}!{row + 1} to {title}"


def copy_line(dimension: str, *, with_metadata: bool = False) -> Edit:
    """Copy a row or a column of ours to an empty one, with or without its metadata."""

    def edit(desk: Desk, rng: Random) -> str:
        sheet = desk.pick(rng)
        line, target, name = _copied(desk, rng, sheet, dimension)
        if with_metadata:
            there = desk.sheet(sheet.title).lines(dimension)[line].metadata
            copies = tuple(
                Metadata(desk.workbook.fresh_id(), each.key, each.value, each.visibility)
                for each in there
            )
            desk.relabel(sheet, dimension, {target: Line(21, metadata=copies)})
        return f"copies {sheet.title}!{name}"

    return edit


def _copied(desk: Desk, rng: Random, sheet: Sheet, dimension: str) -> tuple[int, int, str]:
    if dimension == "ROWS":
        line, target = our_row(desk, rng, sheet), free_row(desk, sheet)
        source, to = (area(row, 0, row, len(sheet.columns) - 1) for row in (line, target))
    else:
        line = rng.choice(period_columns(desk.sight(sheet)) or [0])
        target = len(sheet.columns)
        body = {"sheetId": sheet.id, "dimension": "COLUMNS", "length": 1}
        desk.person._do({"appendDimension": body})
        source, to = (area(0, column, len(sheet.rows) - 1, column) for column in (line, target))
    desk.person.copy(sheet.title, source, to)
    return line, target, f"{source} to {to}"


def protect(what: str) -> Edit:
    def edit(desk: Desk, rng: Random) -> str:
        sheet = desk.pick(rng)
        row, column = any_spot(desk, rng, sheet)
        cells = {
            "cell": a1((row, column)),
            "row": area(row, 0, row, len(sheet.columns) - 1),
            "column": area(0, column, len(sheet.rows) - 1, column),
            "tab": area(0, 0, len(sheet.rows) - 1, len(sheet.columns) - 1),
            "warning": area(row, 0, row, len(sheet.columns) - 1),
        }[what]
        desk.person.protect(sheet.title, cells, warning=what == "warning")
        return f"protects {sheet.title}!{cells}"

    return edit


def unprotect(desk: Desk, rng: Random) -> str:
    for sheet in desk.our_sheets():
        desk.person.unprotect(sheet.title)
    return "lifts all protections"


def hide(what: str) -> Edit:
    def edit(desk: Desk, rng: Random) -> str:
        sheet = desk.pick(rng)
        row, column = value_spot(desk, rng, sheet)
        if what == "row":
            desk.person.hide_rows(sheet.title, row + 1)
        else:
            desk.person.hide_columns(sheet.title, letters(column))
        return f"hides the {what} of {sheet.title}!{a1((row, column))}"

    return edit


def group_rows(desk: Desk, rng: Random) -> str:
    sheet = desk.pick(rng)
    row = our_row(desk, rng, sheet)
    span = {"sheetId": sheet.id, "dimension": "ROWS", "startIndex": row, "endIndex": row + 2}
    desk.person._do({"addDimensionGroup": {"range": span}})
    return f"groups two rows from {sheet.title}!{row + 1}"


def strip(*dimensions: str) -> Edit:
    """Delete the metadata of rows or columns, as other tools do."""

    def edit(desk: Desk, rng: Random) -> str:
        sheet = desk.pick(rng)
        for dimension in dimensions:
            lines = dict.fromkeys(range(len(sheet.lines(dimension))), Line(21))
            desk.relabel(sheet, dimension, lines)
        return f"deletes the metadata of {' and '.join(dimensions).lower()} in {sheet.title}"

    return edit


def strip_one_row(desk: Desk, rng: Random) -> str:
    sheet = desk.pick(rng)
    row = our_row(desk, rng, sheet)
    desk.relabel(sheet, "ROWS", {row: Line(21)})
    return f"deletes the metadata of {sheet.title}!{row + 1}"


LINE_EDITS: dict[str, Edit] = {
    "insert rows": insert_rows("below"),
    "insert rows in the header": insert_rows("header"),
    "insert columns": insert_columns,
    "delete a row of ours": delete_row("ours"),
    "delete any row": delete_row("any"),
    "delete a row of the header": delete_row("header"),
    "delete a period": delete_column("period"),
    "delete a label column": delete_column("label"),
    "move a row": move_rows("ours"),
    "move a row of the header": move_rows("header"),
    "move a column": move_columns,
    "sort all": sort(),
    "sort all descending": sort(descending=True),
    "sort all without metadata": sort(keeps_metadata=True),
    "sort some columns": sort("some columns", descending=True),
    "sort some columns without metadata": sort("some columns", keeps_metadata=True),
    "sort labels only": sort("labels", descending=True),
    "sort labels without metadata": sort("labels", keeps_metadata=True),
    "cut a row elsewhere": cut_row("elsewhere"),
    "cut a row elsewhere with metadata": cut_row("elsewhere", with_metadata=True),
    "cut a row over another": cut_row("ours"),
    "cut a row over another with metadata": cut_row("ours", with_metadata=True),
    "cut a row to another tab": cut_row_to_another_tab,
    "copy a row": copy_line("ROWS"),
    "copy a row with metadata": copy_line("ROWS", with_metadata=True),
    "copy a column": copy_line("COLUMNS"),
    "copy a column with metadata": copy_line("COLUMNS", with_metadata=True),
    "protect a cell": protect("cell"),
    "protect a row": protect("row"),
    "protect a column": protect("column"),
    "protect a tab": protect("tab"),
    "protect with a warning": protect("warning"),
    "lift protections": unprotect,
    "hide a row": hide("row"),
    "hide a column": hide("column"),
    "group rows": group_rows,
    "strip rows": strip("ROWS"),
    "strip columns": strip("COLUMNS"),
    "strip rows and columns": strip("ROWS", "COLUMNS"),
    "strip one row": strip_one_row,
}
