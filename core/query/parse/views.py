"""The SELECT of a view, from the statement by which a warehouse defines it."""

from __future__ import annotations

from sqlglot import exp


def select_of_view(statement: exp.Expr) -> exp.Expr:
    """Return the query of a view, under the column names that CREATE VIEW may list."""
    if not isinstance(statement, exp.Create):
        return statement
    query: exp.Expr = statement.expression
    names = statement.this.expressions
    if not names:
        return query
    columns = [exp.to_identifier(name.name) for name in names]
    alias = exp.TableAlias(this=exp.to_identifier("named"), columns=columns)
    return exp.select("*").from_(exp.Subquery(this=query, alias=alias))
