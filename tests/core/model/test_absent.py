"""Parts of a breakdown that a query left out."""

from __future__ import annotations

from core.model.absent import absent_rows
from core.model.records import Row
from core.model.states import State
from tests.rows import row


def absent(*rows: Row) -> list[tuple[str, str]]:
    return [(each.period.label, each.field_details) for each in absent_rows(rows)]


def test_a_label_that_other_labels_of_a_period_lack_has_a_row_of_its_own() -> None:
    other = row(2.0, "APAC", "2026-W41", run_id="run-41", definition="v2", remark="odd")
    (found,) = absent_rows([row(1.0, "EMEA", "2026-W40"), other])

    assert (found.field_details, found.period.label) == ("EMEA", "2026-W41")
    assert (found.state, found.value, found.remark) == (State.NOT_RETURNED, None, "")
    assert (found.run_id, found.definition) == ("run-41", "v2")


def test_a_label_is_not_absent_before_its_first_period() -> None:
    assert absent(row(1.0, "EMEA", "2026-W40"), row(1.0, "APAC", "2026-W41")) == [
        ("2026-W41", "EMEA")
    ]


def test_a_period_without_rows_or_with_a_failure_says_nothing_of_labels() -> None:
    failed = row(None, "", "2026-W42", outcome="failed", reason="no such table")
    assert absent(row(1.0, "EMEA", "2026-W40"), failed) == []


def test_a_label_that_went_for_good_is_not_missed_in_the_next_year() -> None:
    both = [row(1.0, "EMEA", "2025-W50"), row(1.0, "APAC", "2025-W50")]
    rest = [row(1.0, "APAC", "2025-W51"), row(1.0, "APAC", "2026-W01")]
    assert absent(*both, *rest) == [("2025-W51", "EMEA")]


def test_a_label_that_comes_back_is_missed_from_the_start_of_the_year() -> None:
    rows = [row(1.0, "EMEA", "2025-W50"), row(1.0, "EMEA", "2026-W03")]
    rows += [row(1.0, "APAC", f"2026-W0{week}") for week in (1, 2, 3)]
    assert absent(*rows) == [("2026-W01", "EMEA"), ("2026-W02", "EMEA")]


def test_series_are_told_apart() -> None:
    rows = [
        row(1.0, "EMEA", "2026-W40"),
        row(1.0, "APAC", "2026-W41", kpi_number=7),
        row(1.0, "APAC", "2026-W41", field_name="other"),
        row(1.0, "APAC", "2026-W41", range_type="4 weeks"),
    ]
    assert absent(*rows) == []


def test_a_manual_row_is_not_the_pattern_of_another() -> None:
    rows = [
        row(1.0, "EMEA", "2026-W40"),
        row(1.0, "APAC", "2026-W41", by_hand=True, run_id="by hand"),
        row(1.0, "West", "2026-W41", run_id="run-41"),
    ]
    (found,) = absent_rows(rows)
    assert (found.run_id, found.by_hand) == ("run-41", False)
