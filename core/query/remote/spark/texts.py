"""Spark's form of functions of text. Pure."""

from __future__ import annotations

from sqlglot import exp

from core.query.remote import letters
from core.query.remote.rewriting import Rewrite, Rewrites, as_expression, call, renamed
from core.query.remote.spark.numbers import spark_cast

_ANY_LINE = "(?s)"  # a point takes a line break, too


def _joined(node: exp.Expr, _: str) -> exp.Expr:
    """Join texts; concat leaves NULL out."""
    texts = [spark_cast(part, "string") for part in node.expressions]
    return call("concat", *(call("coalesce", text, "") for text in texts))


def _joined_with(node: exp.Expr, _: str) -> exp.Expr:
    separator, *parts = node.expressions
    return call("concat_ws", separator, *(spark_cast(part, "string") for part in parts))


def _matched(flags: str) -> Rewrite:
    return lambda node, _: call(
        "regexp_like", node.this, f"(?{flags}){node.expression.unnest().name}"
    )


def _found_part(node: exp.Expr, _: str) -> exp.Expr:
    """Return the part that a pattern finds, or a group of it; Spark gives an empty one for none."""
    pattern = _ANY_LINE + node.expression.unnest().name
    part = call("regexp_extract", node.this, pattern, node.meta.get("group", 0))
    is_found = call("regexp_like", node.this, pattern)
    return exp.Case(ifs=[exp.If(this=is_found, true=part)])


def _counted(node: exp.Expr, _: str) -> exp.Expr:
    return call("regexp_count", node.this, _ANY_LINE + node.expression.unnest().name)


def _replaced(node: exp.Expr, _: str) -> exp.Expr:
    """Replace all parts, or put the first one's replacement between what is around it."""
    pattern, replacement = node.expression.unnest().name, node.args["replacement"]
    if node.args.get("modifiers") is not None:
        return call("regexp_replace", node.this, _ANY_LINE + pattern, replacement)
    whole = f"{_ANY_LINE}^(.*?){pattern}(.*)"
    before, after = (
        call("regexp_extract", node.this, whole, group) for group in (1, node.meta["groups"] + 2)
    )
    is_found = call("regexp_like", node.this, _ANY_LINE + pattern)
    changed = call("concat", before, as_expression(replacement), after)
    return exp.Case(ifs=[exp.If(this=is_found, true=changed)], default=node.this.copy())


_LOWER = letters.lower("lower", "translate")

RULES: Rewrites = {
    exp.Lower: _LOWER,
    exp.Upper: letters.upper("upper", "translate"),
    exp.Concat: _joined,
    exp.ConcatWs: _joined_with,
    exp.Length: renamed("char_length"),
    exp.SplitPart: renamed("split_part"),
    exp.StartsWith: renamed("startswith"),
    exp.Translate: renamed("translate"),
    exp.Ascii: renamed("ascii"),
    exp.MD5: renamed("md5"),
    exp.RegexpLike: _matched("s"),
    exp.ILike: letters.like(_LOWER),
    exp.RegexpILike: _matched("siu"),
    exp.RegexpSubstr: _found_part,
    exp.RegexpCount: _counted,
    exp.RegexpReplace: _replaced,
}
