"""Compares random queries on PostgreSQL, Sail and ClickHouse; prints those that differ.

python -m tests.core.query.remote.compare [COUNT] [--seed N] [--show VERDICTS] [--spark4]
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import psycopg

from core.errors import UntranslatableError
from core.query.remote.statement import translated
from tests.core.query.remote.engines import (
    PARAMS,
    ROWS,
    TYPES,
    ClickHouse,
    Postgres,
    Rows,
    SparkEngine,
    is_same,
)
from tests.core.query.remote.prove import clickhouse, own_postgres, sail
from tests.core.query.remote.random_queries import QueryMaker

ZONES = (
    *("Europe/Berlin", "America/New_York", "UTC", "Asia/Kolkata", "Australia/Lord_Howe"),
    "America/St_Johns",
)
RemoteEngine = SparkEngine | ClickHouse
_NEAR = 1e-9


def many_rows(count: int = 30) -> list[str]:
    """Return the rows of the corpus, rows with its cells, and such with times about the week."""
    random = Random(7)
    columns = list(zip(*(row.split("|") for row in ROWS), strict=True))
    made = []
    for number in range(len(ROWS) + 1, count + 1):
        cells = [str(number), *(random.choice(column) for column in columns[1:])]
        if number % 2:
            cells[_TIMES] = _times_about(PARAMS["start"], random)
        made.append("|".join(cells))
    return [*ROWS, *made]


_TIMES = slice(7, 10)  # the columns d, ts and tz


def _times_about(start: datetime, random: Random) -> list[str]:
    """Return a day, a local time and an instant within or near a week, often at its bounds."""
    steps = [timedelta(hours=random.choice([0, 0, 24, 146, 167, 168, -1, 200])) for _ in range(3)]
    shift = timedelta(minutes=random.choice([0, 0, 30, 59]))
    first = start.replace(tzinfo=None)
    instant = (start.astimezone(UTC) + steps[2] + shift).replace(tzinfo=None)
    return [str((first + steps[0]).date()), str(first + steps[1] + shift), str(instant)]


def judge(engine: RemoteEngine, sql: str, expected: Rows | None, zone: str) -> tuple[str, Any]:
    """Return what an engine makes of a query, and the text that it runs or its answer."""
    try:
        text, params = translated(sql, PARAMS, engine.dialect, TYPES, zone)
    except UntranslatableError as error:
        return "refused", error
    try:
        found = engine.run(text, params)
    except Exception as error:  # noqa: BLE001 -- each engine has its own
        return "both fail" if expected is None else "fails", (error, text)
    if expected is None:
        return "answers", (found, text)
    return ("equal", text) if is_same(expected, found, _NEAR) else ("differs", (found, text))


def answer(server: Postgres, sql: str, zone: str) -> Rows | None:
    """Return PostgreSQL's answer in a time zone; None if it has none."""
    try:
        server.connection.execute("SELECT set_config('timezone', %s, false)", [zone])
        return server.fetch(sql)
    except psycopg.Error:
        return None


def compared(
    server: Postgres, engines: list[RemoteEngine], seeds: range
) -> Iterator[tuple[int, str, Rows | None, str, str, Any]]:
    """Yield seed, query, PostgreSQL's answer, engine, verdict and what it goes by."""
    for seed in seeds:
        sql = QueryMaker(seed).make()
        zone = ZONES[seed % len(ZONES)]
        expected = answer(server, sql, zone)
        for engine in engines:
            verdict, found = judge(engine, sql, expected, zone)
            yield seed, sql, expected, engine.dialect, verdict, found


@contextmanager
def opened(rows: list[str], is_spark4: bool) -> Iterator[list[RemoteEngine]]:
    """Start Sail and ClickHouse, or Spark 4, which needs a process of its own."""
    if is_spark4:
        from tests.core.query.remote.spark4 import spark4

        with tempfile.TemporaryDirectory() as folder, spark4(Path(folder), rows) as engine:
            yield [engine]
    else:
        with sail(rows) as spark, clickhouse(rows) as house:
            yield [spark, house]


def main() -> int:
    """Compare; return 1 if a query differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", nargs="?", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0, help="of the first query; others follow it")
    parser.add_argument("--show", default="differs,fails,answers", help="verdicts that are printed")
    parser.add_argument("--spark4", action="store_true", help="compare Spark 4 in place of both")
    given = parser.parse_args()
    counts: Counter[tuple[str, str]] = Counter()
    shown = given.show.split(",")
    rows = many_rows()
    seeds = range(given.seed, given.seed + given.count)
    with own_postgres(rows) as server, opened(rows, given.spark4) as engines:
        for seed, sql, expected, engine, verdict, found in compared(server, engines, seeds):
            counts[engine, verdict] += 1
            if verdict in shown:
                print(f"{seed} {engine} {verdict}\n  {sql}\n  {str(expected)[:600]}")
                print(f"  {str(found)[:1500]}")
    for (engine, verdict), count in sorted(counts.items()):
        print(f"{engine} {verdict}: {count}")
    sys.stdout.flush()
    os._exit(int(any(verdict == "differs" for _, verdict in counts)))


if __name__ == "__main__":
    main()
