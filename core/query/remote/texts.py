"""The meaning of functions of text, and of its order. Pure."""

from __future__ import annotations

from sqlglot import exp

from core.query.remote.interpreter import Interpreter, MeaningRule, name_of
from core.query.remote.kinds import INTEGERS, OPEN, ORDERED_TEXT, TEXTS, Unproven, ValueKind

_CODE_POINTS = frozenset(["C", "POSIX"])


def _collated(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    """Order a text by its code points, as every engine does."""
    kind = interpreter.kind(node.this)
    if kind not in TEXTS | OPEN:
        raise Unproven(f"COLLATE of {kind}")
    if node.expression.name not in _CODE_POINTS:
        raise Unproven(f'{name_of(node)}; write COLLATE "C"')
    return ORDERED_TEXT


def _text(result: ValueKind, *numbers: str) -> MeaningRule:
    """Return the rule of a function of text; `numbers` names its arguments that are numbers."""

    def rule(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
        kinds = set[ValueKind]()
        for name, value in list(node.args.items()):
            for part in value if isinstance(value, list) else [value]:
                if isinstance(part, exp.Expr):
                    kind = interpreter.kind(part)
                    kinds.add(kind)
                    require_text(kind, "number" if name in numbers else "text", node)
                    if name in numbers and not _is_place(part):
                        raise Unproven("a place in a text that is not a number above 0")
        return _ordered_like(kinds) if result == "text" else result

    return rule


def _ordered_like(kinds: set[ValueKind]) -> ValueKind:
    """Return the kind of a text made of others: one COLLATE orders the whole."""
    return ORDERED_TEXT if ORDERED_TEXT in kinds else "text"


def _cased(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    if interpreter.kind(node.this) == ORDERED_TEXT:
        raise Unproven(f'{name_of(node)}, which changes A to Z only; write lower(…) COLLATE "C"')
    return _text("text")(node, interpreter)


def _is_place(part: exp.Expr) -> bool:
    return isinstance(part, exp.Literal) and part.name.isdigit() and int(part.name) > 0


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
    return _ordered_like(set(kinds))


RULES: dict[type[exp.Expr], MeaningRule] = {
    exp.Collate: _collated,
    **dict.fromkeys((exp.Lower, exp.Upper), _cased),
    **dict.fromkeys((exp.Trim, exp.Replace, exp.Reverse), _text("text")),
    **dict.fromkeys((exp.Left, exp.Right), _text("text", "expression")),
    exp.Repeat: _text("text", "times"),
    exp.Substring: _text("text", "start", "length"),
    exp.SplitPart: _text("text", "part_index"),
    exp.StrPosition: _text("int"),
    exp.StartsWith: _text("boolean"),
    exp.Length: _text("int"),
    exp.Pad: _text("text", "expression"),
    exp.Concat: _joined,
    exp.DPipe: _joined,
}
