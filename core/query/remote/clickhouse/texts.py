"""ClickHouse's form of functions of text. Pure."""

from __future__ import annotations

from sqlglot import exp

from core.query.remote import letters
from core.query.remote.kinds import kind_of
from core.query.remote.rewriting import Rewrite, Rewrites, call, refused, renamed


def as_text(node: exp.Expr) -> exp.Expr:
    """Return a value as text."""
    if kind_of(node) == "boolean":
        return call("toString", call("toBool", node))
    if kind_of(node) != "timestamp":
        return call("toString", node)
    # Without zeros behind the last digit of a second, and without a point before none.
    return call("replaceRegexpOne", call("toString", call("toDateTime64", node, 6)), r"\.?0+$", "")


def _matched(flags: str) -> Rewrite:
    return lambda node, _: call("match", node.this, f"(?{flags}){node.expression.unnest().name}")


def _split(node: exp.Expr, _: str) -> exp.Expr:
    parts = call("splitByString", node.args["delimiter"], call("assumeNotNull", node.this))
    part = call("arrayElement", parts, node.args["part_index"])
    return call("if", call("isNull", node.this), exp.null(), part)


def _joined(node: exp.Expr, _: str) -> exp.Expr:
    """Join texts; concat leaves NULL out."""
    texts = [call("ifNull", as_text(part), "") for part in node.expressions]
    return call("concat", *texts)


def _piped(node: exp.Expr, _: str) -> exp.Expr:
    return call("concat", *(as_text(part) for part in (node.this, node.expression)))


def _padded(node: exp.Expr, _: str) -> exp.Expr:
    name = "leftPadUTF8" if node.args.get("is_left") else "rightPadUTF8"
    fill = node.args.get("fill_pattern") or exp.Literal.string(" ")
    return call(name, node.this, node.expression, fill)


def _joined_with(node: exp.Expr, _: str) -> exp.Expr:
    """Join texts of an array; it leaves NULL out."""
    separator, *parts = node.expressions
    texts = exp.Array(expressions=[as_text(part) for part in parts])
    return call("arrayStringConcat", texts, separator)


def _number(name: str) -> Rewrite:
    """Count with a sign, as PostgreSQL does."""
    return lambda node, _: call("toInt32", call(name, *node.iter_expressions()))


def _hashed(node: exp.Expr, _: str) -> exp.Expr:
    return call("lower", call("hex", call("MD5", node.this)))


def _found_part(node: exp.Expr, _: str) -> exp.Expr:
    """Return the part that a pattern finds, or a group of it; an empty one would mean none."""
    pattern = f"(?s){node.expression.unnest().name}"
    part = call("regexpExtract", node.this, pattern, node.meta.get("group", 0))
    return call("if", call("match", node.this, pattern), part, exp.null())


def _counted(node: exp.Expr, _: str) -> exp.Expr:
    return call("toInt32", call("countMatches", node.this, f"(?s){node.expression.unnest().name}"))


def _replaced(node: exp.Expr, _: str) -> exp.Expr:
    name = "replaceRegexpAll" if node.args.get("modifiers") is not None else "replaceRegexpOne"
    pattern = f"(?s){node.expression.unnest().name}"
    return call(name, node.this, pattern, node.args["replacement"])


_LOWER = letters.lower("lowerUTF8", "translateUTF8")

RULES: Rewrites = {
    exp.Lower: _LOWER,
    exp.Upper: letters.upper("upperUTF8", "translateUTF8"),
    exp.Length: _number("lengthUTF8"),
    exp.Left: renamed("leftUTF8"),
    exp.Right: renamed("rightUTF8"),
    exp.Reverse: renamed("reverseUTF8"),
    exp.Substring: renamed("substringUTF8"),
    exp.StrPosition: _number("positionUTF8"),
    exp.Replace: renamed("replaceAll"),
    exp.StartsWith: renamed("startsWith"),
    exp.Repeat: renamed("repeat"),
    exp.Pad: _padded,
    exp.SplitPart: _split,
    exp.Concat: _joined,
    exp.DPipe: _piped,
    exp.RegexpLike: _matched("s"),
    exp.ILike: letters.like(_LOWER),
    exp.RegexpILike: _matched("si"),
    exp.ConcatWs: _joined_with,
    exp.Translate: renamed("translateUTF8"),
    exp.MD5: _hashed,
    exp.Ascii: refused("ascii, which takes bytes there; compare signs"),
    exp.RegexpSubstr: _found_part,
    exp.RegexpCount: _counted,
    exp.RegexpReplace: _replaced,
}
