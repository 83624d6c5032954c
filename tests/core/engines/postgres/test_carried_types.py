"""Which types of PostgreSQL are carried to DuckDB, and as what."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from core.engines.postgres.carried_types import CARRIED, carried, is_unbounded, unbounded

PAGE = Path(__file__).parents[4] / "docs" / "kpi-file.md"


@pytest.mark.parametrize(
    ("postgres", "duckdb"),
    [
        ("integer", "INTEGER"),
        ("timestamp(3) with time zone", "TIMESTAMPTZ"),
        ("numeric(12,2)", "DECIMAL(12,2)"),
        ("numeric(38,0)", "DECIMAL(38,0)"),
        ("numeric(3,-2)", "DECIMAL(5,0)"),
        ("numeric(2,4)", "DECIMAL(4,4)"),
        ("character varying(10)", "VARCHAR"),
        ("interval", "INTERVAL"),
    ],
)
def test_a_type_has_one_in_duckdb_that_holds_all_its_values(postgres: str, duckdb: str) -> None:
    found = carried(postgres)

    assert found is not None
    assert found.duckdb == duckdb


@pytest.mark.parametrize(
    "postgres",
    [
        *("integer[]", "money", "bit(8)", "text of a nondeterministic collation", '"char"'),
        *("numeric(39,0)", "numeric", "stg.pair", "inet", "int4range", "citext"),
    ],
)
def test_any_other_type_is_not_carried(postgres: str) -> None:
    assert carried(postgres) is None


def test_values_decide_where_the_type_does_not_say_how_many_digits() -> None:
    assert is_unbounded("numeric")
    assert is_unbounded("numeric(50,10)")
    assert not is_unbounded("numeric(12,2)")
    found = unbounded(20, 18)
    assert found is not None
    assert found.duckdb == "DECIMAL(38,18)"
    assert unbounded(20, 19) is None


def test_the_page_lists_every_type_that_is_carried() -> None:
    page = PAGE.read_text()
    table = page[page.index("| in PostgreSQL |") :].partition("\n\n")[0]
    rows = re.findall(r"^\| (.+?) \| `(\w+).*?` \|", table, re.MULTILINE)
    listed = {name: duckdb for names, duckdb in rows for name in re.findall(r"`([^`]+)`", names)}

    expected = {name: way.duckdb for name, way in CARRIED.items()}
    assert listed == {**expected, "numeric(p, s)": "DECIMAL", "numeric": "DECIMAL", "enum": "ENUM"}
