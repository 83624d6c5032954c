"""The meaning of aggregates that keep the order of their rows: string_agg and array_agg. Pure."""

from __future__ import annotations

from typing import NamedTuple

from sqlglot import exp

from core.query.remote.kinds import OPEN, TEXTS, Unproven, ValueKind, give_kind
from core.query.remote.meaning.aggregates import interpret_filter, interpret_order
from core.query.remote.meaning.explicit import is_text_literal, replace
from core.query.remote.meaning.interpreter import Interpreter, MeaningRule
from core.query.remote.meaning.operators import require_condition

_TEXT_AND_PATTERN = 2


def _joined(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    """Interpret string_agg; PostgreSQL leaves NULL out."""
    order = node.this
    if not isinstance(order, exp.Order):
        raise Unproven("string_agg without ORDER BY, whose result may change; add ORDER BY")
    separator = node.args.get("separator")
    if separator is None or not is_text_literal(separator):
        raise Unproven("string_agg with a computed separator")
    interpreter.kind(separator)
    kind = _ordered_value(order, interpreter)
    if kind not in TEXTS | OPEN:
        raise Unproven(f"string_agg of {kind}; cast it to text")
    return kind


def _ordered_value(order: exp.Expr, interpreter: Interpreter) -> ValueKind:
    """Return the kind of the values that an aggregate keeps in an order."""
    value = order.this
    if isinstance(value, exp.Distinct):
        [value] = value.expressions
        if [key.this for key in order.expressions] != [value]:
            raise Unproven("DISTINCT of other values than ORDER BY; order by them alone")
    kind = interpreter.kind(value)
    interpret_order(order.expressions, interpreter)
    if order.this is not value:
        give_kind(order.this, kind)
    give_kind(order, kind)
    return kind


def _element(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    """Interpret (array_agg(x ORDER BY y))[1]."""
    among, [place] = node.this.unnest(), node.expressions
    if isinstance(among, exp.Anonymous) and among.name.lower() == "regexp_match":
        return _first_match(node, among, place, interpreter)
    function = among.this if isinstance(among, exp.Filter) else among
    if not isinstance(function, exp.ArrayAgg) or not isinstance(place, exp.Literal):
        raise Unproven("an element of an array; take that of array_agg(x ORDER BY y)")
    if not isinstance(function.this, exp.Order) or isinstance(function.this.this, exp.Distinct):
        raise Unproven("an element of array_agg without ORDER BY; add it")
    kind = _ordered_value(function.this, interpreter)
    if function is not among:
        require_condition(interpreter.kind(among.expression.this))
    for part in (function, among, node.this):
        give_kind(part, "array")
    return kind


def _first_match(
    node: exp.Expr, match: exp.Expr, place: exp.Expr, interpreter: Interpreter
) -> ValueKind:
    """Write (regexp_match(x, 'pattern'))[1] as substring(x FROM 'pattern')."""
    if len(match.expressions) != _TEXT_AND_PATTERN or place != exp.Literal.number(0):
        raise Unproven("regexp_match with flags or of a later group; take (regexp_match(x, y))[1]")
    text, pattern = match.expressions
    if not is_text_literal(pattern):
        raise Unproven("a computed regular expression")
    return interpreter.kind(replace(node, exp.Substring(this=text.copy(), start=pattern.copy())))


def _as_text(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    """Write array_to_string(array_agg(…)) as string_agg, which is NULL where all values are."""
    among = node.this.unnest()
    if not isinstance(among, exp.ArrayAgg) or node.args.get("null"):
        raise Unproven("array_to_string of another array; use array_agg(x ORDER BY y)")
    texts = exp.GroupConcat(this=among.this.copy(), separator=node.expression.copy())
    joined = exp.Coalesce(this=texts, expressions=[exp.Literal.string("")])
    any_row = exp.GT(this=exp.Count(this=exp.Star()), expression=exp.Literal.number(0))
    made = replace(node, exp.Case(ifs=[exp.If(this=any_row, true=joined)]))
    return interpreter.kind(made)


def _size(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    """Write the length of array_agg as the number of rows; that of none is NULL."""
    among = node.this.unnest() if node.this else None
    if isinstance(node, exp.ArraySize) and node.expression != exp.Literal.number(1):
        raise Unproven("array_length of another dimension than 1")
    if not isinstance(among, exp.ArrayAgg) or among.find(exp.Distinct):
        raise Unproven("the length of another array; use that of array_agg(x)")
    rows = exp.Nullif(this=exp.Count(this=exp.Star()), expression=exp.Literal.number(0))
    made = replace(node, exp.Cast(this=rows, to=exp.DataType.build("int", "postgres")))
    return interpreter.kind(made)


def interpret_cardinality(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    """Take cardinality of an array of one dimension for its length."""
    size = exp.ArraySize(this=node.expressions[0].copy(), expression=exp.Literal.number(1))
    return interpreter.kind(replace(node, size))


def _push_filter(node: exp.Expr) -> exp.Expr | None:
    """Write FILTER as a CASE in an aggregate that leaves NULL out; return None for another."""
    holders = _holders(node.this)
    for holder in holders:
        chosen = exp.If(this=node.expression.this.copy(), true=_value(holder).copy())
        _value(holder).replace(exp.Case(ifs=[chosen]))
    return replace(node, node.this.copy()) if holders else None


def _holders(function: exp.Expr) -> list[exp.Expr]:
    """Return what holds the value of string_agg or percentile_disc."""
    if isinstance(function, exp.WithinGroup) and isinstance(function.this, exp.PercentileDisc):
        return list(function.expression.expressions)
    if not isinstance(function, exp.GroupConcat) or not isinstance(function.this, exp.Order):
        return []
    is_distinct = isinstance(function.this.this, exp.Distinct)
    return [function.this, *(function.this.expressions if is_distinct else [])]


def _value(holder: exp.Expr) -> exp.Expr:
    value: exp.Expr = holder.this
    return value.expressions[0] if isinstance(value, exp.Distinct) else value


class OrderedRows(NamedTuple):
    """What an aggregate keeps of its rows, and in which order.

    Attributes:
        value: What it keeps.
        keys: The keys of its order.
        is_distinct: It keeps equal values once; the value is the only key then.
        condition: FILTER; None if it keeps all rows.
    """

    value: exp.Expr
    keys: list[exp.Expr]
    is_distinct: bool
    condition: exp.Expr | None


def ordered_rows(among: exp.Expr) -> OrderedRows:
    """Return what an interpreted string_agg or array_agg keeps."""
    condition = among.expression.this if isinstance(among, exp.Filter) else None
    order = (among.this if isinstance(among, exp.Filter) else among).this
    is_distinct = isinstance(order.this, exp.Distinct)
    return OrderedRows(_value(order), order.expressions, is_distinct, condition)


def is_null_last(key: exp.Expr) -> bool:
    """Return whether rows without a key come last in the ascending order of a key."""
    return bool(key.args.get("nulls_first")) == bool(key.args.get("desc"))


def _filtered(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    made = _push_filter(node)
    return interpret_filter(node, interpreter) if made is None else interpreter.kind(made)


RULES: dict[type[exp.Expr], MeaningRule] = {
    exp.Filter: _filtered,
    exp.GroupConcat: _joined,
    exp.Bracket: _element,
    exp.ArrayToString: _as_text,
    exp.ArraySize: _size,
}
