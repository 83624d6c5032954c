"""Publication after a run: from the store, once, and again where one was missed."""

from __future__ import annotations

from pathlib import Path

from tests.core.run.results import LATER
from tests.project import runner_text, write_project
from tests.runs import catch_up, run, values_of, workbook_at
from tests.warehouses import execute

AFTERWARDS = "2026-11-16T19:00+01:00"


def test_a_scorecard_that_cannot_be_published_fails_the_run_but_not_the_store(
    root: Path, url: str
) -> None:
    write_project(root, runners={"success": runner_text("success", sheet="SUCCESS_SHEET")})
    report = run(
        root,
        url,
        "2026-W46",
        publish=True,
        SUCCESS_SHEET="scorecards/success/kpi_06.py/success.xlsx",
    )

    assert not report.ok
    assert values_of(root, url, 6) == {"2026-W46": 7}


def test_a_place_that_is_not_set_rightly_is_said_although_nothing_changed(
    root: Path, url: str
) -> None:
    write_project(root, runners={"success": runner_text("success", sheet="SUCCESS_SHEET")})
    run(root, url, "2026-W46")
    write_project(root, files={".env": "SUCCESS_SHEET=nowhere"})
    report = catch_up(root, url, publish=True)

    assert report.results == ()
    assert not report.ok
    assert "SUCCESS_SHEET is neither" in str(report.published["success"])


def test_what_is_published_comes_from_the_store_alone(root: Path, url: str) -> None:
    run(root, url, "2026-W40..2026-W46")
    execute(url, "DROP TABLE stg.forms")
    report = run(root, url, "2026-W46", kpis=[5], publish=True, now=LATER)

    sheet = workbook_at(root / "var" / "success.xlsx")["sc2026"]
    numbers = [
        cell.value
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, int | float)
    ]
    assert report.ok
    assert {7, 6, 5, 5.5, 4.5} <= set(numbers)


def test_a_publication_that_was_missed_follows_with_the_next_run(root: Path, url: str) -> None:
    run(root, url, "2026-W40..2026-W45", publish=True)
    run(root, url, "2026-W46", now=LATER)
    first = catch_up(root, url, now=AFTERWARDS, publish=True)
    second = catch_up(root, url, now=AFTERWARDS, publish=True)

    assert first.results == ()
    assert list(first.published) == ["success"]
    assert second.published == {}
