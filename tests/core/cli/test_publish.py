"""`scorecard publish` as people use it."""

from __future__ import annotations

from pathlib import Path

from tests.core.cli.commands import (
    Command,
    one_sentence,
)
from tests.warehouses import execute


def test_publish_writes_from_the_store_alone(scorecard: Command, root: Path, filled: str) -> None:
    execute(filled, "DROP TABLE stg.forms")
    first, second = (
        scorecard("publish", "success", url=filled),
        scorecard("publish", "success", url=filled),
    )

    assert (first.code, first.err) == (0, "published var/success.xlsx\n")
    assert (second.code, second.err) == (0, "var/success.xlsx is already up to date\n")


def test_publish_before_the_first_run_says_what_to_do(scorecard: Command, url: str) -> None:
    found = scorecard("publish", "success", url=url)

    assert found.code == 1
    assert one_sentence(found).endswith("has no stored values yet; run it, then publish")
