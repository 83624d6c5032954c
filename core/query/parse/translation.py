"""The translation of PostgreSQL's dialect to DuckDB's, where sqlglot changes the meaning."""

from __future__ import annotations

from collections.abc import Callable

from sqlglot import exp

from core.query.parse import text_translation as text
from core.query.parse.refusal import refused

_INTEGERS = (exp.DType.INT, exp.DType.BIGINT, exp.DType.SMALLINT)
_SECOND = {"SECOND": 1_000_000, "MILLISECOND": 1000, "MILLISECONDS": 1000}
_SPAN = {"DAY": 86_400, "HOUR": 3600}


def in_duckdb(tree: exp.Expr) -> exp.Expr:
    """Return a tree of its own, from which sqlglot makes the same query in DuckDB's dialect.

    It keeps the precision of PostgreSQL's unbounded numeric, which DuckDB takes for three decimals.
    What cannot be translated fails in DuckDB with its reason.
    """
    translated = tree.copy().transform(_translate, copy=False)
    for kind in translated.find_all(exp.DataType):
        if kind.is_type("decimal") and not kind.expressions:
            kind.replace(exp.DataType.build("double"))
    return translated


def _translate(node: exp.Expr) -> exp.Expr:
    """Return what means in DuckDB what `node` means in PostgreSQL."""
    rule = _RULES.get(type(node))
    return rule(node) if rule else node


def _extract(extract: exp.Expr) -> exp.Expr:
    part, span = extract.name.upper(), extract.expression.unnest()
    if part in _SECOND:
        return _fraction(extract, _SECOND[part])
    if not isinstance(span, exp.Sub) or isinstance(span.expression, exp.Interval):
        return extract
    if part == "EPOCH":
        return _seconds_between(span)
    return _whole_spans(span, part) if part in _SPAN else extract


def _fraction(extract: exp.Expr, parts: int) -> exp.Expr:
    """Return seconds with their fraction; DuckDB counts whole ones."""
    microseconds = exp.Extract(this=exp.var("MICROSECOND"), expression=extract.expression.copy())
    quotient = exp.Div(this=exp.cast(microseconds, "double"), expression=_number(parts))
    return exp.paren(quotient)


def _whole_spans(span: exp.Expr, part: str) -> exp.Expr:
    """Return the days between two times, or the hours beyond them, of 24 hours each."""
    seconds: exp.Expr = _seconds_between(span)
    if part == "HOUR":
        seconds = exp.paren(exp.Mod(this=seconds, expression=_number(_SPAN["DAY"])))
    quotient = exp.Div(this=seconds, expression=_number(_SPAN[part]))
    return exp.cast(exp.Anonymous(this="trunc", expressions=[quotient]), "bigint")


def _seconds_between(span: exp.Expr) -> exp.Expr:
    """Count the seconds between two times in whole microseconds.

    In the difference of two instants DuckDB counts days of 24 hours, also when the clock changes.
    A list gives both times one type, as PostgreSQL's minus does: beside an instant, local time is
    one too.
    """
    times = exp.Anonymous(this="list_value", expressions=[span.this.copy(), span.expression.copy()])
    end, start = (_microseconds(times, place) for place in (1, 2))
    elapsed = exp.paren(exp.Sub(this=end, expression=start))
    return exp.paren(exp.Div(this=exp.cast(elapsed, "double"), expression=_number(1_000_000)))


def _microseconds(times: exp.Expr, place: int) -> exp.Expr:
    """Return the microseconds since 1970 of one of two times."""
    time = exp.Anonymous(this="list_extract", expressions=[times.copy(), _number(place)])
    return exp.Anonymous(this="epoch_us", expressions=[time])


def _cast(cast: exp.Expr) -> exp.Expr:
    target, inner = cast.args["to"], cast.this.unnest()
    if target.expressions and target.this in exp.DataType.TEXT_TYPES:
        return text.shortened(cast)
    source = inner.args["to"] if isinstance(inner, exp.Cast) else None
    if source is None:
        return cast
    is_numeric = source.is_type("decimal") and not source.expressions
    if target.this in exp.DataType.TEXT_TYPES and (is_numeric or source.is_type("double")):
        return refused("the text of a number; cast it to numeric(p, s) or to int first")
    if target.this in _INTEGERS and is_numeric:
        # A double rounds its half to even.
        return exp.cast(exp.Round(this=inner.copy()), target.copy(), copy=False)
    return cast


def _round(node: exp.Expr) -> exp.Expr:
    """Round a half of what is cast to double precision to even, as PostgreSQL does."""
    if not _is_double(node.this) or node.args.get("decimals"):
        return node
    return exp.Anonymous(this="round_even", expressions=[node.this.copy(), _number(0)])


def _is_double(node: exp.Expr) -> bool:
    """Return whether the text says that an expression is of double precision."""
    if isinstance(node, exp.Cast):
        return bool(node.args["to"].is_type("double"))
    if isinstance(node, exp.Paren | exp.Neg | exp.Abs):
        return _is_double(node.this)
    if isinstance(node, exp.Add | exp.Sub | exp.Mul | exp.Div):
        return _is_double(node.this) or _is_double(node.expression)
    return False


def _whole_quotient(node: exp.Expr) -> exp.Expr:
    quotient = exp.Div(this=exp.paren(node.this.copy()), expression=exp.paren(node.expression))
    return exp.Anonymous(this="trunc", expressions=[quotient])


def _row_order(node: exp.Expr) -> exp.Expr:
    """Refuse to order rows: beside a NULL, DuckDB gives another answer."""
    is_row = isinstance(node.this.unnest(), exp.Tuple)
    return refused("an order of rows; compare their columns") if is_row else node


def _number(number: int) -> exp.Expr:
    return exp.Literal.number(number)


_RULES: dict[type[exp.Expr], Callable[[exp.Expr], exp.Expr]] = {
    exp.Extract: _extract,
    exp.Cast: _cast,
    exp.Round: _round,
    exp.IntDiv: _whole_quotient,
    exp.GT: _row_order,
    exp.GTE: _row_order,
    exp.LT: _row_order,
    exp.LTE: _row_order,
    **text.RULES,
}
