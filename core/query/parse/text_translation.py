"""The translation of PostgreSQL's functions and operators of text to DuckDB's."""

from __future__ import annotations

import re
from collections.abc import Callable

from sqlglot import exp

from core.query.parse.refusal import refused

# Elements of a format that both engines write and read alike, after sqlglot's translation, and
# text in quotes. Any other letter is an element that sqlglot does not know.
_SAFE_FORMAT = re.compile(r'(?:%[YmdHMSGVjyIf]|"[^"%]*"|[^A-Za-z%"])*')
# What SIMILAR TO shares with regular expressions; the rest stands for itself.
_SHARED = frozenset("|*+?{}()[]-,^0123456789")


def _with_escape(like: exp.Expr) -> exp.Expr:
    """Name PostgreSQL's default escape character; DuckDB has none."""
    if "\\" not in like.expression.name or isinstance(like.parent, exp.Escape):
        return like
    return exp.Escape(this=like.copy(), expression=exp.Literal.string("\\"))


def shortened(cast: exp.Expr) -> exp.Expr:
    """Cut a text to the length of its type, which DuckDB does not do; char(n) has no blanks."""
    target = cast.args["to"]
    length = target.expressions[0].this.copy()
    text = exp.Left(this=exp.cast(cast.this.copy(), "text"), expression=length)
    is_fixed = target.this in (exp.DType.CHAR, exp.DType.NCHAR)
    return exp.Anonymous(this="rtrim", expressions=[text]) if is_fixed else text


def _substring(node: exp.Expr) -> exp.Expr:
    """Begin with the first character for any place before it; DuckDB counts from the end."""
    start, length = node.args.get("start"), node.args.get("length")
    if isinstance(start, exp.Literal) and start.is_string:
        return refused("substring by a pattern; use regexp_replace")
    if not isinstance(start, exp.Neg) or not isinstance(start.this, exp.Literal):
        return node
    ahead = int(start.this.name)
    first = exp.Literal.number(1)
    if length is None:
        return exp.Substring(this=node.this.copy(), start=first)
    rest = exp.Sub(this=exp.paren(length.copy()), expression=exp.Literal.number(ahead + 1))
    left = exp.Greatest(this=rest, expressions=[exp.Literal.number(0)])
    return exp.Substring(this=node.this.copy(), start=first, length=left)


def _similar(node: exp.Expr) -> exp.Expr:
    """Match a pattern of SIMILAR TO, which DuckDB takes for a regular expression."""
    pattern = node.expression
    is_plain = isinstance(pattern, exp.Literal) and "\\" not in pattern.name
    if not is_plain or isinstance(node.parent, exp.Escape):
        return refused("SIMILAR TO with an escape or a computed pattern; use ~")
    signs = {"%": ".*", "_": "."}
    expression = "".join(
        signs.get(sign) or (sign if sign in _SHARED else re.escape(sign)) for sign in pattern.name
    )
    matched = [node.this.copy(), exp.Literal.string(expression), exp.Literal.string("s")]
    return exp.Anonymous(this="regexp_full_match", expressions=matched)


def _formatted(node: exp.Expr) -> exp.Expr:
    """Keep a format whose elements mean the same in DuckDB."""
    layout = node.args.get("format")
    if not isinstance(layout, exp.Literal) or not _SAFE_FORMAT.fullmatch(layout.name):
        return refused("this format of to_char, to_date or to_timestamp; use YYYY, MM, DD, HH24, …")
    layout.replace(exp.Literal.string(layout.name.replace('"', "")))
    return node


def _format(_: exp.Expr) -> exp.Expr:
    return refused("format(…); use || or concat(…)")


def _anonymous(node: exp.Expr) -> exp.Expr:
    if node.name.lower() == "every":
        return exp.LogicalAnd(this=node.expressions[0].copy())
    if node.name.lower() == "octet_length":
        return exp.Anonymous(this="strlen", expressions=[node.expressions[0].copy()])
    return node


RULES: dict[type[exp.Expr], Callable[[exp.Expr], exp.Expr]] = {
    exp.Like: _with_escape,
    exp.ILike: _with_escape,
    exp.Substring: _substring,
    exp.SimilarTo: _similar,
    exp.TimeToStr: _formatted,
    exp.StrToTime: _formatted,
    exp.StrToDate: _formatted,
    exp.Format: _format,
    exp.Anonymous: _anonymous,
}
