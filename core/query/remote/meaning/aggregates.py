"""The meaning of aggregates and window functions. Pure."""

from __future__ import annotations

from sqlglot import exp

from core.query.remote.kinds import (
    INTEGERS,
    NUMBERS,
    OPEN,
    TEXTS,
    TIMES,
    Unproven,
    ValueKind,
    kind_of,
)
from core.query.remote.meaning.interpreter import Interpreter, MeaningRule, name_of
from core.query.remote.meaning.operators import meet, require_condition, require_ordered

_GROUPED = frozenset[ValueKind](["boolean", "int", "bigint", "whole", "decimal", *TEXTS, *TIMES])


def _count(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    if isinstance(node.this, exp.Star):
        return "bigint"
    if isinstance(node.this, exp.Distinct):
        _distinct(node.this, interpreter)
        return "bigint"
    interpreter.kind(node.this)
    return "bigint"


def _distinct(node: exp.Expr, interpreter: Interpreter) -> None:
    parts = node.expressions
    if len(parts) == 1 and isinstance(parts[0].unnest(), exp.Tuple):
        parts = parts[0].unnest().expressions
        node.expressions[0].meta["kind"] = node.meta["kind"] = "rows"
    elif len(parts) != 1:
        raise Unproven("count(DISTINCT a, b); write count(DISTINCT (a, b))")
    for kind in interpreter.kinds(parts):
        require_grouped(kind)


def require_grouped(kind: ValueKind) -> None:
    """Check that equal values of a kind are equal on every engine.

    Raises:
        Unproven: They are fractions that are rounded in different ways, or no single values.
    """
    if kind == "rows":
        raise Unproven(
            "rows grouped by a type that engines do not share; read a view that casts it"
        )
    if kind not in _GROUPED | OPEN:
        raise Unproven(f"rows grouped by {kind}; round it or cast it")


def _argument(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    """Return the kind of an aggregate's argument, which may be DISTINCT."""
    if isinstance(node.this, exp.Distinct):
        if len(node.this.expressions) != 1:
            raise Unproven("DISTINCT of several columns")
        kind = interpreter.kind(node.this.expressions[0])
        require_grouped(kind)
        node.this.meta["kind"] = kind
        return kind
    return interpreter.kind(node.this)


def _sum(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    kind = _argument(node, interpreter)
    if kind not in NUMBERS | OPEN | {"elapsed"}:
        raise Unproven(f"sum of {kind}")
    sums: dict[ValueKind, ValueKind] = {"int": "bigint", "bigint": "whole"}
    return sums.get(kind, kind)


def _avg(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    kind = _argument(node, interpreter)
    if kind not in NUMBERS | OPEN:
        raise Unproven(f"avg of {kind}; take the average of extract(epoch FROM …)")
    return kind if kind == "float" else "quotient"


def _largest(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    kind = _argument(node, interpreter)
    require_ordered(kind)
    if kind == "boolean" or node.expressions:
        raise Unproven(f"{name_of(node)} of boolean; use bool_or")
    return kind


def _condition(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    require_condition(interpreter.kind(node.this))
    return "boolean"


def _statistic(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    kinds = interpreter.kinds(list(node.iter_expressions()))
    for kind in kinds:
        if kind not in NUMBERS | OPEN:
            raise Unproven(f"{name_of(node)} of {kind}")
    return "float" if len(kinds) > 1 or kinds == ["float"] else "quotient"


def interpret_filter(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    """Return the kind of an aggregate with FILTER."""
    kind = interpreter.kind(node.this)
    require_condition(interpreter.kind(node.expression.this))
    node.expression.meta["kind"] = "rows"
    return kind


def _within_group(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    function, order = node.this, node.expression.expressions
    if not isinstance(function, exp.PercentileCont | exp.PercentileDisc):
        raise Unproven(f"{function.key.lower()}() WITHIN GROUP, which depends on the order of ties")
    if not isinstance(function.this, exp.Literal) or len(order) != 1:
        raise Unproven("a percentile of a computed share")
    interpreter.kind(function.this)
    function.meta["kind"] = "rows"
    kind = interpreter.kind(order[0].this)
    order[0].meta["kind"] = kind
    if isinstance(function, exp.PercentileDisc):
        require_ordered(kind)
        return kind
    if kind not in NUMBERS | OPEN:
        raise Unproven(f"a percentile of {kind}; order by a number, such as extract(epoch FROM …)")
    return "float"


def _window(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    if node.args.get("alias"):
        raise Unproven("a named window; write it out")
    spec = node.args.get("spec")
    if spec is not None and spec.args.get("exclude"):
        raise Unproven("EXCLUDE in a window")
    for key in interpreter.kinds(node.args.get("partition_by") or []):
        require_grouped(key)
    order = node.args.get("order")
    interpret_order(order.expressions if order else [], interpreter)
    kind = interpreter.kind(node.this)
    for part in (spec, order):
        if part is not None:
            part.meta["kind"] = "rows"
    return kind


def interpret_order(ordered: list[exp.Expr], interpreter: Interpreter) -> None:
    """Interpret the keys of an ORDER BY that decides about values.

    Raises:
        Unproven: The engines may order them differently.
    """
    for key in ordered:
        require_ordered(interpreter.kind(key.this))
        key.meta["kind"] = kind_of(key.this)


def _numbered(_: exp.Expr, __: Interpreter) -> ValueKind:
    return "bigint"


def _neighbour(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    kind = interpreter.kind(node.this)
    for name in ("offset", "default"):
        part = node.args.get(name)
        if part is not None and interpreter.kind(part) not in INTEGERS | OPEN:
            meet([node.this, part])
    return kind


def _grouping(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    interpreter.kinds(node.expressions)
    return "int"


def _share(_: exp.Expr, __: Interpreter) -> ValueKind:
    return "float"


def _bucket(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    interpreter.kind(node.this)
    return "int"


RULES: dict[type[exp.Expr], MeaningRule] = {
    exp.Count: _count,
    exp.Sum: _sum,
    exp.Avg: _avg,
    exp.Min: _largest,
    exp.Max: _largest,
    exp.LogicalAnd: _condition,
    exp.LogicalOr: _condition,
    **dict.fromkeys(
        (
            *(exp.Stddev, exp.StddevSamp, exp.StddevPop, exp.Variance, exp.VariancePop),
            *(exp.Corr, exp.CovarPop, exp.CovarSamp),
        ),
        _statistic,
    ),
    exp.WithinGroup: _within_group,
    exp.Window: _window,
    **dict.fromkeys((exp.RowNumber, exp.Rank, exp.DenseRank), _numbered),
    **dict.fromkeys((exp.PercentRank, exp.CumeDist), _share),
    exp.Grouping: _grouping,
    exp.Ntile: _bucket,
    **dict.fromkeys((exp.Lag, exp.Lead, exp.FirstValue, exp.LastValue, exp.NthValue), _neighbour),
}
