"""The bare script: the same queries without the framework, on one connection, in one transaction.

An analyst in a hurry would write it: no check, no snapshot, no history, no time limit, no record of
the run. It shows the cost of the queries themselves.

`python -m benchmarks.bare URL KPIS 2026-W40 …`
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from benchmarks.kpis import TIMEZONE, Spec, specs

Execute = Callable[[str, dict[str, Any]], list[tuple[Any, ...]]]

_HISTORY = """
    kpi_{number:02} AS (
        SELECT value FROM shop.bare_value
        WHERE domain = '{domain}' AND kpi = {number} AND week > :since AND week <= :week
    )
"""


def main(url: str, kpis: int, weeks: list[str]) -> None:
    """Compute and store some weeks, each in its own transaction."""
    execute = _duckdb(url) if url.startswith("duckdb:") else _postgres(url)
    for week in weeks:
        _week(execute, specs(kpis), week)


def _week(execute: Execute, specs: list[Spec], week: str) -> None:
    year, number = week.split("-W")
    monday = date.fromisocalendar(int(year), int(number), 1)
    execute("BEGIN", {})
    plain = [
        (spec, _value(execute, spec.sql, bounds(spec, monday))) for spec in specs if not spec.reads
    ]
    _upsert(execute, plain, monday)
    derived = [
        (spec, _value(execute, _over_values(spec), _weeks(monday))) for spec in specs if spec.reads
    ]
    _upsert(execute, derived, monday)
    execute("COMMIT", {})
    for spec, value in (*plain, *derived):
        print(spec.domain, spec.number, week, value)


def _duckdb(url: str) -> Execute:
    import duckdb

    connection = duckdb.connect(url.removeprefix("duckdb:///"))
    return lambda sql, params: connection.execute(
        re.sub(r"(?<!:):([a-z]\w*)", r"$\1", sql), params
    ).fetchall()


def _postgres(url: str) -> Execute:
    import psycopg

    connection = psycopg.connect(url, autocommit=True)

    def execute(sql: str, params: dict[str, Any]) -> list[tuple[Any, ...]]:
        cursor = connection.execute(re.sub(r"(?<!:):([a-z]\w*)", r"%(\1)s", sql), params)
        return cursor.fetchall() if cursor.description else []

    return execute


def bounds(spec: Spec, monday: date) -> dict[str, datetime]:
    """Return the parameters of a week that begins on a Monday."""
    zone = ZoneInfo(TIMEZONE)
    start, end = monday - timedelta(weeks=spec.weeks - 1), monday + timedelta(weeks=1)
    return {
        "start": datetime.combine(start, time(), zone),
        "end": datetime.combine(end, time(), zone),
    }


def _weeks(monday: date) -> dict[str, date]:
    return {"since": monday - timedelta(weeks=4), "week": monday}


def _over_values(spec: Spec) -> str:
    histories = [_HISTORY.format(domain=spec.domain, number=number) for number in spec.reads]
    return f"WITH {', '.join(histories)} {spec.sql}"


def _value(execute: Execute, sql: str, params: dict[str, Any]) -> float | None:
    value = execute(sql, params)[0][0]
    return None if value is None else float(value)


def _upsert(execute: Execute, values: list[tuple[Spec, float | None]], monday: date) -> None:
    rows = ", ".join(f"(:d{n}, :k{n}, :week, :v{n}, :now)" for n in range(len(values)))
    params: dict[str, Any] = {"week": monday, "now": datetime.now(UTC)}
    for n, (spec, value) in enumerate(values):
        params |= {f"d{n}": spec.domain, f"k{n}": spec.number, f"v{n}": value}
    execute(
        f"INSERT INTO shop.bare_value VALUES {rows} ON CONFLICT (domain, kpi, week) "
        "DO UPDATE SET value = excluded.value, computed_at = excluded.computed_at",
        params,
    )


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3:])
