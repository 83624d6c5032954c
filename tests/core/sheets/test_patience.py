"""Pauses between attempts: they grow, and end when the time for them is over."""

from __future__ import annotations

import pytest

from core.sheets.patience import Attempts, Deadline, Patience
from tests.spreadsheets import Waits


@pytest.fixture(autouse=True)
def clock(waits: Waits) -> Waits:
    return waits


def pauses(attempts: Attempts, waits: Waits, at_least: float = 0.0) -> list[float]:
    made = []
    while (seconds := attempts.next_pause(at_least)) is not None:
        waits.sleep(seconds)
        made.append(seconds)
    return made


def test_pauses_double_up_to_the_longest_and_the_last_one_uses_the_rest(waits: Waits) -> None:
    patience = Patience(retries=30, longest_wait=8)
    attempts = Attempts(patience, Deadline.after(600))
    assert pauses(attempts, waits) == [1, 2, 4, 8, 8, 7]
    assert attempts.text == "tried 7 times in 30 s"


def test_a_long_answer_before_the_first_failure_does_not_count(waits: Waits) -> None:
    attempts = Attempts(Patience(retries=3), Deadline.after(600))
    waits.sleep(100)
    assert pauses(attempts, waits) == [1, 2]


def test_no_pause_reaches_beyond_the_deadline(waits: Waits) -> None:
    attempts = Attempts(Patience(), Deadline.after(5))
    assert pauses(attempts, waits) == [1, 2, 2]


def test_the_time_that_a_server_asks_for_is_waited_or_not_begun(waits: Waits) -> None:
    assert pauses(Attempts(Patience(), Deadline.after(600)), waits, 50) == [50, 50, 50]
    assert pauses(Attempts(Patience(), Deadline.after(600)), waits, 181) == []


def test_a_single_attempt_needs_no_words() -> None:
    attempts = Attempts(Patience(retries=0), Deadline.after(600))
    assert attempts.next_pause() is None
    assert attempts.text == ""
