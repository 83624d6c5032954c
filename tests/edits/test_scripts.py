"""Scripts from fixed seeds; `python -m tests.edits` plays as many others as wanted."""

from __future__ import annotations

from random import Random

import pytest

from tests.edits.__main__ import read_steps
from tests.edits.attempts import attempt
from tests.edits.data_changes import begin, refresh
from tests.edits.desk import Desk
from tests.edits.publishes import judged
from tests.edits.scripts import EDITS, as_test, make_script, play, shrink

SEEDS = range(20)
FEWEST_KINDS = 43


@pytest.mark.parametrize("seed", SEEDS)
def test_a_random_script_loses_nothing_and_shows_everything(seed: int) -> None:
    script = make_script(seed)
    played = play(script)

    assert played.failures == (), as_test(shrink(script))


def test_every_kind_of_edit_can_be_carried_out() -> None:
    desk = Desk()
    begin(desk, Random(1))
    for _ in range(2):
        refresh(desk, Random(1))
        assert list(judged(desk, "success")) == []
    attempt(EDITS["type a comment"], desk, Random(1))
    state, impossible = desk.workbook, dict[str, str]()
    for kind, edit in EDITS.items():
        for seed in range(3):
            desk.emulator.store.workbooks[desk.book] = state.copy()
            done = attempt(edit, desk, Random(seed))
            if not done.startswith(("not possible", "refused")):
                break
        else:
            impossible[kind] = done

    assert impossible == {}
    assert len(EDITS) >= FEWEST_KINDS


def test_a_script_is_the_same_each_time_and_survives_being_written_and_read() -> None:
    script = make_script(7)

    assert make_script(7) == script
    assert tuple(read_steps(as_test(script))) == script
    assert play(script) == play(script)
