"""Checks that all sides stored equal values: `… benchmarks.equal URL KPIS FILE SIDE… WEEK…`.

The file holds the values of another engine. If it does not exist yet, this engine's are written.
"""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path

from benchmarks.generate import connect
from benchmarks.kpis import DOMAINS

Values = dict[str, float | None]


def main(url: str, kpis: int, known: Path, sides: list[str], weeks: list[str]) -> None:
    """Compare the sides with each other and with the file.

    Raises:
        SystemExit: A value is missing, or two differ.
    """
    first, *others = sides
    values = stored(url, first, weeks)
    if len(values) != len(weeks) * kpis or None in values.values():
        raise SystemExit(
            f"{first} stored {len(values)} values instead of {len(weeks) * kpis}, or empty ones;"
            " the measurement is void"
        )
    for other in others:
        must_equal(f"{first} and {other}", values, stored(url, other, weeks))
    if known.exists():
        must_equal("the two engines", values, json.loads(known.read_text()))
    else:
        known.write_text(json.dumps(values))


def stored(url: str, side: str, weeks: list[str]) -> Values:
    """Return the values that a side stored for some weeks, by domain, KPI and week."""
    execute = connect(url)
    if side == "ours":
        selects = [
            f"SELECT '{domain}', kpi_number, period, value FROM vl_analytics.scorecard_{domain}"
            for domain in DOMAINS
        ]
    else:
        label = (
            "strftime(week, '%G-W%V')"
            if url.startswith("duckdb:")
            else """to_char(week, 'IYYY-"W"IW')"""
        )
        selects = [f"SELECT domain, kpi, {label}, value FROM shop.{side}_value"]
    rows = (row for select in selects for row in execute(select).fetchall())
    return {f"{domain} {kpi} {week}": value for domain, kpi, week, value in rows if week in weeks}


def must_equal(what: str, one: Values, other: Values) -> None:
    """Compare two sets of values.

    Raises:
        SystemExit: They differ.
    """
    different = sorted(
        key for key in one.keys() | other.keys() if not same(one.get(key), other.get(key))
    )
    if different:
        key = different[0]
        raise SystemExit(
            f"{what} differ in {len(different)} values: {key} is {one.get(key)} and"
            f" {other.get(key)}"
        )


def same(one: float | None, other: float | None) -> bool:
    """Return whether two values exist and are equal to nine digits."""
    return one is not None and other is not None and math.isclose(one, other, rel_tol=1e-9)


if __name__ == "__main__":
    given = sys.argv[4:]
    asked = [word for word in given if "-W" in word]
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]), given[: -len(asked)], asked)
