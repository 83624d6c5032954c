"""Commands that are killed at random moments; `python -m tests.faults` does more of it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from random import Random, randrange

import pytest

from tests.faults.conftest import Lend
from tests.faults.kills import run_disturbed, run_undisturbed
from tests.faults.scorecards import open_scorecards

KILLS_PER_CHAPTER = 1


@pytest.mark.slow
def test_a_killed_command_leaves_nothing_half_written_and_the_next_run_completes_it(
    lend: Lend, tmp_path: Path
) -> None:
    alone, killed, seed = tmp_path / "alone", tmp_path / "killed", randrange(10**6)
    for folder in (alone, killed):
        folder.mkdir()
    with lend(alone) as url, open_scorecards(alone) as scorecards:
        expected = run_undisturbed(alone, url, scorecards)
    print(f"seed {seed}")
    with lend(killed) as url, open_scorecards(killed) as scorecards:
        kinds = Counter(
            kind
            for kind, _ in run_disturbed(
                killed, url, scorecards, expected, Random(seed), KILLS_PER_CHAPTER
            )
        )

    assert kinds.keys() == {"run", "publish", "set", "unset", "catch-up"}
