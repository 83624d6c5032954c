"""A backfill over a column of any type stores what each week alone stores."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from core.kpi import Table
from core.model import same_number
from tests.core.compute.test_server_only import values_of
from tests.project import kpi_text, write_project
from tests.warehouses import execute

# Of each type a value of most days, and the one of two days in one of thirty weeks.
TYPES = {
    "smallint": ("1", "7"),
    "int": ("1", "7"),
    "bigint": ("1", "9007199254740993"),
    "numeric": ("0.5", "100000000000000000.5"),
    "numeric(10, 2)": ("0.5", "2.5"),
    "numeric(45, 5)": ("0.5", "1234567890123456789012345678901234567890.5"),
    "stg.share": ("0.1", "0.25"),
    "real": ("0.1", "2.5"),
    "float8": ("0.1", "2.5"),
    "boolean": ("false", "true"),
    "text": ("low", "high "),
    "varchar(20)": ("low", "High"),
    "char(8)": ("low", "high"),
    "name": ("low", "high"),
    "stg.mood": ("calm", "about to leave"),
    "uuid": ("00000000-0000-0000-0000-000000000001", "00000000-0000-0000-0000-0000000000ff"),
    "jsonb": ("{}", '{"a": 1.50}'),
    "date": ("2026-05-01", "0044-03-15 BC"),
    "time": ("08:00", "24:00"),
    "timetz": ("08:00+01", "08:00-01"),
    "timestamp": ("2026-05-01 08:00", "2026-03-29 02:30"),
    "timestamptz": ("2026-05-01 08:00Z", "2026-10-25 00:30Z"),
    "interval": ("1 day", "-1 mons +2 days"),
    "bytea": (r"\x00", r"\xff22"),
    "int[]": ("{1}", "{1,NULL,3}"),
    "inet": ("10.0.0.1", "::1"),
    "money": ("1.5", "2.25"),
    "bit(4)": ("0001", "1000"),
    "int4range": ("[1,2)", "empty"),
    "point": ("(1,2)", "(3,4)"),
    "tsvector": ("a", "a b"),
    "oid": ("1", "4000000000"),
}
QUERIES = (
    "count(DISTINCT {column})",
    "count(*) FILTER (WHERE {column} = '{rare}')",
    "count(*) FILTER (WHERE {column} > '{usual}')",
    "avg({column})",
    "max({column})",
    "sum({column}) / 2",
)
WEEK = "FROM stg.kinds WHERE opened_at >= :start AND opened_at < :end"


def make_kinds(url: str) -> None:
    columns = ", ".join(f"c{index} {kind}" for index, kind in enumerate(TYPES))
    usual = ", ".join(f"'{usual}'::{kind}" for kind, (usual, _) in TYPES.items())
    rare = ", ".join(f"c{index} = '{rare}'" for index, (_, rare) in enumerate(TYPES.values()))
    execute(
        url,
        "CREATE SCHEMA stg",
        "CREATE TYPE stg.mood AS ENUM ('angry', 'calm', 'about to leave')",
        "CREATE DOMAIN stg.share AS numeric(5, 4)",
        f"CREATE TABLE stg.kinds (id int, opened_at timestamptz, {columns})",
        "INSERT INTO stg.kinds SELECT n,"
        f" TIMESTAMPTZ '2026-04-20 08:00+02' + n * INTERVAL '1 day', {usual}"
        " FROM generate_series(0, 209) AS s(n)",
        f"UPDATE stg.kinds SET {rare} WHERE id IN (71, 72)",
    )


def queries_that_postgresql_answers(url: str) -> list[str]:
    """Return the queries that are defined for their type and return a number."""
    found = []
    with psycopg.connect(url, autocommit=True) as connection:
        for index, (usual, rare) in enumerate(TYPES.values()):
            for query in QUERIES:
                value = query.format(column=f"c{index}", usual=usual, rare=rare)
                try:
                    connection.execute(f"SELECT ({value})::numeric FROM stg.kinds".encode())
                except psycopg.Error:
                    continue
                found.append(f"SELECT {value} AS value {WEEK}")
    return found


@pytest.fixture
def project(tmp_path: Path, postgres_url: str) -> Path:
    make_kinds(postgres_url)
    files = {}
    for number, query in enumerate(queries_that_postgresql_answers(postgres_url), 1):
        text = kpi_text(query, name=f"KPI {number}", sources=[Table("stg.kinds")])
        files[f"success/kpi_{number:02}.py"] = text
    write_project(tmp_path, files)
    return tmp_path


@pytest.mark.slow
def test_a_column_of_any_type_gives_the_same_at_once_and_alone(
    project: Path, postgres_url: str
) -> None:
    weeks = range(17, 47)
    alone = {}
    for week in weeks:
        alone |= values_of(project, postgres_url, f"2026-W{week}", "warehouse")

    assert len(alone) > 100 * len(weeks)
    for compute in ("warehouse", "local"):
        together = values_of(project, postgres_url, "2026-W17..2026-W46", compute)
        assert together.keys() == alone.keys()
        different = {
            key: (alone[key], (outcome, value))
            for key, (outcome, value) in together.items()
            if outcome != alone[key][0] or not same_number(value, alone[key][1])
        }
        assert different == {}, compute
