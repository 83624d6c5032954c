"""Different commands started together: nothing is lost, nothing is done twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.company import W46, W46_NOON, W48, write_company
from tests.faults.conftest import Lend
from tests.faults.kills import run, start_run
from tests.faults.scorecards import Scorecards
from tests.processes import ended
from tests.warehouses import stored

SET = ("set", "success", "1", "2026-W46", "99", "--note", "counted anew")
MANUAL = "kpi_number = 1 AND period = '2026-W46'"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("run", "--period", "2026-W45..2026-W46"), SET),
        (("catch-up",), SET),
        (("run", "--period", "2026-W45..2026-W46"), ("publish",)),
    ],
    ids=("run and set", "catch-up and set", "run and publish"),
)
def test_two_commands_at_once_end_as_one_after_the_other(
    lend: Lend,
    tmp_path: Path,
    scorecards: Scorecards,
    first: tuple[str, ...],
    second: tuple[str, ...],
) -> None:
    with lend(tmp_path) as url:
        write_company(tmp_path, url)
        run(tmp_path, url, W46, ("run", "--period", "2026-W45..2026-W46"))
        ((computed,),) = stored(url, "value", f"scorecard_success WHERE {MANUAL}", "1")
        now = W48 if first[0] == "catch-up" else W46_NOON
        processes = [
            start_run(tmp_path, url, now, arguments, rest=0.05) for arguments in (first, second)
        ]
        outcomes = [ended(process, 300) for process in processes]

        assert [outcome.code for outcome in outcomes] == [1, 0], outcomes
        is_set = second == SET
        values = stored(url, "value, by_hand", f"scorecard_success WHERE {MANUAL}")
        assert values == [(99.0, True) if is_set else (computed, False)]
        beneath = stored(url, "value", "scorecard_covered", "1")
        assert beneath == ([(computed,)] if is_set else [])
        by_hand = "scorecard_restatement WHERE cause = 'by hand' AND domain = 'success'"
        changes = stored(url, "old_value, new_value", f"{by_hand} AND kpi_number = 1")
        assert changes == ([(computed, 99.0)] if is_set else [])
        running = stored(url, "run_id", "scorecard_run WHERE outcome = 'running'", "1")
        assert running == []
        again = run(tmp_path, url, now, ("publish",))
        assert again.err.count(" is already up to date") == 2, again.err
        assert scorecards.shown()
