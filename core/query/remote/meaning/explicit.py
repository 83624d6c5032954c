"""Conversions that PostgreSQL makes silently, written into the query. Pure."""

from __future__ import annotations

from sqlglot import exp

from core.query.remote.kinds import (
    NUMBERS,
    OPEN,
    TEXTS,
    TIMES,
    Unproven,
    ValueKind,
    give_kind,
    kind_of,
)
from core.query.remote.meaning.literals import instant_in_utc, portable_text

_TYPES: dict[ValueKind, str] = {
    "boolean": "boolean",
    "int": "int",
    "bigint": "bigint",
    "whole": "decimal(38, 0)",
    "decimal": "decimal",
    "quotient": "decimal",
    "float": "double",
    "text": "text",
    "date": "date",
    "timestamp": "timestamp",
    "timestamptz": "timestamptz",
}
_MICROSECONDS = {
    "SECOND": 1_000_000,
    "MINUTE": 60_000_000,
    "HOUR": 3_600_000_000,
    "DAY": 86_400_000_000,
    "WEEK": 604_800_000_000,
}


def convert(node: exp.Expr, target: ValueKind) -> exp.Expr:
    """Replace a part of a query by its conversion to `target`, and return what stands there.

    Raises:
        Unproven: Values of its kind do not become such values silently.
    """
    kind = kind_of(node)
    if kind == target or kind in OPEN or target in OPEN or target == "array":
        return node
    if kind in TEXTS and target in TEXTS:
        return node
    if kind == "interval" and target == "elapsed":
        return replace(node, give_kind(microseconds(node), "elapsed"))
    if target in TIMES and is_text_literal(node):
        return replace(node, time_literal(node.unnest().name, target))
    if kind in TIMES and target in TIMES:
        return _converted_time(node, target)
    if kind in _TYPES and target in _TYPES and kind != "text" and target != "text":
        return node  # numbers of different kinds meet as such
    raise Unproven(f"{kind} where {target} is due; cast it")


def time_literal(text: str, target: ValueKind) -> exp.Expr:
    """Return a time that a query names; one with an offset is local time in UTC.

    Raises:
        Unproven: The engines may read it in different ways.
    """
    utc = instant_in_utc(text) if target == "timestamptz" else None
    if utc is None:
        return cast(_literal(portable_text(text, target)), target)
    local = cast(_literal(utc), "timestamp")
    return give_kind(exp.AtTimeZone(this=local, zone=_literal("UTC")), target)


def _literal(text: str) -> exp.Expr:
    return give_kind(exp.Literal.string(text), "text")


def compute_as_local_time(node: exp.Expr) -> ValueKind:
    """Let a function of an instant work on local time and its result become an instant again."""
    local = give_kind(node.copy(), "timestamp")
    convert(local.this, "timestamp")
    node.replace(cast(local, "timestamptz"))
    return "timestamptz"


def convert_number(node: exp.Expr, target: ValueKind) -> None:
    """Write out that a number becomes one of another kind, where rows of a query meet."""
    kind = kind_of(node)
    if kind != target and kind in NUMBERS and target in ("decimal", "quotient", "float"):
        replace(node, cast(node, target))


def _converted_time(node: exp.Expr, target: ValueKind) -> exp.Expr:
    """Convert a time; a shifted parameter is shifted as local time."""
    shifted = node.unnest()
    inner = shifted.this if isinstance(shifted, exp.Cast) else shifted
    if target == "timestamp" and isinstance(inner, exp.Add | exp.Sub) and is_parameter(inner):
        convert(inner.this, target)
        return replace(node, give_kind(inner.copy(), target))
    return replace(node, cast(node, target))


def is_parameter(node: exp.Expr) -> bool:
    """Return whether a time is a parameter, or one moved by an interval."""
    inner = node.unnest()
    if isinstance(inner, exp.Add | exp.Sub) and kind_of(inner.expression) == "interval":
        return is_parameter(inner.this)
    if isinstance(inner, exp.Cast) and kind_of(inner) in TIMES:
        return is_parameter(inner.this)
    return isinstance(inner, exp.Placeholder | exp.Parameter)


def cast(node: exp.Expr, target: ValueKind) -> exp.Expr:
    """Return a part of a query, cast to a kind."""
    made = exp.Cast(this=node.copy(), to=exp.DataType.build(_TYPES[target], "postgres"))
    return give_kind(made, target)


def replace(node: exp.Expr, new: exp.Expr) -> exp.Expr:
    """Replace a part of a query and return what stands there now."""
    node.replace(new)
    return new


def is_text_literal(node: exp.Expr) -> bool:
    """Return whether a part of a query is a text that takes the type of what it meets."""
    inner = node.unnest()
    return isinstance(inner, exp.Literal) and bool(inner.is_string)


def microseconds(interval: exp.Expr) -> exp.Expr:
    """Return the microseconds of an interval without months.

    Raises:
        Unproven: Its months have no length, or it is not a plain one.
    """
    amount, unit = interval_parts(interval)
    if unit not in _MICROSECONDS:
        raise Unproven(f"the length of an interval of {unit.lower()}s")
    return exp.Literal.number(amount * _MICROSECONDS[unit])


def interval_parts(interval: exp.Expr) -> tuple[int, str]:
    """Return the whole number and the unit of an interval such as '3 days'.

    Raises:
        Unproven: It is not such an interval.
    """
    number = interval.this if isinstance(interval, exp.Interval) else None
    unit = interval.text("unit").upper().removesuffix("S")
    if not isinstance(number, exp.Literal) or not number.name.lstrip("-").isdigit() or not unit:
        text = interval.sql(dialect="postgres")
        raise Unproven(f"the interval {text}; write a whole number and one unit")
    return int(number.name), unit
