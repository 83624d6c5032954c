"""A workbook as readers see it, beside what is stored."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from core.errors import PublishError
from core.publish import Order, Scorecard, publish_domain, read_shown
from core.runner import Runner
from core.store.definitions import Definitions, UsedDefinition
from core.store.values import Store
from tests.core.publish.samples import FORMS, row
from tests.warehouses import open_for, settings_for

WEEKS = [row(FORMS, "2026-W45", 3.0), row(FORMS, "2026-W46", 5.0)]
ORDER = Order("scorecard verify --published")


@pytest.fixture
def scorecard(tmp_path: Path) -> Iterator[Scorecard]:
    settings = settings_for(tmp_path, f"duckdb:///{tmp_path / 'w.duckdb'}")
    schedule = {"weekly": "0 6 * * MON"}
    runner = Runner(title="Success", timezone="Europe/Berlin", schedule=schedule)  # type: ignore[arg-type]
    with closing(open_for(settings)) as database:
        Store(database).prepare(["success"])
        Store(database).write(WEEKS, (), ())
        Definitions(database).append([UsedDefinition(FORMS, "run-1", settings.now)])
        yield Scorecard(settings, runner, "success", frozenset({6}), database)


def test_a_workbook_that_was_not_touched_shows_what_is_stored(scorecard: Scorecard) -> None:
    publish_domain(scorecard, ORDER)
    place = read_shown(scorecard, ORDER)

    assert (place.place, place.faults) == ("var/success.xlsx", ())
    assert [(cell.keys, cell.shown, cell.stored, cell.is_ours) for cell in place.cells] == [
        (("success/weekly/2026", "06/forms/", "2026-W45"), 3, 3.0, True),
        (("success/weekly/2026", "06/forms/", "2026-W46"), 5, 5.0, True),
    ]


def test_a_cell_that_a_person_typed_is_theirs(scorecard: Scorecard) -> None:
    publish_domain(scorecard, ORDER)
    path = scorecard.settings.var / "success.xlsx"
    (last,) = [cell for cell in read_shown(scorecard, ORDER).cells if cell.shown == 5]
    book = openpyxl.load_workbook(path)
    book["sc2026"][last.name.partition("!")[2]].value = 9
    book.save(path)

    (cell,) = [cell for cell in read_shown(scorecard, ORDER).cells if cell.shown != cell.stored]
    assert (cell.shown, cell.stored, cell.is_ours) == (9, 5.0, False)


def test_a_value_that_changed_since_is_ours(scorecard: Scorecard) -> None:
    publish_domain(scorecard, ORDER)
    Store(scorecard.database).write([replace(WEEKS[1], value=6.0)], (), ())

    (cell,) = [cell for cell in read_shown(scorecard, ORDER).cells if cell.shown != cell.stored]
    assert (cell.shown, cell.stored, cell.is_ours) == (5, 6.0, True)


def test_lines_that_a_person_moved_are_said(scorecard: Scorecard) -> None:
    publish_domain(scorecard, ORDER)
    path = scorecard.settings.var / "success.xlsx"
    book = openpyxl.load_workbook(path)
    book["sc2026"].insert_rows(5)
    book.save(path)

    place = read_shown(scorecard, ORDER)
    assert place.cells == ()
    assert place.faults == ("lines or columns of the tab sc2026 were moved",)


def test_a_workbook_that_is_not_there_is_an_error(scorecard: Scorecard) -> None:
    with pytest.raises(PublishError, match=r"success\.xlsx does not exist"):
        read_shown(scorecard, ORDER)
