"""What all engines share: instants, names of holders, Ctrl-C."""

from __future__ import annotations

import os
from datetime import UTC, datetime

import pytest

from core.engines.access import Access
from core.engines.base import instant, interruptible


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (None, None),
        (0.5, datetime(1970, 1, 1, 0, 0, 0, 500000, tzinfo=UTC)),
        (-86400.0, datetime(1969, 12, 31, tzinfo=UTC)),
        (float("inf"), None),
        (float("nan"), None),
        (1e18, None),
    ],
)
def test_an_instant_is_within_the_calendar(
    seconds: float | None, expected: datetime | None
) -> None:
    assert instant(seconds) == expected


def test_a_holder_is_named_by_command_person_machine_and_process() -> None:
    holder = Access("scorecard run success", write=True).holder

    assert holder.startswith("scorecard run success by ")
    assert holder.endswith(f"(pid {os.getpid()})")


def test_duckdbs_own_error_for_ctrl_c_is_pythons() -> None:
    with pytest.raises(KeyboardInterrupt), interruptible():
        raise RuntimeError("Query interrupted")
    with pytest.raises(RuntimeError, match="another"), interruptible():
        raise RuntimeError("another")
