"""Tables and CSV files keep their values on the way from one database to another."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from core.engines.base import Snapshot, Warehouse
from core.errors import QueryError
from core.query.result import Result
from tests.core.engines.asking import ask_local, extract

BERLIN = ZoneInfo("Europe/Berlin")

CSV = """\
name,note,n,moment
plain,,1,2026-11-09 08:00:00+01
"comma, and ""quotes"" in it","",2,
"two
lines","\\N",,2026-11-09T07:00:00Z
"""


def test_a_csv_file_keeps_empty_text_apart_from_nothing(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    warehouse.script(
        "CREATE SCHEMA stg; CREATE TABLE stg.deals (name text, note text, n int, moment"
        " timestamptz)"
    )
    path = tmp_path / "it's deals.csv"
    path.write_text(CSV, encoding="utf-8")

    count = warehouse.load_csv("stg.deals", path)

    assert count == 3
    assert warehouse.execute("SELECT name, note, n FROM stg.deals ORDER BY name").rows == [
        ('comma, and "quotes" in it', "", 2),
        ("plain", None, 1),
        ("two\nlines", "\\N", None),
    ]
    assert warehouse.execute(
        "SELECT count(DISTINCT moment), count(moment) FROM stg.deals"
    ).rows == [(1, 2)]


TYPES: Mapping[str, tuple[str, Any]] = {
    "small": ("smallint", 1),
    "whole": ("integer", -2),
    "large": ("bigint", 9007199254740993),
    "exact": ("numeric(12,2)", Decimal("10.25")),
    "single": ("real", 0.5),
    "double": ("double precision", 0.1),
    "yes": ("boolean", True),
    "day": ("date", date(2026, 11, 9)),
    "local": ("timestamp", datetime(2026, 11, 9, 1, 2, 3, 456000)),
    "text": ("text", "a 'quoted', \"line\"\nand another"),
    "short": ("varchar(10)", "ä"),
    "empty": ("text", ""),
    "nothing": ("integer", None),
    "span": ("interval", timedelta(days=1, hours=2)),
    "id": ("uuid", UUID("00000000-0000-4000-8000-000000000001")),
}


def test_an_extract_of_a_table_keeps_values_and_types(warehouse: Warehouse) -> None:
    columns = ", ".join(f"{name} {kind}" for name, (kind, _) in TYPES.items())
    given = {name: found for name, (_, found) in TYPES.items()}
    warehouse.script(f"CREATE SCHEMA stg; CREATE TABLE stg.things ({columns}, moment timestamptz)")
    warehouse.execute(
        f"INSERT INTO stg.things VALUES ({', '.join(f':{name}' for name in given)}, :moment)",
        {**given, "moment": datetime(2026, 11, 9, 0, 30, tzinfo=BERLIN)},
    )
    sql = f"SELECT {', '.join(given)}, epoch(moment)::bigint FROM stg.things"

    with warehouse.snapshot(20) as snapshot:
        extract(snapshot, "stg.things", sql)
        found = ask_local(snapshot, sql).rows[0]

    assert dict(zip([*given, "moment"], found, strict=True)) == {**given, "moment": 1794180600}
    assert [type(each) for each in found[:-1]] == [type(each) for each in given.values()]


def test_an_extract_grows_by_the_columns_that_a_later_query_needs(warehouse: Warehouse) -> None:
    warehouse.script(
        "CREATE SCHEMA stg; CREATE TABLE stg.t (a int, b int, c int); INSERT INTO stg.t VALUES (1,"
        " 2, 3)"
    )
    queries = (
        "SELECT a FROM stg.t",
        "SELECT count(*) FROM stg.t",
        "SELECT b + a FROM stg.t",
        "SELECT * FROM stg.t",
    )

    with warehouse.snapshot(20) as snapshot:
        found = []
        for sql in queries:
            extract(snapshot, "stg.t", sql)
            found += ask_local(snapshot, sql).rows

    assert found == [(1,), (1,), (3,), (1, 2, 3)]


def test_an_extract_of_a_table_that_is_not_there_fails_every_time(warehouse: Warehouse) -> None:
    with warehouse.snapshot(20) as snapshot:
        for _ in range(2):
            with pytest.raises(QueryError, match=r"nothing.*does not exist"):
                extract_and_fetch(snapshot, "stg.nothing", "SELECT a FROM stg.nothing")
            snapshot.recover()


def extract_and_fetch(snapshot: Snapshot, table: str, sql: str) -> Result:
    extract(snapshot, table, sql)
    return ask_local(snapshot, sql)
