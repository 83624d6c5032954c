"""Tabs of workbooks as tables, on both engines."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from core.model.sources import Tab
from tests.core.compute.one_kpi import computed, failure, write_tab
from tests.project import kpi_text, write_project
from tests.runs import run, values_of

TAB = Tab("OPERATIONS", "Replacements", columns=("Client", "Closed on"))


def test_a_tab_is_a_table_of_text_below_its_header(tmp_path: Path, warehouse_url: str) -> None:
    rows = [
        ["Replacements, kept by hand"],
        [],
        ["No", "Client ", "CLOSED ON", "Remark"],
        [1, "A", datetime(2026, 11, 10), "as a date"],
        [2, "B", "11.11.2026", "as text"],
        [3, "C", None, "still open"],
        [],
        [4, "D", "tbd", None],
    ]
    write_tab(tmp_path, "Replacements", rows)
    query = """
        SELECT count(*) FILTER (coalesce(
                try_cast(closed_on AS DATE), try_strptime(closed_on, '%d.%m.%Y')::DATE)
            BETWEEN :first_day AND :last_day) + 10 * count(*) + 100 * max(sheet_row) AS value
        FROM replacements
    """

    assert (
        computed(tmp_path, warehouse_url, query, TAB, OPERATIONS="operations.xlsx")
        == 2 + 10 * 4 + 100 * 8
    )


def test_a_header_may_have_gone_by_several_names(tmp_path: Path, warehouse_url: str) -> None:
    write_tab(tmp_path, "Notes", [["Closing date"], ["x"], ["y"]])
    tab = Tab(
        "OPERATIONS", "Notes", columns={"closed_on": ("Closed on", "Closing date")}, name="closings"
    )
    query = "SELECT count(closed_on) AS value FROM closings"

    assert computed(tmp_path, warehouse_url, query, tab, OPERATIONS="operations.xlsx") == 2


@pytest.mark.parametrize(
    ("environment", "reason"),
    [
        ({}, "OPERATIONS is not set; put the workbook that has the tab 'Replacements' into .env"),
        (
            {"OPERATIONS": "gone.xlsx"},
            "OPERATIONS: {root}/gone.xlsx does not exist; fix the path in .env, or put",
        ),
        (
            {"OPERATIONS": "operations.xlsx"},
            "OPERATIONS (operations.xlsx) has no tab 'Replacements'; it has 'Other'",
        ),
    ],
)
def test_a_tab_that_cannot_be_read_says_what_to_do(
    tmp_path: Path, warehouse_url: str, environment: dict[str, str], reason: str
) -> None:
    write_tab(tmp_path, "Other", [["Client"]])
    found = failure(
        tmp_path, warehouse_url, "SELECT count(*) AS value FROM replacements", TAB, **environment
    )

    assert found.startswith(reason.format(root=tmp_path))


def test_a_workbook_is_opened_once_a_run(
    tmp_path: Path, warehouse_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_tab(tmp_path, "Replacements", [["Client", "Closed on"], ["A", "x"]])
    query = "SELECT count(*) AS value FROM replacements"
    kpis = {f"success/kpi_0{n}.py": kpi_text(query, name=f"K{n}", sources=[TAB]) for n in (1, 2)}
    write_project(tmp_path, kpis)
    opened = []
    load = openpyxl.load_workbook
    monkeypatch.setattr(
        openpyxl,
        "load_workbook",
        lambda path, **options: (opened.append(path), load(path, **options))[1],
    )
    run(tmp_path, warehouse_url, "2026-W45..2026-W46", OPERATIONS="operations.xlsx")

    assert opened == [tmp_path / "operations.xlsx"]
    assert values_of(tmp_path, warehouse_url, 2) == {"2026-W45": 1, "2026-W46": 1}
