"""`python -m benchmarks.forecasts TRAIN.csv TEST.csv`: the outlook's forecast beside AutoTheta.

The files are those of the M4 competition's weekly series, Weekly-train.csv and Weekly-test.csv
(github.com/Mcompetitions/M4-methods). AutoTheta is measured if statsforecast is installed. Errors
are M4's: sMAPE, and MASE by the steps of the history.
"""

from __future__ import annotations

import csv
import sys
import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from statistics import fmean

from core.analysis.forecast import forecast
from core.model import parse_period

AHEAD = 13
NEWEST = 260  # values that AutoTheta gets: with all of them it is slower, and less accurate
FIRST = parse_period("1970-W01")

Series = Sequence[float]


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the errors of each way, and how often our interval held."""
    train, test = (_read(Path(name)) for name in (sys.argv[1:] if arguments is None else arguments))
    held: list[bool] = []

    def ours(name: str, history: Series) -> Series:
        periods = [FIRST.shift(index) for index in range(len(history))]
        found = forecast(periods, history, range(1, AHEAD + 1), [1.0] * AHEAD)
        low, high = found.errors.band(sum(found.values), 0.8)
        held.append(low <= sum(test[name]) <= high)
        return found.values

    def naive(_: str, history: Series) -> Series:
        return [history[-1]] * AHEAD

    ways: dict[str, Callable[[str, Series], Series]] = {"naive": naive, "ours": ours}
    if find_spec("statsforecast"):
        ways["AutoTheta"] = _auto_theta
    for way, expect in ways.items():
        began = time.perf_counter()
        found = {name: expect(name, history) for name, history in train.items()}
        seconds = time.perf_counter() - began
        errors = [_errors(train[name], test[name], values) for name, values in found.items()]
        smape, mase = (fmean(each) for each in zip(*errors, strict=True))
        print(f"| {way} | {smape:.2f} | {mase:.2f} | {seconds:.1f} |")
    print(f"intervals of 80 % held for {fmean(held):.1%} of {len(held)} series")


def _auto_theta(_: str, history: Series) -> Series:
    import numpy
    from statsforecast.models import AutoTheta

    values = numpy.array(history[-NEWEST:])
    return list(AutoTheta(season_length=52).forecast(y=values, h=AHEAD)["mean"])


def _errors(history: Series, came: Series, expected: Series) -> tuple[float, float]:
    """Return sMAPE in per cent, and MASE."""
    pairs = list(zip(came, expected, strict=True))
    smape = 200 * fmean(abs(one - other) / (abs(one) + abs(other)) for one, other in pairs)
    step = fmean(abs(new - old) for old, new in pairwise(history))
    return smape, fmean(abs(one - other) for one, other in pairs) / step


def _read(path: Path) -> dict[str, list[float]]:
    """Return the series of a file of M4 by name; its first row is a header."""
    with path.open(encoding="utf-8", newline="") as file:
        _, *rows = csv.reader(file)
    return {name: [float(value) for value in values if value] for name, *values in rows}


if __name__ == "__main__":
    main()
