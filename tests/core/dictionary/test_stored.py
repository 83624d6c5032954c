"""What a store knows of the KPIs of a dictionary."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from core.catalog.loading import load_catalogue
from core.dictionary.stored import last_periods, read_stored, rows_by_label
from core.model.period import parse_period
from tests.core.dictionary.dictionaries import fill_with_break, write_forms_project
from tests.project import settings_of
from tests.rows import row
from tests.warehouses import open_for


def test_everything_is_by_kpi(tmp_path: Path, warehouse_url: str) -> None:
    fill_with_break(write_forms_project(tmp_path), warehouse_url)
    settings = settings_of(tmp_path, SCORECARD_WAREHOUSE=warehouse_url)
    with closing(open_for(settings)) as database:
        found = read_stored(database, settings, load_catalogue(tmp_path).entries)

    assert {key: len(rows) for key, rows in found.rows.items()} == {
        ("sales", 1): 7,
        ("success", 6): 7,
    }
    assert list(found.breaks) == [("success", 6)]
    assert len(found.revisions["success", 6]) == 2
    first_runs = {each.used.first_run for each in found.revisions["success", 6]}
    assert first_runs <= found.runs.keys()
    assert found.retired == {}


def test_the_last_periods_end_with_the_newest_and_have_no_gap() -> None:
    rows = [row(1, period="2026-W10"), row(2, period="2026-W13")]
    many = [row(1, period="2025-W50"), row(2, period="2026-W13")]

    assert [str(each) for each in last_periods(rows)] == [
        *("2026-W10", "2026-W11", "2026-W12", "2026-W13")
    ]
    assert len(last_periods(many)) == 13
    assert last_periods([]) == []


def test_labels_are_in_order() -> None:
    found = rows_by_label([row(1, "b"), row(2, "a")])

    assert list(found) == ["a", "b"]
    assert found["a"][parse_period("2026-W46")].value == 2
