"""Comments of people: how they are typed, and that they stay beside their KPI and period.

What a person reads beside a KPI in a column for comments is what the store has for that value.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from tests.edits.cell_edits import Edit, type_at
from tests.edits.company import Series
from tests.edits.desk import Desk, NotPossible, Told
from tests.edits.losses import is_human
from tests.edits.sight import MONTHS, Cell, Sight, a1
from tests.sheets_emulator.model import Sheet
from tests.spreadsheets import entered

HEADER = "Comments "


def columns_of(sight: Sight, year: str) -> dict[str, int]:
    """Return the columns for comments by period, where a person can tell which it is."""
    found = {}
    for label, columns in sight.columns.items():
        month = label.removeprefix(HEADER)
        if label.startswith(HEADER) and month in MONTHS and len(columns) == 1:
            found[f"{year}-{MONTHS.index(month) + 1:02}"] = columns[0]
    return found


def cells_of(desk: Desk, sheet: Sheet) -> dict[tuple[Series, str], Cell]:
    """Return the cells for comments by what they are about, where the labels name them once."""
    sight = desk.sight(sheet)
    columns = columns_of(sight, desk.ours[sheet.id][1])
    return {
        (series, period): (rows[0], column)
        for series, rows in sight.rows.items()
        for period, column in columns.items()
        if len(rows) == 1
    }


def comment(how: str) -> Edit:
    def edit(desk: Desk, rng: Random) -> str:
        sheet = desk.pick(rng)
        cells = sorted(cells_of(desk, sheet).values())
        if how != "any":
            cells = [cell for cell in cells if entered(sheet, *cell) is not None]
        if not cells:
            raise NotPossible("there is no such comment")
        cell = rng.choice(cells)
        if how == "clear":
            desk.person.clear(sheet.title, a1(cell))
            return f"clears the comment {sheet.title}!{a1(cell)}"
        texts = (
            desk.human(),
            f"={desk.human()}",
            str(700_000 + desk.token()),
            f"a\n{desk.human()}",
        )
        return type_at(desk, desk.person, sheet, cell, rng.choice(texts))

    return edit


COMMENT_EDITS: dict[str, Edit] = {
    "type a comment": comment("any"),
    "type another comment": comment("any"),
    "change a comment": comment("change"),
    "clear a comment": comment("clear"),
}


def find_comment_faults(desk: Desk, domain: str, told: Told) -> Iterator[str]:
    """Yield the comments that people see and the store does not have, and the other way round."""
    memory = desk.memories[domain].comments
    if memory is None:
        return
    for sheet in desk.our_sheets():
        if desk.ours[sheet.id][0] == domain:
            yield from _faults(desk, sheet, memory.current(), told)
    yield from _doubles(memory.texts())


def _faults(
    desk: Desk, sheet: Sheet, stored: dict[tuple[Series, str], str], told: Told
) -> Iterator[str]:
    try:
        cells = cells_of(desk, sheet)
    except NotPossible:
        return
    is_barred = bool(sheet.protected or sheet.merges)
    for about, cell in cells.items():
        shown, known = entered(sheet, *cell), stored.get(about, "")
        if any(
            desk.companies[desk.ours[sheet.id][0]].name(about[0]) in line for line in told.faults
        ):
            continue  # the row is not certain, so nothing was read from it or written to it
        if is_human(shown) and str(shown) != known and not str(shown).startswith("=SUM"):
            yield f"comment not stored: {sheet.title}!{a1(cell)} has {shown!r}, stored is {known!r}"
        if known and shown is None and not is_barred:
            yield f"comment not shown: {known!r} on {about} is not in {sheet.title}!{a1(cell)}"


def _names(desk: Desk, sheet: Sheet, series: Series) -> str:
    return desk.companies[desk.ours[sheet.id][0]].name(series)


def _doubles(texts: list[tuple[Series, str, str]]) -> Iterator[str]:
    """Yield comments that are stored twice in a row for one value."""
    newest: dict[tuple[Series, str], str] = {}
    for series, period, text in texts:
        if newest.get((series, period), "") == text:
            yield f"comment stored twice: {text!r} on {series} {period}"
        newest[series, period] = text
