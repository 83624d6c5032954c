"""Notes of cells, columns and labels, read off the grid."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from core.catalog import Break
from core.model import parse_period
from core.model.records import Row, restate
from core.model.states import State
from core.publish.grid import GridCell
from core.publish.notes import cell_note, column_note, label_note, shows_break
from tests.core.publish.samples import (
    BERLIN,
    CHURN,
    FORMS,
    REVENUE,
    only_cell,
    only_line,
    only_tab,
    row,
)


def test_a_cell_without_value_says_why() -> None:
    missing = row(FORMS, "2026-W46", None)
    assert only_cell(missing) == GridCell(
        None,
        "no value: the query gave NULL\ndata up to 2026-11-16 00:00 CET\nrefreshed 2026-11-16 06:01"
        " CET · run run-1116",
        State.NO_DATA,
    )
    failed = replace(missing, outcome="failed", reason="depends on kpi_06, which failed")
    assert only_cell(failed).note.startswith("failed: depends on kpi_06, which failed\n")


def test_a_withheld_value_says_how_to_let_it_through() -> None:
    missing = replace(row(FORMS, "2026-W46", None), outcome="withheld", reason="30 % is missing")
    why, how, *_ = only_cell(missing).note.splitlines()
    assert why == "withheld: 30 % is missing"
    assert how == 'if it is right: scorecard release success 6 2026-W46 --note "…"'
    derived = replace(missing, reason="depends on kpi_06, which was withheld")
    assert "release" not in only_cell(derived).note


def test_a_long_reason_is_cut() -> None:
    note = only_cell(replace(row(FORMS, "2026-W46", None), reason="word " * 1000)).note
    reason, *rest = note.splitlines()
    assert reason == "no value: " + " ".join(["word"] * 99) + " …"
    assert rest


def test_a_value_like_all_others_of_its_column_needs_no_note() -> None:
    assert only_cell(row(FORMS, "2026-W46", 7)) == GridCell(7, state=State.VALUE)


def test_a_plain_ratio_needs_no_note() -> None:
    ratio = replace(row(CHURN, "2026-W46", 0.1), numerator=1234, denominator=12340.5)
    assert only_cell(ratio).note == ""


def test_a_partial_value_says_so() -> None:
    cell = only_cell(replace(row(FORMS, "2026-W46", 7), partial=True))
    assert cell.state == State.PARTIAL
    assert cell.note.startswith("partial: the period had not ended\n")


def test_a_value_of_another_run_than_its_column_needs_no_note() -> None:
    rerun = replace(row(CHURN, "2026-W46", 0.1), run_id="run-by-hand")
    tab = only_tab(row(FORMS, "2026-W46"), row(REVENUE, "2026-W46"), rerun)
    assert [line.cells[45].note for line in tab.lines] == ["", "", ""]
    assert tab.columns[45].note.endswith("runs run-by-hand, run-1116")


def test_the_first_value_of_a_new_definition_marks_the_break() -> None:
    versions = {
        "2026-W43": "old",
        "2026-W44": "old",
        "2026-W45": "new",
        "2026-W46": "new",
        "2026-W47": "new",
    }
    rows = [replace(row(FORMS, week), definition=version) for week, version in versions.items()]
    notes = [cell.note for cell in only_line(*rows).cells[42:47]]
    assert [bool(note) for note in notes] == [False, False, True, False, False]
    assert notes[2].startswith("new definition since 2026-W45: version from old to new\n")


def test_the_columns_note_shows_days_print_date_cut_off_refresh_and_runs() -> None:
    rerun = replace(row(CHURN, "2026-W46"), run_id="run-by-hand")
    rerun = replace(rerun, computed_at=rerun.computed_at + timedelta(days=1))
    tab = only_tab(row(FORMS, "2026-W46"), rerun)
    assert tab.columns[45].note.splitlines() == [
        "2026-W46: 2026-11-09 to 2026-11-15",
        "print date 2026-11-16",
        "data up to 2026-11-16 00:00 CET",
        "refreshed 2026-11-17 06:01 CET · runs run-by-hand, run-1116",
    ]


def test_a_labels_note_shows_definition_owner_and_sources() -> None:
    assert only_line(row(CHURN, "2026-W46")).note.splitlines() == [
        "Clients lost over the last 52 weeks.",
        "Owner: customer-success@example.com",
        "Sources: stg_hubspot.agreements",
        "Range: 52 weeks",
        "Better: lower",
        "Reviewed: 2026-10-01",
        "Definition: a1b2c3",
    ]


def test_all_that_changed_with_a_definition_has_a_line_and_shows() -> None:
    redefined = Break(parse_period("2026-W46"), ("query", "range from week to 4 weeks"))
    lines = note_of(row(FORMS, "2026-W46"), redefined=redefined)

    assert lines == ["new definition since 2026-W46: query", "· range from week to 4 weeks"]
    assert shows_break("\n".join(["partial: so", *lines]))
    assert not shows_break("partial: not of a new definition since 2026-W46")


def test_a_labels_note_ends_with_the_three_newest_breaks() -> None:
    breaks = [Break(parse_period(f"2026-W{week}"), ("query",)) for week in (41, 43, 42, 40, 43)]

    assert label_note(CHURN, breaks=breaks).splitlines()[-3:] == [
        "new definition since 2026-W43: query",
        "new definition since 2026-W42: query",
        "new definition since 2026-W41: query",
    ]


def note_of(each: Row, **facts: Any) -> list[str]:
    """Return the lines of a note that are about the value itself."""
    note = cell_note(each, BERLIN, **facts)
    return note.splitlines()[:-2]


def test_a_restated_value_shows_both_values_the_day_the_cause_and_the_run() -> None:
    new = replace(row(FORMS, "2026-W46", 14), run_id="run-late")
    restated = restate(row(FORMS, "2026-W46", None), new, "data")
    assert note_of(new, restated=restated) == [
        "was empty, now 14 since 2026-11-16, late or changed data (run run-late)"
    ]


def test_a_manual_value_shows_the_reason_and_what_is_computed() -> None:
    manual = replace(row(FORMS, "2026-W46", 9), remark="counted twice", by_hand=True)
    assert note_of(manual, covered=row(FORMS, "2026-W46", 12)) == ["counted twice", "computed: 12"]
    assert note_of(manual, covered=row(FORMS, "2026-W46", None)) == [
        "counted twice",
        "computed: the query gave NULL",
    ]


def test_a_provisional_value_shows_the_day_from_which_it_is_final() -> None:
    provisional = replace(row(FORMS, "2026-W46", 9), provisional_until=date(2026, 11, 23))
    assert note_of(provisional) == ["provisional: late data may change it until 2026-11-23"]


def test_a_retired_kpis_note_says_so_first() -> None:
    note = label_note(replace(CHURN, sources="", reviewed=""), retired="its file is gone")
    assert note.splitlines()[0] == "retired: its file is gone, so the row is no longer filled"
    assert "Sources: none declared" in note
    assert "Reviewed: not yet" in note


def test_a_column_names_three_runs_at_most() -> None:
    period = row(FORMS, "2026-W46").period
    rows = [replace(row(FORMS, "2026-W46"), run_id=f"run-{number}") for number in range(5)]
    assert column_note(period, rows, BERLIN).endswith("· runs run-4, run-3, run-2 and 2 more")
