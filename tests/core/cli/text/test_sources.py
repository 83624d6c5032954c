"""What a run saw of its sources, as text."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from core.cli.text.sources import read_value_lines, source_lines
from tests.core.cli.text.origins import BERLIN, MONDAY, READ, RUN, TABLE, computation


def line(**parts: Any) -> list[str]:
    """Return the cells of the line of a source, with what `parts` change."""
    lines = source_lines(computation(inputs=(replace(TABLE, **parts),)), BERLIN)
    return lines[2].split()


def test_a_table_has_its_rows_and_its_newest_time() -> None:
    assert line() == ["stg.forms", "table", "1,234", "2026-11-16", "06:00", "CET"]


@pytest.mark.parametrize(
    ("version", "as_of", "text"),
    [
        ("17", MONDAY, "17 of 2026-11-16 06:00 CET"),
        ("17", None, "17"),
        ("", MONDAY, "as of 2026-11-16 06:00 CET"),
    ],
)
def test_a_table_has_the_version_that_was_read(
    version: str, as_of: datetime | None, text: str
) -> None:
    assert line(newest=None, version=version, as_of=as_of)[3:] == text.split()


@pytest.mark.parametrize(
    ("engine", "cells"),
    [
        ("Spark 4.0.5 (no snapshot)", ["no", "snapshot"]),
        ("Spark 4.0.5 (no snapshot of stg.forms)", ["no", "snapshot"]),
        ("Spark 4.0.5 (each table at one version)", []),
        ("PostgreSQL 18.0", []),
    ],
)
def test_a_table_that_could_change_during_the_run_is_marked(engine: str, cells: list[str]) -> None:
    run = replace(RUN, run=replace(RUN.run, engine=engine))
    found = source_lines(computation(inputs=(replace(TABLE, newest=None),), run=run), BERLIN)

    assert found[2].split()[3:] == cells


def test_an_estimate_is_rounded_to_three_digits() -> None:
    assert line(rows=1_234_567, is_estimate=True, newest=None)[2:] == ["about", "1,230,000"]
    assert line(rows=42, is_estimate=True, newest=None)[2:] == ["about", "42"]


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1.0 kB"),
        (1_234_567, "1.2 MB"),
        (5_000_000_000, "5.0 GB"),
        (5_000_000_000_000, "5,000.0 GB"),
    ],
)
def test_a_file_has_its_size_in_a_unit_that_reads_well(size: int, text: str) -> None:
    found = line(kind="file", bytes=size, newest=None, checksum="abc")

    assert found[3:] == [*text.split(), "abc"]


def test_several_files_are_counted() -> None:
    assert line(kind="file", files=3, newest=None, modified=MONDAY)[1:3] == ["3", "files"]


def test_a_tab_has_the_place_of_its_workbook() -> None:
    assert line(kind="tab", place="var/book.xlsx", newest=None)[-1] == "var/book.xlsx"


def test_sources_that_were_not_recorded_are_named_as_declared() -> None:
    assert source_lines(computation(inputs=()), BERLIN) == [
        "stg.forms, kpi_06: their contents were not recorded"
    ]
    assert source_lines(computation(inputs=(), definition=None), BERLIN) == ["none"]


def test_values_that_changed_since_have_both_numbers() -> None:
    lines = read_value_lines(computation(), "kpi_06")

    assert lines[2].split() == ["2026-W46", "6", "now", "7", "run-1"]
    assert lines[-1] == "explain one of them with scorecard explain success 6 2026-W46"


def test_a_missing_value_is_a_dash_and_a_changed_to_missing_one_too() -> None:
    gone = replace(READ, value=None, now=None), replace(READ, now=None)
    lines = read_value_lines(computation(read={"kpi_06": gone}), "kpi_06")

    assert [text.split()[1:-1] for text in lines[2:4]] == [["–"], ["6", "now", "–"]]


def test_read_values_that_are_no_longer_stored_are_reported() -> None:
    assert read_value_lines(computation(read={"kpi_06": ()}), "kpi_06")[0] == "none is stored now"
