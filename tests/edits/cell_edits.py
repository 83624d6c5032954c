"""What people do to cells: type, clear, note, colour, copy, merge. Each returns what it did."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.edits.desk import Desk, NotPossible, area
from tests.edits.sight import Cell, a1, at
from tests.edits.spots import (
    any_spot,
    empty_spot,
    header_spot,
    label_columns,
    label_spot,
    our_row,
    own_spot,
    period_columns,
    place_at,
    value_spot,
)
from tests.sheets_emulator import Person
from tests.sheets_emulator.model import Sheet
from tests.spreadsheets import entered, letters

Edit = Callable[[Desk, Random], str]
Spot = Callable[[Desk, Random, Sheet], Cell]

TYPED: dict[str, Callable[[int], object]] = {
    "a number": lambda token: 700_000 + token,
    "a text": lambda token: f"human {token}",
    "a formula": lambda token: f"=SUM({700_000 + token};1)",
    "a date": lambda token: f"{2200 + token // 28}-02-{token % 28 + 1:02}",
    "a percentage": lambda token: f"{token + 0.25}%",
    "a boolean": lambda token: "TRUE",
}


def type_into(spot: Spot, what: str = "") -> Edit:
    def edit(desk: Desk, rng: Random) -> str:
        sheet = desk.pick(rng)
        cell = spot(desk, rng, sheet)
        kind = what or rng.choice([*TYPED])
        return type_at(desk, desk.person, sheet, cell, TYPED[kind](desk.token()))

    return edit


def type_at(desk: Desk, person: Person, sheet: Sheet, cell: Cell, value: object) -> str:
    person.type(sheet.title, a1(cell), value)
    return f"types {value} into {sheet.title}!{a1(cell)}"


def relabel(spot: Spot) -> Edit:
    """Type over a label; the text says in brackets what was there."""

    def edit(desk: Desk, rng: Random) -> str:
        sheet = desk.pick(rng)
        cell = spot(desk, rng, sheet)
        text = desk.human(at(sheet, *cell) or "")
        return type_at(desk, desk.person, sheet, cell, text)

    return edit


def clear(spot: Spot) -> Edit:
    def edit(desk: Desk, rng: Random) -> str:
        sheet = desk.pick(rng)
        cell = spot(desk, rng, sheet)
        desk.person.clear(sheet.title, a1(cell))
        return f"clears {sheet.title}!{a1(cell)}"

    return edit


def clear_row(desk: Desk, rng: Random) -> str:
    sheet = desk.pick(rng)
    row = our_row(desk, rng, sheet)
    cells = area(row, 0, row, len(sheet.columns) - 1)
    desk.person.clear(sheet.title, cells)
    return f"clears {sheet.title}!{cells}"


def clear_column(desk: Desk, rng: Random) -> str:
    sheet = desk.pick(rng)
    sight = desk.sight(sheet)
    column = rng.choice(period_columns(sight) or [0])
    cells = area(sight.first, column, len(sheet.rows) - 1, column)
    desk.person.clear(sheet.title, cells)
    return f"clears {sheet.title}!{cells}"


def note(how: str) -> Edit:
    def edit(desk: Desk, rng: Random) -> str:
        sheet = desk.pick(rng)
        cells = [
            (row, column)
            for row, line in sorted(sheet.cells.items())
            for column, content in sorted(line.items())
            if content.get("note")
        ]
        cell = rng.choice(cells) if cells and how != "anywhere" else any_spot(desk, rng, sheet)
        text = _noted(how, desk.human(), str(sheet.cell(*cell).get("note", "")), rng)
        desk.person.note(sheet.title, a1(cell), text)
        return f"notes {text!r} at {sheet.title}!{a1(cell)}"

    return edit


def _noted(how: str, own: str, there: str, rng: Random) -> str:
    lines = there.split("\n")
    cut = rng.randrange(len(lines))
    texts = {
        "before": f"{own}\n\n{there}",
        "right before": f"{own}\n{there}",
        "after": f"{there}\n\n{own}",
        "right after": f"{there}\n{own}",
        "within": "\n".join((*lines[:cut], own, *lines[cut:])),
        "instead": own,
        "without": "\n".join(line for line in lines if line.startswith("human")),
        "anywhere": f"{own}\n{there}".strip(),
    }
    return texts[how]


def format_at(what: str) -> Edit:
    """Give a cell a look of a person's own: a colour or a number format that nothing else has."""

    def edit(desk: Desk, rng: Random) -> str:
        sheet = desk.pick(rng)
        cell = any_spot(desk, rng, sheet)
        number = desk.token()
        if what == "colour":
            desk.person.colour(sheet.title, a1(cell), f"#12{number % 65536:04x}")
        else:
            look = {"numberFormat": {"type": "NUMBER", "pattern": f'0.0"human {number}"'}}
            spot = desk.person._range(sheet.title, a1(cell))
            fields = "userEnteredFormat.numberFormat"
            body = {"range": spot, "cell": {"userEnteredFormat": look}, "fields": fields}
            desk.person._do({"repeatCell": body})
        return f"gives {sheet.title}!{a1(cell)} a {what}"

    return edit


def validate(desk: Desk, rng: Random) -> str:
    sheet = desk.pick(rng)
    cell = any_spot(desk, rng, sheet)
    values = [{"userEnteredValue": f"human {desk.token()}"}]
    rule = {"condition": {"type": "ONE_OF_LIST", "values": values}}
    spot = desk.person._range(sheet.title, a1(cell))
    desk.person._do({"setDataValidation": {"range": spot, "rule": rule}})
    return f"allows only some values at {sheet.title}!{a1(cell)}"


def paste_value(desk: Desk, rng: Random) -> str:
    """Copy a number of ours into another cell of ours."""
    sheet = desk.pick(rng)
    source, target = (value_spot(desk, rng, sheet) for _ in range(2))
    if rng.random() < 0.3:
        target = empty_spot(desk, rng, sheet)
    desk.person.copy(sheet.title, a1(source), a1(target))
    claim(desk, sheet, target)
    return f"copies {sheet.title}!{a1(source)} to {a1(target)}"


def claim(desk: Desk, sheet: Sheet, cell: Cell) -> None:
    """Remember that a person put a number of ours into a cell."""
    place = place_at(desk, sheet, cell)
    if place:
        desk.claims[sheet.id, place] = entered(desk.sheet(sheet.title), *cell)


def cut_cell(desk: Desk, rng: Random) -> str:
    sheet = desk.pick(rng)
    source, target = value_spot(desk, rng, sheet), any_spot(desk, rng, sheet)
    desk.person.cut(sheet.title, a1(source), a1(target))
    return f"cuts {sheet.title}!{a1(source)} to {a1(target)}"


def drag_fill(desk: Desk, rng: Random) -> str:
    """Drag a typed number over the cells to its right."""
    sheet = desk.pick(rng)
    row, column = value_spot(desk, rng, sheet)
    end = min(column + rng.randint(1, 3), len(sheet.columns) - 1)
    numbers = [700_000 + desk.token() for _ in range(column, end + 1)]
    return type_at(desk, desk.person, sheet, (row, column), [numbers])


def type_back(desk: Desk, rng: Random) -> str:
    """Type the numbers that the last publish replaced, as an undo would."""
    done = []
    for sheet in desk.our_sheets():
        cells = desk.values(sheet)
        for (sheet_id, place), old in desk.last.items():
            if sheet_id == sheet.id and place in cells and isinstance(old, int | float):
                done.append(type_at(desk, desk.person, sheet, cells[place], old))
                claim(desk, sheet, cells[place])
    if not done:
        raise NotPossible("the last publish replaced nothing")
    return "; ".join(done)


def replace_all(desk: Desk, rng: Random) -> str:
    sheet = desk.pick(rng)
    first = desk.sight(sheet).first
    whole = area(first, 0, len(sheet.rows) - 1, len(sheet.columns) - 1)
    find, replacement = rng.choice((("100", "7700"), ("101", "7711"), ("example", "human")))
    if find == "example":
        replacement = desk.human()
    body = {"range": desk.person._range(sheet.title, whole), "find": find}
    desk.person._do({"findReplace": {**body, "replacement": replacement}})
    return f"replaces {find} by {replacement} in {sheet.title}!{whole}"


def merge(where: str) -> Edit:
    def edit(desk: Desk, rng: Random) -> str:
        sheet = desk.pick(rng)
        row, column = value_spot(desk, rng, sheet)
        if where == "labels":
            column = rng.choice(label_columns(desk.sight(sheet))[:-1] or [0])
        cells = area(row, column, row, min(column + 1, len(sheet.columns) - 1))
        desk.person.merge(sheet.title, cells)
        return f"merges {sheet.title}!{cells}"

    return edit


def unmerge(desk: Desk, rng: Random) -> str:
    sheet = desk.pick(rng)
    whole = area(0, 0, len(sheet.rows) - 1, len(sheet.columns) - 1)
    desk.person.unmerge(sheet.title, whole)
    return f"unmerges {sheet.title}"


def two_at_once(desk: Desk, rng: Random) -> str:
    """Let two people type into the same cell, and one of them into another one."""
    sheet = desk.pick(rng)
    cell, other = value_spot(desk, rng, sheet), any_spot(desk, rng, sheet)
    type_at(desk, desk.person, sheet, cell, 700_000 + desk.token())
    done = type_at(desk, desk.colleague, sheet, cell, 700_000 + desk.token())
    return f"{done}; {type_at(desk, desk.colleague, sheet, other, desk.human(at(sheet, *other)))}"


def fill_own_column(desk: Desk, rng: Random) -> str:
    """Insert a column of a person's own, with a header and something in each row."""
    sheet = desk.pick(rng)
    sight = desk.sight(sheet)
    column = rng.randrange(len(sheet.columns))
    desk.person.insert_columns(sheet.title, letters(column))
    for row in (sight.header, *(row for rows in sight.rows.values() for row in rows)):
        desk.person.type(sheet.title, a1((row, column)), desk.human())
    return f"inserts an own column at {sheet.title}!{letters(column)}"


def fill_own_row(desk: Desk, rng: Random) -> str:
    """Insert a row of a person's own, with something in each column."""
    sheet = desk.pick(rng)
    row = our_row(desk, rng, sheet)
    desk.person.insert_rows(sheet.title, row + 1)
    texts = [desk.human() for _ in sheet.columns]
    desk.person.type(sheet.title, a1((row, 0)), [texts])
    return f"inserts an own row at {sheet.title}!{row + 1}"


CELL_EDITS: dict[str, Edit] = {
    **{f"type {what} over a value": type_into(value_spot, what) for what in TYPED},
    "type over a label": relabel(label_spot),
    "type over a header": relabel(header_spot),
    "type a number into an empty cell of ours": type_into(empty_spot, "a number"),
    "type a formula into an empty cell of ours": type_into(empty_spot, "a formula"),
    "type a text into an empty cell of ours": type_into(empty_spot, "a text"),
    "type into an own row or column": type_into(own_spot),
    "clear a value": clear(value_spot),
    "clear a label": clear(label_spot),
    "clear a header": clear(header_spot),
    "clear a row": clear_row,
    "clear a column": clear_column,
    "note before ours": note("before"),
    "note right before ours": note("right before"),
    "note after ours": note("after"),
    "note right after ours": note("right after"),
    "note within ours": note("within"),
    "note instead of ours": note("instead"),
    "delete our note": note("without"),
    "note anywhere": note("anywhere"),
    "colour a cell": format_at("colour"),
    "give a cell a number format": format_at("number format"),
    "validate a cell": validate,
    "copy a number of ours to another cell": paste_value,
    "cut a value to another cell": cut_cell,
    "drag a number over cells": drag_fill,
    "type the old numbers back": type_back,
    "replace all": replace_all,
    "merge values": merge("values"),
    "merge labels": merge("labels"),
    "unmerge": unmerge,
    "two people type at once": two_at_once,
    "fill an own column": fill_own_column,
    "fill an own row": fill_own_row,
}
