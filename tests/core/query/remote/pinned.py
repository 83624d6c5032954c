"""Compares every proven line over tables at a version with the same line over plain tables.

On Sail the tables are Delta's, and have later versions with other rows. On ClickHouse, whose
versions are settings of a query over each table, a setting without meaning for values takes the
place of a version. Prints what differs; takes two minutes.

python -m tests.core.query.remote.pinned
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from core.query import RemoteDialect, TableVersion, TableVersions
from core.query.remote import version_clauses
from core.query.remote.proofs import is_proven
from core.query.remote.statement import bind_query, prepared
from tests.core.query.remote.combinations import combinations
from tests.core.query.remote.engines import (
    PARAMS,
    TYPES,
    Rows,
    corpus,
    fill_spark,
    is_same,
    query_of,
)
from tests.core.query.remote.prove import clickhouse, constructs_of, sail_session

Run = Callable[[str, Mapping[str, Any]], Rows]


def proven_lines(dialect: RemoteDialect) -> Iterator[str]:
    for line in (*corpus(), *combinations()):
        constructs = constructs_of(line)
        if constructs and all(is_proven(construct, dialect) for construct in constructs):
            yield line


def answer(run: Run, line: str, dialect: RemoteDialect, versions: TableVersions) -> Rows | str:
    """Return the rows of a line, or the error."""
    try:
        statement = prepared(query_of(line), dialect, TYPES, "Europe/Berlin", versions)
        return run(*bind_query(statement, PARAMS))
    except Exception as error:  # noqa: BLE001 -- each engine has its own
        return f"{type(error).__name__}: {error}"[:200]


def compare(run: Run, run_pinned: Run, dialect: RemoteDialect, number: int) -> None:
    versions = dict.fromkeys(TYPES, TableVersion("delta", number))
    count = 0
    for line in proven_lines(dialect):
        plain = answer(run, line, dialect, {})
        if isinstance(plain, str):
            continue
        count += 1
        pinned = answer(run_pinned, line, dialect, versions)
        if isinstance(pinned, str) or not is_same(plain, pinned):
            print(f"{dialect}: {line}\n    {plain}\n    {pinned}")
    print(f"{dialect}: {count} lines compared")


def compare_on_sail(folder: Path) -> None:
    with sail_session() as session:
        engine = fill_spark(session, str(folder))
        session.sql("CREATE SCHEMA lake")
        names = [table.partition(".")[2] for table in TYPES]
        for name in names:
            place = str(folder / f"delta_{name}")
            for _ in range(3):
                rows = session.table(f"stg.{name}")
                rows.write.format("delta").mode("append").save(place)
            session.sql(f"CREATE TABLE lake.{name} USING delta LOCATION '{place}'")

        def run_on_delta(text: str, params: Mapping[str, Any]) -> Rows:
            for name in names:
                text = text.replace(f"stg.{name} VERSION", f"lake.{name} VERSION")
            return engine.run(text, params)

        compare(engine.run, run_on_delta, "spark", 0)


def main() -> None:
    version_clauses._SETTINGS["delta"] = "max_threads"
    with clickhouse() as engine:
        compare(engine.run, engine.run, "clickhouse", 2)
    with tempfile.TemporaryDirectory() as folder:
        compare_on_sail(Path(folder))


if __name__ == "__main__":
    main()
