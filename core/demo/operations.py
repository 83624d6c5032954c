"""The operations workbook, as busy people keep one: four tabs, each untidy in its own way."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import xlsxwriter
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from core.demo.clients import Clients
from core.demo.desk import TEAMS, short_staffed
from core.demo.rhythm import (
    AUGUST,
    RECORDS_BEGIN,
    chance,
    growth,
    happens,
    many,
    months,
    season,
    weeks,
)

CellValue = str | int | float | bool | date | None

ARCHIVED_UNTIL = date(2025, 12, 28)
"""Replacements asked for up to here are in the tab of earlier years, whose headers are named
otherwise.
"""

_ABOVE_REPLACEMENTS = ("Replacements: please one line per request!", "Questions: operations desk")
_REPLACEMENTS = (
    "Client ",
    "Person leaving",
    "Requested on",
    "Existing client?",
    "Status",
    "Days to replace",
    "Note",
)
_ARCHIVE = ("Customer", "Who leaves", "Date of request", "Existing", "State", "Days", "Comment")
_CAPACITY = ("Week of", "Team", "Hours planned", "Remarks")
_PLAN = ("Month", "Planned hires ", "Who said so")
_RUNNING = ("open", "Open ", "in progress", "In Progress")
_ENDED, _ENDED_SHARES = ("Done", "done", "DONE ", "Cancelled", "cancelled"), (5, 4, 2, 1, 1)


def write_workbook(path: Path, book: Clients, last_day: date) -> None:
    """Write the workbook as it stood at the end of `last_day`."""
    replacements = list(_replacements(book, last_day))
    current = [row for asked_on, row in replacements if asked_on > ARCHIVED_UNTIL]
    archive = [row for asked_on, row in replacements if asked_on <= ARCHIVED_UNTIL]
    with xlsxwriter.Workbook(str(path)) as workbook:
        # The default is now; a fixed day makes the same rows the same file.
        workbook.set_properties({"created": datetime(2025, 1, 1, tzinfo=UTC)})
        _tab(workbook, "Replacements", _ABOVE_REPLACEMENTS, _REPLACEMENTS, _with_total(current))
        _tab(workbook, "Replacements 2024-25", ("Archive",), _ARCHIVE, _with_total(archive))
        _tab(workbook, "Desk capacity", ("Desk capacity",), _CAPACITY, _capacity(last_day))
        _tab(
            workbook, "Hiring plan", ("Hiring plan", "agreed each quarter"), _PLAN, _plan(last_day)
        )


def _replacements(book: Clients, last_day: date) -> Iterator[tuple[date, list[CellValue]]]:
    """Yield requests for another person, with the day asked; one in twelve is entered twice."""
    for week in weeks(RECORDS_BEGIN, last_day):
        rng, active = chance("replacements", week), book.active(week)
        for number in range(many(rng, len(active) / 105 * season(week))):
            agreement = rng.choice(active)
            asked_on = week + timedelta(days=rng.randrange(5))
            days = int(rng.triangular(6, 40, 15))
            replaced = asked_on + timedelta(days=days) <= last_day
            existing = agreement.started_on < asked_on - timedelta(days=60)
            client = f"Client {agreement.client_id:04}" + rng.choice(("", "", " "))
            note = rng.choice((None, None, None, "call them", "second time this year", "urgent"))
            row: list[CellValue] = [
                client,
                f"P-{week:%y%W}{number}",
                _day(rng, asked_on),
                _yes_or_no(rng, existing),
            ]
            # Both are drawn before it is known whether they are wanted: the draws that follow must
            # not depend on today.
            running, ended, taken = (
                rng.choice(_RUNNING),
                rng.choices(_ENDED, _ENDED_SHARES)[0],
                _number(rng, days),
            )
            row += [ended, taken, note] if replaced else [running, None, note]
            yield asked_on, row
            if happens(rng, 1 / 12):
                # The colleague who enters it again writes the client in their own way.
                yield asked_on, [client.upper(), *row[1:]]
        if happens(rng, 1 / 9):
            yield week, [None, None, None, None, None, None, rng.choice(("---", "holidays!"))]


def _yes_or_no(rng: random.Random, answer: bool) -> CellValue:
    return rng.choice(("yes", "Yes", "y ", "x", True) if answer else ("no", "No ", None, False))


def _number(rng: random.Random, number: int) -> CellValue:
    return rng.choice((number,) * 7 + (str(number), f"~{number}", f"{number} (est.)", "tbd"))


def _day(rng: random.Random, day: date) -> CellValue:
    texts = (
        f"{day:%d.%m.%Y}",
        day.isoformat(),
        f"{day.day} {day:%b %Y}",
        f"{day:%b} {day.day}, {day.year}",
    )
    return rng.choice((day,) * 4 + texts)


def _with_total(rows: Sequence[list[CellValue]]) -> list[list[CellValue]]:
    return [*rows, [], ["Total", len(rows), None, None, None, None, None]]


def _capacity(last_day: date) -> Iterator[list[CellValue]]:
    """Yield the hours each team plans to have; a week without a number is one nobody filled in."""
    for week in weeks(RECORDS_BEGIN, last_day):
        rng = chance("capacity", week)
        for team in TEAMS:
            hours = 4 * round(
                17 * growth(week) * min(season(week), 1) * (0.55 if short_staffed(week) else 1) / 2
            )
            label = rng.choice((team.title(), team, f"{team.upper()} "))
            yield [
                _day(rng, week),
                label,
                _number(rng, hours),
                rng.choice((None, None, None, "one on leave")),
            ]


def _plan(last_day: date) -> Iterator[list[CellValue]]:
    """Yield the hires planned for each month; the leads are away when August's should be agreed."""
    for month in months(RECORDS_BEGIN + timedelta(days=1), last_day):
        rng = chance("plan", month)
        label = rng.choice((month, f"{month:%m/%Y}", f"{month:%b %Y}", f"{month:%Y-%m}"))
        number = round(11.8 * growth(month) * season(month))
        planned = (
            "tbd"
            if month.month == AUGUST
            else rng.choice((number, number, f"~{number}", f"{number} (est.)"))
        )
        yield [label, planned, rng.choice(("hiring lead", None))]


def _tab(
    workbook: Workbook,
    title: str,
    above: Sequence[str],
    headers: Sequence[str],
    rows: Iterable[list[CellValue]],
) -> None:
    sheet: Worksheet = workbook.add_worksheet(title)
    bold, dated = (
        workbook.add_format({"bold": True}),
        workbook.add_format({"num_format": "dd.mm.yyyy"}),
    )
    for number, text in enumerate(above):
        sheet.write(number, 0, text, bold)
    top = len(above) + 1
    sheet.write_row(top, 0, headers, bold)
    sheet.set_column(0, len(headers) - 1, 18)
    sheet.freeze_panes(top + 1, 0)
    for number, row in enumerate(rows, top + 1):
        for column, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write_datetime(number, column, cell, dated)
            elif cell is not None:
                sheet.write(number, column, cell)
