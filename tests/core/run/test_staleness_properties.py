"""Whatever went wrong before, one undisturbed run brings all derived values up to date."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import UsageError
from core.kpi import Values
from core.model.records import Row
from core.run.manual import ManualCell, ManualValue, enter
from core.run.pipeline import Options
from core.run.pipeline import run as run_pipeline
from core.run.plan import RunRequest
from core.settings import Settings
from tests.core.run.results import at_call
from tests.forms import COUNTS, KPI_05, KPI_06, SUNDAYS, fill_forms, write_forms
from tests.project import kpi_text, settings_of, write_project
from tests.runs import rows_of, say_nothing
from tests.warehouses import HOLDER, execute

WORST = kpi_text(
    "SELECT max(value) AS value FROM kpi_05",
    name="Worst",
    unit="number",
    sources=[Values(5, last=2, domain="success")],
)
FILES = {"success/kpi_05.py": KPI_05, "leadership/kpi_01.py": WORST}
BOTH = ("success", "leadership")
Action = tuple[str, str, int]  # what happens, for which week, and a number that it needs

_WEEKS = st.sampled_from(list(SUNDAYS))
_ACTIONS = st.tuples(
    st.sampled_from(
        ["late", "run", "only", "finding", "foreign finding", "failure", "kill", "set", "unset"]
    ),
    _WEEKS,
    st.integers(0, 4),
)


class Company:
    """A project, its warehouse, and a clock that goes on by a minute with each command."""

    def __init__(self, root: Path, url: str) -> None:
        self._root, self._url, self._minute = root, url, 0
        self._write(FILES)
        execute(url, "DROP SCHEMA IF EXISTS vl_analytics CASCADE", "DELETE FROM stg.forms")
        fill_forms(url, COUNTS)

    def act(self, action: Action) -> None:
        """Do something, after which derived values may be stale."""
        kind, week, number = action
        acts: dict[str, Callable[[], object]] = {
            "late": lambda: execute(
                self._url, *[f"INSERT INTO stg.forms VALUES ('{SUNDAYS[week]}')"] * (number + 1)
            ),
            "run": lambda: self.run(week),
            "only": lambda: self.run(week, kpis=[6], only=True),
            "finding": lambda: self._run_with("success/kpi_05.py", "@example", "", week),
            "foreign finding": lambda: self._run_with("leadership/kpi_01.py", "@example", "", week),
            "failure": lambda: self._run_with(
                "success/kpi_05.py", "avg(value)", "CAST(min(period) AS INTEGER)", week
            ),
            "kill": lambda: self._killed(week, number),
            "set": lambda: self._enter(week, number, ManualValue(float(number), "by post")),
            "unset": lambda: self._enter(week, number, None),
        }
        acts[kind]()

    def run(self, period: str = "", **request: object) -> bool:
        """Run as the command does; return whether all went well."""
        asked = RunRequest(BOTH, period=period, **request)  # type: ignore[arg-type]  # few kinds
        return run_pipeline(self._settings(), asked, Options(HOLDER, publish=False), say_nothing).ok

    def rows(self) -> dict[tuple[int, str], Row]:
        """Return all stored rows by KPI and week."""
        rows = [row for domain in BOTH for row in rows_of(self._root, self._url, domain)]
        return {(row.kpi_number, row.period.label): row for row in rows}

    def _run_with(self, file: str, old: str, new: str, week: str) -> None:
        assert old in FILES[file]
        self._write({file: FILES[file].replace(old, new)})
        self.run(week)
        self._write(FILES)

    def _killed(self, week: str, step: int) -> None:
        def kill() -> None:
            raise KeyboardInterrupt

        options = Options(HOLDER, publish=False)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("core.run.pipeline.WRITE_EVERY", 0.0)
            try:
                request = RunRequest(BOTH, period=week)
                run_pipeline(self._settings(), request, options, at_call(step + 1, kill))
            except KeyboardInterrupt:
                return

    def _enter(self, week: str, number: int, value: ManualValue | None) -> None:
        kpi = 5 + number % 2
        cell = ManualCell("success", kpi, week)
        try:
            options = Options(HOLDER, publish=False)
            enter(self._settings(), cell, value, options, say_nothing)
        except UsageError:  # nothing to remove
            return

    def _settings(self) -> Settings:
        self._minute += 1
        now = f"2026-11-16T{6 + self._minute // 60:02}:{self._minute % 60:02}+01:00"
        return settings_of(self._root, now, SCORECARD_WAREHOUSE=self._url)

    def _write(self, files: dict[str, str]) -> None:
        write_project(self._root, files)
        for cached in self._root.glob("scorecards/*/__pycache__/*"):
            cached.unlink()


def expected(rows: dict[tuple[int, str], Row], source: int, week: str, last: int) -> list[float]:
    """Return the values of the last weeks; none where one of them has none."""
    first = int(week[-2:]) + 1 - last
    read = [rows.get((source, f"2026-W{first + back:02}")) for back in range(last)]
    values = [row.value for row in read if row and row.value is not None]
    return values if len(values) == last else []


def assert_derived(rows: dict[tuple[int, str], Row]) -> None:
    """Assert that each derived value is what the stored values say that it reads."""
    for (number, week), row in rows.items():
        if row.by_hand or number == 6:
            continue
        if number == 5:
            read = expected(rows, 6, week, 4)
            assert row.value == pytest.approx(sum(read) / 4 if read else None), (number, week)
        else:
            read = expected(rows, 5, week, 2)
            assert row.value == pytest.approx(max(read, default=None)), (number, week)


@pytest.fixture
def place(tmp_path: Path, warehouse_url: str) -> tuple[Path, str]:
    write_project(write_forms(tmp_path, KPI_06), {"leadership/kpi_01.py": WORST})
    fill_forms(warehouse_url)
    return tmp_path, warehouse_url


@given(actions=st.lists(_ACTIONS, min_size=1, max_size=6), is_caught_up=st.booleans())
@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_one_scheduled_run_brings_all_derived_values_up_to_date(
    place: tuple[Path, str], actions: list[Action], is_caught_up: bool
) -> None:
    company = Company(*place)
    company.run("2026-W40..2026-W46")
    for action in actions:
        company.act(action)
    company.run(missing=is_caught_up)
    assert_derived(company.rows())

    assert company.run()  # catching up does not look at late data of the last week
    rows = company.rows()
    assert_derived(rows)
    assert company.run()
    assert company.rows() == rows
