"""File extracts of systems outside the warehouse: form sessions, job board spend and timesheets."""

from __future__ import annotations

import csv
import gzip
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

import duckdb

from core.demo.clients import Clients
from core.demo.desk import CHANNELS, make_applications
from core.demo.hiring import BOARDS, are_boards_down
from core.demo.rhythm import RECORDS_BEGIN, growth, rng_for, season, weeks

_BOARD_SPEND = (310, 240, 90)
_TEAMS = ("Amber", "Birch", "Cedar", "Dune", "Elm", "Fjord")
_GERMAN_NUMBER = str.maketrans(",.", ".,")
_TIMESHEET_ROWS = """
    SELECT
        unnest(?) AS week_of,
        unnest(?) AS team,
        unnest(?) AS paid_hours,
        unnest(?) AS billed_hours
"""


def write_form_sessions(path: Path, last_day: date) -> None:
    """Write sessions of the application form per day and channel, as a gzipped CSV."""
    text = io.StringIO()
    _write_rows(text, ("day", "channel", "visits", "forms_started"), _sessions(last_day))
    # Without a time stamp in the header, the same rows make the same file.
    path.write_bytes(gzip.compress(text.getvalue().encode(), mtime=0))


def _sessions(last_day: date) -> Iterator[tuple[object, ...]]:
    sent = Counter((row.received_at.date(), row.channel) for row in make_applications(last_day))
    for week in weeks(RECORDS_BEGIN, last_day):
        rng = rng_for("sessions", week)
        for day in (week + timedelta(days=number) for number in range(7)):
            for channel in filter(None, CHANNELS):
                expected = sent[day, channel] * rng.uniform(1.45, 1.95)
                started = round(expected) + rng.choice((0, 0, 1))
                if started:
                    yield day, channel, round(started * rng.uniform(2.5, 4)), started


def write_board_spend(path: Path, last_day: date) -> None:
    """Write the cost of job boards as a German spreadsheet exports it: semicolons, 1.234,50."""
    with path.open("w", newline="", encoding="utf-8") as file:
        _write_rows(file, ("booked_on", "board", "amount"), _spend(last_day), delimiter=";")


def _spend(last_day: date) -> Iterator[tuple[object, ...]]:
    for week in weeks(RECORDS_BEGIN, last_day):
        rng = rng_for("board spend", week)
        surcharge = 1.9 if are_boards_down(week) else 1
        for board, mean in zip(BOARDS, _BOARD_SPEND, strict=True):
            amount = mean * growth(week) * season(week) * rng.uniform(0.8, 1.3) * surcharge
            yield week + timedelta(days=4), board, f"{amount:,.2f}".translate(_GERMAN_NUMBER)


def write_timesheets(folder: Path, book: Clients, last_day: date) -> list[Path]:
    """Write hours paid and hours billed per week and team, one Parquet file per ISO year."""
    years: dict[int, list[tuple[date, str, float, float]]] = {}
    for row in _hours(book, last_day):
        years.setdefault(row[0].isocalendar().year, []).append(row)
    paths = []
    with duckdb.connect() as connection:
        for year, rows in years.items():
            path = folder / f"hours_{year}.parquet"
            columns = [list(column) for column in zip(*rows, strict=True)]
            connection.sql(_TIMESHEET_ROWS, params=columns).write_parquet(str(path))
            paths.append(path)
    return paths


def _hours(book: Clients, last_day: date) -> Iterator[tuple[date, str, float, float]]:
    for week in weeks(RECORDS_BEGIN, last_day):
        rng = rng_for("hours", week)
        people = len(book.active(week)) * 1.08
        for team in _TEAMS:
            paid = people / len(_TEAMS) * 38 * rng.uniform(0.94, 1.06)
            billed = paid * rng.gauss(0.815, 0.015) * (0.6 + 0.4 * min(season(week), 1))
            yield week, team, round(paid, 1), round(billed, 1)


def _write_rows(
    file: io.TextIOBase | io.StringIO,
    header: Sequence[str],
    rows: Iterable[Sequence[object]],
    delimiter: str = ",",
) -> None:
    writer = csv.writer(file, delimiter=delimiter, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
