"""`tables` as authors and programs use it."""

from __future__ import annotations

import json

import pytest

from tests.core.cli.commands import NOWHERE, UNREACHABLE, Command, one_sentence
from tests.processes import Outcome
from tests.warehouses import execute


def test_tables_are_listed_with_those_of_the_store(scorecard: Command, filled: str) -> None:
    found = scorecard("tables", url=filled)
    records = json.loads(scorecard("tables", "--format", "json", url=filled).out)

    assert (found.code, found.err) == (0, "")
    names = [line.split()[0] for line in found.out.splitlines()[2:]]
    assert names == [record["table"] for record in records]
    assert {"stg.forms", "vl_analytics.scorecard_run"} <= set(names)
    assert not [name for name in names if name.startswith(("pg_", "information_schema"))]


@pytest.mark.parametrize("name", ["stg.forms", "forms", "STG.Forms"])
def test_a_table_is_shown_with_its_columns_and_five_rows(
    scorecard: Command, url: str, name: str
) -> None:
    found = scorecard("tables", name, url=url)

    assert (found.code, found.err) == (0, "")
    assert found.out.startswith("stg.forms: table")
    assert found.out.splitlines()[-1].lower().startswith("sent_on  date  2026-11-")
    record = json.loads(scorecard("tables", name, "--format", "json", url=url).out)
    assert len(record["sample"]) == 5


def test_names_and_values_of_any_kind_are_shown(scorecard: Command, url: str) -> None:
    execute(
        url,
        'CREATE TABLE stg."odd ""name" (":day" date, seen timestamptz)',
        'INSERT INTO stg."odd ""name" VALUES (NULL, \'2026-11-16 06:00+01\')',
    )
    found = scorecard("tables", 'stg.odd "name', "--format", "json", url=url)

    assert json.loads(found.out)["sample"] == [{":day": None, "seen": "2026-11-16 05:00:00+00"}]


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("form", "did you mean stg.forms?"),
        ("stg.froms", "did you mean stg.forms?"),
        ("invoices", "see scorecard tables"),
        ("pg_catalog.pg_class", "see scorecard tables"),
        ("information_schema.tables", "see scorecard tables"),
    ],
)
def test_a_table_that_does_not_exist_ends_with_2_and_near_names(
    scorecard: Command, url: str, name: str, remedy: str
) -> None:
    found = scorecard("tables", name, url=url)

    assert (found.code, found.out) == (2, "")
    assert one_sentence(found).startswith(f"table {name!r} does not exist in ")
    assert one_sentence(found).endswith(f"; {remedy}")


def test_a_name_of_two_schemas_needs_its_schema(scorecard: Command, url: str) -> None:
    execute(url, "CREATE SCHEMA raw", "CREATE TABLE raw.forms (n int)")
    found = scorecard("tables", "forms", url=url)

    message = "'forms' is the name of several tables; choose raw.forms or stg.forms\n"
    assert found == Outcome(2, "", message)


def test_a_view_that_fails_ends_with_1_and_the_reason(scorecard: Command, url: str) -> None:
    execute(url, "CREATE VIEW stg.broken AS SELECT CAST('x' || sent_on AS int) AS n FROM stg.forms")
    found = scorecard("tables", "stg.broken", url=url)

    assert (found.code, found.out) == (1, "")
    assert "x2026-11-02" in one_sentence(found)


def test_an_empty_warehouse_and_an_unreachable_one_say_so(
    scorecard: Command, warehouse_url: str
) -> None:
    assert scorecard("tables", url=warehouse_url).out.endswith(" has no tables\n")
    assert scorecard("tables", url=NOWHERE).err.startswith(UNREACHABLE)


def test_every_kind_of_relation_of_a_server_is_listed(
    scorecard: Command, postgres_url: str
) -> None:
    execute(
        postgres_url,
        "CREATE SCHEMA stg",
        "CREATE TABLE stg.parted (day date, n int) PARTITION BY RANGE (day)",
        "CREATE TABLE stg.parted_2026 PARTITION OF stg.parted FOR VALUES FROM ('2026-01-01') TO"
        " ('2027-01-01')",
        "CREATE VIEW stg.plain AS SELECT 1 AS n",
        "CREATE MATERIALIZED VIEW stg.stored AS SELECT 1 AS n",
        "CREATE FOREIGN DATA WRAPPER nothing",
        "CREATE SERVER elsewhere FOREIGN DATA WRAPPER nothing",
        "CREATE FOREIGN TABLE stg.remote (n int) SERVER elsewhere",
    )
    records = json.loads(scorecard("tables", "--format", "json", url=postgres_url).out)

    assert {record["table"]: record["kind"] for record in records} == {
        "stg.parted": "table",
        "stg.parted_2026": "table",
        "stg.plain": "view",
        "stg.remote": "table",
        "stg.stored": "view",
    }
    assert all({"name": "n", "type": "integer"} in record["columns"] for record in records)
    for name in ("stg.parted", "stg.stored"):
        assert scorecard("tables", name, url=postgres_url).code == 0
    failed = scorecard("tables", "stg.remote", url=postgres_url)
    assert (failed.code, one_sentence(failed)) == (
        1,
        'foreign-data wrapper "nothing" has no handler',
    )
