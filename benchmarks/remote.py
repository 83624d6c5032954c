"""`python -m benchmarks.remote`: ours against the bare loop on Sail (Spark Connect) and on chdb.

The loop sends each KPI's query alone, in the engine's own dialect, on one connection; it stores
nothing, and leaves the derived KPIs out. Ours is `scorecard run`, with its store in DuckDB.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from statistics import median

import duckdb
import pyarrow.parquet as pq

from benchmarks.bare import bounds
from benchmarks.equal import must_equal
from benchmarks.generate import TYPES, write_project
from benchmarks.kpis import DOMAINS, TABLES, TIMEZONE, specs
from benchmarks.sides import environment, measured, place, python, scorecard, weeks
from core.query import Translation, remote_dialect, translate
from tests.remotes import fill_chdb, sail_server, sail_url

ENGINES = ("sail", "chdb")


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure both sides on each engine, in turn, and print a table."""
    asked = _parser().parse_args(arguments)
    one_of = max(1, sum(table.rows for table in TABLES) // asked.rows)
    with tempfile.TemporaryDirectory(prefix="scorecard-bench-") as name:
        folder = Path(name)
        lake = _fill_lake(folder, one_of)
        write_project(folder / "project", asked.kpis)
        print("| engine | KPIs | weeks | bare s | ours s | ours/bare |")
        print("| --- | --: | --: | --: | --: | --: |")
        for engine in asked.engine or ENGINES:
            with _warehouse(engine, folder, lake) as url:
                print(_line(engine, asked, _measure(url, folder / engine, lake, asked)), flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.remote", description=__doc__)
    parser.add_argument("--engine", action="append", choices=ENGINES, help="default both")
    parser.add_argument(
        "--rows", type=int, default=200_000, help="of all tables, at most 2 million"
    )
    parser.add_argument("--weeks", type=int, default=1, help="of one run (default 1)")
    parser.add_argument("--kpis", type=int, default=200, help="default 200")
    parser.add_argument("--rounds", type=int, default=3, help="default 3")
    return parser


def _fill_lake(folder: Path, one_of: int) -> Path:
    """Write the benchmark's tables as Parquet files; return their folder."""
    lake = folder / "lake"
    (lake / "shop").mkdir(parents=True)
    with place("duckdb", folder, one_of) as found:
        connection = duckdb.connect(found.url.removeprefix("duckdb:///"))
        for table in TABLES:
            file = lake / "shop" / f"{table.name.partition('.')[2]}.parquet"
            connection.execute(f"COPY {table.name} TO '{file}' (FORMAT parquet)")
        connection.close()
    return lake


@contextmanager
def _warehouse(engine: str, folder: Path, lake: Path) -> Iterator[str]:
    (folder / engine).mkdir()
    if engine == "sail":
        with sail_server() as server:
            yield sail_url(server)
    else:
        tables = {
            table.name: pq.read_table(lake / f"{table.name.replace('.', '/')}.parquet")
            for table in TABLES
        }
        yield fill_chdb(folder / engine / "tables", tables)


def _measure(
    url: str, folder: Path, lake: Path, asked: argparse.Namespace
) -> list[tuple[float, float]]:
    """Return the seconds of the loop and of ours in each round, each over the weeks that follow."""
    taken = []
    every = weeks(4 + asked.weeks * asked.rounds)
    _run_ours(url, folder, lake, every[:4])
    for turn in range(asked.rounds):
        begin = 4 + turn * asked.weeks
        asked_weeks = every[begin : begin + asked.weeks]
        bare, values = _run_bare(url, folder, lake, asked.kpis, asked_weeks)
        taken.append((bare, _run_ours(url, folder, lake, asked_weeks)))
        must_equal("bare and ours", values, _stored(folder, values))
    return taken


def _run_bare(
    url: str, folder: Path, lake: Path, kpis: int, asked: list[str]
) -> tuple[float, dict[str, float | None]]:
    questions, answers = folder / "questions.json", folder / "answers.json"
    queries = dict(_queries(url, kpis, asked))
    questions.write_text(
        json.dumps({key: [each.sql, each.params] for key, each in queries.items()})
    )
    command = python("benchmarks.remote_bare", url, str(lake), str(questions), str(answers))
    seconds, _, _ = measured(command, environment())
    return seconds, json.loads(answers.read_text())


def _queries(url: str, kpis: int, asked: list[str]) -> Iterator[tuple[str, Translation]]:
    """Yield the query of each KPI and week in the engine's dialect."""
    dialect = remote_dialect(url)
    assert dialect is not None
    types = {
        table.name: {
            "id": "bigint",
            "client_id": "integer",
            table.group: "text",
            table.time: "timestamp with time zone",
            table.measure: TYPES[table.measure].replace(", ", ","),
        }
        for table in TABLES
    }
    for week in asked:
        monday = date.fromisocalendar(int(week[:4]), int(week[6:]), 1)
        for spec in specs(kpis):
            if spec.table:
                key = f"{spec.domain} {spec.number} {week}"
                yield key, translate(spec.sql, bounds(spec, monday), dialect, types, TIMEZONE)


def _run_ours(url: str, folder: Path, lake: Path, asked: list[str]) -> float:
    around = {
        **environment(),
        "SCORECARD_HOME": str(folder.parent / "project"),
        "SCORECARD_WAREHOUSE": url,
        "SCORECARD_STORE": f"duckdb:///{folder}/store.duckdb",
        "SCORECARD_LAKE": str(lake),
        "SCORECARD_NOW": "2026-11-09T09:00+01:00",
    }
    which = ["--period", f"{asked[0]}..{asked[-1]}"]
    return measured([scorecard(), "run", "--no-publish", *which], around)[0]


def _stored(folder: Path, wanted: dict[str, float | None]) -> dict[str, float | None]:
    selects = [
        f"SELECT '{domain}', kpi_number, period, value FROM vl_analytics.scorecard_{domain}"
        for domain in DOMAINS
    ]
    with duckdb.connect(str(folder / "store.duckdb")) as connection:
        rows = connection.execute(" UNION ALL ".join(selects)).fetchall()
    values = {f"{domain} {number} {week}": value for domain, number, week, value in rows}
    return {key: values.get(key) for key in wanted}


def _line(engine: str, asked: argparse.Namespace, taken: list[tuple[float, float]]) -> str:
    bare, ours = (median(side) for side in zip(*taken, strict=True))
    ratio = median(ours / bare for bare, ours in taken)
    return f"| {engine} | {asked.kpis} | {asked.weeks} | {bare:.2f} | {ours:.2f} | {ratio:.2f} |"


if __name__ == "__main__":
    main()
