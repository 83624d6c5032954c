"""`scorecard quality` and `scorecard release` as people use them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.core.cli.commands import Command
from tests.core.run.gates import fill_orders, write_shop

LOSE_CLIENTS = "UPDATE stg.orders SET client_id = NULL WHERE order_id <= 3"
FAULT = "30 % of client_id is missing in stg.orders (at most 5 %)"


@pytest.fixture
def shop(root: Path, warehouse_url: str) -> str:
    for old in (root / "scorecards" / "success").glob("*.py"):
        old.unlink()
    write_shop(root, 'checks=[missing("client_id", 0.05)]')
    fill_orders(warehouse_url, LOSE_CLIENTS)
    return warehouse_url


def test_a_withheld_value_is_reported_shown_and_released(scorecard: Command, shop: str) -> None:
    ran = scorecard("run", "success", "--period", "last", "--no-publish", url=shop)
    assert ran.code == 1
    assert ran.out.splitlines()[-1] == "2 new, 2 withheld"
    assert f"scorecards/success/kpi_02.py: 2026-W46: {FAULT}" in ran.err

    shown = scorecard("values", "success", "--kpi", "2", url=shop)
    line = shown.out.splitlines()[-1]
    assert line.split(maxsplit=5)[2:] == ["Clients", "2026-W46", "held", FAULT]

    found = scorecard("quality", "success", "--format", "json", url=shop)
    (check,) = json.loads(found.out)
    assert found.code == 1
    assert (check["outcome"], check["kpis"], check["message"]) == ("blocked", [2], FAULT)

    note = ("--note", "agreed with sales")
    released = scorecard("release", "success", "2", "last", *note, "--no-publish", url=shop)
    assert released.code == 0
    shown = scorecard("values", "success", "--kpi", "2", url=shop)
    assert f": agreed with sales ({FAULT})" in shown.out
    derived = scorecard("values", "success", "--kpi", "4", url=shop)
    assert "held" not in derived.out


def test_a_release_needs_a_reason_and_a_period_of_the_kpi(scorecard: Command, shop: str) -> None:
    empty = scorecard("release", "success", "2", "last", "--note", " ", url=shop)
    assert empty.code == 2
    wrong = scorecard("release", "success", "2", "2026-11", "--note", "why", url=shop)
    assert wrong.code == 2
    assert wrong.err == (
        "success/kpi_02 is weekly, but 2026-11 is not; name a period such as 2026-W46\n"
    )


def test_a_value_that_no_check_keeps_back_is_not_released(
    scorecard: Command, root: Path, filled: str
) -> None:
    found = scorecard(
        "release", "success", "5", "last", "--note", "why", "--no-publish", url=filled
    )

    assert found.code == 0
    assert "no check keeps the value back, so nothing was released" in found.err


def test_quality_without_checks_says_so(scorecard: Command, filled: str) -> None:
    found = scorecard("quality", "success", url=filled)
    assert (found.code, found.out) == (0, "success: no run has checked a source yet\n")
