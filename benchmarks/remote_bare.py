"""The bare loop on a remote engine: each query alone, on one connection.

`python -m benchmarks.remote_bare URL LAKE QUESTIONS ANSWERS`
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

Ask = Callable[[str, dict[str, str]], Any]


def main(url: str, lake: Path, questions: Path, answers: Path) -> None:
    """Ask each question of a file, and write the answers."""
    ask = _spark(url, lake) if url.startswith("sc://") else _clickhouse(url)
    found = {}
    for key, (sql, params) in json.loads(questions.read_text()).items():
        value = ask(sql, params)
        found[key] = None if value is None else float(value)
    answers.write_text(json.dumps(found))


def _spark(url: str, lake: Path) -> Ask:
    from pyspark.sql import SparkSession

    session: Any = SparkSession.builder.remote(url).create()
    session.conf.set("spark.sql.session.timeZone", "UTC")
    session.sql("CREATE SCHEMA IF NOT EXISTS shop")
    for file in sorted((lake / "shop").glob("*.parquet")):
        session.sql(f"CREATE TABLE IF NOT EXISTS shop.{file.stem} USING parquet LOCATION '{file}'")
    return lambda sql, params: session.sql(sql, args=params).collect()[0][0]


def _clickhouse(url: str) -> Ask:
    import clickhouse_connect

    settings = {"session_timezone": "UTC", "join_use_nulls": "1"}
    settings["aggregate_functions_null_for_empty"] = "1"
    path = url.removeprefix("chdb:///")
    client = clickhouse_connect.get_client(interface="chdb", path=path, settings=settings)
    return lambda sql, params: client.query(sql, parameters=params).result_rows[0][0]


if __name__ == "__main__":
    main(sys.argv[1], *map(Path, sys.argv[2:]))
