"""The sample company: the same data on every machine, a past that stays, and the traps its KPIs
must not fall into.
"""

from __future__ import annotations

import csv
import gzip
import re
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import openpyxl
import pytest

from core.demo.generate import generate, write_exports, write_operations
from core.demo.rhythm import in_office, last_sunday, later, months, weeks
from core.demo.rows import TABLES

ROOT = Path(__file__).parents[3]
BERLIN = ZoneInfo("Europe/Berlin")
TODAY = date(2027, 1, 6)
"""A Wednesday; the last full week is 2026-W53, which crosses the year."""

Rows = dict[str, list[dict[str, str]]]


def write_all(folder: Path, today: date) -> dict[str, Path]:
    tables = generate(folder, today)
    write_exports(folder, today)
    write_operations(folder, today)
    return tables


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sample")


@pytest.fixture(scope="module")
def tables(folder: Path) -> Rows:
    return read(write_all(folder, TODAY))


def read(paths: dict[str, Path]) -> Rows:
    return {
        name: list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
        for name, path in paths.items()
    }


def test_the_same_day_gives_the_same_files(folder: Path, tables: Rows, tmp_path: Path) -> None:
    write_all(tmp_path, TODAY)
    for path in sorted(folder.rglob("*.*")):
        again = tmp_path / path.relative_to(folder)
        if path.suffix != ".xlsx":
            assert again.read_bytes() == path.read_bytes(), path.name
    assert list(cells(tmp_path)) == list(cells(folder))


def cells(folder: Path) -> Iterator[tuple[object, ...]]:
    for sheet in openpyxl.load_workbook(folder / "operations.xlsx"):
        yield from sheet.iter_rows(values_only=True)


def test_every_day_of_a_week_gives_the_same_files(tables: Rows, tmp_path: Path) -> None:
    assert last_sunday(date(2027, 1, 4)) == last_sunday(date(2027, 1, 10)) == date(2027, 1, 3)
    assert read(generate(tmp_path, date(2027, 1, 10))) == tables


@pytest.mark.parametrize("back", [1, 2, 40])
def test_a_later_day_keeps_every_row_and_only_fills_what_was_empty(
    tables: Rows, tmp_path: Path, back: int
) -> None:
    earlier = read(generate(tmp_path, TODAY - timedelta(weeks=back)))
    for table in TABLES:
        before, after = earlier[table.name], tables[table.name]
        assert 0 < len(before) <= len(after)
        # A stage change has no number of its own.
        keys = list(
            table.row._fields[:2] if table.name.endswith("stage_changes") else table.row._fields[:1]
        )
        now = {tuple(row[key] for key in keys): row for row in after}
        assert len(now) == len(after)
        for row in before:
            later_row = now[tuple(row[key] for key in keys)]
            changed = {name for name, value in row.items() if value != later_row[name]}
            assert all(row[name] == "" for name in changed), (table.name, row, later_row)


def test_a_later_day_keeps_the_exports_and_the_requests_in_the_workbook(
    folder: Path, tables: Rows, tmp_path: Path
) -> None:
    write_all(tmp_path, TODAY - timedelta(weeks=1))
    for name in ("exports/form_sessions.csv.gz", "exports/job_board_spend.csv"):
        assert text(folder / name).startswith(text(tmp_path / name))
    before, after = requests(tmp_path), requests(folder)
    assert len(before) > 250
    assert after[: len(before)] == before


def text(path: Path) -> str:
    return (
        gzip.decompress(path.read_bytes()).decode()
        if path.suffix == ".gz"
        else path.read_text(encoding="utf-8")
    )


def requests(folder: Path) -> list[tuple[object, ...]]:
    sheet = openpyxl.load_workbook(folder / "operations.xlsx")["Replacements"]
    return [row[:4] for row in sheet.iter_rows(min_row=5, values_only=True) if row[2] is not None]


def test_it_takes_less_than_two_seconds(tmp_path: Path) -> None:
    began = time.process_time()
    write_all(tmp_path, date(2026, 11, 20))
    assert time.process_time() - began < 2


def test_the_columns_are_those_of_the_warehouse(folder: Path, tables: Rows) -> None:
    ddl = (ROOT / "sql/sample/warehouse.sql").read_text(encoding="utf-8")
    with duckdb.connect() as connection:
        connection.execute(ddl)
        connection.execute(ddl)
        for table in TABLES:
            columns = [row[0] for row in connection.execute(f"DESCRIBE {table.name}").fetchall()]
            assert columns == list(table.row._fields)
            connection.execute(
                f"COPY {table.name} FROM '{folder}/warehouse/{table.name}.csv' (HEADER)"
            )
        assert len(TABLES) == len(re.findall("CREATE TABLE", ddl))


def test_nothing_is_known_that_happened_after_the_last_sunday(tables: Rows) -> None:
    for table in TABLES:
        for column in (table.known_from, *table.later):
            for row in tables[table.name]:
                # An interview is booked ahead; what becomes of it is not known ahead.
                if column != "scheduled_for":
                    assert row[column][:10] <= "2027-01-03", (table.name, row)


def test_test_accounts_and_internal_clients_have_agreements_forms_and_tickets(tables: Rows) -> None:
    clients = tables["stg_hubspot.clients"]
    for flag in ("is_test", "is_internal"):
        flagged = {client["client_id"] for client in clients if client[flag] == "True"}
        assert len(flagged) > 5
        for name in ("agreements", "offboarding_forms", "tickets"):
            assert any(row["client_id"] in flagged for row in tables[f"stg_hubspot.{name}"]), (
                flag,
                name,
            )
    assert any(client["segment"] == "" for client in clients)


def test_some_agreements_are_invalid_and_some_ends_are_recorded_late(tables: Rows) -> None:
    agreements = tables["stg_hubspot.agreements"]
    assert any(
        row["cancelled_on"] and row["cancelled_on"] < row["started_on"] for row in agreements
    )
    assert any(row["ended_on"] and row["ended_on"] < row["started_on"] for row in agreements)
    late = [
        row
        for row in agreements
        if row["ended_on"]
        and datetime.fromisoformat(row["end_recorded_at"]).date()
        - date.fromisoformat(row["ended_on"])
        > timedelta(days=7)
    ]
    assert len(late) > 10


def test_offboarding_forms_come_twice_some_of_them_in_the_next_week(tables: Rows) -> None:
    sent: dict[str, list[datetime]] = {}
    for form in tables["stg_hubspot.offboarding_forms"]:
        sent.setdefault(form["agreement_id"], []).append(
            datetime.fromisoformat(form["submitted_at"])
        )
    gaps = [
        (first, second)
        for moments in sent.values()
        for first, second in zip(sorted(moments), sorted(moments)[1:], strict=False)
        if second - first < timedelta(days=4)
    ]
    assert len(gaps) > 20
    assert any(first.isocalendar()[:2] != second.isocalendar()[:2] for first, second in gaps)


def test_some_moments_fall_on_another_day_or_week_in_utc(tables: Rows) -> None:
    moments = [datetime.fromisoformat(row["created_at"]) for row in tables["stg_hubspot.tickets"]]
    local = Counter(f"{moment:%a %H:%M}" for moment in moments)
    assert local["Sun 23:30"] > 10
    assert local["Mon 00:30"] > 10
    in_utc = [moment.astimezone(ZoneInfo("UTC")) for moment in moments]
    assert any(
        a.isocalendar()[:2] != b.isocalendar()[:2] for a, b in zip(moments, in_utc, strict=True)
    )
    assert {moment.utcoffset() for moment in moments} == {timedelta(hours=1), timedelta(hours=2)}


def test_things_happen_in_the_weeks_that_cross_the_year_and_that_change_the_clocks(
    tables: Rows,
) -> None:
    days = {row["received_at"][:10] for row in tables["stg_desk.applications"]}
    for day in ("2024-12-30", "2026-12-30", "2027-01-02", "2026-03-29", "2026-10-25"):
        assert day in days


def test_the_workbook_is_as_untidy_as_real_ones(folder: Path, tables: Rows) -> None:
    workbook = openpyxl.load_workbook(folder / "operations.xlsx")
    rows = list(workbook["Replacements"].iter_rows(values_only=True))
    assert [row[0] for row in rows[:4]] == [
        "Replacements: please one line per request!",
        "Questions: operations desk",
        None,
        "Client ",
    ]
    assert rows[-1][0] == "Total"
    dates = [row[2] for row in rows[4:-1]]
    assert any(isinstance(value, datetime) for value in dates)
    written = " | ".join(value for value in dates if isinstance(value, str))
    for pattern in (r"\d\d\.\d\d\.2026", r"2026-\d\d-\d\d", r"\d Mar 2026", r"Mar \d+, 2026"):
        assert re.search(pattern, written), pattern
    days = [str(row[5]) for row in rows[4:-1]]
    assert {"tbd"} <= set(days)
    assert any(value.startswith("~") for value in days)
    assert any(value.endswith("(est.)") for value in days)
    people = Counter(row[1] for row in rows[4:-1] if row[1])
    assert max(people.values()) == 2
    assert {"done", "DONE ", "Cancelled"} <= {row[4] for row in rows}
    assert [cell.value for cell in workbook["Replacements 2024-25"][3]][:3] == [
        "Customer",
        "Who leaves",
        "Date of request",
    ]


def test_a_stopwatch_runs_on_while_the_clocks_change() -> None:
    evening = datetime(2026, 3, 28, 20, 0, tzinfo=BERLIN)
    assert later(evening, 12) == datetime(2026, 3, 29, 9, 0, tzinfo=BERLIN)
    assert later(evening.replace(tzinfo=None), 12) == datetime(2026, 3, 29, 8, 0)


def test_the_office_is_closed_at_night_at_weekends_and_over_christmas() -> None:
    assert in_office(datetime(2026, 11, 18, 9, 5)) == datetime(2026, 11, 18, 9, 5)
    assert in_office(datetime(2026, 11, 18, 19, 5)) == datetime(2026, 11, 19, 8, 5)
    assert in_office(datetime(2026, 11, 20, 19, 5)) == datetime(2026, 11, 23, 8, 5)
    assert in_office(datetime(2026, 11, 20, 19, 5), weekends=True) == datetime(2026, 11, 21, 8, 5)
    assert in_office(datetime(2026, 12, 24, 11, 0)) == datetime(2027, 1, 4, 8, 0)


def test_weeks_and_months_end_with_the_last_day() -> None:
    assert list(weeks(date(2026, 12, 21), date(2027, 1, 3))) == [
        date(2026, 12, 21),
        date(2026, 12, 28),
    ]
    assert list(months(date(2026, 11, 15), date(2027, 1, 3))) == [
        date(2026, 11, 1),
        date(2026, 12, 1),
        date(2027, 1, 1),
    ]
