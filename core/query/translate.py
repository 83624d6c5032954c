"""PostgreSQL's dialect in DuckDB's, where sqlglot alone would change the meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlglot import exp


def in_duckdb(tree: exp.Expr) -> exp.Expr:
    """Return what DuckDB's dialect is to be made of, as a tree of its own.

    It keeps the precision of PostgreSQL's unbounded numeric, which DuckDB takes for three decimals.
    """
    from sqlglot import exp

    translated = tree.copy()
    for kind in translated.find_all(exp.DataType):
        if kind.is_type("decimal") and not kind.expressions:
            kind.replace(exp.DataType.build("double"))
    return translated.transform(_mended, copy=False)


def _mended(node: exp.Expr) -> exp.Expr:
    """Return what means on DuckDB what `node` means on PostgreSQL, where sqlglot does not see to
    it.
    """
    from sqlglot import exp

    if isinstance(node, exp.Like | exp.ILike) and "\\" in node.expression.name:
        # PostgreSQL's escape character where no other is given; DuckDB has none.
        given = isinstance(node.parent, exp.Escape)
        return node if given else exp.Escape(this=node.copy(), expression=exp.Literal.string("\\"))
    if isinstance(node, exp.Extract) and node.name.lower() == "epoch":
        # Between two instants DuckDB counts days of 24 hours each, whatever the clock did on them.
        span = node.expression.unnest()
        if isinstance(span, exp.Sub) and not isinstance(span.expression, exp.Interval):
            end, start = (
                exp.Extract(this=node.this.copy(), expression=each.copy())
                for each in (span.this, span.expression)
            )
            return exp.paren(exp.Sub(this=end, expression=start))
    return node
