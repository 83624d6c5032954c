"""Two million rows, the same on DuckDB and PostgreSQL, and a project with KPIs that read them.

`python -m benchmarks.generate URL [N]` recreates the tables, with one row in N, such as 100 or 1/10
(ten times as many rows); `python -m benchmarks.generate URL empty` removes the values that the
sides have stored.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from textwrap import dedent
from typing import Any

from benchmarks.kpis import (
    DOMAINS,
    FIRST_MONDAY,
    TABLES,
    TIMEZONE,
    WEEKS_OF_DATA,
    Spec,
    Table,
    specs,
)

_BEGIN = f"extract(epoch FROM timestamptz '{FIRST_MONDAY} 00:00+00')"
_SECONDS = WEEKS_OF_DATA * 7 * 86400
TYPES = {"seconds": "integer", "amount": "numeric(12, 2)", "hours": "double precision"}
_MEASURES = {
    "seconds": "{} % 600",
    "amount": "({} % 100000) / 100.0",
    "hours": "({} % 4800) / 100.0",
}
_STRIDE = 7919
_PRIMES = (2654435761, 2246822519, 3266489917, 668265263)


def fill(url: str, one_of: Fraction | int = 1) -> None:
    """Recreate the benchmark's tables, with one row in `one_of`, and remove stored values.

    One in a tenth (1/10) makes ten times as many.
    """
    run, duckdb = connect(url), url.startswith("duckdb:")
    run("DROP SCHEMA IF EXISTS shop CASCADE; CREATE SCHEMA shop")
    for table in TABLES:
        run(_create(table))
        run(_insert(table, int(table.rows // one_of), duckdb))
        if not duckdb:
            # Any warehouse of this size has an index on the time that queries filter by, and fresh
            # statistics.
            run(f"CREATE INDEX ON {table.name} ({table.time})")
    if not duckdb:
        run("VACUUM ANALYZE")
    empty(url)


def empty(url: str) -> None:
    """Remove the framework's schema, and empty each script's table of values."""
    run = connect(url)
    run("DROP SCHEMA IF EXISTS vl_analytics CASCADE")
    for script in ("bare", "floor"):
        run(f"DROP TABLE IF EXISTS shop.{script}_value")
        run(
            f"CREATE TABLE shop.{script}_value (domain text, kpi integer, week date, value double"
            " precision, computed_at timestamptz, PRIMARY KEY (domain, kpi, week))"
        )


def connect(url: str) -> Callable[..., Any]:
    """Return a function that executes SQL on a connection of its own."""
    if url.startswith("duckdb:"):
        import duckdb

        return duckdb.connect(url.removeprefix("duckdb:///")).execute
    import psycopg

    return psycopg.connect(url, autocommit=True).execute


def _create(table: Table) -> str:
    return (
        f"CREATE TABLE {table.name} (id bigint, client_id integer, {table.group} text, "
        f"{table.time} timestamptz, {table.measure} {TYPES[table.measure]})"
    )


def _insert(table: Table, rows: int, duckdb: bool) -> str:
    """Return the statement that fills a table: evenly in time, everything else by hash."""
    series = f"range({rows})" if duckdb else f"generate_series(0, {rows - 1}::bigint)"
    scattered = [f"((n * {prime} % 4294967296) >> 9)" for prime in _PRIMES]
    place = "n" if table.appended else f"(n * {_STRIDE} % {rows})"
    arrival = f"{place} * {_SECONDS - 20_000} {'//' if duckdb else '/'} {rows}"
    measure = _MEASURES[table.measure].format(scattered[2])
    return (
        f"INSERT INTO {table.name} SELECT n, {scattered[0]} % 20000, '{table.group} ' ||"
        f" ({scattered[1]} % {table.groups} + 1), to_timestamp({_BEGIN} + {arrival} +"
        f" {scattered[3]} % 20000), {measure} FROM {series} AS series(n)"
    )


def write_project(folder: Path, kpis: int) -> None:
    """Write the runners and KPI files of a project with so many KPIs."""
    for domain in DOMAINS:
        _write(
            folder / "runners" / f"{domain}.py",
            _RUNNER.format(title=f"{domain.title()} scorecard", zone=TIMEZONE),
        )
    for spec in specs(kpis):
        _write(folder / "scorecards" / spec.domain / f"kpi_{spec.number:02}.py", _kpi_file(spec))


def _kpi_file(spec: Spec) -> str:
    sources = (
        [f'Table("{spec.table.name}")']
        if spec.table
        else [f"Values({n}, last=4)" for n in spec.reads]
    )
    return _KPI.format(
        number=spec.number,
        imported="Table" if spec.table else "Values",
        sources=", ".join(sources),
        range="" if spec.weeks == 1 else f'\n    range="{spec.weeks} weeks",',
        sql=spec.sql,
    )


_RUNNER = dedent('''\
    """Made by the benchmark."""

    from core.runner import Runner

    RUNNER = Runner(title="{title}", timezone="{zone}", schedule={{"weekly": "0 6 * * MON"}})
    ''')

_KPI = dedent('''\
    """Measure {number} of the benchmark, as plain as most are."""

    from core.kpi import Kpi, {imported}

    KPI = Kpi(
        name="Measure {number}",
        owner="benchmark@example.com",
        unit="number",{range}
        sources=[{sources}],
        query="""
            {sql}
        """,
    )
    ''')


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


if __name__ == "__main__":
    if sys.argv[2:] == ["empty"]:
        empty(sys.argv[1])
    else:
        fill(sys.argv[1], *map(Fraction, sys.argv[2:]))
