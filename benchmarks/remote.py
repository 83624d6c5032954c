"""`python -m benchmarks.remote`: ours against the bare loop on Spark, on Sail and on chdb.

The loop sends each KPI's query alone, in the engine's own dialect, on one connection; it stores
nothing, and leaves the derived KPIs out. Ours is `scorecard run`, with its store in DuckDB. A loop
that takes longer than `--bare-limit` is a sample of its queries, from which its time is estimated.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from fractions import Fraction
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import NamedTuple

import duckdb
import pyarrow.parquet as pq

from benchmarks.bare import bounds
from benchmarks.equal import must_equal
from benchmarks.generate import TYPES, write_project
from benchmarks.kpis import DOMAINS, TABLES, TIMEZONE, specs
from benchmarks.sides import environment, measured, place, python, scorecard, weeks
from core.query import Translation, remote_dialect, translate
from tests.remotes import fill_chdb, sail_server, sail_url

ENGINES = ("sail", "chdb", "spark")
_COLUMNS = (
    *("engine", "rows", "KPIs", "weeks", "bare s", "ours s", "ours/bare", "ours MB"),
    "bare asked",
)
_LOCAL_CLUSTER = "spark://local-cluster[2,1,2048]"


class _Round(NamedTuple):
    """Seconds of both sides, queries that the loop asked, and our process's largest MB."""

    bare: float
    ours: float
    asked: int
    megabytes: float


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure both sides on each engine, in turn, and print a table."""
    asked = _parser().parse_args(arguments)
    one_of = Fraction(sum(table.rows for table in TABLES), asked.rows)
    with tempfile.TemporaryDirectory(prefix="scorecard-bench-") as name:
        folder = Path(name)
        lake = _fill_lake(folder, one_of)
        write_project(folder / "project", asked.kpis)
        print(f"| {' | '.join(_COLUMNS)} |\n| --- |{' --: |' * (len(_COLUMNS) - 1)}", flush=True)
        for engine in asked.engine or ENGINES[:2]:
            with _warehouse(engine, folder, lake) as url:
                print(_line(engine, asked, _measure(url, folder / engine, lake, asked)), flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.remote", description=__doc__)
    parser.add_argument("--engine", action="append", choices=ENGINES, help="default sail and chdb")
    parser.add_argument("--rows", type=int, default=200_000, help="of all tables")
    parser.add_argument(
        "--bare-limit", type=float, default=600, help="seconds of the loop (default 600)"
    )
    parser.add_argument("--weeks", type=int, default=1, help="of one run (default 1)")
    parser.add_argument("--kpis", type=int, default=200, help="default 200")
    parser.add_argument("--rounds", type=int, default=3, help="default 3")
    return parser


def _fill_lake(folder: Path, one_of: Fraction) -> Path:
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
    elif engine == "spark":
        yield _LOCAL_CLUSTER
    else:
        tables = folder / engine / "tables"
        # In a process of its own: a parent's memory counts as its children's peak.
        filling = get_context("spawn").Process(target=_fill_chdb, args=(tables, lake))
        filling.start()
        filling.join()
        yield f"chdb:///{tables}"


def _fill_chdb(folder: Path, lake: Path) -> None:
    for table in TABLES:
        rows = pq.read_table(lake / f"{table.name.replace('.', '/')}.parquet")
        fill_chdb(folder, {table.name: rows})


def _measure(url: str, folder: Path, lake: Path, asked: argparse.Namespace) -> list[_Round]:
    """Return what each round took, each over the weeks that follow."""
    taken = []
    every = weeks(4 + asked.weeks * asked.rounds)
    _run_ours(url, folder, lake, every[:4])
    for turn in range(asked.rounds):
        begin = 4 + turn * asked.weeks
        asked_weeks = every[begin : begin + asked.weeks]
        bare, values = _run_bare(url, folder, lake, asked, asked_weeks)
        seconds, megabytes = _run_ours(url, folder, lake, asked_weeks)
        taken.append(_Round(bare, seconds, len(values), megabytes))
        must_equal("bare and ours", values, _stored(folder, values))
    return taken


def _run_bare(
    url: str, folder: Path, lake: Path, asked: argparse.Namespace, weeks: list[str]
) -> tuple[float, dict[str, float | None]]:
    """Return the seconds that all queries take, and the values of those that were asked."""
    questions, answers = folder / "questions.json", folder / "answers.json"
    queries = dict(_queries(url, asked.kpis, weeks))
    questions.write_text(
        json.dumps({key: [each.sql, each.params] for key, each in queries.items()})
    )
    files = map(str, (lake, questions, answers))
    command = python("benchmarks.remote_bare", url, *files, str(asked.bare_limit))
    seconds, _, _ = measured(command, environment())
    found = json.loads(answers.read_text())
    unasked = len(queries) / len(found["values"]) - 1
    return seconds + found["seconds"] * unasked, found["values"]


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


def _run_ours(url: str, folder: Path, lake: Path, asked: list[str]) -> tuple[float, float]:
    around = {
        **environment(),
        "SCORECARD_HOME": str(folder.parent / "project"),
        "SCORECARD_WAREHOUSE": url,
        "SCORECARD_STORE": f"duckdb:///{folder}/store.duckdb",
        "SCORECARD_LAKE": str(lake),
        "SCORECARD_NOW": "2026-11-09T09:00+01:00",
    }
    which = ["--period", f"{asked[0]}..{asked[-1]}"]
    seconds, _, megabytes = measured([scorecard(), "run", "--no-publish", *which], around)
    return seconds, megabytes


def _stored(folder: Path, wanted: dict[str, float | None]) -> dict[str, float | None]:
    selects = [
        f"SELECT '{domain}', kpi_number, period, value FROM vl_analytics.scorecard_{domain}"
        for domain in DOMAINS
    ]
    with duckdb.connect(str(folder / "store.duckdb")) as connection:
        rows = connection.execute(" UNION ALL ".join(selects)).fetchall()
    values = {f"{domain} {number} {week}": value for domain, number, week, value in rows}
    return {key: values.get(key) for key in wanted}


def _line(engine: str, asked: argparse.Namespace, taken: list[_Round]) -> str:
    bare, ours = (median(getattr(each, side) for each in taken) for side in ("bare", "ours"))
    ratio = median(each.ours / each.bare for each in taken)
    least = min(each.asked for each in taken)
    total = sum(spec.table is not None for spec in specs(asked.kpis)) * asked.weeks
    sample = "all" if least == total else f"{least} of {total}, the rest estimated"
    return (
        f"| {engine} | {asked.rows:,} | {asked.kpis} | {asked.weeks} | {bare:.2f} | {ours:.2f} |"
        f" {ratio:.3f} | {max(each.megabytes for each in taken):.0f} | {sample} |"
    )


if __name__ == "__main__":
    main()
