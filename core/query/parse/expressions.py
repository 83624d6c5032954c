"""Expressions that depend on a row alone, or on constants."""

from __future__ import annotations

from collections.abc import Iterable

from sqlglot import exp

from core.query.facts import Dialect
from core.query.time_aggregate import DAYS, INSTANTS

# They give the same for a row at any time and in any order. Only these very classes: a subclass may
# do something else.
_PLAIN: frozenset[type[exp.Expr]] = frozenset(
    [
        *(exp.Column, exp.Identifier, exp.Literal, exp.Boolean, exp.Null, exp.Paren),
        *(exp.And, exp.Or, exp.Not, exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Is),
        *(exp.NullSafeEQ, exp.NullSafeNEQ, exp.Between, exp.In),
        *(exp.Like, exp.ILike, exp.Escape, exp.RegexpLike),
        *(exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Mod, exp.Neg, exp.Pow, exp.Sqrt, exp.Exp, exp.Ln),
        *(exp.Abs, exp.Sign, exp.Round, exp.Floor, exp.Ceil, exp.Greatest, exp.Least),
        *(exp.Coalesce, exp.Nullif, exp.Case, exp.If),
        *(exp.Cast, exp.TryCast, exp.DataType, exp.DataTypeParam, exp.Interval, exp.Var),
        *(exp.Extract, exp.TimestampTrunc, exp.DateTrunc, exp.AtTimeZone),
        *(exp.Lower, exp.Upper, exp.Trim, exp.Length, exp.Substring, exp.StrPosition),
        *(exp.Left, exp.Right, exp.Replace, exp.Concat, exp.DPipe),
    ]
)
_RELATIONS = _PLAIN | {exp.From, exp.Join, exp.Table, exp.TableAlias}
# DuckDB's functions by which the translation counts seconds.
_PLAIN_FUNCTIONS = frozenset(["epoch_us", "list_extract", "list_value"])
_SHORT = 40


def text_of(node: exp.Expr, dialect: Dialect = "duckdb") -> str:
    """Return an expression in a dialect."""
    return node.sql(dialect=dialect, comments=False, copy=False)


def excerpt_of(node: exp.Expr) -> str:
    """Return an expression as a reader is shown it."""
    text = text_of(node).replace("$", ":")
    return text if len(text) <= _SHORT else f"{text[:_SHORT]}…"


def is_plain_class(node: exp.Expr) -> bool:
    """Return whether an expression depends on a row alone, as far as its parts do."""
    return type(node) in _PLAIN or _is_plain_function(node)


def is_plain(node: exp.Expr) -> bool:
    """Return whether an expression depends on a row alone."""
    return odd_part((node,)) is None


def odd_part(nodes: Iterable[exp.Expr]) -> exp.Expr | None:
    """Return the first part of expressions that may depend on more than a row."""
    return _outside(_PLAIN, nodes)


def odd_relation(nodes: Iterable[exp.Expr]) -> exp.Expr | None:
    """Return the first part of FROM and its joins that is not a table or a plain condition."""
    return _outside(_RELATIONS, nodes)


def _outside(classes: frozenset[type[exp.Expr]], nodes: Iterable[exp.Expr]) -> exp.Expr | None:
    for node in nodes:
        for part in node.walk():
            if type(part) not in classes and not _is_plain_function(part):
                return part
    return None


def _is_plain_function(node: exp.Expr) -> bool:
    return isinstance(node, exp.Anonymous) and node.name.lower() in _PLAIN_FUNCTIONS


def is_time_parameter(node: exp.Expr) -> bool:
    """Return whether an expression is a parameter that may bound time."""
    return isinstance(node, exp.Parameter | exp.Placeholder) and node.name in DAYS | INSTANTS
