"""Stored series that a person retires or restores."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import UsageError
from core.run.pipeline import Options
from core.run.series import SeriesSelection, retire
from tests.project import settings_of
from tests.runs import rows_of, run
from tests.warehouses import stored

OPTIONS = Options("scorecard retire success 6")


def test_it_is_recorded_who_retired_a_series_and_why(root: Path, url: str) -> None:
    run(root, url, "2026-W45..2026-W46")
    before = rows_of(root, url)
    settings = settings_of(root, SCORECARD_WAREHOUSE=url)
    selection = SeriesSelection("success", 6)

    (series,) = retire(settings, selection, "no longer asked for", OPTIONS, undo=False)
    assert (series.field_name, series.extent) == ("forms", "2 weeks until 2026-W46")
    assert retire(settings, selection, "", OPTIONS, undo=False) == ()
    assert len(retire(settings, selection, "a mistake", OPTIONS, undo=True)) == 1
    assert rows_of(root, url) == before
    assert stored(
        url, "field_name, action, note, command", "scorecard_series_change", "2 DESC"
    ) == [
        ("forms", "retired", "no longer asked for", OPTIONS.command),
        ("forms", "restored", "a mistake", OPTIONS.command),
    ]


def test_a_selection_without_a_series_names_those_that_are_stored(root: Path, url: str) -> None:
    run(root, url, "2026-W46")
    settings = settings_of(root, SCORECARD_WAREHOUSE=url)
    selection = SeriesSelection("success", 6, range="4 weeks")

    with pytest.raises(UsageError, match=r"no series success/kpi_06 4 weeks is stored; stored are"):
        retire(settings, selection, "", OPTIONS, undo=False)
