"""The meaning of LIKE, of SIMILAR TO and of functions of regular expressions. Pure."""

from __future__ import annotations

import re

from sqlglot import exp

from core.query.remote.kinds import ORDERED_TEXT, Unproven, ValueKind, give_kind, kind_of
from core.query.remote.meaning import texts
from core.query.remote.meaning.explicit import is_text_literal, replace
from core.query.remote.meaning.interpreter import Interpreter, MeaningRule, name_of
from core.query.remote.meaning.regular import Pattern, read_pattern, require_one_match
from core.query.remote.meaning.texts import like_parts, require_text

_LIKE_SPECIAL = frozenset("%_\\")
# What a sign of SIMILAR TO is in a regular expression, outside of a set in brackets.
_SIMILAR = {"%": ".*", "_": ".", ".": r"\.", "^": r"\^", "$": r"\$"}
_SIMILAR_PART = re.compile(r"\\.|\[[^\]]*\]|.", re.DOTALL)


def _like(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    return _match_like(node, interpreter, "\\")


def _escaped_like(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    """Write LIKE … ESCAPE with the escape that is the default everywhere."""
    if not isinstance(node.this, exp.Like | exp.ILike) or not is_text_literal(node.expression):
        raise Unproven(f"{name_of(node)}; use LIKE with one escape sign")
    like = replace(node, node.this.copy())
    kind = _match_like(like, interpreter, node.expression.name)
    return _check_case(like, kind)


def _match_like(node: exp.Expr, interpreter: Interpreter, escape: str) -> ValueKind:
    require_text(interpreter.kind(node.this), "text", node)
    _require_literal(node.expression, interpreter, "a computed pattern")
    text = portable_like(node.expression.name, escape)
    replace(node.expression, give_kind(exp.Literal.string(text), "text"))
    return "boolean"


def portable_like(pattern: str, escape: str) -> str:
    """Return a pattern of LIKE in which a backslash is only before %, _ and a backslash.

    Raises:
        Unproven: PostgreSQL refuses it.
    """
    written, signs = "", iter(pattern)
    for sign in signs:
        if sign == escape:
            escaped = next(signs, None)
            if escaped is None:
                raise Unproven(f"the pattern {pattern!r}, which ends with an escape")
            written += f"\\{escaped}" if escaped in _LIKE_SPECIAL else escaped
        else:
            written += "\\\\" if sign == "\\" else sign
    return written


def _similar(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    """Write SIMILAR TO as a regular expression."""
    _require_literal(node.expression, interpreter, "a computed pattern")
    parts = _SIMILAR_PART.findall(node.expression.name)
    whole = "".join(_SIMILAR.get(part, part) for part in parts)
    read_pattern(whole, is_ascii=True)
    pattern = exp.Literal.string(f"^({whole})$")
    return interpreter.kind(
        replace(node, exp.RegexpLike(this=node.this.copy(), expression=pattern))
    )


def _require_literal(node: exp.Expr, interpreter: Interpreter, what: str) -> None:
    if interpreter.kind(node) != "text" or not is_text_literal(node):
        raise Unproven(what)


def _regular(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    _read(node, interpreter, "this", "expression")
    return "boolean"


def _read(node: exp.Expr, interpreter: Interpreter, *known: str) -> Pattern:
    """Read the pattern of a function, and write it as every engine reads it."""
    for name, value in node.args.items():
        if isinstance(value, exp.Expr) and name not in known:
            raise Unproven(f"{name_of(node)}; leave the {name.strip('_')} out")
    kind = interpreter.kind(node.this)
    require_text(kind, "text", node)
    pattern = node.args[known[1]]
    _require_literal(pattern, interpreter, "a computed regular expression")
    found = read_pattern(pattern.name, is_ascii=kind == ORDERED_TEXT)
    replace(pattern, give_kind(exp.Literal.string(found.text), "text"))
    return found


def _part(node: exp.Expr, interpreter: Interpreter, *known: str) -> Pattern:
    """Read a pattern of which all engines find the same part."""
    text = node.args[known[1]].name
    found = _read(node, interpreter, *known)
    require_one_match(found, text)
    return found


def _found_part(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    _part(node, interpreter, "this", "expression")
    return like_parts([kind_of(node.this)])


def _counted(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    _part(node, interpreter, "this", "expression")
    return "int"


def _replaced(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    """Interpret regexp_replace of all parts or of the first."""
    flags = node.args.get("modifiers")
    if flags is not None and flags.name not in ("", "g"):
        raise Unproven(f"regexp_replace with {flags.name!r}; use no flag or 'g'")
    found = _part(node, interpreter, "this", "expression", "replacement", "modifiers")
    replacement = node.args.get("replacement")
    if replacement is None or not is_text_literal(replacement) or set("\\$") & {*replacement.name}:
        raise Unproven("regexp_replace by something else than a plain text")
    interpreter.kind(replacement)
    # Where a pattern is bound to the begin, the first part is all there are.
    is_all = found.is_anchored or (flags is not None and flags.name == "g")
    node.set("modifiers", exp.Literal.string("g") if is_all else None)
    node.meta["groups"] = found.groups
    return like_parts([kind_of(node.this)])


def _substring(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    """Take substring(x FROM 'pattern') for the part that a pattern finds, or its first group."""
    if not is_text_literal(node.args["start"]):
        return texts.RULES[exp.Substring](node, interpreter)
    found = exp.RegexpSubstr(this=node.this.copy(), expression=node.args["start"].copy())
    made = replace(node, found)
    made.meta["group"] = int(read_pattern(made.expression.name, is_ascii=True).groups > 0)
    return interpreter.kind(made)


def _check_case(node: exp.Expr, kind: ValueKind) -> ValueKind:
    is_ignored = isinstance(node, exp.ILike | exp.RegexpILike)
    if is_ignored and kind_of(node.this) == ORDERED_TEXT:
        raise Unproven(f"{name_of(node)}, which ignores the case of A to Z only; leave COLLATE out")
    return kind


def _checking_case(rule: MeaningRule) -> MeaningRule:
    """Return the rule for a pattern that may ignore case, of all letters."""
    return lambda node, interpreter: _check_case(node, rule(node, interpreter))


RULES: dict[type[exp.Expr], MeaningRule] = {
    exp.Like: _like,
    exp.ILike: _checking_case(_like),
    exp.Escape: _escaped_like,
    exp.SimilarTo: _similar,
    exp.RegexpLike: _regular,
    exp.RegexpILike: _checking_case(_regular),
    exp.Substring: _substring,
    exp.RegexpSubstr: _found_part,
    exp.RegexpCount: _counted,
    exp.RegexpReplace: _replaced,
}
