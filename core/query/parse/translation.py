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
    """Count the seconds between two times in whole microseconds.

    In the difference of two instants DuckDB counts days of 24 hours, also when the clock changes.
    A list gives both times one type, as PostgreSQL's minus does: beside an instant, local time is
    one too.
    """
    span = extract.expression.unnest()
    if not isinstance(span, exp.Sub) or isinstance(span.expression, exp.Interval):
        return extract
    times = exp.Anonymous(this="list_value", expressions=[span.this.copy(), span.expression.copy()])
    end, start = (_microseconds(times, place) for place in (1, 2))
    elapsed = exp.paren(exp.Sub(this=end, expression=start))
    return exp.paren(
        exp.Div(this=exp.cast(elapsed, "double"), expression=exp.Literal.number(1_000_000))
    )


def _microseconds(times: exp.Expr, place: int) -> exp.Expr:
    """Return the microseconds since 1970 of one of two times."""
    number = exp.Literal.number(place)
    time = exp.Anonymous(this="list_extract", expressions=[times.copy(), number])
    return exp.Anonymous(this="epoch_us", expressions=[time])
