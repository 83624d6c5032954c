"""Reasons; `test_gate` has what follows from them."""

from __future__ import annotations

from core.run.reasons import Reason


def test_a_reason_names_what_a_release_names() -> None:
    reason = Reason("stg.orders: unique('order_id')", "withheld", "order_id repeats")
    assert reason.check.partition(": ")[0] == "stg.orders"
