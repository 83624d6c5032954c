"""What a passing mishap costs: a pause and another attempt, three in all, and never a value counted
twice.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import Popen

import pytest

from core.errors import ScorecardError, SettingsError, WarehouseError
from core.kpi import Table, Values
from core.retry import retry, seconds_after
from tests.processes import ended, start
from tests.project import NOW, kpi_text, write_project
from tests.runs import row_of, run, values_of
from tests.servers import Cutter, Server, server_of_our_own
from tests.warehouses import execute, stored

# the schedule


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Return the pauses that were made; none takes time."""
    made: list[float] = []
    monkeypatch.setattr("core.retry.time.sleep", made.append)
    return made


def failing(*errors: ScorecardError) -> Callable[[], str]:
    """Return work that raises each of `errors` in turn, and then is done."""
    left = list(errors)

    def work() -> str:
        if left:
            raise left.pop(0)
        return "done"

    return work


def lost(number: int = 1) -> WarehouseError:
    return WarehouseError(f"connection {number} is lost; run again", transient=True)


def test_a_pause_doubles_and_is_up_to_a_fifth_longer() -> None:
    assert [seconds_after(attempt, 0) for attempt in (1, 2, 3)] == [1, 2, 4]
    assert [seconds_after(attempt, 1) for attempt in (1, 2, 3)] == pytest.approx([1.2, 2.4, 4.8])


def test_what_passes_is_tried_again_after_growing_pauses_and_each_is_told(
    pauses: list[float],
) -> None:
    told: list[str] = []
    found = retry(
        failing(lost(1), lost(2)), lambda error, again: told.append(f"{error.what}; {again}")
    )

    assert found == "done"
    assert told == [
        "connection 1 is lost; attempt 2 of 3 in 1 s",
        "connection 2 is lost; attempt 3 of 3 in 2 s",
    ]
    assert [1 <= pauses[0] <= 1.2, 2 <= pauses[1] <= 2.4, len(pauses)] == [True, True, 2]


def test_the_third_failure_is_the_last_and_says_so(pauses: list[float]) -> None:
    with pytest.raises(
        WarehouseError, match=r"^connection 3 is lost; run again \(after 3 attempts\)$"
    ):
        retry(failing(lost(1), lost(2), lost(3), lost(4)), lambda *_: None)
    assert len(pauses) == 2


def test_an_attempt_that_was_made_elsewhere_counts(pauses: list[float]) -> None:
    with pytest.raises(
        WarehouseError, match=r"^connection 2 is lost; run again \(after 3 attempts\)$"
    ):
        retry(failing(lost(1), lost(2), lost(3)), lambda *_: None, first=2)
    assert len(pauses) == 1


@pytest.mark.parametrize("first", [(), (lost(),)])
def test_what_does_not_pass_ends_it_at_once(
    pauses: list[float], first: tuple[ScorecardError, ...]
) -> None:
    with pytest.raises(SettingsError, match=r"^wrong password$"):
        retry(failing(*first, SettingsError("wrong password")), lambda *_: None)
    assert len(pauses) == len(first)


# a KPI whose query fails for a moment

FLAKY = Table("stg.flaky")
# Advisory locks of a session outlive a transaction that is rolled back, and a read-only one may
# take them: they count how often a session has asked. The value is the number of the attempt that
# went well.
ASK = """
    CREATE SCHEMA stg;
    CREATE FUNCTION stg.ask(failures int, code text) RETURNS int LANGUAGE plpgsql AS $$
    DECLARE
        asked int := (
            SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = 77 AND pid = pg_backend_pid()
        );
    BEGIN
        PERFORM pg_advisory_lock(77, asked + 1);
        IF asked < failures THEN RAISE EXCEPTION 'made up' USING ERRCODE = code; END IF;
        RETURN asked + 1;
    END $$;
"""


def flaky(url: str, failures: int, code: str) -> None:
    execute(url, ASK, f"CREATE VIEW stg.flaky AS SELECT stg.ask({failures}, '{code}') AS n")


def flaky_project(root: Path, query: str = "SELECT n AS value FROM stg.flaky") -> Path:
    others = {
        f"success/kpi_0{n}.py": kpi_text(f"SELECT {n} AS value", name=f"Plain {n}")
        for n in (1, 2, 3)
    }
    return write_project(
        root, {**others, "success/kpi_04.py": kpi_text(query, name="Flaky", sources=[FLAKY])}
    )


@pytest.mark.parametrize(
    "kpis", [(4,), (1, 2, 3, 4)], ids=["alone", "in one statement with others"]
)
@pytest.mark.parametrize(
    ("failures", "code", "expected", "seconds"),
    [
        (2, "40P01", 3.0, [1, 2]),
        (1, "40001", 2.0, [1]),
        (3, "55P03", "made up (after 3 attempts)", [1, 2]),
        (1, "22012", "made up", []),
        (
            1,
            "57014",
            "took longer than 300 s; make the query faster or raise SCORECARD_QUERY_TIMEOUT",
            [],
        ),
        (1, "53100", "made up", []),
    ],
)
def test_a_query_is_asked_three_times_where_its_error_may_pass_and_once_where_not(
    tmp_path: Path,
    postgres_url: str,
    pauses: list[float],
    kpis: tuple[int, ...],
    failures: int,
    code: str,
    expected: float | str,
    seconds: list[int],
) -> None:
    flaky(postgres_url, failures, code)
    report = run(flaky_project(tmp_path), postgres_url, "2026-W46", kpis=kpis)
    values = {
        row.kpi_number: row.reason or row.value for result in report.results for row in result.rows
    }

    # What failed among others and is lasting goes well alone, at the second question.
    if kpis != (4,) and not seconds:
        expected = 2.0
    assert values == {number: float(number) for number in kpis} | {4: expected}
    assert [int(pause) for pause in pauses] == seconds
    assert report.ok is isinstance(expected, float)
    assert stored(postgres_url, "outcome", "scorecard_run", "1") == [
        ("ok" if report.ok else "failed",)
    ]


def test_a_copy_of_a_table_is_tried_again_too(
    tmp_path: Path, postgres_url: str, pauses: list[float]
) -> None:
    flaky(postgres_url, 2, "40P01")
    root = flaky_project(tmp_path)
    query = "SELECT max(n) + max(value) AS value FROM stg.flaky, kpi_03"
    write_project(
        root, {"success/kpi_05.py": kpi_text(query, name="Local", sources=[FLAKY, Values(3)])}
    )
    run(root, postgres_url, "2026-W44..2026-W46", kpis=(3,))
    report = run(root, postgres_url, "2026-W44..2026-W46", kpis=(5,))

    assert report.ok
    assert len(pauses) == 2
    # One copy serves all weeks: the third attempt at it, and kpi_03's own value.
    assert values_of(root, postgres_url, 5) == dict.fromkeys(
        ("2026-W44", "2026-W45", "2026-W46"), 3.0 + 3
    )


# a run whose connection is lost

SLOW = "SELECT count(*) AS value FROM stg.slow"
KPIS = {
    "success/kpi_01.py": kpi_text(
        "SELECT count(*) AS value FROM stg.forms", name="Forms", sources=[Table("stg.forms")]
    ),
    "success/kpi_02.py": kpi_text(SLOW, name="Slow", sources=[Table("stg.slow")]),
}
AGAIN = "; attempt 2 of 3 in 1 s; what is stored by now will count as unchanged"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with server_of_our_own() as found:
        yield found


@pytest.fixture
def url(server: Server) -> str:
    """Return a database with two forms, and a view that takes 1.5 s to read."""
    url = server.new_database()
    execute(
        url,
        "CREATE SCHEMA stg",
        "CREATE TABLE stg.forms (n int)",
        "INSERT INTO stg.forms VALUES (1), (2)",
        "CREATE VIEW stg.slow AS SELECT 1 AS n FROM pg_sleep(1.5)",
    )
    return url


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_project(tmp_path, KPIS)


def begin(root: Path, url: str, *arguments: str) -> Popen[str]:
    return start(root, *arguments, SCORECARD_WAREHOUSE=url, SCORECARD_NOW=NOW)


def begin_run(root: Path, url: str) -> Popen[str]:
    """Start a run and return it once its slow query is being answered."""
    process = begin(root, url, "run", "success", "--week", "2026-W46", "--no-publish")
    await_(
        lambda: "PgSleep" in str(execute(url, "SELECT array_agg(wait_event) FROM pg_stat_activity"))
    )
    return process


def await_(happened: Callable[[], bool], within: float = 20) -> None:
    deadline = time.monotonic() + within
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def outcomes(url: str) -> list[str]:
    return [outcome for _, outcome in stored(url, "started_at, outcome", "scorecard_run")]


def test_a_server_that_restarts_in_the_middle_of_a_run_costs_another_attempt(
    root: Path, server: Server, url: str
) -> None:
    process = begin_run(root, url)
    server.restart()
    found = ended(process)

    assert found.code == 0
    assert values_of(root, url, 1) | values_of(root, url, 2) == {"2026-W46": 1}
    assert [line.endswith(AGAIN) for line in found.err.splitlines()] == [True]
    assert sorted(outcomes(url)) == ["interrupted", "ok"]
    assert stored(url, "count(*)", "scorecard_restatement", "1") == [(0,)]


@pytest.mark.parametrize(
    ("connection", "lines", "expected"),
    [
        ("scorecard run success", 1, ["interrupted", "ok"]),
        ("scorecard queries", 1, ["failed", "ok"]),
        # Nobody needs the keeper of the snapshot while no query fails.
        ("scorecard snapshot", 0, ["ok"]),
    ],
)
def test_whichever_connection_the_server_ends_the_run_completes(
    root: Path, url: str, connection: str, lines: int, expected: list[str]
) -> None:
    process = begin_run(root, url)
    terminate(url, connection)
    found = ended(process)

    assert found.code == 0
    assert len(found.err.splitlines()) == lines
    assert values_of(root, url, 1) == {"2026-W46": 2}
    assert values_of(root, url, 2) == {"2026-W46": 1}
    assert sorted(outcomes(url)) == expected


def terminate(url: str, connection: str) -> None:
    found = execute(
        url,
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
        f"WHERE datname = current_database() AND application_name ^@ '{connection}'",
    )
    assert found == [(True,)]


def test_a_snapshot_that_is_gone_when_a_query_fails_costs_another_attempt(
    root: Path, url: str
) -> None:
    broken = "SELECT 1 / (count(*) - 2) AS value FROM stg.forms"
    write_project(
        root, {"success/kpi_03.py": kpi_text(broken, name="Broken", sources=[Table("stg.forms")])}
    )
    process = begin_run(root, url)
    terminate(url, "scorecard snapshot")
    found = ended(process)

    assert found.code == 1
    first, last = found.err.splitlines()
    assert first.startswith("the run's snapshot is gone: ")
    assert first.endswith(AGAIN)
    assert last == "scorecards/success/kpi_03.py: 2026-W46: division by zero"
    assert values_of(root, url, 2) == {"2026-W46": 1}


def test_a_connection_that_is_lost_each_time_is_told_after_three_attempts(
    root: Path, url: str
) -> None:
    execute(
        url,
        "CREATE OR REPLACE VIEW stg.slow AS SELECT pg_terminate_backend(pg_backend_pid())::int"
        " AS n",
    )
    found = ended(begin(root, url, "run", "success", "--week", "2026-W46"))

    assert (found.code, found.out) == (1, "")
    lines = found.err.splitlines()
    told = "the warehouse closed the connection in the middle of the run"
    kept = "; what is stored by now will count as unchanged"
    assert [line for line in lines if line.startswith(told)] == [
        f"{told}; attempt 2 of 3 in 1 s{kept}",
        f"{told}; attempt 3 of 3 in 2 s{kept}",
        f"{told}; run again, nothing is half stored (after 3 attempts)",
    ]
    assert outcomes(url) == ["failed"] * 3


@pytest.mark.parametrize("committed", [True, False], ids=["after the commit", "before the commit"])
def test_a_commit_whose_answer_is_lost_counts_once(root: Path, url: str, committed: bool) -> None:
    """The first attempt's backend keeps the lock until it has ended, so the second cannot look too
    early.
    """
    execute(url, "CREATE OR REPLACE VIEW stg.slow AS SELECT 1 AS n")
    run(root, url, "2026-W46")
    execute(url, "INSERT INTO stg.forms VALUES (3)")
    with Cutter(url, after=b"scorecard_restatement", committed=committed) as proxy:
        found = ended(
            begin(root, proxy.url, "run", "success", "--week", "2026-W46", "--no-publish")
        )

        assert proxy.cut.is_set()
    told = [] if committed else ["restated: success/kpi_01 2026-W46 Forms was 2, is 3"]
    again = f"the warehouse failed: server closed the connection unexpectedly{AGAIN}"
    assert (found.code, found.err.splitlines()) == (0, [again, *told])
    assert values_of(root, url, 1) == {"2026-W46": 3}
    changes = stored(url, "old_value, new_value, run_id", "scorecard_restatement")
    assert [change[:2] for change in changes] == [(2, 3)]
    # Whoever wrote the value is who is on record for it: the first attempt, or else the second.
    by = dict(stored(url, "run_id, outcome", "scorecard_run"))
    assert by[changes[0][2]] == ("interrupted" if committed else "ok")
    assert row_of(root, url, 1, "2026-W46").run_id == changes[0][2]
    assert sorted(by.values()) == ["interrupted", "ok", "ok"]


@pytest.mark.parametrize(
    "arguments", [("run", "success", "--week", "2026-W46"), ("init",)], ids=["run", "init"]
)
def test_a_server_that_comes_up_late_is_waited_for(
    root: Path, server: Server, url: str, arguments: tuple[str]
) -> None:
    server.stop()
    try:
        process = begin(root, url, *arguments)
        assert process.stderr is not None
        told = [process.stderr.readline() for _ in range(2)]
    finally:
        server.start()
    found = ended(process)

    assert [line.partition("cannot be reached: ")[2] for line in told] == [
        "Connection refused; attempt 2 of 3 in 1 s\n",
        "Connection refused; attempt 3 of 3 in 2 s\n",
    ]
    assert found.code == 0
    if arguments[0] == "run":
        assert values_of(root, url, 1) == {"2026-W46": 2}


def test_ctrl_c_ends_the_pause_before_another_attempt(root: Path) -> None:
    process = begin(root, "postgresql://me@127.0.0.1:1/w", "run", "success")
    assert process.stderr is not None
    told = [process.stderr.readline() for _ in range(2)]
    began = time.monotonic()
    process.send_signal(signal.SIGINT)
    found = ended(process)

    assert told[1].endswith("attempt 3 of 3 in 2 s\n")
    assert found.code == 130
    assert found.err.strip() == "interrupted; nothing is half stored, run again to complete"
    assert time.monotonic() - began < 1.9
