"""The functions that a query may not call."""

from __future__ import annotations

import re

import pytest

from core.query.facts import Dialect
from core.query.parse.statement import examine


def problem(sql: str, dialect: Dialect = "postgres") -> tuple[int, str]:
    (found,) = examine(sql, dialect).problems
    return found


@pytest.mark.parametrize(
    ("call", "name"),
    [
        ("read_csv('x.csv')", "read_?csv"),
        ("read_parquet('x.parquet')", "read_?parquet"),
        ("read_text('/etc/passwd')", "read_text"),
        ("glob('*')", "glob"),
        ("query('SELECT 1')", "query"),
        ("duckdb_secrets()", "duckdb_secrets"),
        ("sqlite_scan('a', 'b')", "sqlite_scan"),
        ("pg_ls_dir('.')", "pg_ls_dir"),
    ],
)
def test_a_function_that_reads_what_no_source_declares_is_refused(call: str, name: str) -> None:
    line, message = problem(f"SELECT * FROM {call}", "duckdb")
    assert line == 1
    assert re.match(
        rf"the query reads through {name}\(…\), which sources cannot declare; use Table, File",
        message,
    )


@pytest.mark.parametrize(
    "call", ["pg_read_file('x')", "getenv('HOME')", "query_to_xml('SELECT 1', true, true, '')"]
)
def test_a_value_that_is_read_from_outside_is_refused(call: str) -> None:
    name = call.partition("(")[0]
    assert problem(f"SELECT {call} AS value") == (
        1,
        f"the query calls {name}(…), which reads outside the declared sources",
    )


@pytest.mark.parametrize("dialect", ["duckdb", "postgres"])
@pytest.mark.parametrize(
    ("clause", "name"),
    [
        ("t, LATERAL query('FROM read_text(1)')", "query"),
        ("t CROSS JOIN LATERAL query_table('t') AS q", "query_table"),
        ("t, LATERAL main.read_text('x')", "read_text"),
        ("t, LATERAL system.main.read_text('x')", "read_text"),
        ("t, LATERAL \"query\"('x') AS y", "query"),
        ("t LEFT JOIN LATERAL enable_logging('x') ON true", "enable_logging"),
        ("t JOIN main.query('x') ON true", "query"),
        ("(query('x'))", "query"),
        ("ROWS FROM (query('x'))", "query"),
        ("(SELECT * FROM t, LATERAL (SELECT * FROM query('x')) AS a) AS b", "query"),
        ("t WHERE EXISTS (SELECT 1 FROM t, LATERAL query('x'))", "query"),
        ("json_execute_serialized_sql('x')", "json_execute_serialized_sql"),
    ],
)
def test_a_function_is_judged_in_every_form_of_a_relation(
    clause: str, name: str, dialect: Dialect
) -> None:
    _, message = problem(f"SELECT * FROM {clause}", dialect)
    assert message.startswith(f"the query reads through {name}(…), which sources cannot declare")


@pytest.mark.parametrize("dialect", ["duckdb", "postgres"])
@pytest.mark.parametrize(
    "clause",
    [
        "t, LATERAL unnest(t.a) AS u(x)",
        "t, LATERAL generate_series(1, t.n) AS g(x)",
        "t, LATERAL (SELECT 1 AS x) AS q",
        "t CROSS JOIN LATERAL jsonb_to_recordset(t.a) AS r(x int)",
        "t, LATERAL date_trunc('week', t.a) AS w(x)",
    ],
)
def test_a_function_of_its_arguments_alone_is_a_relation(clause: str, dialect: Dialect) -> None:
    assert examine(f"SELECT x FROM {clause}", dialect).problems == ()


@pytest.mark.parametrize("dialect", ["duckdb", "postgres"])
@pytest.mark.parametrize(
    ("call", "reason"),
    [
        ("set_config('TimeZone', 'UTC', false)", "changes the session of all KPIs"),
        ("pg_catalog.set_config('TimeZone', 'UTC', false)", "changes the session of all KPIs"),
        ("\"set_config\"('TimeZone', 'UTC', false)", "changes the session of all KPIs"),
        ("setseed(0.5)", "changes the session of all KPIs"),
        ("pg_advisory_unlock_all()", "takes or releases locks of the server"),
        ("pg_try_advisory_lock(1)", "takes or releases locks of the server"),
        ("pg_terminate_backend(1)", "ends or disturbs other sessions"),
        ("pg_cancel_backend(1)", "ends or disturbs other sessions"),
        ("pg_notify('a', 'b')", "ends or disturbs other sessions"),
        ("pg_sleep_for('1 s')", "waits and computes nothing"),
        ("pg_reload_conf()", "acts on the server"),
        ("pg_rotate_logfile()", "acts on the server"),
        ("pg_switch_wal()", "acts on the server"),
        ("pg_logical_emit_message(true, 'a', 'b')", "acts on the server"),
        ("nextval('s')", "writes; a KPI only reads"),
        ("setval('s', 1)", "writes; a KPI only reads"),
        ("write_log('x')", "writes; a KPI only reads"),
        ("lo_export(1, 'x')", "reads or writes large objects, which no source declares"),
        ("dblink_exec('a', 'b')", "asks another server, which no source declares"),
        ("pg_stat_file('x')", "reads outside the declared sources"),
        ("table_to_xml('t', true, true, '')", "reads outside the declared sources"),
        ("duckdb_secrets()", "reads outside the declared sources"),
        ("read_text('x')", "reads outside the declared sources"),
    ],
)
def test_a_function_that_acts_or_reads_outside_is_refused_as_a_value_too(
    call: str, reason: str, dialect: Dialect
) -> None:
    name = call.partition("(")[0].rpartition(".")[2].strip('"')
    assert problem(f"SELECT count(*) + {call} FROM t", dialect) == (
        1,
        f"the query calls {name}(…), which {reason}",
    )


def test_a_function_behind_a_dot_is_refused_too() -> None:
    assert problem("SELECT 'HOME'.getenv()", "duckdb")[1].startswith("the query calls getenv(…)")
