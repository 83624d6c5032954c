"""Spark's form of logarithms and roots. Pure."""

from __future__ import annotations

from sqlglot import exp

from core.query.remote.meaning.deviations import FAILURE, checked
from core.query.remote.rewriting import Rewrites, call
from core.query.remote.spark.numbers import spark_cast


def _log(node: exp.Expr, _: str) -> exp.Expr:
    """Return a logarithm; PostgreSQL fails where there is none, Spark makes NULL."""
    number = spark_cast(node.expression, "double")
    has_none = exp.LTE(this=number.copy(), expression=exp.Literal.number(0))
    failure = spark_cast(call("raise_error", "a logarithm of no positive number"), "double")
    checked = exp.Case(ifs=[exp.If(this=has_none, true=failure)], default=number)
    return call(f"log{node.this.name}", checked)


def _root(node: exp.Expr, _: str) -> exp.Expr:
    return call("cbrt", spark_cast(node.this, "double"))


def _double(number: exp.Expr) -> exp.Expr:
    return spark_cast(number, "double")


def _failing(_: exp.Expr) -> exp.Expr:
    return _double(call("raise_error", FAILURE))


_DEVIATIONS: dict[type[exp.Expr], str] = {
    exp.Stddev: "stddev_samp",
    exp.StddevSamp: "stddev_samp",
    exp.StddevPop: "stddev_pop",
    exp.Variance: "var_samp",
    exp.VariancePop: "var_pop",
}
RULES: Rewrites = {
    **checked(_DEVIATIONS, _double, _failing),
    exp.Log: _log,
    exp.Cbrt: _root,
}
