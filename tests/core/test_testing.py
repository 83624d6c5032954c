"""The face for KPI tests: rows in, values out."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import CatalogueError, QueryError, UsageError
from core.kpi import File, Tab, Table, Values
from core.testing import compute_kpi, kpi_values
from tests.project import kpi_text, write_project

SAMPLE = "CREATE SCHEMA stg; CREATE TABLE stg.forms (sent_on date NOT NULL, kind text NOT NULL);"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    by_kind = """
        SELECT kind AS field, count(*) AS value FROM stg.forms
        WHERE sent_on BETWEEN :first_day AND :last_day GROUP BY kind
    """
    deals = "SELECT sum(amount) AS value FROM deals"
    tab = "SELECT count(client) * 10 + max(sheet_row) AS value FROM notes"
    average = "SELECT avg(value) AS value FROM kpi_01"
    kpis = {
        1: kpi_text(by_kind, sources=[Table("stg.forms")]),
        2: kpi_text(deals, name="Deals", sources=[File("exports/deals_*.csv", name="deals")]),
        3: kpi_text(tab, name="Notes", sources=[Tab("BOOK", "Notes", columns=("Client", "Note"))]),
        4: kpi_text(average, name="Average", unit="number", sources=[Values(1, last=3)]),
        5: kpi_text("SELECT max(n) AS value FROM lab.t", name="Lab", sources=[Table("lab.t")]),
    }
    return write_project(
        tmp_path,
        {f"success/kpi_{number:02}.py": text for number, text in kpis.items()},
        files={"sql/sample/01.sql": SAMPLE},
    )


def test_rows_of_a_sample_table_may_leave_out_columns(root: Path) -> None:
    rows = [{"sent_on": "2026-11-09", "kind": "a"}, {"sent_on": "2026-11-15"}, {"kind": "a"}]

    assert kpi_values("success", 1, "2026-W46", tables={"stg.forms": rows}, root=root) == {
        "(blank)": 1,
        "a": 1,
    }


def test_another_table_has_the_columns_of_its_rows(root: Path) -> None:
    rows = [{"n": 1, "x": "a"}, {"n": 3, "x": None}]

    assert kpi_values("success", 5, "2026-W46", tables={"lab.t": rows}, root=root) == {"": 3}


def test_files_tabs_and_values_come_from_the_test(root: Path) -> None:
    deals = [{"amount": "1.5"}, {"amount": 2}]
    notes = [{"client": "A", "note": "x"}, {"note": "y"}]

    assert kpi_values("success", 2, "2026-W46", files={"deals": deals}, root=root) == {"": 3.5}
    assert kpi_values("success", 3, "2026-W46", tabs={"notes": notes}, root=root) == {"": 13}
    parts = [{"a": 9}, {"a": 1, "b": 2}, {"a": 3}, {"a": 4}]
    found = kpi_values("success", 4, "2026-W46", values={"kpi_01": parts}, root=root)
    assert found == {"": 2.5}


def test_too_short_a_history_gives_no_value_and_says_so(root: Path) -> None:
    (computed,) = compute_kpi("success", 4, "2026-W46", values={"kpi_01": [3, 4]}, root=root)

    assert (computed.outcome, computed.value) == ("none", None)
    assert computed.reason.startswith("history too short: 2 of the 3 periods of kpi_01 have")


def test_what_a_kpi_does_not_read_cannot_be_given(root: Path) -> None:
    with pytest.raises(UsageError, match=r"kpi_01\.py does not read stg\.other; give only what"):
        compute_kpi("success", 1, "2026-W46", tables={"stg.other": []}, root=root)


def test_a_column_that_the_table_lacks_is_named(root: Path) -> None:
    with pytest.raises(QueryError, match="typo"):
        compute_kpi("success", 1, "2026-W46", tables={"stg.forms": [{"typo": 1}]}, root=root)


def test_a_kpi_with_findings_cannot_be_tested(tmp_path: Path) -> None:
    write_project(tmp_path, {"success/kpi_01.py": kpi_text("DELETE FROM stg.forms")})

    with pytest.raises(CatalogueError, match="the query is not a SELECT"):
        compute_kpi("success", 1, "2026-W46", root=tmp_path)


def test_a_week_may_be_given_its_days(tmp_path: Path) -> None:
    busiest = """
        SELECT max(value) AS value FROM kpi_01 WHERE period_end = :last_day OR value > 6
    """
    days = kpi_text("SELECT 1 AS value", cadence="daily")
    week = kpi_text(busiest, name="Busiest", sources=[Values(1, cadence="daily")])
    root = write_project(tmp_path, {"success/kpi_01.py": days, "success/kpi_02.py": week})

    given = {"kpi_01": [1, 2, 3, 4, 5, 6, 4]}
    assert kpi_values("success", 2, "2026-W46", values=given, root=root) == {"": 4}
    short = compute_kpi("success", 2, "2026-W46", values={"kpi_01": [2, 3]}, root=root)
    assert short[0].reason == (
        "history too short: 2 of the 7 periods of kpi_01 have a value; 2026-11-13 has none"
    )
