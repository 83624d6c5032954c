"""One pass over the tables of a remote engine gives what the same rows give on DuckDB."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from core.catalog.check import check
from core.catalog.tasks import Step
from core.compute.computer import Computer, Questions
from core.compute.extracts import Extracts
from core.compute.files import ProjectFiles
from core.compute.outcome import same_outcome
from core.compute.strategies import cells, single
from core.compute.strategies.choice import choose
from core.engines import Access, LocalDatabase, open_in_memory, open_warehouse
from core.engines.remote.snapshot import RemoteSnapshot
from core.errors import QueryError, TimeLimitError
from core.query import Query
from core.sheets import Workbooks
from tests.core.compute.computers import (
    NOW,
    NoHistory,
    kpis_of,
    questions_of,
    step_of,
    work_of,
)
from tests.project import catalogue_of, settings_of
from tests.remotes import fill_chdb, write_lake

WEEK = "FROM stg.forms WHERE sent_at >= :start AND sent_at < :end"
LOCAL = "FROM stg.forms WHERE local_at >= :start AND local_at < :end"
DAYS = "FROM stg.forms WHERE sent_on BETWEEN :first_day AND :last_day"
SHAPES = [
    f"SELECT count(*) AS value {WEEK}",
    f"SELECT sum(units) AS value {WEEK} AND kind = 'k1'",
    f"SELECT sum(id) AS value {WEEK}",
    f"SELECT sum(amount) AS value {LOCAL}",
    f"SELECT sum(units) / nullif(count(*), 0) AS value {WEEK}",
    f"SELECT avg(amount) FILTER (WHERE kind <> 'k2') AS value {DAYS}",
    f"SELECT max(hours) - min(hours) AS value {DAYS}",
    (
        "SELECT count(*) FILTER (WHERE amount > 5)::float / nullif(count(*), 0) AS value,"
        f" count(*) FILTER (WHERE amount > 5) AS numerator, count(*) AS denominator {LOCAL}"
    ),
    f"SELECT count(DISTINCT kind) AS value {WEEK}",
    f"SELECT count(DISTINCT client) AS value {WEEK} AND kind = 'k1'",
    f"SELECT count(DISTINCT client)::float / nullif(count(*), 0) AS value {DAYS}",
    f"SELECT sum(amount * units) FILTER (WHERE kind IS NULL) AS value {WEEK}",
]


def forms() -> pa.Table:
    """Return 330 days of forms, five hours apart, without any in two weeks.

    Every column is NULL in some rows; some times are on bounds, and the clock changes twice.
    """
    begin = datetime(2025, 12, 28, 23, tzinfo=UTC)  # midnight in Berlin
    times = [begin + timedelta(hours=5 * n) for n in range(1500) if not 600 <= n < 670]
    number = range(len(times))
    local = [time.replace(tzinfo=None) for time in times]
    return pa.table(
        {
            "id": pa.array(number, pa.int64()),
            "sent_at": pa.array(times, pa.timestamp("us", "UTC")),
            "local_at": pa.array(
                [time if n % 11 else None for n, time in enumerate(local)], pa.timestamp("us")
            ),
            "sent_on": pa.array([time.date() for time in local], pa.date32()),
            "kind": [f"k{n % 3}" if n % 7 else None for n in number],
            "client": pa.array([n * 31 % 17 if n % 13 else None for n in number], pa.int32()),
            "units": pa.array([n % 9 if n % 5 else None for n in number], pa.int32()),
            "amount": pa.array(
                [Decimal(n * 37 % 1001) / 100 if n % 6 else None for n in number],
                pa.decimal128(12, 2),
            ),
            "hours": [n * 37 % 101 / 7 if n % 8 else None for n in number],
        }
    )


@pytest.fixture(params=["sail", "chdb"])
def computer(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Computer]:
    """Yield a computer for two ranges of each shape, over a remote warehouse."""
    catalogue = catalogue_of(tmp_path, shapes())
    tables = {"stg.forms": forms()}
    lake = write_lake(tmp_path / "lake", tables)
    if request.param == "sail":
        url = request.getfixturevalue("sail")
        settings = settings_of(tmp_path, SCORECARD_WAREHOUSE=url, SCORECARD_LAKE=str(lake))
    else:
        settings = settings_of(tmp_path, SCORECARD_WAREHOUSE=fill_chdb(tmp_path / "chdb", tables))
    access = Access("scorecard run", write=False)
    with (
        closing(open_warehouse(settings, access)) as warehouse,
        warehouse.snapshot(60) as snapshot,
    ):
        extracts = Extracts(snapshot, ProjectFiles(tmp_path), Workbooks(tmp_path, {}))
        facts = check(catalogue).facts
        yield Computer(catalogue, facts, snapshot, extracts, NoHistory(), NOW)


def shapes() -> dict[str, str]:
    """Return KPI files of all shapes, for a week and for nine."""
    week, nine = kpis_of(*SHAPES), kpis_of(*SHAPES, range="9 weeks")
    renumbered = {
        f"success/kpi_{number:02}.py": text.replace("Number ", "Nine ")
        for number, text in enumerate(nine.values(), len(SHAPES) + 1)
    }
    return week | renumbered


def series_of(computer: Computer, periods: int) -> list[Questions]:
    return [questions_of(computer, number + 1, periods) for number in range(2 * len(SHAPES))]


def local_answers(remote: Computer, series: list[Questions], lake: Path) -> dict[Any, Any]:
    """Return what each KPI's own query gives on DuckDB."""

    def fill(database: LocalDatabase) -> None:
        database.execute("CREATE SCHEMA stg")
        files = str(lake / "stg" / "forms.parquet")
        database.execute("CREATE TABLE stg.forms AS FROM read_parquet(?)", [files])

    with open_in_memory(fill, 20) as snapshot:
        return single.compute(replace(remote, snapshot=snapshot), series)


def test_all_shapes_of_all_weeks_are_what_duckdb_computes_alone(
    computer: Computer, tmp_path: Path
) -> None:
    series = series_of(computer, 45)
    # Among them W13 and W43, in which the clock changes, and W19, which is empty.
    thirds = [questions[2::3] for questions in series]
    expected = local_answers(computer, thirds, tmp_path / "lake")
    groups: dict[Any, list[Questions]] = {}
    for questions in series:
        work = computer.workload(step_of(computer, questions[0].entry.number, 45))
        assert choose(work).strategy is cells
        groups.setdefault(cells.group_key(work), []).append(questions)
    answers: dict[Any, Any] = {}
    for group in groups.values():
        answers |= cells.compute(computer, group)

    assert len(groups) == 3
    assert len(answers) == 3 * len(expected)
    for key, outcome in expected.items():
        assert same_outcome(answers[key], outcome), (SHAPES[(key[1] - 1) % len(SHAPES)], key)
    outcomes = {each.outcome for computed in answers.values() for each in computed}
    assert outcomes == {"value", "none"}


def test_a_kpi_needs_cells_and_a_few_periods(tmp_path: Path) -> None:
    work = work_of(tmp_path, periods=4)

    assert cells.obstacle(work) == "the tables are not on a remote engine"
    assert cells.obstacle(replace(work, cell_obstacle="")) == ""
    assert cells.obstacle(replace(work, cell_obstacle="the query has LIMIT")) == (
        "the query has LIMIT"
    )
    assert cells.obstacle(replace(work, cell_obstacle="", periods=3)) == "it pays from 4 periods on"
    assert not cells.is_full([work] * 59)
    assert cells.is_full([work] * 60)


def test_a_query_that_duckdb_may_answer_otherwise_is_not_put_together_here(
    computer: Computer,
) -> None:
    step = step_of(computer, 1, 4)
    entry = step.entry
    rounded = replace(entry, query=f"SELECT round(avg(amount), 1) AS value {WEEK}")
    work = computer.workload(Step(tuple(replace(task, entry=rounded) for task in step.tasks)))

    assert computer.workload(step).cell_obstacle == ""
    assert (work.cell_obstacle or "").startswith("only the warehouse is known to answer ROUND")


def test_a_kpi_that_fails_a_pass_is_left_out_of_it(
    computer: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = record_cells(monkeypatch, refuse="sum(id)")
    answers = cells.compute(computer, [questions_of(computer, number, 4) for number in (1, 3, 9)])

    assert {number for _, number, _ in answers} == {1, 9}
    # All three; then the first, the other two, and each of these.
    assert len(asked) == 5


def test_a_pass_beyond_the_time_limit_is_not_halved(
    computer: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = record_cells(monkeypatch, refuse="count(*)", error=TimeLimitError("took too long"))

    assert cells.compute(computer, [questions_of(computer, number, 4) for number in (1, 3)]) == {}
    assert len(asked) == 1


def record_cells(
    monkeypatch: pytest.MonkeyPatch, refuse: str, error: QueryError | None = None
) -> list[str]:
    """Return the list to which each pass adds its statements; one with a text is refused."""
    asked: list[str] = []
    read = RemoteSnapshot.read_cells

    def recorded(self: RemoteSnapshot, queries: Mapping[str, Query]) -> None:
        asked.append("".join(query.sql for query in queries.values()))
        if refuse in asked[-1]:
            raise error or QueryError("refused")
        read(self, queries)

    monkeypatch.setattr(RemoteSnapshot, "read_cells", recorded)
    return asked
