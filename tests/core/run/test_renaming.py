"""A series that a person renames: store, readers, ledger, and the spreadsheet that shows it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from core.errors import UsageError
from core.kpi import Values
from core.run.manual import ManualCell, ManualValue, enter
from core.run.pipeline import Options, Report
from core.run.renaming import Renaming, SeriesName, rename
from core.run.series import SeriesSelection, retire
from tests.forms import AVERAGE, COUNT, FORMS, edit, fill_forms, write_forms
from tests.project import kpi_text, write_project
from tests.runs import row_of, rows_of, run, say_nothing, values_of
from tests.sheets_emulator import Emulator
from tests.spreadsheets import Office, emulator, sheets, waits  # noqa: F401 -- fixtures
from tests.warehouses import stored

NEXT = "2026-11-23T06:00+01:00"
SIX = "scorecards/success/kpi_06.py"


@pytest.fixture
def team(sheets: Emulator, tmp_path: Path, warehouse_url: str) -> Office:  # noqa: F811
    """Return a spreadsheet with W43 to W46, one manual value and one restated one."""
    fill_forms(warehouse_url)
    office = Office(sheets, tmp_path, url=warehouse_url)
    write_forms(tmp_path)
    write_project(tmp_path, runners={"success": _runner(office)})
    publish(office, "2026-W43..2026-W46")
    cell, value = ManualCell("success", 6, "2026-W44"), ManualValue(9.0, "by post")
    enter(office.settings(), cell, value, Options("scorecard set"), say_nothing)
    return office


def _runner(office: Office) -> str:
    from tests.project import runner_text

    return runner_text("success", sheet=office.variable)


def publish(office: Office, period: str = "", **given: Any) -> Report:
    environment = {
        name: value for name, value in office.environment.items() if name != "SCORECARD_WAREHOUSE"
    }
    return run(office.root, office.url, period, publish=True, **given, **environment)


def renamed(office: Office, old: tuple[str, int], new: tuple[str, int], **given: Any) -> Renaming:
    return rename(
        office.settings(),
        SeriesName(*old, "success"),
        SeriesName(*new, given.pop("domain", "success")),
        "a better name",
        Options("scorecard rename", **given),
    )


def test_a_renamed_series_keeps_its_values_its_row_and_what_people_wrote(team: Office) -> None:
    person, place = team.person, team.row("Forms")
    person.note("sc2026", team.cell("Forms", "W45"), "ask Ada")
    edit(team.root, SIX, "'Forms'", "'Forms received'")
    before = values_of(team.root, team.url, 6)

    done = renamed(team, ("forms", 6), ("forms_received", 6))
    assert (done.rows, done.remark, done.readers) == (4, "", ())
    assert values_of(team.root, team.url, 6) == before
    assert {row.field_name for row in rows_of(team.root, team.url)} == {
        "forms_average",
        "forms_received",
    }
    assert stored(team.url, "field_name, value", "scorecard_covered") == [("forms_received", 5)]
    assert stored(
        team.url, "DISTINCT field_name", "scorecard_source WHERE kind = 'values'", "1"
    ) == [("forms_received",)]
    assert stored(
        team.url, "DISTINCT field_name", "scorecard_restatement WHERE kpi_number = 6", "1"
    ) == [("forms_received",)]
    (change,) = stored(team.url, "action, field_name, new_field, note", "scorecard_series_change")
    assert change == ("renamed", "forms", "forms_received", "a better name")

    report = publish(team, now=NEXT)
    assert report.ok
    assert team.row("Forms received") == place
    assert team.notes()["Forms received", "W45"].startswith("ask Ada")
    assert team.values()["Forms received", "W44"] == 9
    assert "Forms" not in {name for name, _ in team.values()}
    team.asked()
    assert publish(team, "2026-W47", now=NEXT).ok
    assert team.asked() == (1, 0)


def test_nothing_counts_as_a_new_definition_after_a_rename(team: Office) -> None:
    edit(team.root, SIX, "'Forms'", "'Forms received'")
    renamed(team, ("forms", 6), ("forms_received", 6))
    before = stored(team.url, "count(*)", "scorecard_restatement", "1")

    assert publish(team, "2026-W43..2026-W46", now=NEXT).ok
    assert stored(team.url, "count(*)", "scorecard_restatement", "1") == before


def test_a_plan_moves_nothing_and_the_second_rename_finds_the_first(team: Office) -> None:
    before = rows_of(team.root, team.url)
    plan = renamed(team, ("forms", 6), ("received", 6), dry_run=True)

    assert (plan.rows, [each.extent for each in plan.moved]) == (4, ["4 weeks until 2026-W46"])
    assert plan.remark == f'{SIX} has the field forms; set field="received"'
    assert rows_of(team.root, team.url) == before
    renamed(team, ("forms", 6), ("received", 6))
    assert renamed(team, ("forms", 6), ("received", 6)).moved == ()
    renamed(team, ("received", 6), ("forms", 6))
    assert [row.key for row in rows_of(team.root, team.url)] == [row.key for row in before]


def test_a_series_follows_to_another_number_and_its_readers_are_named(team: Office) -> None:
    place = team.row("Forms")
    (team.root / SIX).rename(team.root / "scorecards/success/kpi_08.py")
    done = renamed(team, ("forms", 6), ("forms", 8))

    assert done.readers == ("scorecards/success/kpi_05.py",)
    assert values_of(team.root, team.url, 8)["2026-W46"] == 7
    write_project(
        team.root,
        {
            "success/kpi_05.py": kpi_text(
                AVERAGE.replace("kpi_06", "kpi_08"),
                name="Forms, average",
                unit="number",
                sources=[Values(8, last=4)],
            )
        },
    )
    assert publish(team, now=NEXT).findings == ()
    assert team.row("Forms") == place
    assert row_of(team.root, team.url, 5, "2026-W47").value is not None


def test_a_series_follows_to_another_domain(team: Office) -> None:
    write_project(team.root, {"finance/kpi_03.py": kpi_text(COUNT, sources=[FORMS])})
    renamed(team, ("forms", 6), ("forms", 3), domain="finance")

    found = rows_of(team.root, team.url, "finance")
    assert [row.value for row in found] == [4, 9, 6, 7]
    assert {(row.domain, row.sc_name) for row in found} == {("finance", "Finance scorecard")}
    assert values_of(team.root, team.url, 6) == {}


def test_no_series_goes_where_values_are_and_no_retired_one_moves(team: Office) -> None:
    with pytest.raises(UsageError, match="forms_average has values already"):
        renamed(team, ("forms", 6), ("forms_average", 5))
    with pytest.raises(UsageError, match="no values of success/kpi_06 nothing are stored"):
        renamed(team, ("nothing", 6), ("more", 6))
    with pytest.raises(UsageError, match="kpi_06 forms is its name already"):
        renamed(team, ("forms", 6), ("forms", 6))
    selection = SeriesSelection("success", 6)
    retire(team.settings(), selection, "", Options("scorecard retire"), undo=False)
    with pytest.raises(UsageError, match="forms is retired; run scorecard retire success 6 --undo"):
        renamed(team, ("forms", 6), ("received", 6))


def test_a_retired_row_is_grey_with_the_reason_and_comes_back(team: Office) -> None:
    selection, options = SeriesSelection("success", 6), Options("scorecard retire")
    retire(team.settings(), selection, "no longer asked for", options, undo=False)
    publish(team, now=NEXT)

    note = team.notes()["Forms", "KPI"]
    assert "retired: " in note
    assert "retired it on 2026-11-16 (no longer asked for), so the row is no longer filled" in note
    assert team.values()["Forms", "W46"] == 7
    retire(team.settings(), selection, "", options, undo=True)
    publish(team, now=NEXT)
    assert "retired: " not in team.notes()["Forms", "KPI"]
    assert team.values()["Forms", "W47"] == 0


def test_a_row_in_another_unit_gets_its_number_format(team: Office) -> None:
    (team.root / "scorecards/success/kpi_05.py").unlink()
    enter(
        team.settings(), ManualCell("success", 6, "2026-W44"), None, Options("unset"), say_nothing
    )
    edit(team.root, SIX, "'count'", "'percent'")
    assert publish(team, "2026-W43..2026-W46", now=NEXT).ok

    from tests.spreadsheets import places_by_label

    sheet = team.sheet()
    row, column = places_by_label(sheet)["Forms", "W46"]
    pattern = sheet.cell(row, column)["userEnteredFormat"]["numberFormat"]["pattern"]
    assert pattern == "0.0%"
    team.asked()
    assert publish(team, "2026-W43..2026-W46", now=NEXT).ok
    assert team.asked() == (1, 0)
