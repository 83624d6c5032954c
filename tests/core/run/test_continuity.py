"""Whole runs after a definition has changed: no stored series ends, or changes, silently."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import CatalogueError, UsageError
from core.run.continuity import read_series_state, unknown_domain_notes
from core.run.manual import ManualCell, ManualValue, enter
from core.run.pipeline import Options
from core.run.series import SeriesSelection, retire
from tests.core.run.results import outcomes
from tests.forms import AVERAGE, COUNT, FORMS, KPI_06, edit
from tests.project import catalogue_of, kpi_text, settings_of, write_project
from tests.runs import row_of, rows_of, run, say_nothing, values_of
from tests.warehouses import open_for, stored

NEXT = "2026-11-23T06:00+01:00"
SIX = "scorecards/success/kpi_06.py"


@pytest.fixture
def filled(root: Path, url: str) -> Path:
    """Return the project with W43 to W46 stored, and a KPI 7 that reads nothing."""
    write_project(root, {"success/kpi_07.py": kpi_text("SELECT 70 AS value", name="Alone")})
    run(root, url, "2026-W43..2026-W46")
    return root


def monday(root: Path, url: str, period: str = "", **given: object) -> list[str]:
    """Run the next Monday; return the findings."""
    report = run(root, url, period, now=NEXT, **given)  # type: ignore[arg-type]
    return [str(finding) for finding in report.findings]


def retired(root: Path, url: str, *selection: object, undo: bool = False) -> int:
    settings = settings_of(root, SCORECARD_WAREHOUSE=url)
    chosen = SeriesSelection("success", *selection)  # type: ignore[arg-type]
    return len(retire(settings, chosen, "told so", Options("scorecard retire"), undo=undo))


def test_a_corrected_name_begins_no_other_series(filled: Path, url: str) -> None:
    edit(filled, SIX, "'Forms'", "'Forms received'")
    findings = monday(filled, url)

    assert findings == [
        "scorecards/success/kpi_05.py:9: reads success/kpi_06, which cannot run; fix that first",
        f"{SIX}:6: the stored series forms of kpi_06 (4 weeks until 2026-W46) has no KPI, and this"
        ' file would begin another one, forms_received; set field="forms" to go on with it, run'
        " scorecard rename success 6 forms forms_received, or scorecard retire success 6 --field"
        " forms",
    ]
    assert {row.field_name for row in rows_of(filled, url)} == {"forms", "forms_average", "alone"}
    assert values_of(filled, url, 7)["2026-W47"] == 70


def test_with_the_old_field_the_series_goes_on(filled: Path, url: str) -> None:
    write_project(
        filled,
        {"success/kpi_06.py": kpi_text(COUNT, name="Received", sources=[FORMS], field="forms")},
    )
    edit(filled, SIX, "'Received'", "'Received forms'")

    assert monday(filled, url) == []
    assert row_of(filled, url, 6, "2026-W47").field_name == "forms"


def test_after_the_old_series_is_retired_the_new_one_begins(filled: Path, url: str) -> None:
    edit(filled, SIX, "'Forms'", "'Forms received'")
    assert retired(filled, url, 6, "forms") == 1
    assert retired(filled, url, 6, "forms") == 0

    assert monday(filled, url) == []
    assert row_of(filled, url, 6, "2026-W47").field_name == "forms_received"
    assert values_of(filled, url, 6)["2026-W46"] == 7


def test_a_kpi_that_moved_to_another_number_names_the_command(filled: Path, url: str) -> None:
    (filled / SIX).rename(filled / "scorecards/success/kpi_08.py")
    (filled / "scorecards/success/kpi_05.py").unlink()
    write_project(filled, {"success/kpi_06.py": kpi_text("SELECT 6 AS value", name="Another")})
    findings = monday(filled, url)

    assert [finding.partition(":")[0] for finding in findings] == [
        SIX,
        "scorecards/success/kpi_08.py",
    ]
    for finding in findings:
        assert (
            "because kpi_08 has its field now; run scorecard rename success 6 forms forms"
            in finding
        )
        assert "--to-number 8 to go on with it, or scorecard retire success 6" in finding


def test_a_file_that_is_gone_is_a_note_until_it_is_retired(filled: Path, url: str) -> None:
    (filled / "scorecards/success/kpi_07.py").unlink()
    report = run(filled, url, now=NEXT)

    assert report.ok
    assert report.notes == (
        "success/kpi_07: the stored series alone of kpi_07 (4 weeks until 2026-W46) has no KPI,"
        " because scorecards/success/kpi_07.py is gone; restore the file, or run scorecard retire"
        " success 7",
    )
    assert retired(filled, url, 7) == 1
    assert run(filled, url, now=NEXT).notes == ()


def test_a_file_with_an_error_is_not_taken_for_one_that_is_gone(filled: Path, url: str) -> None:
    edit(filled, "scorecards/success/kpi_07.py", "Kpi(", "Kpi(((")

    assert run(filled, url, now=NEXT).notes == ()


def test_a_retired_kpi_is_not_computed_and_still_read(filled: Path, url: str) -> None:
    assert retired(filled, url, 6) == 1
    report = run(filled, url, now=NEXT)

    assert report.ok
    assert {number for number, _ in outcomes(report)} == {5, 7}
    assert row_of(filled, url, 5, "2026-W47").reason.startswith("history too short: 3 of the 4")
    with pytest.raises(
        UsageError, match="kpi_06 is retired; run scorecard retire success 6 --undo"
    ):
        run(filled, url, kpis=[6], now=NEXT)
    assert retired(filled, url, 6, undo=True) == 1
    assert "2026-W47" in {period for _, period in outcomes(run(filled, url, now=NEXT))}


def test_a_series_never_shows_two_units(filled: Path, url: str) -> None:
    edit(filled, SIX, "'count'", "'percent'")
    findings = monday(filled, url)

    assert findings[1] == (
        f'{SIX}:8: unit is "percent", but stored values are in count (4 weeks until 2026-W46);'
        " compute all of them again with scorecard run success --kpi 6 --period"
        " 2026-W43..2026-W46, or set field= to a new name and run scorecard retire success 6"
        " --field forms"
    )
    assert monday(filled, url, "2026-W44..2026-W47")[1] == findings[1]
    assert {row.unit for row in rows_of(filled, url) if row.kpi_number == 6} == {"count"}

    assert monday(filled, url, "2026-W43..2026-W46") == []
    assert {row.unit for row in rows_of(filled, url) if row.kpi_number == 6} == {"percent"}
    assert monday(filled, url) == []


def test_a_manual_value_in_the_old_unit_has_to_go_first(filled: Path, url: str) -> None:
    settings = settings_of(filled, SCORECARD_WAREHOUSE=url)
    options = Options("scorecard set", publish=False)
    cell = ManualCell("success", 6, "2026-W44")
    enter(settings, cell, ManualValue(9, "by post"), options, say_nothing)
    edit(filled, SIX, "'count'", "'percent'")

    assert "remove the manual value of 2026-W44 with scorecard unset" in monday(filled, url)[1]
    with pytest.raises(CatalogueError, match="stored values are in count"):
        enter(settings, cell, ManualValue(0.5, "share"), options, say_nothing)
    enter(settings, cell, None, options, say_nothing)
    assert monday(filled, url, "2026-W43..2026-W46") == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("unit='count'", "unit='count',\n    range='4 weeks'", 'because its range is "week"; set'),
        (
            "unit='count'",
            "unit='count',\n    cadence='daily'",
            "because the file is daily now; set",
        ),
    ],
)
def test_another_range_or_cadence_begins_no_series_beside_the_old(
    filled: Path, url: str, old: str, new: str, said: str
) -> None:
    (filled / "scorecards/success/kpi_05.py").unlink()
    edit(filled, SIX, old, new)
    (finding,) = monday(filled, url)

    assert said in finding
    assert 'scorecard retire success 6 --field forms --range "week"' in finding
    retired(filled, url, 6, "forms", "week")
    assert monday(filled, url) == []


BROKEN_DOWN = (
    "SELECT 'web' AS field, count(*) AS value FROM stg.forms WHERE sent_on BETWEEN :first_day AND"
    " :last_day UNION ALL SELECT 'mail', 2"
)


def test_a_breakdown_is_never_mixed_with_the_totals_before_it(filled: Path, url: str) -> None:
    write_project(
        filled, {"success/kpi_06.py": kpi_text(BROKEN_DOWN, name="Forms", sources=[FORMS])}
    )
    report = run(filled, url, now=NEXT)

    assert (
        "success/kpi_06 is broken down now, and its values up to 2026-W46 stay totals; compute them"
        " again with scorecard run success --kpi 6 --period 2026-W43..2026-W46"
    ) in report.notes
    (failed,) = report.failed
    assert failed.rows[0].reason == (
        "kpi_06 is a total in some of the periods read and broken down in others; compute kpi_06"
        " again for all of them"
    )
    assert values_of(filled, url, 5)["2026-W47"] is None

    again = run(filled, url, "2026-W43..2026-W47", kpis=[6], now=NEXT)
    assert {result.rows[0].reason for result in again.failed} == {
        "kpi_06 was a total and is broken down now; name the field that the query reads"
    }
    assert run(filled, url, "2026-W47", now=NEXT).failed != ()
    edit(filled, "scorecards/success/kpi_05.py", AVERAGE, f"{AVERAGE} WHERE field = 'mail'")
    assert run(filled, url, "2026-W43..2026-W47", now=NEXT).ok
    assert values_of(filled, url, 5)["2026-W47"] == 2


def test_check_names_periods_before_a_later_since_and_holes_after_an_earlier_one(
    filled: Path, url: str
) -> None:
    def notes() -> list[str]:
        settings = settings_of(filled, SCORECARD_WAREHOUSE=url)
        warehouse = open_for(settings, write=False)
        try:
            state = read_series_state(warehouse, catalogue_of(filled), ["success"])
        finally:
            warehouse.close()
        assert state.notes == ()
        return [str(note) for note in state.continuity.notes]

    edit(filled, SIX, "unit='count'", "unit='count',\n    since='2026-W45'")
    assert notes() == ["success/kpi_06: values from 2026-W43 on stay, although since= is 2026-W45"]
    edit(filled, SIX, "2026-W45", "2026-W41")
    assert notes() == [
        "success/kpi_06: nothing is stored for 2026-W41..2026-W42, although since= is 2026-W41;"
        " compute it with scorecard run success --kpi 6 --period 2026-W41..2026-W42"
    ]


def test_a_stored_domain_without_files_is_named_until_it_is_retired(
    filled: Path, url: str, tmp_path: Path
) -> None:
    elsewhere = write_project(tmp_path / "elsewhere", {"other/kpi_01.py": KPI_06})
    settings = settings_of(elsewhere, SCORECARD_WAREHOUSE=url)

    def notes() -> list[str]:
        warehouse = open_for(settings, write=False)
        try:
            return unknown_domain_notes(warehouse, elsewhere)
        finally:
            warehouse.close()

    assert notes() == [
        "the stored domain success has no runner; restore runners/success.py, or run scorecard"
        " retire success"
    ]
    assert retired(elsewhere, url) == 3
    assert notes() == []
    assert (
        stored(url, "action, note", "scorecard_series_change", "1") == [("retired", "told so")] * 3
    )
