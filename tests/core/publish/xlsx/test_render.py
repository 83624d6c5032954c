"""The workbook, read back with another library than the one that writes it."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from core.colours import GAP
from core.errors import PublishError
from core.model.records import Row
from core.publish.grid import Grid
from core.publish.layout import make_grid
from core.publish.xlsx.render import render, write_workbook
from tests.core.publish.samples import (
    BERLIN,
    CHURN,
    FORMS,
    RETENTION,
    REVENUE,
    TICKETS,
    grid_of,
    row,
)

# Openpyxl reads everything but the trends.
pytestmark = pytest.mark.filterwarnings("ignore:Sparkline Group extension")

# W01 stands in column I, after eight labels; W46 hence in BB, the first line in row 5.
W45, W46 = "BA", "BB"


def read_back(*rows: Row) -> Any:
    return load_workbook(BytesIO(render(grid_of(*rows))))


def test_the_header_names_scorecard_year_refresh_and_every_period() -> None:
    sheet = read_back(row(FORMS, "2026-W46"))["sc2026"]
    assert sheet["A1"].value == "Success scorecard 2026"
    assert sheet["A2"].value == "refreshed 2026-11-16 06:01 CET"
    labels = [cell.value for cell in sheet[4][:8]]
    assert labels == ["No", "KPI", "W46", "vs W45", "Target", "Trend", "Unit", "Owner"]
    assert (sheet["C3"].value, sheet["D3"].value) == ("Latest", "Change")
    assert (sheet["I3"].value, sheet["I4"].value) == ("W01", datetime(2026, 1, 4))
    assert (sheet["BI3"].value, sheet["BI4"].value) == ("W53", datetime(2027, 1, 3))
    assert sheet.max_column == 8 + 53
    assert "2026-W46: 2026-11-09 to 2026-11-15" in sheet[f"{W46}3"].comment.text


def test_a_line_has_its_labels_and_each_value_in_its_column() -> None:
    sheet = read_back(row(CHURN, "2026-W45", 0.11), row(CHURN, "2026-W46", 0.125))["sc2026"]
    labels = [cell.value for cell in sheet[5][:8]]
    name, owner = "Overall churn rate", "customer-success"
    assert labels == [32, name, 0.125, 1.5, 0.12, None, "percent", owner]
    assert (sheet[f"{W45}5"].value, sheet[f"{W46}5"].value) == (0.11, 0.125)
    assert [cell.column_letter for cell in sheet[5][8:] if cell.value is not None] == [W45, W46]


def test_numbers_have_the_format_of_their_unit() -> None:
    sheet = read_back(row(FORMS, "2026-W46"), row(REVENUE, "2026-W46"), row(CHURN, "2026-W46"))[
        "sc2026"
    ]
    assert [sheet[f"{W46}{line}"].number_format for line in (5, 6, 7)] == [
        "#,##0",
        '[<1000]#,##0.00" €";#,##0" €"',
        "0.0%",
    ]
    assert sheet["E7"].number_format == '"≤ "0.0%;"≤ "-0.0%'


def test_the_newest_weeks_open_first() -> None:
    rows = [
        row(TICKETS, "2027-01-01"),
        row(RETENTION, "2026-10"),
        row(FORMS, "2025-W52"),
        row(FORMS, "2026-W01"),
    ]
    book = read_back(*rows)
    assert book.sheetnames == ["sc2026", "sc2025", "sc2026 monthly", "sc2027 daily"]
    assert book.active.title == "sc2026"


def test_a_cell_without_value_has_the_text_of_its_state_and_its_note_says_why() -> None:
    sheet = read_back(row(FORMS, "2026-W45"), row(FORMS, "2026-W46", None))["sc2026"]
    cell = sheet[f"{W46}5"]
    assert (cell.value, cell.data_type) == ("no data", "s")
    assert cell.comment.text.startswith("no value: the query gave NULL\n")
    assert cell.fill.fgColor.rgb == f"FF{GAP[1:]}"
    assert sheet[f"{W45}5"].comment is None
    assert sheet["BC5"].fill.patternType is None


def test_a_labels_note_says_what_the_kpi_measures() -> None:
    note = read_back(row(CHURN, "2026-W46"))["sc2026"]["B5"].comment.text
    assert note.startswith(
        "Clients lost over the last 52 weeks.\nOwner: customer-success@example.com\n"
    )


def test_notes_have_no_author() -> None:
    with ZipFile(BytesIO(render(grid_of(row(CHURN, "2026-W46"))))) as archive:
        assert b"<authors><author></author></authors>" in archive.read("xl/comments1.xml")


def test_text_from_a_database_never_becomes_a_formula() -> None:
    sheet = read_back(row(FORMS, "2026-W46", 1, '=HYPERLINK("https://example.com")'))["sc2026"]
    label = sheet["B6"]
    assert (label.value, label.data_type) == ('=HYPERLINK("https://example.com")', "s")


def test_text_with_control_characters_and_markup_can_be_read_back() -> None:
    failed = replace(
        row(FORMS, "2026-W46", None, "a\x02<b>&"), outcome="failed", reason='near "\x02" <&>'
    )
    sheet = read_back(failed)["sc2026"]
    assert "<b>&" in sheet["B6"].value
    assert "<&>" in sheet[f"{W46}6"].comment.text


def test_the_trends_of_a_tab_are_one_group_however_many_lines_it_has() -> None:
    weeks = [(week, f"part {part}") for week in ("2026-W45", "2026-W46") for part in range(50)]
    grid = grid_of(*(row(FORMS, week, 1.0, part) for week, part in weeks))
    with ZipFile(BytesIO(render(grid))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()

    assert sheet.count("<x14:sparklineGroup ") == 1
    assert sheet.count("<x14:sparkline>") == 50


def test_a_trend_is_drawn_over_the_last_13_values() -> None:
    rows = [row(FORMS, f"2026-W{week:02}", week) for week in range(1, 47)]
    rows += [row(TICKETS, f"2026-11-{day:02}", day) for day in range(1, 4)]
    with ZipFile(BytesIO(render(grid_of(*rows)))) as archive:
        weekly = archive.read("xl/worksheets/sheet1.xml").decode()
        daily = archive.read("xl/worksheets/sheet2.xml").decode()
    assert "<xm:f>'sc2026'!AP5:BB5</xm:f><xm:sqref>F5</xm:sqref>" in weekly
    # 1 November is the 305th day of the year, six columns further right.
    assert "<xm:f>'sc2026 daily'!LA5:LC5</xm:f>" in daily


def test_a_trend_runs_from_the_oldest_value_also_where_the_newest_is_first() -> None:
    (tab,) = grid_of(*(row(FORMS, f"2026-W{week:02}", week) for week in range(1, 47))).tabs
    turned = Grid("Success", (replace(tab, is_newest_first=True),))
    with ZipFile(BytesIO(render(turned))) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<xm:f>'sc2026'!P5:AB5</xm:f><xm:sqref>F5</xm:sqref>" in sheet
    assert 'rightToLeft="1"' in sheet


@pytest.fixture
def kiritimati() -> Iterator[None]:
    """A machine whose clock is 14 hours ahead of UTC."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = "Pacific/Kiritimati"
    time.tzset()
    yield
    os.environ.pop("TZ")
    if before is not None:
        os.environ["TZ"] = before
    time.tzset()


FIRST_TIME = render(grid_of(row(FORMS, "2026-W46"), row(CHURN, "2026-W46", None)))


def test_the_same_grid_gives_the_same_bytes_at_another_time_in_another_zone(
    kiritimati: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)
    assert render(grid_of(row(CHURN, "2026-W46", None), row(FORMS, "2026-W46"))) == FIRST_TIME


def test_publishing_replaces_the_file_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "success.xlsx"
    path.write_bytes(b"old")
    grid = grid_of(row(FORMS, "2026-W46", 7))
    write_workbook(grid, path)
    assert path.read_bytes() == render(grid)
    assert list(tmp_path.iterdir()) == [path]


def test_a_scorecard_without_values_is_not_published(tmp_path: Path) -> None:
    path = tmp_path / "success.xlsx"
    with pytest.raises(PublishError, match="Success scorecard has no stored values yet"):
        write_workbook(grid_of(), path)
    assert not path.exists()


def test_200_kpis_of_a_whole_year_with_a_note_on_each_value_take_less_than_two_seconds() -> None:
    seconds = 2
    definitions = {number: replace(FORMS, kpi_number=number) for number in range(1, 201)}
    weeks = [f"2026-W{week:02}" for week in range(1, 54)]
    rows = [
        replace(row(each, week, 5), numerator=1, denominator=2)
        for each in definitions.values()
        for week in weeks
    ]
    began = time.process_time()
    render(make_grid("Success scorecard", rows, definitions, BERLIN))
    assert time.process_time() - began < seconds


def test_the_first_value_of_a_new_definition_has_a_line_at_its_left() -> None:
    weeks = [row(FORMS, "2026-W45"), replace(row(FORMS, "2026-W46"), definition="other")]
    sheet = read_back(*weeks).active

    assert [sheet[f"{column}5"].border.left.style for column in (W45, W46)] == [None, "thin"]
    assert sheet[f"{W46}5"].comment.text.startswith("new definition since 2026-W46: ")
