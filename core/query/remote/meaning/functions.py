"""The meaning of functions of one row: numbers, times and text. Pure."""

from __future__ import annotations

from sqlglot import exp

from core.query.remote.kinds import EXACT, INTEGERS, NUMBERS, OPEN, TIMES, Unproven, ValueKind
from core.query.remote.meaning.columns import interpret_type_name
from core.query.remote.meaning.explicit import compute_as_local_time, convert, is_text_literal
from core.query.remote.meaning.interpreter import Interpreter, MeaningRule, name_of
from core.query.remote.meaning.lists import interpret_cardinality
from core.query.remote.meaning.texts import require_text

_FIELDS = frozenset(["YEAR", "QUARTER", "MONTH", "WEEK", "DAY", "DOW", "ISODOW", "DOY", "ISOYEAR"])
_CLOCK = frozenset(["HOUR", "MINUTE"])
_SHORT_UNITS = frozenset(["SECOND", "MINUTE", "HOUR"])
_LARGE_UNITS = frozenset(["DAY", "WEEK", "MONTH", "QUARTER", "YEAR"])
_STEPS = frozenset(["YEAR", "MONTH", "WEEK", "DAY", "HOUR"])


def _extract(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    part = node.name.upper()
    kind = interpreter.kind(node.expression)
    if kind in OPEN:
        return "decimal" if part in ("EPOCH", "SECOND") else "whole"
    if kind == "elapsed":
        return _elapsed_part(part)
    if kind not in TIMES:
        raise Unproven(f"extract({part.lower()} FROM {kind})")
    if part == "EPOCH":
        return "decimal"
    convert(node.expression, "timestamp" if kind == "timestamptz" else kind)
    if part == "SECOND" and kind != "date":
        return "decimal"
    if part not in _FIELDS | (_CLOCK if kind != "date" else frozenset()):
        raise Unproven(f"extract({part.lower()} FROM {kind})")
    return "whole"


def _elapsed_part(part: str) -> ValueKind:
    if part not in ("EPOCH", "DAY"):
        raise Unproven(f"extract({part.lower()} FROM an interval); use epoch")
    return "decimal" if part == "EPOCH" else "whole"


def _truncated(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    kind = interpreter.kind(node.this)
    unit = node.text("unit").upper()
    if kind == "date":
        kind = "timestamptz"  # the midnight that begins the day
    if unit not in _LARGE_UNITS and not (unit in _SHORT_UNITS and kind != "timestamptz"):
        raise Unproven(f"date_trunc('{unit.lower()}') of {kind}")
    if kind == "timestamptz":
        return compute_as_local_time(node)
    if kind != "timestamp" and kind not in OPEN:
        raise Unproven(f"date_trunc of {kind}")
    return kind


def _at_time_zone(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    kind = interpreter.kind(node.this)
    if not is_text_literal(node.args["zone"]):
        raise Unproven("AT TIME ZONE of a computed zone")
    if kind == "date":
        convert(node.this, "timestamptz")
        kind = "timestamptz"
    if kind not in ("timestamp", "timestamptz", "unknown"):
        raise Unproven(f"AT TIME ZONE of {kind}")
    swapped: dict[ValueKind, ValueKind] = {"timestamp": "timestamptz", "timestamptz": "timestamp"}
    return swapped.get(kind, "unknown")


def _round(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    kind = _number(node, interpreter)
    digits = node.args.get("decimals")
    if digits is not None and not isinstance(digits, exp.Literal):
        raise Unproven("round to a computed number of digits")
    return "decimal" if kind in EXACT and digits is not None else _as_numeric(kind)


def _floored(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    kind = _number(node, interpreter)
    if node.args.get("decimals") is not None:
        raise Unproven(f"{node.key.lower()} to digits; use round")
    return "whole" if kind == "decimal" else _as_numeric(kind)


def _as_numeric(kind: ValueKind) -> ValueKind:
    """Return what a function of numeric gives for a whole number: PostgreSQL takes it as float8."""
    return "float" if kind in INTEGERS else kind


def _number(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    kind = interpreter.kind(node.this)
    if kind not in NUMBERS | OPEN:
        raise Unproven(f"{node.key.lower()} of {kind}")
    return kind


def _same_number(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    return _number(node, interpreter)


def _approximate(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    kinds = interpreter.kinds(list(node.iter_expressions()))
    for kind in kinds:
        if kind not in NUMBERS | OPEN:
            raise Unproven(f"{name_of(node)} of {kind}")
    return "float" if set(kinds) <= {*INTEGERS, "float"} else "quotient"


def _anonymous(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    name = node.name.lower()
    if name == "make_date":
        for kind in interpreter.kinds(node.expressions):
            require_text(kind, "number", node)
        return "date"
    if name == "octet_length":
        for kind in interpreter.kinds(node.expressions):
            require_text(kind, "text", node)
        return "int"
    if name == "cardinality":
        return interpret_cardinality(node, interpreter)
    if name == "pg_typeof":
        return interpret_type_name(node, interpreter)
    if name == "every":
        made = exp.LogicalAnd(this=node.expressions[0].copy())
        node.replace(made)
        return interpreter.kind(made)
    raise Unproven(f"{name}(…)")


def _make_interval(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    """Write make_interval(days => n) as a number times an interval."""
    given = [(name, part) for name, part in node.args.items() if isinstance(part, exp.Kwarg)]
    if len(given) != 1:
        raise Unproven("make_interval of several parts; name one, such as days => n")
    [(name, part)] = given
    unit = name.upper().removesuffix("S")
    if unit not in _STEPS:
        raise Unproven(f"make_interval({name} => n); use years, months, weeks, days or hours")
    interval = exp.Interval(this=exp.Literal.string("1"), unit=exp.var(unit))
    made = exp.Mul(this=exp.paren(part.expression.copy()), expression=interval)
    node.replace(made)
    return interpreter.kind(made)


RULES: dict[type[exp.Expr], MeaningRule] = {
    exp.Extract: _extract,
    exp.TimestampTrunc: _truncated,
    exp.DateTrunc: _truncated,
    exp.AtTimeZone: _at_time_zone,
    exp.Round: _round,
    **dict.fromkeys((exp.Floor, exp.Ceil, exp.Trunc), _floored),
    **dict.fromkeys((exp.Abs,), _same_number),
    **dict.fromkeys((exp.Sqrt, exp.Exp, exp.Ln, exp.Pow), _approximate),
    exp.Anonymous: _anonymous,
    exp.MakeInterval: _make_interval,
}
