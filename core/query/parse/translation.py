"""The translation of PostgreSQL's dialect to DuckDB's, where sqlglot changes the meaning."""

from __future__ import annotations

from sqlglot import exp


def in_duckdb(tree: exp.Expr) -> exp.Expr:
    """Return a tree of its own, from which sqlglot makes the same query in DuckDB's dialect.

    It keeps the precision of PostgreSQL's unbounded numeric, which DuckDB takes for three decimals.
    """
    translated = tree.copy()
    for kind in translated.find_all(exp.DataType):
        if kind.is_type("decimal") and not kind.expressions:
            kind.replace(exp.DataType.build("double"))
    return translated.transform(_translate, copy=False)


def _translate(node: exp.Expr) -> exp.Expr:
    """Return what means in DuckDB what `node` means in PostgreSQL."""
    if isinstance(node, exp.Like | exp.ILike) and "\\" in node.expression.name:
        return _with_escape(node)
    if isinstance(node, exp.Extract) and node.name.lower() == "epoch":
        return _seconds_between(node)
    return node


def _with_escape(like: exp.Expr) -> exp.Expr:
    """Name PostgreSQL's default escape character; DuckDB has none."""
    if isinstance(like.parent, exp.Escape):
        return like
    return exp.Escape(this=like.copy(), expression=exp.Literal.string("\\"))


def _seconds_between(extract: exp.Extract) -> exp.Expr:
    """Count the seconds between two instants by subtracting epochs.

    In the difference of two instants DuckDB counts days of 24 hours, whatever the clock did.
    """
    span = extract.expression.unnest()
    if not isinstance(span, exp.Sub) or isinstance(span.expression, exp.Interval):
        return extract
    end = exp.Extract(this=extract.this.copy(), expression=span.this.copy())
    start = exp.Extract(this=extract.this.copy(), expression=span.expression.copy())
    return exp.paren(exp.Sub(this=end, expression=start))
