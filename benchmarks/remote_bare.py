"""The bare loop on a remote engine: each query alone, on one connection.

`python -m benchmarks.remote_bare URL LAKE QUESTIONS ANSWERS SECONDS` asks the questions of a file
in an order by chance, for at most so many seconds, and writes how long that took, and the answers.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Ask = Callable[[str, dict[str, str]], Any]


def main(url: str, lake: Path, questions: Path, answers: Path, limit: float) -> None:
    """Ask questions until the time is over, and write the answers."""
    ask = _clickhouse(url) if url.startswith("chdb:") else _spark(url, lake)
    asked = list(json.loads(questions.read_text()).items())
    random.Random(7).shuffle(asked)
    found = {}
    begun = time.perf_counter()
    for key, (sql, params) in asked:
        value = ask(sql, params)
        found[key] = None if value is None else float(value)
        if time.perf_counter() - begun > limit:
            break
    answers.write_text(json.dumps({"seconds": time.perf_counter() - begun, "values": found}))


def _spark(url: str, lake: Path) -> Ask:
    from pyspark.sql import SparkSession

    builder: Any = SparkSession.builder
    if url.startswith("sc://"):
        session = builder.remote(url).create()
    else:
        options = {"spark.ui.enabled": "false", "spark.sql.shuffle.partitions": "4"}
        session = builder.master(url.removeprefix("spark://")).config(map=options).getOrCreate()
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
    main(sys.argv[1], *map(Path, sys.argv[2:5]), float(sys.argv[5]))
