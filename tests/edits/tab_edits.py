"""What people do to tabs: rename, copy, delete, hide, freeze, filter, and make their own."""

from __future__ import annotations

from random import Random

from tests.edits.cell_edits import Edit
from tests.edits.desk import Desk, NotPossible, area
from tests.edits.line_edits import strip
from tests.edits.sight import a1
from tests.edits.spots import any_spot


def rename(desk: Desk, rng: Random) -> str:
    sheet = desk.pick(rng)
    title = rng.choice((f"own {desk.token()}", f"it's {desk.token()}"))
    desk.person.rename(sheet.title, title)
    return f"renames {sheet.title} {title}"


def take_our_title(desk: Desk, rng: Random) -> str:
    """Give a tab of a person's own a title that the scorecard uses or is going to use."""
    sheet = desk.pick(rng)
    title = rng.choice((sheet.title, "sc2027 monthly"))
    if title == sheet.title:
        desk.person.rename(title, f"own {desk.token()}")
    desk.person.add_tab(title, rows=20, columns=8)
    texts = [[desk.human() for _ in range(3)] for _ in range(3)]
    if rng.random() < 0.5:
        texts[0] = ["No", "KPI", desk.human()]
    desk.person.type(title, "A1", texts)
    return f"makes a tab {title}"


def own_scorecard(desk: Desk, rng: Random) -> str:
    """Make a tab with headers and numbers of KPIs, which is not ours."""
    title = f"own {desk.token()}"
    desk.person.add_tab(title, rows=20, columns=8)
    rows = [["No", "KPI", "Owner", "Jan"], [2, "KPI 2", desk.human(), 700_000 + desk.token()]]
    desk.person.type(title, "A1", rows)
    return f"makes a scorecard of an own in {title}"


def duplicate(desk: Desk, rng: Random) -> str:
    sheet = desk.pick(rng)
    title = f"copy {desk.token()}"
    desk.person.duplicate_tab(sheet.title, title)
    return f"duplicates {sheet.title} as {title}"


def delete(desk: Desk, rng: Random) -> str:
    sheet = desk.pick(rng)
    if len(desk.workbook.sheets) == 1:
        raise NotPossible("the only tab cannot be deleted")
    desk.person.delete_tab(sheet.title)
    return f"deletes {sheet.title}"


def hide(desk: Desk, rng: Random) -> str:
    sheet = desk.pick(rng)
    desk.person.hide_tab(sheet.title)
    return f"hides {sheet.title}"


def freeze(desk: Desk, rng: Random) -> str:
    sheet = desk.pick(rng)
    rows, columns = rng.randint(0, 2), rng.randint(0, 3)
    desk.person.freeze(sheet.title, rows, columns)
    return f"freezes {rows} rows and {columns} columns of {sheet.title}"


def filter_(desk: Desk, rng: Random) -> str:
    sheet = desk.pick(rng)
    header = desk.sight(sheet).header
    cells = area(header, 0, len(sheet.rows) - 1, len(sheet.columns) - 1)
    desk.person.filter(sheet.title, cells)
    return f"filters {sheet.title}!{cells}"


def name_range(desk: Desk, rng: Random) -> str:
    sheet = desk.pick(rng)
    cell = any_spot(desk, rng, sheet)
    desk.person.name_range(f"human{desk.token()}", sheet.title, a1(cell))
    return f"names {sheet.title}!{a1(cell)}"


def conditional_format(desk: Desk, rng: Random) -> str:
    sheet = desk.pick(rng)
    condition = {"type": "TEXT_CONTAINS", "values": [{"userEnteredValue": desk.human()}]}
    spot = desk.person._range(sheet.title, a1(any_spot(desk, rng, sheet)))
    rule = {"ranges": [spot], "booleanRule": {"condition": condition, "format": {}}}
    desk.person._do({"addConditionalFormatRule": {"rule": rule, "index": 0}})
    return f"adds a conditional format to {sheet.title}"


def strip_all(desk: Desk, rng: Random) -> str:
    """Delete all metadata, that of the spreadsheet and of tabs included."""
    done = strip("ROWS", "COLUMNS")(desk, rng)
    book = desk.workbook.copy()
    book.metadata = ()
    for sheet in book.sheets:
        sheet.metadata = ()
    desk.emulator.store.workbooks[desk.book] = book
    return f"{done}, and that of all tabs"


TAB_EDITS: dict[str, Edit] = {
    "rename our tab": rename,
    "give a tab our title": take_our_title,
    "make a scorecard of an own": own_scorecard,
    "duplicate a tab": duplicate,
    "delete a tab": delete,
    "hide a tab": hide,
    "freeze": freeze,
    "filter": filter_,
    "name a range": name_range,
    "add a conditional format": conditional_format,
    "strip everything": strip_all,
}
