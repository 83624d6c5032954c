"""A derived value that could not follow its sources is stale until a run computes it anew."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from core.kpi import Values
from core.run.manual import ManualCell, ManualValue, enter
from core.run.pipeline import Options, Report
from core.run.pipeline import run as run_pipeline
from core.run.plan import RunRequest
from tests.core.run.results import LATER, at_call, outcomes
from tests.forms import SUNDAYS, edit
from tests.project import kpi_text, settings_of, write_project
from tests.runs import catch_up, rows_of, run, say_nothing, values_of
from tests.warehouses import HOLDER, execute

BROKEN = "avg(value) + CAST(concat(min(period), '!') AS INTEGER)"
AVERAGE = "scorecards/success/kpi_05.py"
OWNER = ("success@example.com", "nobody")
WORST = kpi_text(
    "SELECT max(value) AS value FROM kpi_05",
    name="Worst",
    unit="number",
    sources=[Values(5, last=2, domain="success")],
)


@pytest.fixture
def computed(root: Path, url: str) -> Path:
    """Return a project with stored values of W40 to W46, and a reader of KPI 5 in a domain."""
    write_project(root, {"leadership/kpi_01.py": WORST})
    run(root, url, "2026-W40..2026-W46", domains=("success", "leadership"))
    return root


def send(url: str, week: str, count: int = 4) -> None:
    """Let `count` late forms arrive for a week."""
    days = ", ".join(f"('{SUNDAYS[week]}')" for _ in range(count))
    execute(url, f"INSERT INTO stg.forms VALUES {days}")


def run_only(root: Path, url: str, period: str) -> Report:
    """Run KPI 6 as `run --kpi 6 --only` does."""
    request = RunRequest(["success"], [6], period=period, only=True)
    settings = settings_of(root, LATER, SCORECARD_WAREHOUSE=url)
    return run_pipeline(settings, request, Options(HOLDER, publish=False), say_nothing)


def stale(report: Report) -> dict[str, list[str]]:
    """Return the periods of the stale values by KPI."""
    found: dict[str, list[str]] = {}
    for value in report.stale:
        found.setdefault(value.kpi, []).append(value.period.label)
    return found


def weeks(first: int, last: int) -> list[str]:
    return [f"2026-W{week}" for week in range(first, last + 1)]


def all_values(root: Path, url: str) -> list[dict[str, float | None]]:
    return [
        values_of(root, url, 6),
        values_of(root, url, 5),
        values_of(root, url, 1, domain="leadership"),
    ]


def assert_repaired(root: Path, url: str, domains: Sequence[str] = ("success",)) -> None:
    """Assert that a scheduled run leaves what computing everything from the start would."""
    report = run(root, url, now="2026-11-16T20:00+01:00", domains=domains)
    assert report.ok
    repaired = all_values(root, url)
    every = ("success", "leadership")
    run(root, url, "2026-W40..2026-W46", now="2026-11-16T21:00+01:00", domains=every)
    assert repaired == all_values(root, url)


def test_an_undisturbed_run_leaves_nothing_stale(computed: Path, url: str) -> None:
    send(url, "2026-W44")
    report = run(computed, url, "2026-W44", now=LATER)

    assert report.ok
    assert report.stale == ()


def test_a_reader_with_a_finding_is_stale_until_its_file_is_fixed(computed: Path, url: str) -> None:
    edit(computed, AVERAGE, *OWNER)
    send(url, "2026-W40")
    report = run(computed, url, "2026-W40", now=LATER)

    # Four weeks are an average of W40; the reader in the other domain covers one week more.
    assert stale(report) == {
        "success/kpi_05": weeks(40, 43),
        "leadership/kpi_01": weeks(40, 44),
    }
    assert not report.ok
    edit(computed, AVERAGE, *reversed(OWNER))
    assert_repaired(computed, url)
    assert values_of(computed, url, 5)["2026-W43"] == (5 + 2 + 3 + 4) / 4


def test_only_leaves_readers_stale_and_the_next_run_repairs_them(computed: Path, url: str) -> None:
    send(url, "2026-W40")
    report = run_only(computed, url, "2026-W40")

    assert stale(report)["success/kpi_05"] == weeks(40, 43)
    assert not report.ok
    assert_repaired(computed, url)


def test_only_leaves_nothing_stale_if_no_value_changed(computed: Path, url: str) -> None:
    report = run_only(computed, url, "2026-W40..2026-W46")

    assert report.ok
    assert report.stale == ()


def test_a_value_that_changed_back_is_fresh_again(computed: Path, url: str) -> None:
    send(url, "2026-W40")
    assert run_only(computed, url, "2026-W40").stale
    execute(url, "DELETE FROM stg.forms WHERE sent_on = '2026-10-04'")
    send(url, "2026-W40", 1)

    assert run_only(computed, url, "2026-W40").stale == ()


def test_a_reader_that_fails_stays_stale_until_it_works(computed: Path, url: str) -> None:
    edit(computed, AVERAGE, "avg(value)", BROKEN)
    send(url, "2026-W43")
    report = run(computed, url, "2026-W43", now=LATER)

    assert stale(report)["success/kpi_05"] == weeks(43, 46)
    edit(computed, AVERAGE, BROKEN, "avg(value)")
    assert_repaired(computed, url)


def test_a_reader_whose_domain_has_a_faulty_runner_is_stale(computed: Path, url: str) -> None:
    edit(computed, "runners/leadership.py", "Europe/Berlin", "Europe/Nowhere")
    send(url, "2026-W46")
    report = run(computed, url, "2026-W46", now=LATER)

    assert stale(report) == {"leadership/kpi_01": ["2026-W46"]}
    assert not report.ok
    edit(computed, "runners/leadership.py", "Europe/Nowhere", "Europe/Berlin")
    assert_repaired(computed, url)


def test_either_domain_repairs_what_is_linked(computed: Path, url: str) -> None:
    send(url, "2026-W40")
    run_only(computed, url, "2026-W40")

    assert_repaired(computed, url, domains=("leadership",))


def test_a_manual_value_on_what_is_read_makes_readers_stale_that_cannot_follow(
    computed: Path, url: str
) -> None:
    edit(computed, "scorecards/leadership/kpi_01.py", *OWNER)
    settings = settings_of(computed, LATER, SCORECARD_WAREHOUSE=url)
    cell, options = ManualCell("success", 5, "2026-W44"), Options(HOLDER, publish=False)
    entered = enter(settings, cell, ManualValue(99, "wrong"), options, say_nothing)

    assert stale(entered.report) == {"leadership/kpi_01": weeks(44, 45)}
    assert not entered.report.ok
    edit(computed, "scorecards/leadership/kpi_01.py", *reversed(OWNER))
    assert_repaired(computed, url)
    assert values_of(computed, url, 1, domain="leadership")["2026-W45"] == 99

    enter(settings, cell, None, options, say_nothing)
    assert values_of(computed, url, 1, domain="leadership")["2026-W45"] != 99
    assert_repaired(computed, url)


def test_a_first_value_of_what_is_read_makes_a_reader_without_value_stale(
    root: Path, url: str
) -> None:
    run(root, url, "2026-W43..2026-W46")
    assert values_of(root, url, 5)["2026-W45"] is None  # W42 has no value
    report = run_only(root, url, "2026-W42")

    assert stale(report) == {"success/kpi_05": weeks(43, 45)}
    assert run(root, url, now=LATER).ok
    assert values_of(root, url, 5)["2026-W45"] == (3 + 4 + 5 + 6) / 4


def test_a_row_that_vanished_makes_its_readers_stale(computed: Path, url: str) -> None:
    execute(
        url,
        "DELETE FROM vl_analytics.scorecard_success WHERE kpi_number = 6 AND period = '2026-W45'",
    )
    edit(computed, AVERAGE, *OWNER)
    report = run_only(computed, url, "2026-W44")

    assert stale(report)["success/kpi_05"] == weeks(45, 46)


def test_what_a_kill_between_two_steps_left_is_repaired(
    computed: Path, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.run.pipeline.WRITE_EVERY", 0.0)
    send(url, "2026-W43")

    def kill() -> None:
        raise KeyboardInterrupt

    settings = settings_of(computed, LATER, SCORECARD_WAREHOUSE=url)
    request = RunRequest(["success"], period="2026-W43")
    with pytest.raises(KeyboardInterrupt):
        run_pipeline(settings, request, Options(HOLDER, publish=False), at_call(2, kill))

    assert values_of(computed, url, 6)["2026-W43"] == 8
    assert values_of(computed, url, 5)["2026-W43"] == 2.5
    assert_repaired(computed, url)


def test_stale_values_older_than_the_healing_are_computed_anew(computed: Path, url: str) -> None:
    send(url, "2026-W40")
    run_only(computed, url, "2026-W40")
    report = run(computed, url, now="2026-12-14T06:00+01:00")

    assert {(5, week) for week in weeks(40, 43)} <= outcomes(report).keys()
    assert values_of(computed, url, 5)["2026-W43"] == (5 + 2 + 3 + 4) / 4
    assert report.stale == ()


def test_catching_up_computes_stale_values_even_if_nothing_is_missing(
    computed: Path, url: str
) -> None:
    send(url, "2026-W40")
    run_only(computed, url, "2026-W40")
    report = catch_up(computed, url)

    assert outcomes(report).keys() == {
        *((5, week) for week in weeks(40, 43)),
        *((1, week) for week in weeks(40, 44)),
    }
    assert report.stale == ()


def test_a_run_of_some_kpis_leaves_the_others_stale_and_says_so(computed: Path, url: str) -> None:
    send(url, "2026-W40")
    run_only(computed, url, "2026-W40")
    report = run(computed, url, kpis=[6], now=LATER)

    assert stale(report)["success/kpi_05"] == weeks(40, 43)


def test_a_retired_reader_is_not_stale(computed: Path, url: str) -> None:
    (computed / "scorecards/leadership/kpi_01.py").unlink()
    send(url, "2026-W46")

    assert run(computed, url, "2026-W46", now=LATER).stale == ()


def test_a_reader_that_gives_the_same_value_again_is_fresh(computed: Path, url: str) -> None:
    edit(computed, AVERAGE, "avg(value)", "0 * avg(value)")
    run(computed, url, "2026-W40..2026-W46", now=LATER)
    send(url, "2026-W46")
    report = run(computed, url, "2026-W46", now="2026-11-16T19:00+01:00")
    assert report.stale == ()

    again = run(computed, url, now="2026-11-16T20:00+01:00")
    assert again.ok
    assert not any(result.changes.written for result in again.results)


def test_a_second_scheduled_run_changes_nothing(computed: Path, url: str) -> None:
    send(url, "2026-W40")
    run_only(computed, url, "2026-W40")
    run(computed, url, now="2026-11-16T19:00+01:00")
    before = rows_of(computed, url)
    report = run(computed, url, now="2026-11-16T20:00+01:00")

    assert outcomes(report).keys() == {(number, "2026-W46") for number in (1, 5, 6)}
    assert rows_of(computed, url) == before
