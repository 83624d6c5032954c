"""One query for one period as one query for many: the author's SQL as a lateral join over a table
of periods. Pure.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from core.query.binding import Params
from core.query.result import Result

if TYPE_CHECKING:
    from sqlglot import exp

# Names that no author uses: the table of periods, its number of a period, and the query's result.
PERIODS, NUMBER, RESULT = "periods_", "n_", "result_"
HISTORY_COLUMNS = ("period", "period_start", "field", "value")


def for_many_periods(sql: str, histories: Collection[str]) -> str:
    """Return DuckDB's SQL with `$name` parameters as a query that gives each period's rows with the
    period's number.

    Parameters become columns of the table `periods_`. Of each of `histories`, relations whose
    content is another for each period, the rows of the period at hand are read, by their column
    `n_`. Empty where sqlglot, which takes `$a||$b` for a quote, cannot take the SQL apart.
    """
    import sqlglot
    from sqlglot import exp
    from sqlglot.errors import SqlglotError

    try:
        tree = sqlglot.parse_one(sql, dialect="duckdb")
    except (SqlglotError, TypeError, ValueError, AttributeError):
        return ""
    for parameter in list(tree.find_all(exp.Parameter, exp.Placeholder)):
        parameter.replace(exp.column(parameter.name, table=PERIODS, quoted=True))
    named = {cte.alias.lower() for cte in tree.find_all(exp.CTE)}
    for table in list(tree.find_all(exp.Table)):
        if table.name.lower() in histories and table.name.lower() not in named and not table.db:
            table.replace(_of_this_period(table))
    return (
        f"SELECT {PERIODS}.{NUMBER}, {RESULT}.* FROM {PERIODS}, LATERAL"
        f" ({tree.sql(dialect='duckdb')}) AS {RESULT}"
    )


def periods_table(params: Sequence[Params]) -> tuple[str, dict[str, Any]]:
    """Return the statement that makes the table of periods of their parameters, and its own."""
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


def _of_this_period(table: exp.Table) -> exp.Subquery:
    from sqlglot import exp

    here = exp.column(NUMBER, table="history_").eq(exp.column(NUMBER, table=PERIODS))
    chosen = exp.select(*(exp.column(name, table="history_") for name in HISTORY_COLUMNS))
    return (
        chosen.from_(exp.alias_(exp.to_table(table.name), "history_", table=True))
        .where(here)
        .subquery(table.alias or table.name)
    )
