"""The meaning of columns, literals, casts and choices between values. Pure."""

from __future__ import annotations

import re

from sqlglot import exp

from core.query.remote.kinds import (
    NUMBERS,
    OPEN,
    ORDERED_TEXT,
    TIMES,
    Unproven,
    ValueKind,
    give_kind,
    kind_of,
    kind_of_cast,
)
from core.query.remote.meaning.explicit import (
    convert,
    interval_parts,
    is_text_literal,
    replace,
    time_literal,
)
from core.query.remote.meaning.interpreter import Interpreter, MeaningRule
from core.query.remote.meaning.literals import boolean_of, portable_text
from core.query.remote.meaning.nesting import mark_outer
from core.query.remote.meaning.operators import meet, require_condition, require_ordered

_LARGEST_INT, _LARGEST_BIGINT = 2**31, 2**63
# In a union of queries, a part's number follows.
_DAY = re.compile(r"(first|last)_day(_\d+)?")


def _column(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    relation, name = node.text("table").lower(), node.name.lower()
    value = interpreter.sources.find_value(relation, name)
    if value is not None:
        return _put_value(node, value, interpreter)
    if interpreter.sources.is_outer(relation, name):
        mark_outer(node)
    kind = interpreter.sources.kind(relation, name)
    if kind == "rows" and not isinstance(node.parent, exp.Select | exp.Alias):
        what = f"the column {name} of a type that engines do not share"
        raise Unproven(f"{what}; read a view that casts it")
    return kind


def _put_value(node: exp.Expr, value: exp.Expr, interpreter: Interpreter) -> ValueKind:
    """Put what stands for a merged or computed column in the place of its name."""
    kind = kind_of(value)
    is_outer = interpreter.sources.is_outer(node.text("table").lower(), node.name.lower())
    made = give_kind(value.copy(), kind)
    for column in made.find_all(exp.Column) if is_outer else ():
        mark_outer(column)
    is_output = isinstance(node.parent, exp.Select) and node.arg_key == "expressions"
    node.replace(give_kind(exp.alias_(made, node.name) if is_output else made, kind))
    return kind


def _parameter(node: exp.Expr, _: Interpreter) -> ValueKind:
    return "date" if _DAY.fullmatch(node.name) else "timestamptz"


def _literal(node: exp.Expr, _: Interpreter) -> ValueKind:
    assert isinstance(node, exp.Literal)
    if node.is_string:
        return "text"
    if not node.name.isdigit():
        if "e" in node.name.lower():
            raise Unproven(f"the number {node.name}; write it without an exponent")
        return "decimal"
    if int(node.name) >= _LARGEST_BIGINT:
        raise Unproven(f"the number {node.name}")
    return "int" if int(node.name) < _LARGEST_INT else "bigint"


def _inner(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    return interpreter.kind(node.this)


def _interval(node: exp.Expr, _: Interpreter) -> ValueKind:
    interval_parts(node)
    return "interval"


def _cast(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    target = kind_of_cast(node.args["to"])
    if target == "interval":
        raise Unproven("a cast to an interval; write INTERVAL '3 days'")
    source = interpreter.kind(node.this)
    if is_text_literal(node.this):
        return _cast_literal(node, target)
    if source in OPEN:
        return target
    if source == "timestamptz" and target == "date":
        convert(node.this, "timestamp")
    admitted = {*NUMBERS, "boolean"} if source == "boolean" else NUMBERS
    if target in admitted and source in admitted:
        return _cast_number(node, source, target)
    if source == target or (source in TIMES and target in TIMES):
        return target
    if source == ORDERED_TEXT and target == "text":
        return source
    if target == "text" and source in ("int", "bigint", "date", "text", "boolean", "timestamp"):
        return target
    raise Unproven(f"a cast of {source} to {target}")


def _cast_literal(node: exp.Expr, target: ValueKind) -> ValueKind:
    if target == "boolean":
        value = exp.Boolean(this=boolean_of(node.this.unnest().name))
        return kind_of(replace(node, give_kind(value, target)))
    if target in TIMES:
        return kind_of(replace(node, time_literal(node.this.unnest().name, target)))
    text = portable_text(node.this.unnest().name, target)
    node.set("this", give_kind(exp.Literal.string(text), "text"))
    if target == "decimal" and not node.args["to"].expressions:
        node.replace(give_kind(exp.Literal.number(text), target))
    elif target == "decimal":
        node.set("this", give_kind(exp.Literal.number(text), target))
    return target


def _cast_number(node: exp.Expr, source: ValueKind, target: ValueKind) -> ValueKind:
    digits = node.args["to"].expressions
    if target == "boolean" and source != "boolean":
        raise Unproven(f"a cast of {source} to boolean; write x <> 0")
    if target == "decimal" and not digits:
        if source == "float":
            return "quotient"
        return "whole" if source in ("int", "bigint", "whole") else source
    if target == "decimal" and source in ("float", "quotient"):
        raise Unproven("a cast of a fraction to numeric(p, s); use round(…)")
    return target


def _case(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    if node.this is not None:
        interpreter.kind(node.this)
    for branch in node.args["ifs"]:
        condition = interpreter.kind(branch.this)
        interpreter.kind(branch.args["true"])
        branch.meta["kind"] = "rows"
        if node.this is None:
            require_condition(condition)
    if node.this is not None:
        meet([node.this, *(branch.this for branch in node.args["ifs"])])
    if node.args.get("default") is not None:
        interpreter.kind(node.args["default"])
    return _one_kind(_results(node))


def _results(node: exp.Expr) -> list[exp.Expr]:
    results = [branch.args["true"] for branch in node.args["ifs"]]
    default = node.args.get("default")
    return results if default is None else [*results, default]


def _one_kind(nodes: list[exp.Expr]) -> ValueKind:
    """Convert the values among which is chosen to one kind."""
    kind = meet(nodes)
    if all(kind_of(node) == "null" for node in nodes):
        return "null"
    return kind


def _chosen(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    interpreter.kinds([node.this, *node.expressions])
    return _one_kind([node.this, *node.expressions])


def _extreme(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    kind = _chosen(node, interpreter)
    require_ordered(kind)
    return kind


def _nullif(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    interpreter.kinds([node.this, node.expression])
    kind = kind_of(node.this)
    meet([node.this, node.expression])
    if kind_of(node.this) not in (kind, "unknown"):
        raise Unproven(f"nullif of {kind} and {kind_of(node.this)}; cast one of them")
    return kind


def _constant(kind: ValueKind) -> MeaningRule:
    return lambda _, __: kind


RULES: dict[type[exp.Expr], MeaningRule] = {
    exp.Column: _column,
    exp.Placeholder: _parameter,
    exp.Parameter: _parameter,
    exp.Literal: _literal,
    exp.Boolean: _constant("boolean"),
    exp.Null: _constant("null"),
    exp.Paren: _inner,
    exp.Interval: _interval,
    exp.Cast: _cast,
    exp.Case: _case,
    exp.Coalesce: _chosen,
    exp.Greatest: _extreme,
    exp.Least: _extreme,
    exp.Nullif: _nullif,
}
