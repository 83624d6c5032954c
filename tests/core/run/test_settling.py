"""Values whose data still come: computed again by each run, marked until they are settled, and
quiet until then.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from core.kpi import Values
from tests.forms import AVERAGE, COUNT, FORMS, KPI_06, edit, fill_forms, write_forms
from tests.processes import ended, start
from tests.project import kpi_text, write_project
from tests.runs import row_of, run, values_of, workbook_at
from tests.warehouses import stored

NEXT_MONDAY = "2026-11-23T06:00+01:00"
SETTLING = kpi_text(COUNT, name="Forms", sources=[FORMS], settles="2 weeks")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_forms(tmp_path, SETTLING)


def provisional(url: str, kpi: int = 6) -> dict[str, str]:
    rows = stored(url, "period, provisional_until", f"scorecard_success WHERE kpi_number = {kpi}")
    return {period: str(until) for period, until in rows if until}


def test_the_weekly_run_takes_in_late_data_of_the_weeks_that_settle(root: Path, url: str) -> None:
    run(root, url, "2026-W40..2026-W46", kpis=[6])
    fill_forms(url, {"2026-W43": 10, "2026-W44": 10, "2026-W45": 10})
    run(root, url, kpis=[6])

    # On the Monday after W46, W44 is two weeks old and computed for the last time.
    assert values_of(root, url, 6) == {
        "2026-W40": 1,
        "2026-W41": 2,
        "2026-W42": 3,
        "2026-W43": 4,
        "2026-W44": 15,
        "2026-W45": 16,
        "2026-W46": 7,
    }


def test_values_are_provisional_until_the_run_that_computes_them_last(root: Path, url: str) -> None:
    run(root, url, "2026-W43..2026-W46", kpis=[6])
    assert provisional(url) == {"2026-W45": "2026-11-23", "2026-W46": "2026-11-30"}

    run(root, url, kpis=[6], now=NEXT_MONDAY)
    assert provisional(url) == {"2026-W46": "2026-11-30", "2026-W47": "2026-12-07"}


def test_a_value_derived_from_a_provisional_one_is_provisional_as_long(
    root: Path, url: str
) -> None:
    run(root, url, "2026-W40..2026-W46")
    assert provisional(url, 5) == {"2026-W45": "2026-11-23", "2026-W46": "2026-11-30"}
    fill_forms(url, {"2026-W45": 4})
    run(root, url)
    assert row_of(root, url, 5, "2026-W46").value == (4 + 5 + 10 + 7) / 4


def test_a_provisional_change_is_stored_as_one_and_a_settled_one_is_reported(
    root: Path, url: str
) -> None:
    run(root, url, "2026-W40..2026-W46", kpis=[6])
    fill_forms(url, {"2026-W40": 1, "2026-W45": 1})
    settings = {"SCORECARD_WAREHOUSE": url, "SCORECARD_NOW": "2026-11-16T18:00+01:00"}
    outcome = ended(
        start(root, "run", "success", "--kpi", "6", "--period", "2026-W40..2026-W46", **settings)
    )

    assert stored(
        url, "period, old_value, new_value, cause, provisional", "scorecard_restatement"
    ) == [
        ("2026-W40", 1.0, 2.0, "data", False),
        ("2026-W45", 6.0, 7.0, "data", True),
    ]
    assert [line for line in outcome.err.splitlines() if line.startswith("restated")] == [
        "restated: success/kpi_06 2026-W40 Forms was 1, is 2"
    ]
    diff = ended(start(root, "diff", **settings)).out
    assert "late or changed data, while provisional" in diff


def test_the_workbook_marks_what_is_provisional_and_does_not_call_its_changes_restated(
    root: Path, url: str
) -> None:
    run(root, url, "2026-W45..2026-W46", kpis=[6])
    fill_forms(url, {"2026-W45": 1})
    run(root, url, kpis=[6], publish=True)

    sheet = workbook_at(root / "var" / "success.xlsx")["sc2026"]
    cells = [
        cell
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment and "provisional" in cell.comment.text
    ]
    # The newest value stands beside the name, too.
    assert [cell.value for cell in cells] == [7, 7, 7]
    older = cells[1].comment.text
    assert older.startswith("provisional: late data may change it until 2026-11-23")
    assert "was 6" not in older
    assert all(cell.font.i for cell in cells)


def test_a_re_run_of_one_week_or_of_the_last_one_computes_no_other(root: Path, url: str) -> None:
    assert [str(result.task.period) for result in run(root, url, "2026-W44", kpis=[6]).results] == [
        "2026-W44"
    ]
    assert [str(result.task.period) for result in run(root, url, "last", kpis=[6]).results] == [
        "2026-W46"
    ]


def test_settling_is_not_a_new_definition(root: Path, url: str) -> None:
    run(root, url, "2026-W43", kpis=[6])
    version = row_of(root, url, 6, "2026-W43").definition
    (root / "scorecards/success/kpi_06.py").write_text(KPI_06)
    run(root, url, "2026-W43", kpis=[6])
    assert row_of(root, url, 6, "2026-W43").definition == version


@pytest.mark.parametrize("settles", ["3 days", "two weeks", "0 weeks", "3weeks", "9999 weeks"])
def test_a_text_that_is_not_a_number_of_weeks_is_a_finding(tmp_path: Path, settles: str) -> None:
    root = write_project(tmp_path, {"success/kpi_06.py": kpi_text(settles=settles)})
    outcome = ended(start(root, "check"))
    assert outcome.code == 3
    assert f"kpi_06.py:9: settles '{settles}' is not a number of weeks" in outcome.err.replace(
        "kpi_06.py:10", "kpi_06.py:9"
    )


def test_a_value_made_from_two_definitions_says_so_until_it_is_not(
    tmp_path: Path, url: str
) -> None:
    derived = kpi_text(AVERAGE, name="Average", unit="number", sources=[Values(6, last=3)])
    root = write_project(tmp_path, {"success/kpi_05.py": derived, "success/kpi_06.py": KPI_06})
    run(root, url, "2026-W40..2026-W44")
    old = row_of(root, url, 6, "2026-W44").definition
    edit(root, "scorecards/success/kpi_06.py", "count(*)", "2 * count(*)")
    run(root, url, "2026-W45..2026-W46")

    new = row_of(root, url, 6, "2026-W46").definition
    said = f"made from 2 definitions of kpi_06: {old} up to 2026-W44, {new} from 2026-W45"
    assert {
        label: row_of(root, url, 5, label).remark for label in ("2026-W44", "2026-W45", "2026-W46")
    } == {
        "2026-W44": "",
        "2026-W45": said,
        "2026-W46": said,
    }
    assert (
        said in ended(start(root, "values", "success", "--kpi", "5", SCORECARD_WAREHOUSE=url)).out
    )

    run(root, url, "2026-W40..2026-W44")
    assert row_of(root, url, 5, "2026-W46").remark == ""
    assert row_of(root, url, 5, "2026-W46").value == (10 + 12 + 14) / 3


def test_runs_say_of_which_cadences_they_computed_all_that_is_due(root: Path, url: str) -> None:
    run(root, url)
    run(root, url, "2026-W46")
    run(root, url, kpis=[6])

    assert stored(url, "cadences", "scorecard_run", "1") == [
        ("",),
        ("",),
        ("daily weekly monthly quarterly",),
    ]
