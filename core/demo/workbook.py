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
from core.demo.desk import TEAMS, is_short_staffed
from core.demo.rhythm import (
    AUGUST,
    RECORDS_BEGIN,
    draw_count,
    growth,
    happens,
    months,
    rng_for,
    season,
    weeks,
)
from core.demo.rows import Agreement

CellValue = str | int | float | bool | date | None

ARCHIVED_UNTIL = date(2025, 12, 28)
"""Requests up to this day are in the tab of earlier years, which has other headers."""

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
_ABOVE_PLAN = ("Hiring plan", "agreed each quarter")
_NOTES = (None, None, None, "call them", "second time this year", "urgent")
_RUNNING = ("open", "Open ", "in progress", "In Progress")
_ENDED, _ENDED_SHARES = ("Done", "done", "DONE ", "Cancelled", "cancelled"), (5, 4, 2, 1, 1)


def write_workbook(path: Path, book: Clients, last_day: date) -> None:
    """Write the workbook as of the end of `last_day`."""
    requests = list(_requests(book, last_day))
    current = [row for asked_on, row in requests if asked_on > ARCHIVED_UNTIL]
    archive = [row for asked_on, row in requests if asked_on <= ARCHIVED_UNTIL]
    with xlsxwriter.Workbook(str(path)) as workbook:
        # By default it is the current time; with a fixed day, the same rows make the same file.
        workbook.set_properties({"created": datetime(2025, 1, 1, tzinfo=UTC)})
        _write_tab(
            workbook, "Replacements", _ABOVE_REPLACEMENTS, _REPLACEMENTS, _with_total(current)
        )
        _write_tab(workbook, "Replacements 2024-25", ("Archive",), _ARCHIVE, _with_total(archive))
        _write_tab(workbook, "Desk capacity", ("Desk capacity",), _CAPACITY, _capacity(last_day))
        _write_tab(workbook, "Hiring plan", _ABOVE_PLAN, _PLAN, _plan(last_day))


def _requests(book: Clients, last_day: date) -> Iterator[tuple[date, list[CellValue]]]:
    """Yield requests for another person, with their day; one in twelve is entered twice."""
    for week in weeks(RECORDS_BEGIN, last_day):
        rng, active = rng_for("replacements", week), book.active(week)
        for number in range(draw_count(rng, len(active) / 105 * season(week))):
            agreement = rng.choice(active)
            asked_on = week + timedelta(days=rng.randrange(5))
            person = f"P-{week:%y%W}{number}"
            row = _draw_request(rng, agreement, asked_on, person, last_day)
            yield asked_on, row
            if happens(rng, 1 / 12):
                # The colleague who enters it again writes the client differently.
                yield asked_on, [str(row[0]).upper(), *row[1:]]
        if happens(rng, 1 / 9):
            yield week, [None, None, None, None, None, None, rng.choice(("---", "holidays!"))]


def _draw_request(
    rng: random.Random, agreement: Agreement, asked_on: date, person: str, last_day: date
) -> list[CellValue]:
    days = int(rng.triangular(6, 40, 15))
    is_existing = agreement.started_on < asked_on - timedelta(days=60)
    client = f"Client {agreement.client_id:04}" + rng.choice(("", "", " "))
    note = rng.choice(_NOTES)
    request = [client, person, _draw_day(rng, asked_on), _draw_answer(rng, is_existing)]
    # Both states are drawn, whichever is used: the draws that follow must not depend on today.
    running = rng.choice(_RUNNING)
    ended = rng.choices(_ENDED, _ENDED_SHARES)[0]
    days_taken = _draw_number(rng, days)
    if asked_on + timedelta(days=days) <= last_day:
        return [*request, ended, days_taken, note]
    return [*request, running, None, note]


def _draw_answer(rng: random.Random, answer: bool) -> CellValue:
    return rng.choice(("yes", "Yes", "y ", "x", True) if answer else ("no", "No ", None, False))


def _draw_number(rng: random.Random, number: int) -> CellValue:
    return rng.choice((number,) * 7 + (str(number), f"~{number}", f"{number} (est.)", "tbd"))


def _draw_day(rng: random.Random, day: date) -> CellValue:
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
    """Yield the hours that each team plans; some weeks were never filled in."""
    for week in weeks(RECORDS_BEGIN, last_day):
        rng = rng_for("capacity", week)
        share = 0.55 if is_short_staffed(week) else 1
        hours = 4 * round(17 * growth(week) * min(season(week), 1) * share / 2)
        for team in TEAMS:
            label = rng.choice((team.title(), team, f"{team.upper()} "))
            day, planned = _draw_day(rng, week), _draw_number(rng, hours)
            remark = rng.choice((None, None, None, "one on leave"))
            yield [day, label, planned, remark]


def _plan(last_day: date) -> Iterator[list[CellValue]]:
    """Yield the hires planned per month; August is not agreed, because the leads are away."""
    for month in months(RECORDS_BEGIN + timedelta(days=1), last_day):
        rng = rng_for("plan", month)
        label = rng.choice((month, f"{month:%m/%Y}", f"{month:%b %Y}", f"{month:%Y-%m}"))
        number = round(11.8 * growth(month) * season(month))
        planned: CellValue = "tbd"
        if month.month != AUGUST:
            planned = rng.choice((number, number, f"~{number}", f"{number} (est.)"))
        yield [label, planned, rng.choice(("hiring lead", None))]


def _write_tab(
    workbook: Workbook,
    title: str,
    above: Sequence[str],
    headers: Sequence[str],
    rows: Iterable[list[CellValue]],
) -> None:
    sheet: Worksheet = workbook.add_worksheet(title)
    bold = workbook.add_format({"bold": True})
    dated = workbook.add_format({"num_format": "dd.mm.yyyy"})
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
