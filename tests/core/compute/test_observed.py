"""What a run records of the sources that its KPIs read, against what was put there."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.compute.observed import names_of
from core.errors import WarehouseError
from core.model.records import Input
from core.model.sources import File, Table, Values
from core.store.values import Store
from tests.core.compute.sources import (
    COUNT,
    FORMS,
    WEEK,
    fill,
    run_doing,
    seen,
    write,
)
from tests.project import kpi_text, runner_text, settings_of, write_project
from tests.rows import row
from tests.runs import row_of, rows_of, run
from tests.warehouses import execute, open_for, stored

LATER = "2026-11-16T18:00+01:00"


@pytest.mark.parametrize(
    ("kind", "newest"),
    [
        ("timestamptz", datetime(2026, 11, 15, 22, 30, tzinfo=UTC)),
        ("timestamp", datetime(2026, 11, 15, 22, 30, tzinfo=UTC)),
        ("date", datetime(2026, 11, 14, 23, 0, tzinfo=UTC)),
    ],
)
def test_a_table_has_its_rows_and_its_newest_time_in_the_business_zone(
    tmp_path: Path, warehouse_url: str, kind: str, newest: datetime
) -> None:
    fill(warehouse_url, kind)
    write(tmp_path, COUNT, FORMS)
    report = run(tmp_path, warehouse_url, WEEK)

    (found,) = seen(tmp_path, warehouse_url).values()
    assert (found.source, found.kind, found.rows, found.is_estimate, found.newest) == (
        "stg.forms",
        "table",
        3,
        False,
        newest,
    )
    assert found.run_id == row_of(tmp_path, warehouse_url, 1, WEEK).run_id
    assert report.notes == ()


def test_without_a_column_there_is_no_newest_time(tmp_path: Path, warehouse_url: str) -> None:
    fill(warehouse_url)
    write(tmp_path, COUNT, Table("stg.forms"))
    run(tmp_path, warehouse_url, WEEK)

    (found,) = seen(tmp_path, warehouse_url).values()
    assert (found.rows, found.newest) == (3, None)


@pytest.mark.parametrize(
    ("column", "fault"),
    [
        ("_synced_at", "stg.forms has no column _synced_at"),
        ("id", "stg.forms has integer in its column id, not times"),
    ],
)
def test_a_missing_column_is_reported_and_the_value_stored(
    tmp_path: Path, warehouse_url: str, column: str, fault: str
) -> None:
    fill(warehouse_url)
    write(tmp_path, COUNT, replace(FORMS, loaded_at=column))
    report = run(tmp_path, warehouse_url, WEEK)

    (found,) = seen(tmp_path, warehouse_url).values()
    assert report.ok
    assert row_of(tmp_path, warehouse_url, 1, WEEK).value == 1
    assert (found.rows, found.newest) == (3, None)
    assert report.notes == (
        (
            f"scorecards/success/kpi_01.py: {fault}; the value is stored, with an incomplete"
            " record of its source"
        ),
    )


def test_two_kpis_of_one_table_may_name_a_column_or_not(tmp_path: Path, warehouse_url: str) -> None:
    fill(warehouse_url)
    kpis = {"success/kpi_01.py": kpi_text(COUNT, name="One", sources=[FORMS])}
    kpis["success/kpi_02.py"] = kpi_text(COUNT, name="Two", sources=[Table("stg.forms")])
    run(write_project(tmp_path, kpis), warehouse_url, WEEK)

    assert seen(tmp_path, warehouse_url, 1)["stg.forms"].newest == datetime(
        2026, 11, 15, 22, 30, tzinfo=UTC
    )
    assert seen(tmp_path, warehouse_url, 2)["stg.forms"].newest is None


def test_a_missing_table_fails_no_other(tmp_path: Path, warehouse_url: str) -> None:
    fill(warehouse_url)
    (tmp_path / "deals.csv").write_text("id\n1\n2\n")
    kpis = {
        "success/kpi_01.py": kpi_text(COUNT, name="One", sources=[FORMS]),
        "success/kpi_02.py": kpi_text(
            "SELECT count(*) AS value FROM stg.gone", name="Two", sources=[Table("stg.gone")]
        ),
        "success/kpi_03.py": kpi_text(
            "SELECT count(*) AS value FROM deals", name="Three", sources=[File("deals.csv")]
        ),
    }
    report = run(write_project(tmp_path, kpis), warehouse_url, WEEK)

    assert [result.task.entry.number for result in report.failed] == [2]
    assert report.notes == ()
    assert seen(tmp_path, warehouse_url, 1)["stg.forms"].rows == 3
    assert seen(tmp_path, warehouse_url, 2)["stg.gone"].rows is None
    assert seen(tmp_path, warehouse_url, 3)["deals.csv"].rows == 2


def test_a_large_table_of_postgres_is_estimated_and_its_newest_time_exact(
    tmp_path: Path, postgres_url: str
) -> None:
    execute(
        postgres_url,
        "CREATE SCHEMA stg",
        "CREATE TABLE stg.forms AS SELECT n AS id, '2026-11-10'::timestamptz + n * interval '1"
        " second' AS sent_at FROM generate_series(1, 150000) AS n",
        "ANALYZE stg.forms",
    )
    write(tmp_path, COUNT, FORMS)
    run(tmp_path, postgres_url, WEEK)

    (found,) = seen(tmp_path, postgres_url).values()
    assert found.is_estimate
    assert found.rows == pytest.approx(150_000, rel=0.02)
    # 150,000 s after midnight of the tenth in Berlin: 41 h 40 min.
    assert found.newest == datetime(2026, 11, 11, 16, 40, tzinfo=UTC)


def test_a_view_of_postgres_is_counted_only_where_that_is_cheap(
    tmp_path: Path, postgres_url: str
) -> None:
    fill(postgres_url)
    execute(
        postgres_url,
        "CREATE VIEW stg.few AS SELECT * FROM stg.forms WHERE id < 3",
        "CREATE VIEW stg.many AS SELECT a.n FROM generate_series(1, 5000) AS a(n),"
        " generate_series(1, 5000) AS b(n)",
    )
    query = (
        "SELECT (SELECT count(*) FROM stg.few) AS value FROM (SELECT n FROM stg.many LIMIT 1)"
        " AS one"
    )
    write(tmp_path, query, Table("stg.few", loaded_at="SENT_AT"), Table("stg.many"))
    run(tmp_path, postgres_url, WEEK)

    found = seen(tmp_path, postgres_url)
    assert (found["stg.few"].rows, found["stg.few"].is_estimate) == (2, False)
    assert found["stg.few"].newest == datetime(2026, 11, 15, 22, 30, tzinfo=UTC)
    assert (found["stg.many"].rows, found["stg.many"].is_estimate) == (None, False)


@pytest.mark.parametrize("compute", ["warehouse", "local"])
def test_rows_that_arrive_during_a_run_are_not_counted(
    tmp_path: Path, postgres_url: str, compute: str
) -> None:
    fill(postgres_url)
    write(tmp_path, COUNT, FORMS)
    run_doing(
        tmp_path,
        postgres_url,
        lambda _: execute(postgres_url, "INSERT INTO stg.forms VALUES (4, '2026-11-15 23:59')"),
        compute,
    )

    (found,) = seen(tmp_path, postgres_url).values()
    assert execute(postgres_url, "SELECT count(*) FROM stg.forms") == [(4,)]
    assert (found.rows, found.newest) == (3, datetime(2026, 11, 15, 22, 30, tzinfo=UTC))


def test_naming_a_column_copies_nothing_more_of_a_table(tmp_path: Path, postgres_url: str) -> None:
    fill(postgres_url)
    # A time that DuckDB cannot hold, so that a copy of the column would fail.
    execute(postgres_url, "INSERT INTO stg.forms VALUES (4, '0044-03-15 BC')")
    (tmp_path / "deals.csv").write_text("id\n1\n4\n")
    write(
        tmp_path,
        "SELECT max(sent_at)::text::int AS value FROM stg.forms JOIN deals USING (id)",
        FORMS,
        File("deals.csv"),
    )
    copied = run(tmp_path, postgres_url, WEEK, dry_run=True)
    write(
        tmp_path,
        "SELECT count(*) AS value FROM stg.forms JOIN deals USING (id)",
        FORMS,
        File("deals.csv"),
    )
    run(tmp_path, postgres_url, WEEK)

    assert "stg.forms cannot be copied" in copied.failed[0].rows[0].reason
    assert row_of(tmp_path, postgres_url, 1, WEEK).value == 2
    assert seen(tmp_path, postgres_url)["stg.forms"].newest == datetime(
        2026, 11, 15, 22, 30, tzinfo=UTC
    )


def test_values_are_counted_with_the_series_that_was_read(
    tmp_path: Path, warehouse_url: str
) -> None:
    parts = "SELECT * FROM (VALUES ('a', 1), ('b', 2)) AS parts(field, value)"
    kpis = {
        "success/kpi_06.py": kpi_text(parts, name="Forms"),
        "success/kpi_07.py": kpi_text(
            "SELECT sum(value) AS value FROM kpi_06", name="Sum", sources=[Values(6, last=2)]
        ),
    }
    run(write_project(tmp_path, kpis), warehouse_url, "2026-W44..2026-W46")

    (found,) = seen(tmp_path, warehouse_url, 7).values()
    # Weeks 44 to 46, two parts each; week 43, which the first period lacks, is not stored.
    assert (found.source, found.kind, found.place, found.rows) == (
        "kpi_06",
        "values",
        "success/kpi_06",
        6,
    )
    assert (found.field_name, found.range_type, found.periods) == ("forms", "week", 2)


def test_sources_of_one_name_are_named_by_relation_too() -> None:
    twice = [Values(6, last=4), Values(6, last=1, name="newest"), Table("stg.forms")]

    assert list(names_of(twice)) == ["kpi_06 as kpi_06", "kpi_06 as newest", "stg.forms"]


def runs_on_record(url: str) -> list[str]:
    return [
        run_id
        for (run_id,) in execute(url, "SELECT DISTINCT run_id FROM vl_analytics.scorecard_source")
    ]


def test_a_run_that_changes_nothing_records_no_sources(tmp_path: Path, warehouse_url: str) -> None:
    fill(warehouse_url)
    write(tmp_path, COUNT, FORMS)
    run(tmp_path, warehouse_url, WEEK)
    (first,) = runs_on_record(warehouse_url)
    execute(warehouse_url, "INSERT INTO stg.forms VALUES (4, '2026-11-16 01:00')")
    run(tmp_path, warehouse_url, WEEK, now=LATER)
    unchanged = runs_on_record(warehouse_url)
    execute(warehouse_url, "INSERT INTO stg.forms VALUES (5, '2026-11-15 01:00')")
    run(tmp_path, warehouse_url, WEEK, now=LATER)

    assert unchanged == [first]
    assert len(runs_on_record(warehouse_url)) == 2
    assert row_of(tmp_path, warehouse_url, 1, WEEK).run_id in runs_on_record(warehouse_url)
    assert execute(
        warehouse_url, "SELECT row_count FROM vl_analytics.scorecard_source ORDER BY 1"
    ) == [(3,), (5,)]


def test_a_dry_run_records_no_sources(tmp_path: Path, warehouse_url: str) -> None:
    fill(warehouse_url)
    write(tmp_path, COUNT, FORMS)
    run(tmp_path, warehouse_url, "2026-W45")
    run(tmp_path, warehouse_url, WEEK, dry_run=True)

    assert len(runs_on_record(warehouse_url)) == 1


def test_sources_are_recorded_only_for_the_kpis_that_are_written(
    tmp_path: Path, warehouse_url: str
) -> None:
    fill(warehouse_url)
    kpis = {
        f"success/kpi_0{n}.py": kpi_text(COUNT, name=f"No {n}", sources=[FORMS]) for n in (1, 2)
    }
    run(write_project(tmp_path, kpis), warehouse_url, WEEK, kpis=[1])
    run(tmp_path, warehouse_url, WEEK, now=LATER)

    rows = {row.kpi_number: row.run_id for row in rows_of(tmp_path, warehouse_url)}
    assert stored(warehouse_url, "kpi_number, run_id", "scorecard_source") == sorted(rows.items())


def test_domains_in_two_zones_see_one_table_each_in_its_own_time(
    tmp_path: Path, warehouse_url: str
) -> None:
    fill(warehouse_url, "timestamp")
    kpis = {
        f"{domain}/kpi_01.py": kpi_text(COUNT, sources=[FORMS]) for domain in ("success", "tokyo")
    }
    write_project(tmp_path, kpis, {"tokyo": runner_text("tokyo", timezone="Asia/Tokyo")})
    run(tmp_path, warehouse_url, WEEK, domains=("success", "tokyo"))

    assert seen(tmp_path, warehouse_url)["stg.forms"].newest == datetime(
        2026, 11, 15, 22, 30, tzinfo=UTC
    )
    assert seen(tmp_path, warehouse_url, domain="tokyo")["stg.forms"].newest == datetime(
        2026, 11, 15, 14, 30, tzinfo=UTC
    )


def test_sources_are_stored_with_the_rows_or_not_at_all(tmp_path: Path, warehouse_url: str) -> None:
    one = Input(run_id="run-1", domain="success", kpi_number=6, source="stg.forms", kind="table")
    with closing(
        open_for(settings_of(write_project(tmp_path), SCORECARD_WAREHOUSE=warehouse_url))
    ) as warehouse:
        store = Store(warehouse)
        store.prepare(["success"])
        with pytest.raises(WarehouseError):
            store.write([row()], [], [], inputs=[one, one])

        assert store.rows("success") == []
