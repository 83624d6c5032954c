"""The meaning of LIKE and of regular expressions. Pure."""

from __future__ import annotations

from sqlglot import exp

from core.query.remote.explicit import is_text_literal
from core.query.remote.interpreter import Interpreter, MeaningRule, name_of
from core.query.remote.kinds import ORDERED_TEXT, Unproven, ValueKind, kind_of
from core.query.remote.texts import require_text

_REGULAR = frozenset("^$.*+?[]()|- _,:;/@%#&=<>~!'\"")


def _require_literal(node: exp.Expr, interpreter: Interpreter, what: str) -> None:
    if interpreter.kind(node) != "text" or not is_text_literal(node):
        raise Unproven(what)


def _pattern(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    require_text(interpreter.kind(node.this), "text", node)
    _require_literal(node.expression, interpreter, "a computed pattern")
    if "\\" in node.expression.name or isinstance(node.parent, exp.Escape):
        raise Unproven("LIKE with an escaped sign; use strpos")
    return "boolean"


def _regular(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    require_text(interpreter.kind(node.this), "text", node)
    _require_literal(node.expression, interpreter, "a computed regular expression")
    require_regular(node.expression.name)
    return "boolean"


def require_regular(pattern: str) -> None:
    """Check that a regular expression has only signs that every engine reads alike.

    Raises:
        Unproven: It has others.
    """
    strange = [sign for sign in pattern if not (sign.isalnum() or sign in _REGULAR)]
    inner_end = "$" in pattern.removesuffix("$")
    if strange or inner_end or "(?" in pattern or "[[" in pattern or "[:" in pattern:
        raise Unproven(f"the regular expression {pattern!r}; use ^ $ . * + ? [a-z] (a|b)")


def _ignoring_case(rule: MeaningRule) -> MeaningRule:
    """Return the rule for a pattern that ignores case, of all letters."""

    def checked(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
        kind = rule(node, interpreter)
        if kind_of(node.this) == ORDERED_TEXT:
            raise Unproven(f"{name_of(node)}, which ignores the case of A to Z only; leave COLLATE")
        return kind

    return checked


RULES: dict[type[exp.Expr], MeaningRule] = {
    exp.Like: _pattern,
    exp.ILike: _ignoring_case(_pattern),
    exp.RegexpLike: _regular,
    exp.RegexpILike: _ignoring_case(_regular),
}
