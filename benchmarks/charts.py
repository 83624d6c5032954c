"""`python -m benchmarks.charts`: the time that each drawing takes, in milliseconds of CPU."""

from __future__ import annotations

import timeit
from time import process_time

from tests.core.charts.samples import CHARTS

_CALLS, _ROUNDS = 5, 40


def main() -> None:
    """Print a row of a table for each drawing: the best round, and the size of its SVG."""
    print("| drawing | ms | bytes |")
    print("| --- | --: | --: |")
    for kind, draw in CHARTS.items():
        size = len(draw().encode())
        rounds = timeit.repeat(draw, number=_CALLS, repeat=_ROUNDS, timer=process_time)
        print(f"| {kind} | {1000 * min(rounds) / _CALLS:.2f} | {size:,} |")


if __name__ == "__main__":
    main()
