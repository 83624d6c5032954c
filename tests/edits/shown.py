"""Every value is under its own labels, or a person's, or reported; nothing is there twice."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any

from tests.edits.company import Company, Place, Series
from tests.edits.desk import Desk, NotPossible, Told
from tests.edits.losses import changes, is_human, numbers_in, value_of
from tests.edits.sight import MONTHS, Cell, Sight, a1, day_text, look
from tests.edits.tap import Tap
from tests.sheets_emulator.model import Sheet
from tests.spreadsheets import entered

# What a cell may show for which the store has nothing.
NO_NUMBER = (None, "–", "not run", "retired")


def find_differences(
    desk: Desk, domain: str, told: Told, scope: Collection[str] = ()
) -> Iterator[str]:
    """Yield what a domain's tabs do not show as they should, and nothing says so."""
    company = desk.companies[domain]
    tabs = {desk.ours[sheet.id]: sheet for sheet in desk.our_sheets()}
    for year in company.years():
        sheet = tabs.get((domain, year))
        is_lost = sheet is None or not sheet.metadata
        if is_lost and re.search(rf"sc{year}.*tab was deleted", told.text):
            yield from _withheld(desk, company, year, told, scope)
        elif sheet is None:
            yield f"missing tab: {year} of {domain} is not there, and nothing says so"
        else:
            yield from _differences(desk, company, year, sheet, told, scope)


def _withheld(
    desk: Desk, company: Company, year: str, told: Told, scope: Collection[str]
) -> Iterator[str]:
    seen = desk.seen.get((company.domain, year), set())
    due = [place for place in company.rows if place[2].startswith(year)]
    stored = {company.value(place) for place in due if not scope or place[2] in scope}
    if stored - seen - {None} and not told.faults:
        yield f"silent: {company.domain} has numbers of {year} without a tab, and no fault says so"


def _differences(
    desk: Desk, company: Company, year: str, sheet: Sheet, told: Told, scope: Collection[str]
) -> Iterator[str]:
    try:
        sight = desk.sight(sheet)
    except NotPossible:
        return
    for series in company.series(year):
        is_there = any(series in guess for guess in sight.guesses.values())
        if not is_there and not _is_reported(told, *_names(company, series)):
            yield f"missing row: {series} is not in {sheet.title}, and nothing says so"
    stored = {period for *_, period in company.rows if period.startswith(year)}
    periods = sorted(stored & {*scope} if scope else stored)
    for period in periods:
        month = int(period[5:])
        names = period, f"has {MONTHS[month - 1]}:", f"has {day_text(year, month)}:"
        if not sight.columns.get(period) and not _is_reported(told, *names):
            yield f"missing column: {period} is not in {sheet.title}, and nothing says so"
    for series in company.series(year):
        for period in (f"{year}-{month:02}" for month in range(1, 13)):
            if not scope or period in scope:
                place = (*series, period)
                cells = sight.cells(series, period)
                yield from _value_differences(desk, company, place, sheet, cells, told)


def _names(company: Company, series: Series) -> list[str]:
    """Return how a report may name a row."""
    number, part = series
    key = f"{number:02}/kpi{number}/{part}"
    found = [f" {key} ", f" {key},", f"has {company.name(series)}:"]
    return found if part else [*found, f"has {number}:"]


def _is_reported(told: Told, *names: str) -> bool:
    return any(name in f"{told.text} " for name in names)


def _is_doubtful(told: Told, *names: str) -> bool:
    """Return whether a line says why a row or column is not written though it is there."""
    lines = [line for line in told.text.split("\n") if "was deleted" not in line]
    return any(name in f"{line} " for name in names for line in lines)


def _value_differences(
    desk: Desk, company: Company, place: Place, sheet: Sheet, cells: list[Cell], told: Told
) -> Iterator[str]:
    wanted, allowed = company.value(place), _allowed(company, place)
    found = {cell: entered(sheet, *cell) for cell in cells}
    if not found or any(value in allowed for value in found.values()):
        return
    if place not in company.rows and company.owners.get(found[cells[0]]) != place:
        return  # a person's, in a cell that the scorecard leaves empty
    lines = {cell: told.names(sheet.title, cell) for cell in cells}
    if not any(lines.values()):
        if not _is_doubtful(told, *_names(company, place[:2])[:2], f" {place[2]} "):
            yield f"wrong value: {place} is {wanted}, {_show(sheet, found)}, and nothing says so"
        return
    if len(cells) == 1:
        yield from _report_faults(desk, company, place, sheet, cells[0], told)


def _allowed(company: Company, place: Place) -> Collection[Any]:
    """Return what a cell may show: its number, or one of the texts for having none."""
    row = company.rows.get(place)
    if row is None:
        return NO_NUMBER
    if row.value is not None:
        return (row.value,)
    return (None, "failed") if row.outcome == "failed" else (None, "no data", "retired")


def _report_faults(
    desk: Desk, company: Company, place: Place, sheet: Sheet, cell: Cell, told: Told
) -> Iterator[str]:
    """Yield what is wrong with the line that names a cell."""
    value, line = entered(sheet, *cell), told.names(sheet.title, cell)
    text = f"{value:.12g}" if isinstance(value, float) else str(value)
    if is_human(value) and text[:20] not in line.replace(",", ""):
        yield f"vague: {line!r} does not say that {a1(cell)} holds {text}"
    is_stale = company.owners.get(value) == place and (sheet.id, place) not in desk.claims
    if is_stale and re.search("protected|merged", line) and not told.faults:
        yield f"silent: {a1(cell)} could not be written, and no fault says so"


def _show(sheet: Sheet, found: dict[Cell, Any]) -> str:
    return ", ".join(f"{sheet.title}!{a1(cell)} holds {value}" for cell, value in found.items())


def find_strays(desk: Desk, domain: str, tap: Tap, told: Told) -> Iterator[str]:
    """Yield numbers that were written under the labels of another row or column, and doubles."""
    assert tap.before is not None
    company = desk.companies[domain]
    for sheet_id, (owner, year) in desk.ours.items():
        old, new = tap.before.find_sheet(sheet_id), desk.workbook.find_sheet(sheet_id)
        if owner != domain or old is None or new is None or old is new:
            continue
        before, after = (look(sheet, company, year) for sheet in (old, new))
        if after is None:
            continue
        for cell, was, now in changes(tap, old, new):
            is_told = told.names(new.title, cell) or _is_relabelled(new, after, cell[0], told)
            if after.period_at(cell[1]) and not is_told:
                yield from _stray(company, new, after, cell, was, now)
        if before is not None:
            yield from _doubles(before, after, new)
        yield from _numbers_in_own_rows(company, tap, old, new, after, told)


def _is_relabelled(sheet: Sheet, sight: Sight, row: int, told: Told) -> bool:
    """Return whether a row's labels contradict each other, and a line says which one is kept."""
    labels = [column for label in ("No", "KPI") for column in sight.columns.get(label, ())]
    is_contradictory = sight.guesses.get(row) == set()
    return is_contradictory and any(told.names(sheet.title, (row, each)) for each in labels)


def _stray(
    company: Company,
    sheet: Sheet,
    sight: Sight,
    cell: Cell,
    was: dict[str, Any],
    now: dict[str, Any],
) -> Iterator[str]:
    old, value = value_of(was), value_of(now)
    place = company.owners.get(value) if isinstance(value, int | float) else None
    name = f"{sheet.title}!{a1(cell)}"
    if place is not None and old != value:
        period = sight.period_at(cell[1])
        if place[:2] not in sight.guesses.get(cell[0], {place[:2]}) or period not in ("", place[2]):
            yield f"stray: {value} of {place} was written to {name}"
        if company.value(place) != value:
            yield f"stale: {value} of {place} was written to {name}"
    is_emptied = value is None and isinstance(old, int | float) and old in company.owners
    owner = company.owners[old] if is_emptied else None
    # In a row that is labelled as another one, the number had nothing to do.
    is_at_home = owner is not None and owner[:2] in sight.guesses.get(cell[0], {owner[:2]})
    row = company.rows.get(owner) if owner is not None and is_at_home else None
    if row is not None and row.value is None and "Scorecard: " not in now.get("note", ""):
        yield f"no reason: {name} was emptied without a note"


def _doubles(before: Sight, after: Sight, sheet: Sheet) -> Iterator[str]:
    labels = [after.columns.get(label, [0])[0] for label in ("No", "KPI")]
    for series, found in after.rows.items():
        typed = {row for row in found for label in labels if is_human(entered(sheet, row, label))}
        rows = [row for row in found if row not in typed]
        if len(rows) > max(1, len(before.rows.get(series, ()))):
            yield f"doubled: {series} is in rows {[row + 1 for row in rows]} of {sheet.title}"


def _numbers_in_own_rows(
    company: Company, tap: Tap, old: Sheet, new: Sheet, sight: Sight, told: Told
) -> Iterator[str]:
    """Yield rows without a label that show numbers of ours since, and had none before."""
    rows, _ = tap.lines_of(old.id)
    for now, was in enumerate(rows):
        if was is None or now < sight.first or now in sight.guesses:
            continue
        gained = {value for value in numbers_in(new, now) if value in company.owners}
        if gained and not any(value in company.owners for value in numbers_in(old, was)):
            cells = [(now, column) for column in new.cells[now]]
            if not any(told.names(new.title, cell) for cell in cells):
                yield f"stray: {gained} was written to row {now + 1} of {new.title}, a person's"
