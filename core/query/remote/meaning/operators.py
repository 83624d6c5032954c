"""The meaning of operators: logic, comparisons and arithmetic on PostgreSQL. Pure."""

from __future__ import annotations

from sqlglot import exp

from core.query.remote.kinds import (
    NUMBERS,
    OPEN,
    TIMES,
    Unproven,
    ValueKind,
    give_kind,
    kind_of,
    unify,
)
from core.query.remote.meaning.explicit import (
    convert,
    is_parameter,
    is_text_literal,
)
from core.query.remote.meaning.interpreter import Interpreter, MeaningRule


def _logic(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    for part in list(node.iter_expressions()):
        require_condition(interpreter.kind(part))
    return "boolean"


def require_condition(kind: ValueKind) -> None:
    """Check that a value is true, false or NULL.

    Raises:
        Unproven: It is something else.
    """
    if kind != "boolean" and kind not in OPEN:
        raise Unproven(f"{kind} as a condition")


def compare(nodes: list[exp.Expr]) -> ValueKind:
    """Convert expressions that are compared; an instant that is a parameter becomes local time.

    Raises:
        Unproven: The engines convert them in their own way.
    """
    if _is_local_beside_parameters(nodes):
        return meet([convert(node, "timestamp") for node in nodes])
    return meet(nodes)


def meet(nodes: list[exp.Expr]) -> ValueKind:
    """Convert interpreted expressions to the kind in which PostgreSQL takes them together.

    Raises:
        Unproven: It refuses them together, or the engines convert them in their own way.
    """
    kinds = [kind_of(node) for node in nodes if not is_text_literal(node)]
    if "unknown" in kinds:
        for node in nodes:
            if is_text_literal(node) or kind_of(node) == "interval":
                give_kind(node, "unknown")
        return "unknown"
    target: ValueKind = "null" if kinds else "text"
    for kind in kinds:
        target = unify(target, kind)
    if target == "null":
        # What is of an unknown type may be of any; text is what PostgreSQL takes a bare NULL for.
        target = "unknown" if "unknown" in kinds else "text"
    for node in nodes:
        if target in NUMBERS and is_text_literal(node):
            raise Unproven("a number in quotes; write it without them")
        convert(node, target)
    return target


def _is_local_beside_parameters(nodes: list[exp.Expr]) -> bool:
    """Return whether all instants are parameters, and the columns are local times or days."""
    instants = [node for node in nodes if kind_of(node) == "timestamptz"]
    kinds = {kind_of(node) for node in nodes}
    is_local = "timestamp" in kinds and kinds <= {*TIMES, *OPEN}
    return is_local and bool(instants) and all(is_parameter(node) for node in instants)


def _equality(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    if isinstance(node.expression, exp.Any):
        return _any(node, interpreter)
    interpreter.kinds([node.this, node.expression])
    compare([node.this, node.expression])
    return "boolean"


def _any(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    """Write `= ANY (…)` as IN."""
    among = node.expression.this.unnest()
    if not isinstance(node, exp.EQ) or not isinstance(among, exp.Array | exp.Query):
        raise Unproven("ANY of a computed array; use IN (…)")
    is_query = isinstance(among, exp.Query)
    made = exp.In(this=node.this.copy())
    made.set("query" if is_query else "expressions", among if is_query else among.expressions)
    if is_query:
        made.set("query", exp.Subquery(this=among.copy()))
    node.replace(made)
    return interpreter.kind(made)


def _order(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    interpreter.kinds([node.this, node.expression])
    require_ordered(compare([node.this, node.expression]))
    return "boolean"


def require_ordered(kind: ValueKind) -> None:
    """Check that values of a kind have one order everywhere.

    Raises:
        Unproven: They are text, whose order is the database's collation.
    """
    if kind == "text":
        raise Unproven('an order of text by a collation; write x COLLATE "C"')
    if kind in ("rows", "array", "interval"):
        raise Unproven(f"an order of {kind}")


def _between(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    interpreter.kinds([node.this, node.args["low"], node.args["high"]])
    require_ordered(compare([node.this, node.args["low"], node.args["high"]]))
    return "boolean"


def _is(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    kind = interpreter.kind(node.this)
    if isinstance(node.expression, exp.Boolean):
        require_condition(kind)
    elif not isinstance(node.expression, exp.Null):
        raise Unproven("IS of something else than NULL, TRUE or FALSE")
    return "boolean"


RULES: dict[type[exp.Expr], MeaningRule] = {
    **dict.fromkeys((exp.And, exp.Or, exp.Not), _logic),
    **dict.fromkeys((exp.EQ, exp.NEQ, exp.NullSafeEQ, exp.NullSafeNEQ), _equality),
    **dict.fromkeys((exp.LT, exp.LTE, exp.GT, exp.GTE), _order),
    exp.Between: _between,
    exp.Is: _is,
}
