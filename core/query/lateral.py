"""One query for many periods: as a lateral join with a table of the periods' parameters. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from core.query.binding import Params
from core.query.result import Result

# Names that no author uses: the table of periods, and the column of a period's number.
PERIODS, NUMBER = "periods_", "n_"


def periods_table(params: Sequence[Params]) -> tuple[str, dict[str, Any]]:
    """Return the statement that makes the table of periods, and that statement's parameters."""
    columns = [f"unnest($numbers::INTEGER[]) AS {NUMBER}"]
    values: dict[str, Any] = {"numbers": list(range(len(params)))}
    for name, example in params[0].items():
        kind = "TIMESTAMPTZ" if isinstance(example, datetime) else "DATE"
        columns.append(f'unnest(${name}::{kind}[]) AS "{name}"')
        values[name] = [period[name] for period in params]
    return f"CREATE OR REPLACE TEMP TABLE {PERIODS} AS SELECT {', '.join(columns)}", values


def split_periods(result: Result, count: int) -> list[Result]:
    """Return each period's result, in the order of the periods' numbers."""
    rows: list[list[tuple[Any, ...]]] = [[] for _ in range(count)]
    for number, *row in result.rows:
        rows[number].append(tuple(row))
    return [Result(result.columns[1:], period_rows) for period_rows in rows]
