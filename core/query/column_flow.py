"""The search for the columns that a query or a view reads."""

from __future__ import annotations

from core.query.column_read import ColumnFlow, KnownColumns, ViewFlow
from core.query.facts import Dialect


def find_column_flow(sql: str, dialect: Dialect, known: KnownColumns) -> ColumnFlow:
    """Follow the columns of a query through its subqueries.

    Args:
        sql: One SELECT with `:name` parameters.
        dialect: The dialect in which it is written.
        known: The columns of the relations whose columns are known.
    """
    # sqlglot takes longer to load than most commands run.
    from core.query.parse.column_flow import flow_of

    return flow_of(sql, dialect, known)


def find_view_flow(definition: str, dialect: Dialect, known: KnownColumns) -> ViewFlow:
    """Follow the columns of a view, as its warehouse defines it, to the relations it reads.

    Args:
        definition: Its SELECT, or the CREATE VIEW that made it.
        dialect: The dialect of the warehouse.
        known: The columns of the relations whose columns are known.
    """
    # sqlglot takes longer to load than most commands run.
    from core.query.parse.column_flow import view_flow_of

    return view_flow_of(definition, dialect, known)
