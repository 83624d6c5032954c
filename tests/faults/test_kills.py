"""Runs that are killed at random moments; `python -m tests.faults` does more of it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from random import Random, randrange

import pytest

from tests.faults.conftest import Lend
from tests.faults.kills import run_disturbed, run_undisturbed

KILLS_PER_CHAPTER = 6


@pytest.mark.slow
def test_a_killed_run_leaves_nothing_half_written_and_the_next_one_completes_it(
    lend: Lend, tmp_path: Path
) -> None:
    alone, killed, seed = tmp_path / "alone", tmp_path / "killed", randrange(10**6)
    with lend(alone) as url:
        expected = run_undisturbed(alone, url)
    print(f"seed {seed}")
    with lend(killed) as url:
        places = Counter(run_disturbed(killed, url, expected, Random(seed), KILLS_PER_CHAPTER))

    assert sum(places.values()) == KILLS_PER_CHAPTER * len(expected), places
