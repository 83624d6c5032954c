"""The comparison of a catalogue with stored series: findings, notes, retired KPIs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from core.catalog.continuity import Continuity, compare_series
from core.model.period import parse_period
from core.model.series import SeriesExtent
from tests.project import catalogue_of, kpi_text

FORMS = SeriesExtent(
    "success",
    6,
    "forms",
    "week",
    "weekly",
    2,
    parse_period("2026-W45"),
    parse_period("2026-W46"),
    ("count",),
)


def compared(root: Path, *stored: SeriesExtent, kpis: dict[str, str] | None = None) -> Continuity:
    found = catalogue_of(root, kpis or {"success/kpi_06.py": kpi_text()})
    numbers = {entry.number for entry in found.entries}
    return compare_series(found, stored, {"success": numbers})


def messages(found: Continuity) -> list[str]:
    return [finding.message for finding in found.findings]


def test_a_kpi_that_goes_on_with_its_series_needs_nothing(tmp_path: Path) -> None:
    assert compared(tmp_path, FORMS) == Continuity(current={("success", 6): FORMS})


def test_a_kpi_with_nothing_stored_may_begin(tmp_path: Path) -> None:
    assert compared(tmp_path) == Continuity()


def test_a_retired_series_asks_for_nothing(tmp_path: Path) -> None:
    old = replace(FORMS, field_name="old", is_retired=True)

    assert compared(tmp_path, old) == Continuity()
    assert compared(tmp_path, replace(FORMS, is_retired=True)).retired == {("success", 6)}


def test_an_old_series_beside_a_kpi_with_values_of_its_own_stops_nothing(tmp_path: Path) -> None:
    found = compared(tmp_path, FORMS, replace(FORMS, field_name="old"))

    assert found.findings == ()
    assert [str(note) for note in found.notes] == [
        "success/kpi_06: the stored series old of kpi_06 (2 weeks until 2026-W46) has no KPI; run"
        " scorecard retire success 6 --field old"
    ]


def test_a_series_may_have_moved_to_another_domain(tmp_path: Path) -> None:
    there: dict[str, Any] = {"finance/kpi_03.py": kpi_text()}
    found = compared(tmp_path, FORMS, kpis=there)

    assert [note.text.partition("; ")[2] for note in found.notes] == [
        "restore the file, run scorecard rename success 6 forms forms --to-number 3 --to-domain"
        " finance, or run scorecard retire success 6"
    ]


def test_values_in_another_unit_that_cannot_be_computed_again_need_a_new_name(
    tmp_path: Path,
) -> None:
    kpis = {"success/kpi_06.py": kpi_text(unit="days", since="2026-W46")}
    found = compared(tmp_path, FORMS, kpis=kpis)

    assert messages(found) == [
        'unit is "days", but stored values are in count (2 weeks until 2026-W46); those before'
        " since= cannot be computed again, so set field= to a new name and run scorecard retire"
        " success 6 --field forms"
    ]


def test_a_change_between_total_and_parts_is_noted_for_good(tmp_path: Path) -> None:
    both = replace(FORMS, last_total=FORMS.first.first_day, last_part=FORMS.last.first_day)
    (note,) = compared(tmp_path, both).notes

    assert note.is_lasting
    assert note.text == (
        "values up to 2026-W45 are totals and later ones broken down, and are never mixed"
    )
