"""The meaning of functions of text, and of its order. Pure."""

from __future__ import annotations

import sys

from sqlglot import exp

from core.query.remote.kinds import (
    INTEGERS,
    OPEN,
    ORDERED_TEXT,
    TEXTS,
    Unproven,
    ValueKind,
)
from core.query.remote.meaning.explicit import is_text_literal, replace
from core.query.remote.meaning.interpreter import Interpreter, MeaningRule, name_of

_HALVES_OF_PAIRS = range(0xD800, 0xE000)
_CODE_POINTS = frozenset(["C", "POSIX"])


def _collated(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    """Order a text by its code points, as every engine does."""
    kind = interpreter.kind(node.this)
    if kind not in TEXTS | OPEN:
        raise Unproven(f"COLLATE of {kind}")
    if node.expression.name not in _CODE_POINTS:
        raise Unproven(f'{name_of(node)}; write COLLATE "C"')
    return ORDERED_TEXT


def _text(result: ValueKind) -> MeaningRule:
    """Return the rule of a function of texts."""

    def rule(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
        kinds = interpreter.kinds(list(node.iter_expressions()))
        for kind in kinds:
            require_text(kind, "text", node)
        return like_parts(kinds) if result == "text" else result

    return rule


def like_parts(kinds: list[ValueKind]) -> ValueKind:
    """Return the kind of a text made of others: one COLLATE orders the whole."""
    return ORDERED_TEXT if ORDERED_TEXT in kinds else "text"


def _cased(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    if interpreter.kind(node.this) == ORDERED_TEXT:
        raise Unproven(f'{name_of(node)}, which changes A to Z only; write lower(…) COLLATE "C"')
    return _text("text")(node, interpreter)


def _counted(*numbers: str) -> MeaningRule:
    """Return the rule of a function of text with whole numbers; `numbers` names them."""

    def rule(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
        if any(_number(node, name) < 0 for name in numbers):
            raise Unproven(f"{name_of(node)} with a number below 0")
        return _text_of_arguments(node, interpreter, numbers)

    return rule


def _text_of_arguments(
    node: exp.Expr, interpreter: Interpreter, numbers: tuple[str, ...]
) -> ValueKind:
    kinds = list[ValueKind]()
    for name, part in list(node.args.items()):
        if isinstance(part, exp.Expr):
            kinds.append(interpreter.kind(part))
            require_text(kinds[-1], "number" if name in numbers else "text", node)
    return like_parts(kinds)


def _number(node: exp.Expr, name: str) -> int:
    """Return a whole number that a function is given; 0 if it is not.

    Raises:
        Unproven: It is computed.
    """
    part = node.args.get(name)
    if part is None:
        return 0
    number = part.this if isinstance(part, exp.Neg) else part
    if not isinstance(number, exp.Literal) or not number.name.isdigit():
        raise Unproven(f"{name_of(node)} with a computed number")
    return -int(number.name) if number is not part else int(number.name)


def _left(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    """Write left(x, -2) as what the other end of the reversed text has left."""
    if _number(node, "expression") >= 0:
        return _counted("expression")(node, interpreter)
    rest = _from(exp.Reverse(this=node.this.copy()), 1 - _number(node, "expression"))
    return interpreter.kind(replace(node, exp.Reverse(this=rest)))


def _right(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    if _number(node, "expression") >= 0:
        return _counted("expression")(node, interpreter)
    return interpreter.kind(replace(node, _from(node.this, 1 - _number(node, "expression"))))


def _substring(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    """Begin at the first sign; PostgreSQL counts places before it as part of the length."""
    start, length = _number(node, "start"), _number(node, "length")
    if length < 0:
        raise Unproven("substring with a negative length")
    if start > 0:
        return _counted("start", "length")(node, interpreter)
    end = exp.Literal.number(max(start + length - 1, 0)) if node.args.get("length") else None
    return interpreter.kind(replace(node, _from(node.this, 1, end)))


def _from(text: exp.Expr, start: int, length: exp.Expr | None = None) -> exp.Expr:
    return exp.Substring(this=text.copy(), start=exp.Literal.number(start), length=length)


def _split(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    delimiter = node.args["delimiter"]
    if not is_text_literal(delimiter) or not delimiter.name or not _number(node, "part_index"):
        raise Unproven(f"{name_of(node)}; give a delimiter as text, and a place other than 0")
    return _text_of_arguments(node, interpreter, ("part_index",))


def _padded(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    fill = node.args.get("fill_pattern")
    if fill is not None and not (is_text_literal(fill) and fill.name):
        raise Unproven(f"{name_of(node)}; give what fills as text")
    return _counted("expression")(node, interpreter)


def _joined_with(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    if not is_text_literal(node.expressions[0]):
        raise Unproven("concat_ws with a computed separator")
    return _joined(node, interpreter)


def _translated(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    """Interpret translate; of its signs each is replaced once."""
    old, new = node.args["from_"], node.args["to"]
    if not is_text_literal(old) or not is_text_literal(new) or len({*old.name}) < len(old.name):
        raise Unproven(f"{name_of(node)}; name each sign once")
    new.replace(exp.Literal.string(new.name[: len(old.name)]))
    return _text("text")(node, interpreter)


def _character(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    """Write chr(10) as the sign itself."""
    [code] = node.expressions
    if not isinstance(code, exp.Literal) or not code.name.isdigit() or not _is_sign(int(code.name)):
        raise Unproven(f"{name_of(node)}; give a number of Unicode")
    return interpreter.kind(replace(node, exp.Literal.string(chr(int(code.name)))))


def _is_sign(code: int) -> bool:
    return 0 < code <= sys.maxunicode and code not in _HALVES_OF_PAIRS


def require_text(kind: ValueKind, wanted: str, node: exp.Expr) -> None:
    """Check the kind of an argument of a function of text.

    Raises:
        Unproven: It is something else.
    """
    admitted = INTEGERS if wanted == "number" else TEXTS
    if kind not in admitted | OPEN:
        raise Unproven(f"{kind} in {name_of(node)}; cast it to {wanted}")


def _joined(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    """Join texts; whole numbers and days become text alike everywhere."""
    kinds = interpreter.kinds(list(node.iter_expressions()))
    for kind in kinds:
        if kind not in {*TEXTS, *INTEGERS, "date"} | OPEN:
            raise Unproven(f"{kind} as text; cast it")
    return like_parts(kinds)


RULES: dict[type[exp.Expr], MeaningRule] = {
    exp.Collate: _collated,
    **dict.fromkeys((exp.Lower, exp.Upper), _cased),
    **dict.fromkeys((exp.Trim, exp.Replace, exp.Reverse, exp.MD5), _text("text")),
    exp.Translate: _translated,
    exp.Left: _left,
    exp.Right: _right,
    exp.Repeat: _counted("times"),
    exp.Substring: _substring,
    exp.SplitPart: _split,
    exp.StrPosition: _text("int"),
    exp.StartsWith: _text("boolean"),
    exp.Length: _text("int"),
    exp.Ascii: _text("int"),
    exp.Chr: _character,
    exp.Pad: _padded,
    exp.Concat: _joined,
    exp.ConcatWs: _joined_with,
    exp.DPipe: _joined,
}
