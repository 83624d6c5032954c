"""Orders, and the places that a runner's variable names."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from core.errors import PublishError
from core.model.period import parse_period
from core.model.span import parse_span
from core.publish.scorecard import Order, Published, is_complete, place_of
from core.runner import Runner
from tests.project import NOW, settings_of

RUNNER = Runner(
    title="Success scorecard",
    timezone="Europe/Berlin",
    schedule={"weekly": "0 6 * * MON"},
    sheet="SUCCESS_SHEET",
)
BOOK = "1" * 44


def place_in(root: Path, value: str) -> Path | str:
    """Return the place that a value of the runner's variable gives in a project."""
    (root / "scorecards").mkdir()
    return place_of(settings_of(root, NOW, SUCCESS_SHEET=value), RUNNER, "success")


def test_an_order_without_a_span_covers_every_period() -> None:
    assert Order("publish").covers(parse_period("2026-W01"))


def test_an_order_covers_the_periods_of_its_span() -> None:
    order = Order("publish", parse_span("2026-W45..2026-W46", date(2026, 11, 16)))
    covered = [order.covers(parse_period(week)) for week in ("2026-W44", "2026-W45", "2026-W46")]
    assert covered == [False, True, True]


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("", "var/success.xlsx"),
        ("out/team.xlsx", "out/team.xlsx"),
        ("OUT/TEAM.XLSX", "OUT/TEAM.XLSX"),
    ],
)
def test_a_workbook_is_a_path_below_the_project(tmp_path: Path, place: str, expected: str) -> None:
    assert place_in(tmp_path, place) == tmp_path / expected


@pytest.mark.parametrize("place", [BOOK, f"https://docs.google.com/spreadsheets/d/{BOOK}/edit"])
def test_a_spreadsheet_is_its_id(tmp_path: Path, place: str) -> None:
    assert place_in(tmp_path, place) == BOOK


def test_anything_else_names_the_variable_and_what_it_may_hold(tmp_path: Path) -> None:
    with pytest.raises(PublishError) as caught:
        place_in(tmp_path, "?")
    assert str(caught.value) == (
        "SUCCESS_SHEET is neither a spreadsheet's id or URL nor the path of an .xlsx; fix it in"
        " .env"
    )


def test_a_publish_with_faults_or_an_error_is_not_complete() -> None:
    published = Published("a.xlsx", written=True)

    assert is_complete(published)
    assert not is_complete(replace(published, faults=("a.xlsx: a cell is locked",)))
    assert not is_complete(PublishError("a.xlsx: cannot be written"))
