"""Changes that a person makes to a value."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from core.catalog.tasks import Task
from core.errors import UsageError
from core.run.manual_changes import put_over, signed, take_back
from core.store.runs import Run
from tests.catalogues import entry
from tests.rows import row

RUN = Run("run-2", "success", "scorecard set", "ana", "h", "", datetime(2026, 11, 16, tzinfo=UTC))
COMPUTED = row(3.0)
MANUAL = row(5.0, by_hand=True, run_id="run-2")


def test_a_note_is_signed() -> None:
    assert signed(RUN, "a typo") == "ana: a typo"


def test_a_manual_value_keeps_the_computed_one_beneath() -> None:
    changes = put_over(COMPUTED, MANUAL, "ana: a typo")

    assert changes.written == (MANUAL,)
    assert changes.covered == (COMPUTED,)
    (restated,) = changes.restated
    assert (restated.old_value, restated.new_value, restated.cause) == (3.0, 5.0, "by hand")
    assert put_over(MANUAL, MANUAL, "").written == ()
    assert put_over(None, MANUAL, "").restated == ()


def test_a_value_taken_back_uncovers_the_computed_one() -> None:
    task = Task(entry(6), COMPUTED.period)
    changes = take_back(MANUAL, {COMPUTED.key: COMPUTED}, task, RUN)

    assert changes.written == changes.uncovered == (COMPUTED,)
    assert changes.restated[0].run_id == "run-2"
    assert take_back(MANUAL, {}, task, RUN).obsolete == (MANUAL,)
    with pytest.raises(UsageError, match="has no manual value; there is nothing to remove"):
        take_back(replace(MANUAL, by_hand=False), {}, task, RUN)
