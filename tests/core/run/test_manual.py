"""A manual value stays until it is removed, and everything shows who set it."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import UsageError
from core.kpi import Table
from core.run.manual import ManualCell, ManualResult, ManualValue, enter
from core.run.pipeline import Options
from tests.forms import edit, fill_forms
from tests.processes import ended, start
from tests.project import NOW, kpi_text, settings_of, write_project
from tests.runs import row_of, rows_of, run, say_nothing, values_of, workbook_at
from tests.warehouses import HOLDER, execute, stored

NOTE = "two came by post"


def put(
    root: Path, url: str, period: str, value: float | None, *, kpi: int = 6, field: str = ""
) -> ManualResult:
    return _enter(root, url, ManualCell("success", kpi, period, field), ManualValue(value, NOTE))


def take_back(root: Path, url: str, period: str, *, kpi: int = 6) -> ManualResult:
    return _enter(root, url, ManualCell("success", kpi, period), None)


def _enter(root: Path, url: str, cell: ManualCell, given: ManualValue | None) -> ManualResult:
    settings = settings_of(root, NOW, SCORECARD_WAREHOUSE=url)
    return enter(settings, cell, given, Options(HOLDER, publish=False), say_nothing)


def ledger(url: str) -> list[tuple[object, ...]]:
    return stored(
        url,
        "restated_at, kpi_number, period, old_value, new_value, cause",
        "scorecard_restatement",
        "1, 2, 3",
    )


def test_a_manual_value_is_stored_with_who_set_it_and_why(root: Path, url: str) -> None:
    run(root, url, "2026-W43..2026-W46", kpis=[6])
    entered = put(root, url, "2026-W45", 8)

    row = row_of(root, url, 6, "2026-W45")
    assert (row.value, row.by_hand) == (8, True)
    assert row.remark.endswith(f": {NOTE}")
    assert (entered.before and entered.before.value, entered.after and entered.after.value) == (
        6,
        8,
    )
    assert [row[1:] for row in ledger(url)] == [(6, "2026-W45", 6.0, 8.0, "by hand")]
    assert values_of(root, url, 6) == {"2026-W43": 4, "2026-W44": 5, "2026-W45": 8, "2026-W46": 7}


def test_dependants_of_a_manual_value_are_recomputed_and_name_it(root: Path, url: str) -> None:
    run(root, url, "2026-W40..2026-W46")
    put(root, url, "2026-W45", 10)

    average = row_of(root, url, 5, "2026-W46")
    assert average.value == (4 + 5 + 10 + 7) / 4
    assert average.remark == "kpi_06 has a manual value in 2026-W45"
    causes = stored(
        url, "kpi_number, period, cause, note", "scorecard_restatement WHERE kpi_number = 5"
    )
    assert causes == [(5, "2026-W45", "by hand", "kpi_06"), (5, "2026-W46", "by hand", "kpi_06")]
    assert row_of(root, url, 5, "2026-W44").remark == ""


def test_a_run_keeps_the_computed_value_beneath_and_reports_both(root: Path, url: str) -> None:
    run(root, url, "2026-W45", kpis=[6])
    put(root, url, "2026-W45", 8)
    fill_forms(url, {"2026-W45": 3})
    report = run(root, url, "2026-W45", kpis=[6])

    assert row_of(root, url, 6, "2026-W45").value == 8
    assert stored(url, "period, value", "scorecard_covered") == [("2026-W45", 9.0)]
    (result,) = report.results
    assert [row.value for row in result.by_hand] == [8]
    assert [row.value for row in result.rows] == [9]
    assert len(ledger(url)) == 1


def test_removing_a_manual_value_restores_the_newest_computed_one(root: Path, url: str) -> None:
    run(root, url, "2026-W40..2026-W46")
    put(root, url, "2026-W45", 8)
    fill_forms(url, {"2026-W45": 3})
    run(root, url, "2026-W45", kpis=[6])
    take_back(root, url, "2026-W45")

    row = row_of(root, url, 6, "2026-W45")
    assert (row.value, row.by_hand, row.remark) == (9, False, "")
    assert stored(url, "period, value", "scorecard_covered") == []
    changes = stored(
        url, "old_value, new_value, note", "scorecard_restatement WHERE kpi_number = 6"
    )
    assert [(old, new) for old, new, _ in changes] == [(6.0, 8.0), (8.0, 9.0)]
    assert changes[1][2].endswith(": taken back")
    assert row_of(root, url, 5, "2026-W46").value == (4 + 5 + 9 + 7) / 4
    assert run(root, url, "2026-W40..2026-W46").ok
    assert row_of(root, url, 6, "2026-W45").value == 9


def test_a_value_set_where_none_was_computed_vanishes_when_removed(root: Path, url: str) -> None:
    put(root, url, "2026-W30", 4)
    assert values_of(root, url, 6) == {"2026-W30": 4}
    run(root, url, "2026-W45", kpis=[6])
    entered = take_back(root, url, "2026-W30")

    assert entered.after is None
    assert values_of(root, url, 6) == {"2026-W45": 6}


def test_a_value_computed_after_a_manual_one_is_kept_beneath_it(root: Path, url: str) -> None:
    put(root, url, "2026-W45", 8)
    run(root, url, "2026-W45", kpis=[6])
    assert values_of(root, url, 6) == {"2026-W45": 8}
    take_back(root, url, "2026-W45")
    assert values_of(root, url, 6) == {"2026-W45": 6}


def test_a_wrong_number_can_be_taken_off_the_scorecard(root: Path, url: str) -> None:
    run(root, url, "2026-W45", kpis=[6])
    put(root, url, "2026-W45", None)

    row = row_of(root, url, 6, "2026-W45")
    assert (row.outcome, row.value, row.by_hand) == ("none", None, True)
    assert row.reason.endswith(NOTE)


def test_setting_the_same_again_changes_nothing(root: Path, url: str) -> None:
    run(root, url, "2026-W45", kpis=[6])
    put(root, url, "2026-W45", 8)
    before = rows_of(root, url)
    entered = put(root, url, "2026-W45", 8)

    assert rows_of(root, url) == before
    assert entered.before == entered.after
    assert len(ledger(url)) == 1


def test_a_second_value_over_the_first_keeps_what_was_computed(root: Path, url: str) -> None:
    run(root, url, "2026-W45", kpis=[6])
    put(root, url, "2026-W45", 8)
    put(root, url, "2026-W45", 9)
    assert stored(url, "period, value", "scorecard_covered") == [("2026-W45", 6.0)]
    take_back(root, url, "2026-W45")
    assert values_of(root, url, 6) == {"2026-W45": 6}


def test_a_failure_leaves_a_manual_value_as_it_is(root: Path, url: str) -> None:
    put(root, url, "2026-W46", 8)
    execute(url, "DROP TABLE stg.forms")
    report = run(root, url, "2026-W46", kpis=[6])

    assert not report.ok
    assert values_of(root, url, 6) == {"2026-W46": 8}


def test_a_new_definition_does_not_ask_to_restate_a_manual_value(root: Path, url: str) -> None:
    put(root, url, "2026-W45", 8)
    edit(root, "scorecards/success/kpi_06.py", "count(*)", "2 * count(*)")
    process = start(root, "check", SCORECARD_WAREHOUSE=url, SCORECARD_NOW=NOW)
    assert "older definition" not in ended(process).err


def test_one_field_of_a_breakdown_can_be_set(tmp_path: Path, warehouse_url: str) -> None:
    execute(
        warehouse_url,
        "CREATE SCHEMA stg",
        "CREATE TABLE stg.forms (sent_on date, area text)",
        "INSERT INTO stg.forms VALUES ('2026-11-15', 'north'), ('2026-11-15', 'south'),"
        " ('2026-11-15', 'south')",
    )
    query = (
        "SELECT area AS field, count(*) AS value FROM stg.forms WHERE sent_on <= :last_day GROUP BY"
        " area"
    )
    root = write_project(
        tmp_path, {"success/kpi_06.py": kpi_text(query, sources=[Table("stg.forms")])}
    )
    run(root, warehouse_url, "2026-W46")
    put(root, warehouse_url, "2026-W46", 5, field="north")

    assert values_of(root, warehouse_url, 6) == {"2026-W46 north": 5, "2026-W46 south": 2}
    run(root, warehouse_url, "2026-W46")
    assert values_of(root, warehouse_url, 6) == {"2026-W46 north": 5, "2026-W46 south": 2}
    with pytest.raises(UsageError, match="is broken down; name one of north, south with --field"):
        put(root, warehouse_url, "2026-W46", 5)
    with pytest.raises(UsageError, match="has no field 'nroth'; did you mean 'north'"):
        put(root, warehouse_url, "2026-W46", 5, field="nroth")


@pytest.mark.parametrize(
    ("period", "kpi", "message"),
    [
        ("2026-W46", 7, "kpi_07.py does not exist"),
        ("2026-11", 6, "is weekly, but 2026-11 is not; name a period such as 2026-W46"),
        (
            "2026-W47",
            6,
            "2026-W47 has not ended, so no value can be set for it; wait until 2026-11-23",
        ),
        ("week 3", 6, "is no"),
    ],
)
def test_what_cannot_be_set_is_refused(
    root: Path, tmp_path: Path, period: str, kpi: int, message: str
) -> None:
    url = f"duckdb:///{tmp_path}/warehouse.duckdb"
    with pytest.raises(UsageError, match=message):
        put(root, url, period, 1, kpi=kpi)


def test_a_field_without_a_breakdown_and_a_missing_manual_value_are_refused(
    root: Path, url: str
) -> None:
    run(root, url, "2026-W46", kpis=[6])
    with pytest.raises(UsageError, match="is not broken down; leave out --field"):
        put(root, url, "2026-W46", 1, field="north")
    with pytest.raises(
        UsageError,
        match="success/kpi_06 2026-W46 has no manual value; there is nothing to remove",
    ):
        take_back(root, url, "2026-W46")


def test_on_the_command_line_and_in_the_workbook(root: Path, url: str) -> None:
    settings = {"SCORECARD_WAREHOUSE": url, "SCORECARD_NOW": NOW, "USER": "anna", "LOGNAME": "anna"}
    run(root, url, "2026-W40..2026-W46")

    given = ended(start(root, "set", "success", "6", "2026-W45", "9", "--note", NOTE, **settings))
    assert (given.code, given.out.splitlines()) == (
        0,
        [
            f"success/kpi_06 2026-W45: 9 (by hand, anna: {NOTE}), was 6",
            "derived values: 2 changed",
        ],
    )
    sheet = workbook_at(root / "var" / "success.xlsx")["sc2026"]
    (cell,) = [
        cell
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment and "by hand, anna" in cell.comment.text
    ]
    assert cell.value == 9
    run_id = row_of(root, url, 6, "2026-W45").run_id
    assert cell.comment.text.splitlines()[:3] == [
        f"was 6, now 9 since 2026-11-16, by hand (run {run_id})",
        f"by hand, anna: {NOTE}",
        "computed: 6",
    ]

    again = ended(start(root, "run", "success", "--week", "2026-W45", "--only", **settings))
    assert "success/kpi_06 2026-W45 Forms keeps its manual value 9; computed: 6" in again.err
    back = ended(start(root, "unset", "success", "6", "2026-W45", **settings))
    assert back.out.splitlines()[0] == f"success/kpi_06 2026-W45: 6, was 9 (by hand, anna: {NOTE})"
    history = ended(start(root, "history", "success", "6", **settings))
    assert f"by hand, anna: {NOTE}" in history.out
    assert "by hand, anna: taken back" in history.out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("1,000", "--note", "x"), "'1,000' is not a number such as 1234.5 or 12%, nor none"),
        (("inf", "--note", "x"), "'inf' is not a number"),
        (("5",), "Missing option '--note'"),
        (("5", "--note", " "), "is empty; give the reason"),
    ],
)
def test_an_invalid_value_or_an_empty_note_is_wrong_usage(
    root: Path, arguments: tuple[str, ...], message: str
) -> None:
    outcome = ended(start(root, "set", "success", "6", "2026-W45", *arguments))
    assert outcome.code == 2
    assert message in outcome.err


def test_a_value_may_be_a_percentage_or_negative(root: Path, tmp_path: Path) -> None:
    url = f"duckdb:///{tmp_path}/warehouse.duckdb"
    for period, text in (("2026-W45", "12.5%"), ("2026-W46", "-3")):
        outcome = ended(
            start(
                root,
                "set",
                "success",
                "6",
                period,
                text,
                "--note",
                "x",
                SCORECARD_WAREHOUSE=url,
                SCORECARD_NOW=NOW,
            )
        )
        assert outcome.code == 0, outcome.err
    assert values_of(root, url, 6) == {"2026-W45": 0.125, "2026-W46": -3}


def test_a_value_is_set_with_what_is_made_from_it_or_not_at_all(
    root: Path, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(root, url, "2026-W40..2026-W46")
    before = rows_of(root, url)

    def broken_off(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("core.compute.steps.StepComputer._make_result", broken_off)
        with pytest.raises(KeyboardInterrupt):
            put(root, url, "2026-W45", 10)
    assert rows_of(root, url) == before
    assert ledger(url) == []

    put(root, url, "2026-W45", 10)
    assert row_of(root, url, 5, "2026-W46").value == (4 + 5 + 10 + 7) / 4
    assert sorted(stored(url, "outcome, domain", "scorecard_run")) == [
        ("interrupted", "success"),
        ("interrupted", "success"),
        *[("ok", "success")] * 3,
    ]
