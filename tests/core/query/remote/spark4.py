"""Compares Spark 4 with PostgreSQL; prints what differs. Classic Spark needs its own process.

python -m tests.core.query.remote.spark4 <PostgreSQL's URL> <an empty folder> [<at most lines>]
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from pyspark.sql import SparkSession

from core.query.remote.proofs import is_proven
from tests.core.query.remote.combinations import combinations
from tests.core.query.remote.engines import ROWS, SparkEngine, corpus, fill_spark, postgres
from tests.core.query.remote.prove import answers, constructs_of, verdict

# Small queries take longer to compile than to run.
SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.adaptive.enabled": "false",
}


def lines_that_cover() -> list[str]:
    """Return few lines of the corpus that have every construct that is proven on Spark."""
    constructs = {line: constructs_of(line) for line in (*corpus(), *combinations())}
    left = {
        line: found
        for line, found in constructs.items()
        if found and all(is_proven(construct, "spark") for construct in found)
    }
    chosen, covered = list[str](), set[str]()
    while left:
        line = max(left, key=lambda each: len(left[each] - covered))
        if left.pop(line) <= covered:
            break
        chosen.append(line)
        covered |= constructs[line]
    return chosen


@contextmanager
def spark4(folder: Path, rows: Sequence[str] = ROWS) -> Iterator[SparkEngine]:
    """Run Spark 4 in one Java process; it goes with this process."""
    builder = SparkSession.builder.master("local[1]")
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    session = builder.config("spark.sql.warehouse.dir", str(folder / "warehouse")).getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    yield fill_spark(session, str(folder), rows)


def main(url: str, folder: Path, most: int | None = None) -> None:
    lines = lines_that_cover()[:most]
    with postgres(url) as server:
        expected = answers(server)
    with spark4(folder) as engine:
        for line in lines:
            found = verdict(engine, line, expected[line])
            if found != "equal":
                print(found, line)
        print(f"{len(lines)} lines compared on Spark {engine.session.version}")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), *map(int, sys.argv[3:]))
    sys.stdout.flush()
    os._exit(0)  # without waiting for Java
