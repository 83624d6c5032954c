"""The meaning of arithmetic with numbers, times and intervals on PostgreSQL. Pure."""

from __future__ import annotations

from sqlglot import exp

from core.query.remote.kinds import (
    INTEGERS,
    NUMBERS,
    OPEN,
    TIMES,
    Unproven,
    ValueKind,
    kind_of,
    unify,
)
from core.query.remote.meaning.explicit import compute_as_local_time, convert
from core.query.remote.meaning.interpreter import Interpreter, MeaningRule
from core.query.remote.meaning.operators import meet

_CALENDAR_UNITS = frozenset(["MONTH", "YEAR", "DAY", "WEEK"])


def _add(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    one, other = interpreter.kinds([node.this, node.expression])
    if one in TIMES or other in TIMES:
        return _time_arithmetic(node, interpreter)
    if {one, other} & {"elapsed", "interval"} and {one, other} & OPEN:
        return "unknown"
    if {one, other} & {"elapsed", "interval"}:
        if "unknown" in (one, other):
            return "unknown"
        if "elapsed" not in (one, other):
            raise Unproven("arithmetic of intervals; add them to a time one by one")
        return meet([node.this, node.expression])
    return _arithmetic(one, other)


def _time_arithmetic(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    one, other = kind_of(node.this), kind_of(node.expression)
    if isinstance(node, exp.Add) and other in TIMES and one not in TIMES:
        time, shift = node.expression.copy(), node.this.copy()
        node.set("this", time)
        node.set("expression", shift)
        one, other = other, one
    if other in OPEN or one in OPEN:
        return "unknown"
    if one == "date" and other == "int":
        return "date"
    if other == "interval":
        return _shifted(node, interpreter)
    if isinstance(node, exp.Sub) and other in TIMES:
        if one == other == "date":
            return "int"
        meet([node.this, node.expression])
        return "elapsed"
    raise Unproven(f"{one} with {other}")


def _shifted(node: exp.Expr, _: Interpreter) -> ValueKind:
    """Move a time by an interval; an instant by days as local time."""
    if kind_of(node.this) == "date":
        convert(node.this, "timestamp")
    if kind_of(node.this) == "timestamp":
        return "timestamp"
    shift = node.expression.unnest()
    interval = shift.expression if isinstance(shift, exp.Mul) else shift
    if not isinstance(interval, exp.Interval):
        raise Unproven("a computed interval")
    unit = interval.text("unit").upper().removesuffix("S")
    return compute_as_local_time(node) if unit in _CALENDAR_UNITS else "timestamptz"


def _arithmetic(one: ValueKind, other: ValueKind) -> ValueKind:
    if not {one, other} <= NUMBERS | OPEN:
        raise Unproven(f"arithmetic of {one} with {other}")
    return "unknown" if "unknown" in (one, other) else unify(one, other)


def _mul(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    one, other = interpreter.kinds([node.this, node.expression])
    if "interval" in (one, other):
        return _times_interval(node)
    return _arithmetic(one, other)


def _times_interval(node: exp.Expr) -> ValueKind:
    """Take a whole number times an interval of one unit."""
    one, other = node.this, node.expression
    if kind_of(one) == "interval":
        one, other = other, one
    if kind_of(one) not in INTEGERS | OPEN or not isinstance(other, exp.Interval):
        raise Unproven("an interval times something else than a whole number")
    node.set("this", one.copy())
    node.set("expression", other.copy())
    return "interval"


def _div(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    one, other = interpreter.kinds([node.this, node.expression])
    if one == "elapsed" or other == "elapsed":
        raise Unproven("a quotient of intervals; divide extract(epoch FROM …)")
    kind = _arithmetic(one, other)
    return "quotient" if kind in ("whole", "decimal") else kind


def _mod(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    kind = _arithmetic(*interpreter.kinds([node.this, node.expression]))
    if kind not in (*INTEGERS, "whole", "unknown"):
        raise Unproven(f"a remainder of {kind}")
    return kind


def _negated(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    kind = interpreter.kind(node.this)
    if kind not in NUMBERS | OPEN:
        raise Unproven(f"minus {kind}")
    return kind


RULES: dict[type[exp.Expr], MeaningRule] = {
    exp.Add: _add,
    exp.Sub: _add,
    exp.Mul: _mul,
    exp.Div: _div,
    exp.IntDiv: _mod,
    exp.Mod: _mod,
    exp.Neg: _negated,
}
