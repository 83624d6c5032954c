"""Spark's form of logarithms and roots. Pure."""

from __future__ import annotations

from sqlglot import exp

from core.query.remote.meaning.deviations import FAILURE, checked
from core.query.remote.rewriting import Rewrites, call
from core.query.remote.spark.numbers import as_double


def _log(node: exp.Expr, _: str) -> exp.Expr:
    """Return a logarithm; PostgreSQL fails where there is none, Spark makes NULL."""
    number = as_double(node.expression)
    has_none = exp.LTE(this=number.copy(), expression=exp.Literal.number(0))
    failure = as_double(call("raise_error", "a logarithm of no positive number"))
    checked = exp.Case(ifs=[exp.If(this=has_none, true=failure)], default=number)
    return call(f"log{node.this.name}", checked)


def _root(node: exp.Expr, _: str) -> exp.Expr:
    return call("cbrt", as_double(node.this))


def _failing(_: exp.Expr) -> exp.Expr:
    return as_double(call("raise_error", FAILURE))


_DEVIATIONS: dict[type[exp.Expr], str] = {
    exp.Stddev: "stddev_samp",
    exp.StddevSamp: "stddev_samp",
    exp.StddevPop: "stddev_pop",
    exp.Variance: "var_samp",
    exp.VariancePop: "var_pop",
}
RULES: Rewrites = {
    **checked(_DEVIATIONS, as_double, _failing),
    exp.Log: _log,
    exp.Cbrt: _root,
}
