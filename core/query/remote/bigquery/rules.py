"""BigQuery's form of an interpreted query, whatever its project's default time zone. Pure.

Compared with PostgreSQL on Google's reference implementation; never run against the service.
"""

from __future__ import annotations

from sqlglot import exp

from core.query.remote import cloud
from core.query.remote.bigquery import numbers, times
from core.query.remote.kinds import TEXTS, TIMES, Unproven, kind_of
from core.query.remote.rewriting import Rewrite, Rewrites, as_expression, call


def _cast(node: exp.Expr, timezone: str) -> exp.Expr:
    if kind_of(node) in TIMES:
        return times.cast_time(node, timezone)
    cast = numbers.cast_number(node)
    if kind_of(node) == "text" and kind_of(node.this) == "timestamp":
        # A second has three digits there, or six; PostgreSQL leaves zeros at their end out.
        return call("REGEXP_REPLACE", cast, r"(\.\d*?)0+$", r"\1")
    return cast


def _mul(node: exp.Expr, timezone: str) -> exp.Expr:
    return node if kind_of(node) == "interval" else numbers.multiplied(node, timezone)


def _as_text(node: exp.Expr) -> exp.Expr:
    return node if kind_of(node) in TEXTS else numbers.typed(node, "STRING")


def _joined(node: exp.Expr, _: str) -> exp.Expr:
    """Join texts; concat leaves NULL out."""
    texts = [_as_text(part) for part in node.expressions]
    return call("CONCAT", *(call("COALESCE", text, "") for text in texts))


def _appended(node: exp.Expr, _: str) -> exp.Expr:
    return call("CONCAT", _as_text(node.this), _as_text(node.expression))


def _trimmed(node: exp.Expr, _: str) -> exp.Expr:
    """Remove blanks, or the named signs; BigQuery's own default is every white space."""
    names = {"LEADING": "LTRIM", "TRAILING": "RTRIM"}
    signs = node.args.get("expression") or as_expression(" ")
    return call(names.get(node.text("position").upper(), "TRIM"), node.this, signs)


def _split(node: exp.Expr, _: str) -> exp.Expr:
    place = node.args["part_index"]
    if not isinstance(place, exp.Literal):
        raise Unproven("split_part from the end")
    parts = call("SPLIT", node.this, node.args["delimiter"])
    offset = call("SAFE_OFFSET", int(place.name) - 1)
    part = exp.Bracket(this=parts, expressions=[offset])
    is_missing = exp.Is(this=node.this.copy(), expression=exp.Null())
    found = call("COALESCE", part, "")
    return exp.Case(ifs=[exp.If(this=is_missing, true=exp.Null())], default=found)


def _matched(flags: str) -> Rewrite:
    def rule(node: exp.Expr, _: str) -> exp.Expr:
        pattern = node.expression.unnest().name
        return call("REGEXP_CONTAINS", node.this, f"(?{flags}){pattern}")

    return rule


def _anonymous(node: exp.Expr, _: str) -> exp.Expr:
    is_date = node.name.lower() == "make_date"
    return call("DATE", *node.expressions) if is_date else node


def _ordered(node: exp.Expr, _: str) -> exp.Expr:
    """Order NULL as the largest value, as PostgreSQL does.

    Within a window or an aggregate, BigQuery has no NULLS LAST.
    """
    if not isinstance(node.parent, exp.Query):
        node.set("expressions", [key for each in node.expressions for key in _keys(each)])
    return node


def _listed(node: exp.Expr, _: str) -> exp.Expr:
    """Refuse a list of values with the name of its column: that name would be the whole row."""
    if node.alias in node.alias_column_names:
        raise Unproven("a list of values with the name of its column")
    return node


def _refused(what: str) -> Rewrite:
    def rule(_: exp.Expr, __: str) -> exp.Expr:
        raise Unproven(what)

    return rule


def _keys(ordered: exp.Expr) -> list[exp.Expr]:
    is_down, is_first = (bool(ordered.args.get(name)) for name in ("desc", "nulls_first"))
    key = exp.Ordered(this=ordered.this.copy(), desc=is_down, nulls_first=not is_down)
    if is_first is not is_down:
        return [key]
    is_null = exp.Is(this=ordered.this.copy(), expression=exp.Null())
    return [exp.Ordered(this=is_null, desc=is_first, nulls_first=not is_first), key]


def _select(node: exp.Expr, _: str) -> exp.Expr:
    """Give a query that chooses among no rows one; BigQuery has no WHERE without FROM."""
    if node.args.get("where") and not node.args.get("from_"):
        one = exp.Select(expressions=[exp.Literal.number(1)])
        node.set("from_", exp.From(this=one.subquery("one_")))
    return node


RULES: Rewrites = {
    **cloud.RULES,
    **numbers.RULES,
    **times.RULES,
    exp.Cast: _cast,
    exp.Mul: _mul,
    exp.Concat: _joined,
    exp.DPipe: _appended,
    exp.Trim: _trimmed,
    exp.SplitPart: _split,
    exp.RegexpLike: _matched("s"),
    exp.RegexpILike: _matched("si"),
    exp.Anonymous: _anonymous,
    exp.Select: _select,
    exp.Order: _ordered,
    exp.Values: _listed,
    exp.GroupingSets: _refused("grouping sets, which make no row of no rows there"),
    exp.Bracket: _refused("an element of an array"),
    exp.Offset: _refused("OFFSET, which needs a LIMIT there; use row_number()"),
    exp.RegexpReplace: _refused("regexp_replace, which replaces all there"),
}
