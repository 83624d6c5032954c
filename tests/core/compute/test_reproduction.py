"""A value computed once more gets the cut-off of then."""

from __future__ import annotations

from datetime import UTC, date, datetime

from core.catalog.recorded import series_entry
from core.compute.computer import Question
from core.compute.reproduction import _with_cut_off
from core.model.period import parse_period
from core.query.result import Query

NOW, THEN = datetime(2026, 11, 23, 6, tzinfo=UTC), datetime(2026, 11, 16, 6, tzinfo=UTC)
ENTRY = series_entry("success", 6, "forms", "week", "weekly")


def question(**params: object) -> Question:
    return Question(ENTRY, parse_period("2026-W46"), Query("SELECT 1", "SELECT 1", params), ())


def test_only_a_query_that_names_the_cut_off_gets_one() -> None:
    asked = _with_cut_off(question(cut_off=NOW, first_day=date(2026, 11, 9)), THEN)

    assert asked.query.params == {"cut_off": THEN, "first_day": date(2026, 11, 9)}
    assert _with_cut_off(question(), THEN) == question()
