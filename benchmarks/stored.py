"""Prints what the bare script and the framework stored, as JSON: `python -m benchmarks.stored URL WEEK…`."""

from __future__ import annotations

import json
import sys

from benchmarks.generate import connect
from benchmarks.kpis import DOMAINS


def main(url: str, weeks: list[str]) -> None:
    """Print two objects, the bare script's and ours, from domain, KPI and week to the value."""
    execute, listed = connect(url), ", ".join(f"'{week}'" for week in weeks)
    bare = execute(
        """SELECT domain, kpi, strftime(week, '%G-W%V'), value FROM shop.bare_value"""
        if url.startswith("duckdb:")
        else """SELECT domain, kpi, to_char(week, 'IYYY-"W"IW'), value FROM shop.bare_value"""
    ).fetchall()
    ours = [
        (domain, *row)
        for domain in DOMAINS
        for row in execute(
            f"SELECT kpi_number, period, value FROM vl_analytics.scorecard_{domain} WHERE period IN ({listed})"
        ).fetchall()
    ]
    sides = [(row for row in bare if row[2] in weeks), ours]
    print(json.dumps([{f"{domain} {kpi} {week}": value for domain, kpi, week, value in side} for side in sides]))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
