"""ClickHouse's form of logarithms, roots and bits. Pure."""

from __future__ import annotations

from sqlglot import exp

from core.query.remote.kinds import kind_of
from core.query.remote.meaning.deviations import FAILURE, checked
from core.query.remote.rewriting import Rewrite, Rewrites, call


def _log(node: exp.Expr, _: str) -> exp.Expr:
    """Return a logarithm; PostgreSQL fails where there is none."""
    number = call("toFloat64", node.expression)
    has_none = exp.LTE(this=number.copy(), expression=exp.Literal.number(0))
    failure = call("toFloat64", call("throwIf", has_none, "a logarithm of no positive number"))
    base = node.this.name
    return call(f"log{base}", call("if", has_none, failure, number))


def _root(node: exp.Expr, _: str) -> exp.Expr:
    return call("cbrt", call("toFloat64", node.this))


def _bits(name: str) -> Rewrite:
    def rule(node: exp.Expr, _: str) -> exp.Expr:
        type_name = "toInt64" if kind_of(node) == "bigint" else "toInt32"
        parts = (node.this, node.args.get("expression"))
        return call(name, *(call(type_name, part) for part in parts if part is not None))

    return rule


def _failing(condition: exp.Expr) -> exp.Expr:
    return call("toFloat64", call("throwIf", condition, FAILURE))


_DEVIATIONS: dict[type[exp.Expr], str] = {
    exp.Stddev: "stddevSampStable",
    exp.StddevSamp: "stddevSampStable",
    exp.StddevPop: "stddevPopStable",
    exp.Variance: "varSampStable",
    exp.VariancePop: "varPopStable",
}
RULES: Rewrites = {
    **checked(_DEVIATIONS, lambda number: call("toFloat64", number), _failing),
    exp.Log: _log,
    exp.Cbrt: _root,
    exp.BitwiseAnd: _bits("bitAnd"),
    exp.BitwiseOr: _bits("bitOr"),
    exp.BitwiseXor: _bits("bitXor"),
    exp.BitwiseNot: _bits("bitNot"),
    exp.BitwiseAndAgg: _bits("groupBitAnd"),
    exp.BitwiseOrAgg: _bits("groupBitOr"),
}
