"""Transient errors: pauses, attempts, and queries that are asked again. No value counts twice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from core.errors import ScorecardError, SettingsError, WarehouseError
from core.kpi import Table, Values
from core.retry import retry, seconds_after
from tests.project import kpi_text, write_project
from tests.runs import run, values_of
from tests.warehouses import execute, stored

# attempts and pauses


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Return the pauses made so far, in seconds; none takes time."""
    made: list[float] = []
    monkeypatch.setattr("time.sleep", made.append)
    return made


def failing(*errors: ScorecardError) -> Callable[[], str]:
    """Return work that raises each of `errors` in turn and then succeeds."""
    left = list(errors)

    def work() -> str:
        if left:
            raise left.pop(0)
        return "done"

    return work


def lost(number: int = 1) -> WarehouseError:
    return WarehouseError(f"connection {number} is lost; run again", transient=True)


def test_pauses_double_and_are_up_to_a_fifth_longer() -> None:
    assert [seconds_after(attempt, 0) for attempt in (1, 2, 3)] == [1, 2, 4]
    assert [seconds_after(attempt, 1) for attempt in (1, 2, 3)] == pytest.approx([1.2, 2.4, 4.8])


def test_a_transient_error_is_retried_after_growing_pauses_and_each_is_announced(
    pauses: list[float],
) -> None:
    announced: list[str] = []
    result = retry(
        failing(lost(1), lost(2)), lambda error, again: announced.append(f"{error.fault}; {again}")
    )

    assert result == "done"
    assert announced == [
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


def test_an_attempt_made_elsewhere_counts(pauses: list[float]) -> None:
    with pytest.raises(
        WarehouseError, match=r"^connection 2 is lost; run again \(after 3 attempts\)$"
    ):
        retry(failing(lost(1), lost(2), lost(3)), lambda *_: None, first=2)
    assert len(pauses) == 1


def test_an_error_before_the_pause_ends_it_at_once(pauses: list[float]) -> None:
    def give_up(error: ScorecardError, again: str) -> None:
        raise WarehouseError("the snapshot is gone", transient=True)

    with pytest.raises(WarehouseError, match=r"^the snapshot is gone$"):
        retry(failing(lost()), give_up)
    assert pauses == []


def test_stamina_itself_reports_nothing(
    pauses: list[float], capfd: pytest.CaptureFixture[str]
) -> None:
    retry(failing(lost(1), lost(2)), lambda *_: None)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("first", [(), (lost(),)])
def test_a_lasting_error_is_not_retried(
    pauses: list[float], first: tuple[ScorecardError, ...]
) -> None:
    with pytest.raises(SettingsError, match=r"^wrong password$"):
        retry(failing(*first, SettingsError("wrong password")), lambda *_: None)
    assert len(pauses) == len(first)


# a KPI whose query fails for a moment

FLAKY = Table("stg.flaky")
# Advisory locks of a session outlive a transaction that is rolled back, and a read-only session may
# take them, so they count how often a session has asked. The value is the number of the attempt
# that succeeded.
ASK = """
    CREATE SCHEMA stg;
    CREATE FUNCTION stg.ask(failures int, code text) RETURNS int LANGUAGE plpgsql AS $$
    DECLARE
        asked int := (
            SELECT count(*) FROM pg_locks
            WHERE locktype = 'advisory' AND classid = 77 AND pid = pg_backend_pid()
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
def test_a_query_with_a_transient_error_is_asked_three_times_and_any_other_once(
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

    # A query with a lasting error that failed among others succeeds alone, when asked again.
    if kpis != (4,) and not seconds:
        expected = 2.0
    assert values == {number: float(number) for number in kpis} | {4: expected}
    assert [int(pause) for pause in pauses] == seconds
    assert report.ok is isinstance(expected, float)
    assert stored(postgres_url, "outcome", "scorecard_run", "1") == [
        ("ok" if report.ok else "failed",)
    ]


def test_a_copy_of_a_table_is_retried_too(
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
