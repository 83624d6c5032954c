"""Files, and sources of several kinds in one query, on both engines."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from core.model.sources import File, Tab, Table, Values
from tests.core.compute.one_kpi import computed, failure, write, write_parquet, write_tab
from tests.project import kpi_text, runner_text, write_project
from tests.runs import run, values_of
from tests.warehouses import execute

DEALS = "id,closed_on,amount\n1,2026-11-09,10.5\n2,2026-11-15,20\n3,2026-11-16,40\n"
SUM_OF_WEEK = (
    "SELECT sum(amount) AS value FROM deals WHERE closed_on BETWEEN :first_day AND :last_day"
)


@pytest.mark.parametrize("name", ["exports/deals.csv", "exports/deals.csv.gz", "deals.csv"])
def test_a_csv_file_is_a_table_named_by_its_stem(
    tmp_path: Path, warehouse_url: str, name: str
) -> None:
    write(tmp_path, name, DEALS)

    assert computed(tmp_path, warehouse_url, SUM_OF_WEEK, File(name)) == 30.5


def test_a_parquet_file_keeps_its_types(tmp_path: Path, warehouse_url: str) -> None:
    write_parquet(
        tmp_path,
        "deals.parquet",
        "SELECT DATE '2026-11-10' AS closed_on, 7::DECIMAL(9, 2) AS amount",
    )

    assert computed(tmp_path, warehouse_url, SUM_OF_WEEK, File("deals.parquet")) == 7


def test_a_glob_is_one_table_of_all_its_files_whatever_the_order_of_their_columns(
    tmp_path: Path, warehouse_url: str
) -> None:
    write(tmp_path, "exports/deals_2025.csv", "amount,closed_on\n1,2026-11-10\n")
    write(tmp_path, "exports/deals_2026.csv", "closed_on,amount,remark\n2026-11-11,2,late\n")

    assert (
        computed(tmp_path, warehouse_url, SUM_OF_WEEK, File("exports/deals_*.csv", name="deals"))
        == 3
    )


def test_a_glob_of_parquet_files_is_one_table(tmp_path: Path, warehouse_url: str) -> None:
    for year in (2025, 2026):
        write_parquet(
            tmp_path,
            f"deals_{year}.parquet",
            f"SELECT DATE '2026-11-10' AS closed_on, {year} AS amount",
        )

    assert (
        computed(tmp_path, warehouse_url, SUM_OF_WEEK, File("deals_*.parquet", name="deals"))
        == 4051
    )


def test_columns_state_types_where_the_file_does_not(tmp_path: Path, warehouse_url: str) -> None:
    write(tmp_path, "codes.csv", "code,amount\n007,1\n7,2\n")
    text = "SELECT sum(amount) AS value FROM codes WHERE code = '007'"

    assert (
        computed(tmp_path, warehouse_url, text, File("codes.csv", columns={"code": "varchar"})) == 1
    )


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_a_timestamp_without_an_offset_in_a_file_is_business_time_in_every_domain_that_reads_it(
    tmp_path: Path, warehouse_url: str, suffix: str
) -> None:
    """Noon in Berlin is 11:00 UTC, in New York 17:00 UTC: both domains read the one file in one
    run.
    """
    if suffix == "csv":
        write(tmp_path, "visits.csv", "seen\n2026-11-10 12:00\n")
    else:
        write_parquet(tmp_path, "visits.parquet", "SELECT TIMESTAMP '2026-11-10 12:00' AS seen")
    source = File(f"visits.{suffix}", columns={"seen": "timestamptz"})
    kpi = kpi_text("SELECT epoch(seen) AS value FROM visits", unit="number", sources=[source])
    kpis = {"applications/kpi_01.py": kpi, "success/kpi_01.py": kpi}
    write_project(tmp_path, kpis, {"applications": runner_text("applications", "America/New_York")})
    run(tmp_path, warehouse_url, "2026-W46", domains=["applications", "success"])

    berlin, new_york = (
        datetime.fromisoformat(f"2026-11-10T{hour}:00Z").timestamp() for hour in (11, 17)
    )
    assert values_of(tmp_path, warehouse_url, 1, "success") == {"2026-W46": berlin}
    assert values_of(tmp_path, warehouse_url, 1, "applications") == {"2026-W46": new_york}


def test_a_file_that_is_not_there_is_named_with_what_to_do(
    tmp_path: Path, warehouse_url: str
) -> None:
    reason = failure(tmp_path, warehouse_url, SUM_OF_WEEK, File("exports/deals.csv"))

    assert (
        reason
        == f"exports/deals.csv does not exist below {tmp_path}; put the file there, or fix the"
        " path in sources"
    )


def test_a_file_that_is_not_as_declared_says_where(tmp_path: Path, warehouse_url: str) -> None:
    write(tmp_path, "deals.csv", DEALS + "4,2026-11-10,a lot\n")
    reason = failure(
        tmp_path, warehouse_url, SUM_OF_WEEK, File("deals.csv", columns={"amount": "double"})
    )

    assert reason.startswith("deals.csv cannot be read as declared: ")
    assert "\n" not in reason


def test_a_column_that_a_file_lacks_is_named(tmp_path: Path, warehouse_url: str) -> None:
    write(tmp_path, "deals.csv", "id\n1\n")

    assert "closed_on" in failure(tmp_path, warehouse_url, SUM_OF_WEEK, File("deals.csv"))


def test_a_file_with_a_header_alone_is_an_empty_table(tmp_path: Path, warehouse_url: str) -> None:
    write(tmp_path, "deals.csv", "id,closed_on,amount\n")

    assert (
        computed(tmp_path, warehouse_url, "SELECT count(*) AS value FROM deals", File("deals.csv"))
        == 0
    )


def test_a_file_with_quotes_newlines_and_umlauts_is_read_whole(
    tmp_path: Path, warehouse_url: str
) -> None:
    write(tmp_path, "notes.csv", 'note,n\n"He said ""no"",\nthen “yes”: Müller",1\nplain,2\n')
    query = "SELECT sum(n) * 10 + count(*) FILTER (note LIKE '%Müller') AS value FROM notes"

    assert computed(tmp_path, warehouse_url, query, File("notes.csv")) == 31


TAB = Tab("OPERATIONS", "Replacements", columns=("Client", "Closed on"))
MIXED = """
    SELECT sum(d.amount * r.rate) + count(DISTINCT n.client) + max(k.value) AS value
    FROM deals AS d
    JOIN stg.rates AS r ON r.code = d.code
    LEFT JOIN replacements AS n ON n.client = d.client
    CROSS JOIN kpi_02 AS k
    WHERE r.valid_from <= :end AND d.closed_on BETWEEN :first_day AND :last_day
"""


def test_a_table_a_file_a_tab_and_a_history_join_in_one_query(
    tmp_path: Path, warehouse_url: str
) -> None:
    write(
        tmp_path,
        "deals.csv",
        "client,closed_on,code,amount\nA,2026-11-09,x,10\nB,2026-11-15,y,100\nC,2026-11-16,x,1000\n",
    )
    write_tab(tmp_path, "Replacements", [["Client", "Closed on"], ["B", ""], ["Z", ""]])
    execute(
        warehouse_url,
        "CREATE SCHEMA stg",
        'CREATE TABLE stg.rates (code text, rate numeric(6, 2), valid_from timestamptz, "Remark"'
        " text)",
        "INSERT INTO stg.rates VALUES ('x', 1.5, '2026-01-01 00:00Z', 'a'), ('y', 2, '2026-11-15"
        " 23:00Z', 'b'), ('y', 999, '2026-11-15 23:01Z', 'one minute too late')",
    )
    write_project(tmp_path, {"success/kpi_02.py": kpi_text("SELECT 5000 AS value", name="Base")})
    run(tmp_path, warehouse_url, "2026-W46", kpis=[2])

    sources = (File("deals.csv"), Table("stg.rates"), TAB, Values(2))
    value = computed(tmp_path, warehouse_url, MIXED, *sources, OPERATIONS="operations.xlsx")

    # 10 × 1.5 + 100 × 2, one client of the tab, and the 5000 of KPI 2.
    assert value == 15 + 200 + 1 + 5000


def test_a_query_that_fails_takes_the_extracts_of_the_others_with_it_for_no_longer_than_a_moment(
    tmp_path: Path, warehouse_url: str
) -> None:
    write(tmp_path, "deals.csv", DEALS)
    write_tab(tmp_path, "Replacements", [["Client", "Closed on"], ["A", ""]])
    good = (
        "SELECT sum(amount) + (SELECT count(*) FROM replacements) + (SELECT max(value) FROM kpi_01)"
        " AS value FROM deals"
    )
    sources = [File("deals.csv"), TAB, Values(1)]
    write_project(
        tmp_path,
        {
            "success/kpi_01.py": kpi_text("SELECT 1000 AS value", name="Base"),
            "success/kpi_02.py": kpi_text(good, name="Before", sources=sources),
            "success/kpi_03.py": kpi_text(
                "SELECT error('no') AS value FROM deals", name="Bad", sources=sources[:1]
            ),
            "success/kpi_04.py": kpi_text(good, name="After", sources=sources),
        },
    )
    report = run(tmp_path, warehouse_url, "2026-W45..2026-W46", OPERATIONS="operations.xlsx")

    values = {2: values_of(tmp_path, warehouse_url, 2), 4: values_of(tmp_path, warehouse_url, 4)}
    assert len(report.failed) == 2
    assert values == {number: {"2026-W45": 1071.5, "2026-W46": 1071.5} for number in (2, 4)}
