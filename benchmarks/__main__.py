"""`python -m benchmarks`: bare, floor and ours for a week, a year, and more KPIs and weeks."""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from benchmarks.kpis import DOMAINS, KPIS, TABLES
from benchmarks.sides import ENGINES, Place, Span, environment, measured, place, scorecard
from benchmarks.tables import BARE_AT_MOST, Tables

PARTS = ("week", "backfill", "growth")
WORDS = (*PARTS, "copy", *ENGINES)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure the requested parts on the requested engines, and print their tables."""
    asked = _parser().parse_args(arguments)
    if "copy" in asked.what:
        from benchmarks import copy

        copy.main()
        return
    parts = [part for part in PARTS if part in asked.what] or PARTS
    engines = [engine for engine in ENGINES if engine in asked.what] or ENGINES
    rows = sum(table.rows // asked.one_of for table in TABLES)
    print(
        f"{platform.python_implementation()} {platform.python_version()}, {os.cpu_count()}"
        " processors"
    )
    print(f"{len(DOMAINS)} domains, {rows:,} rows")
    with tempfile.TemporaryDirectory(prefix="scorecard-bench-") as name, ExitStack() as stack:
        places = [
            stack.enter_context(place(engine, Path(name), asked.one_of)) for engine in engines
        ]
        _show(parts, places, asked)
    print(f"\nvalues equal: bare, floor and ours, {' and '.join(engines)}")
    help_cpu = (measured([scorecard(), "--help"], environment())[1] for _ in range(5))
    print(f"scorecard --help: {statistics.median(help_cpu):.3f} s of CPU")


def _show(parts: Sequence[str], places: Sequence[Place], asked: argparse.Namespace) -> None:
    tables = Tables(places)
    if "week" in parts:
        spans = [Span(1, kpis, asked.rounds) for kpis in asked.kpis or [KPIS]]
        tables.show(f"One week, {asked.rounds} rounds: median (least–greatest)", spans)
    if "backfill" in parts:
        spans = [
            Span(weeks, kpis) for weeks in asked.weeks or [52] for kpis in asked.kpis or [KPIS]
        ]
        tables.show("Many weeks in one run", spans, always_bare=True)
    if "growth" in parts:
        limits = ", ".join(f"{values:,} on {engine}" for engine, values in BARE_AT_MOST.items())
        rounds = min(asked.rounds, 3)
        spans = [
            Span(weeks, kpis, rounds if weeks == 1 else 1)
            for weeks in (1, 13)
            for kpis in asked.kpis or (50, KPIS, 800)
        ]
        tables.show(f"More KPIs (the bare loop up to {limits} values)", spans)
        spans = [
            Span(weeks, KPIS, rounds if weeks == 1 else 1)
            for weeks in asked.weeks or (1, 13, 52, 104)
        ]
        tables.show("More weeks", spans)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "what",
        nargs="*",
        type=_word,
        metavar="WHAT",
        help=f"parts and engines, of {', '.join(WORDS)}; default all but copy",
    )
    parser.add_argument("--rounds", type=int, default=9, help="rounds of a single week (default 9)")
    parser.add_argument("--kpis", type=_numbers, help="numbers of KPIs, such as 50,200,800")
    parser.add_argument("--weeks", type=_numbers, help="numbers of weeks, such as 1,13,52,104")
    parser.add_argument(
        "--one-of",
        type=int,
        default=1,
        metavar="N",
        help="use one row in N, to try the benchmark out",
    )
    return parser


def _word(text: str) -> str:
    if text not in WORDS:
        raise argparse.ArgumentTypeError(f"{text} is not one of {', '.join(WORDS)}")
    return text


def _numbers(text: str) -> list[int]:
    return [int(number) for number in text.split(",")]


if __name__ == "__main__":
    main()
