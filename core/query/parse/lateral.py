"""The lateral form of a query: its SQL for one period, joined with a table of periods."""

from __future__ import annotations

from collections.abc import Collection

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from core.query.lateral import NUMBER, PERIODS

# Names that no author uses: the query's result, and the histories of all periods.
_RESULT, _HISTORY = "result_", "history_"
_HISTORY_COLUMNS = ("period", "period_start", "period_end", "field", "value")


def lateral_form(sql: str, histories: Collection[str]) -> str:
    """Return a query that gives each period's rows of `sql`, each with the period's number.

    `sql` is in DuckDB's dialect; its `$name` parameters become columns of the table `periods_`. Of
    each of `histories`, the rows of the period at hand are read, by their column `n_`. Empty if
    sqlglot cannot take the SQL apart: it takes `$a||$b` for a quote.
    """
    try:
        tree = sqlglot.parse_one(sql, dialect="duckdb")
    except (SqlglotError, TypeError, ValueError, AttributeError):
        return ""
    for parameter in list(tree.find_all(exp.Parameter, exp.Placeholder)):
        parameter.replace(exp.column(parameter.name, table=PERIODS, quoted=True))
    in_with = {cte.alias.lower() for cte in tree.find_all(exp.CTE)}
    for table in list(tree.find_all(exp.Table)):
        name = table.name.lower()
        if name in histories and name not in in_with and not table.db:
            table.replace(_of_this_period(table))
    query = tree.sql(dialect="duckdb")
    return f"SELECT {PERIODS}.{NUMBER}, {_RESULT}.* FROM {PERIODS}, LATERAL ({query}) AS {_RESULT}"


def _of_this_period(table: exp.Table) -> exp.Subquery:
    columns = [exp.column(name, table=_HISTORY) for name in _HISTORY_COLUMNS]
    history = exp.alias_(exp.to_table(table.name), _HISTORY, table=True)
    number = exp.column(NUMBER, table=_HISTORY).eq(exp.column(NUMBER, table=PERIODS))
    query = exp.select(*columns).from_(history).where(number)
    return query.subquery(table.alias or table.name)
