"""File extracts: sessions, German numbers, and one file of timesheets per ISO year."""

from __future__ import annotations

import csv
import gzip
import re
from pathlib import Path

import duckdb

from core.demo.hiring import BOARDS
from tests.core.demo.company import Tables


def test_a_form_is_started_for_each_that_is_sent(folder: Path, tables: Tables) -> None:
    text = gzip.decompress((folder / "exports/form_sessions.csv.gz").read_bytes()).decode()
    sent = [row for row in tables["stg_desk.applications"] if row["channel"]]
    rows = list(csv.DictReader(text.splitlines()))
    assert sum(int(row["forms_started"]) for row in rows) > len(sent)
    assert all(int(row["visits"]) > int(row["forms_started"]) for row in rows)


def test_board_spend_has_semicolons_and_german_numbers(folder: Path) -> None:
    header, *lines = (folder / "exports/job_board_spend.csv").read_text().splitlines()
    assert header == "booked_on;board;amount"
    amounts = [line.split(";")[2] for line in lines]
    assert all(re.fullmatch(r"(\d+\.)?\d+,\d\d", amount) for amount in amounts)
    assert any("." in amount for amount in amounts)
    assert {line.split(";")[1] for line in lines} == set(BOARDS)


def test_timesheets_have_a_file_per_iso_year(folder: Path) -> None:
    files = sorted(path.name for path in (folder / "exports").glob("hours_*"))
    assert files == ["hours_2024.parquet", "hours_2025.parquet", "hours_2026.parquet"]
    last = duckdb.sql(f"SELECT max(week_of)::text FROM '{folder}/exports/hours_2026.parquet'")
    assert last.fetchall() == [("2026-12-28",)]
    more = duckdb.sql(
        f"SELECT count(*) FROM '{folder}/exports/*.parquet' WHERE billed_hours > paid_hours"
    )
    assert more.fetchall() == [(0,)]
