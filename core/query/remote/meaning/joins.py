"""The meaning of joins: ON, USING and NATURAL. Pure."""

from __future__ import annotations

from sqlglot import exp

from core.query.remote.kinds import INTEGERS, OPEN, Unproven, ValueKind, give_kind, kind_of, unify
from core.query.remote.meaning.explicit import cast
from core.query.remote.meaning.interpreter import Interpreter
from core.query.remote.meaning.operators import require_condition
from core.query.remote.meaning.sources import QueryNames

_JOINS = frozenset(["", "INNER", "LEFT", "RIGHT", "FULL", "OUTER", "CROSS"])


def require_join(join: exp.Expr) -> None:
    """Check the kind of a join.

    Raises:
        Unproven: Engines do not share it.
    """
    words = (join.text("method"), join.text("side"), join.text("kind"))
    if {*words[1:]} - _JOINS or words[0] not in ("", "NATURAL"):
        raise Unproven(f"{' '.join(filter(None, words))} JOIN")


def is_merging(join: exp.Expr) -> bool:
    """Return whether a join merges columns: it has USING, or is a NATURAL JOIN."""
    return bool(join.args.get("using")) or join.text("method") == "NATURAL"


def is_comma(join: exp.Expr) -> bool:
    """Return whether a join is a comma, to whose left USING does not look."""
    return not any(join.args.get(name) for name in ("method", "side", "kind", "on", "using"))


def interpret_join(join: exp.Expr, inner: Interpreter) -> None:
    """Interpret the condition of a join whose relation is known; write USING and NATURAL as ON.

    Raises:
        Unproven: The columns that it merges are of several types.
    """
    give_kind(join, "rows")
    if is_merging(join) and None in inner.sources.relations.values():
        # Which columns it merges is not known, so that nothing is known to be wrong.
        return
    names = _common_names(join, inner.sources)
    if names:
        _merge(join, names, inner)
    elif join.args.get("on") is not None:
        require_condition(inner.kind(join.args["on"]))


def _common_names(join: exp.Expr, sources: QueryNames) -> list[str]:
    if join.args.get("using"):
        return [name.name.lower() for name in join.args["using"]]
    if join.text("method") != "NATURAL":
        return []
    right = sources.relations[join.this.alias_or_name.lower()] or {}
    left = {name for relation, name in _left_columns(join, sources)}
    names = [name for name in right if name in left]
    if not names:
        raise Unproven("NATURAL JOIN without common columns; write CROSS JOIN")
    return names


def _left_columns(join: exp.Expr, sources: QueryNames) -> list[tuple[str, str]]:
    right = join.this.alias_or_name
    joined = sources.visible[sources.first_joined :]
    return [(relation, name) for relation, name in joined if relation != right]


def _merge(join: exp.Expr, names: list[str], inner: Interpreter) -> None:
    sources, right = inner.sources, join.this.alias_or_name
    left = _left_columns(join, sources)
    equal, values = list[exp.Expr](), dict[str, exp.Expr]()
    for name in names:
        one, other = _left_value(name, left, sources), exp.column(name, table=right)
        values[name] = _merged(join.text("side"), one, other, inner)
        equal.append(exp.EQ(this=one.copy(), expression=other.copy()))
    condition = exp.and_(*equal)
    join.set("using", None)
    join.set("method", None)
    join.set("on", condition)
    inner.kind(condition)
    _show(values, sources)


def _left_value(name: str, left: list[tuple[str, str]], sources: QueryNames) -> exp.Expr:
    if ("", name) in left:
        return sources.values["", name].copy()
    holders = [relation for relation, column in left if column == name]
    if len(holders) != 1:
        count = "several relations have" if holders else "no relation has"
        raise Unproven(f"JOIN … USING ({name}), which {count}; write ON")
    return exp.column(name, table=holders[0])


def _merged(side: str, one: exp.Expr, other: exp.Expr, inner: Interpreter) -> exp.Expr:
    """Return the value of a merged column: the side that keeps all its rows, or either."""
    kinds = inner.kinds([one, other])
    if len({*kinds} - OPEN) > 1 and not {*kinds} <= INTEGERS:
        raise Unproven("JOIN … USING of columns of different types; write ON")
    kind = unify(*kinds)
    if side == "FULL":
        value: exp.Expr = exp.Coalesce(this=one.copy(), expressions=[other.copy()])
        return _interpreted(value, inner)
    kept = other if side == "RIGHT" else one
    return _in_kind(kept, kind)


def _interpreted(value: exp.Expr, inner: Interpreter) -> exp.Expr:
    holder = exp.paren(value)
    inner.kind(holder)
    return holder


def _in_kind(value: exp.Expr, kind: ValueKind) -> exp.Expr:
    is_same = kind_of(value) == kind or kind in OPEN
    return value if is_same else cast(value, kind)


def _show(values: dict[str, exp.Expr], sources: QueryNames) -> None:
    """Let the merged columns come first, and each of them once."""
    start = sources.first_joined
    others = [column for column in sources.visible[start:] if column[1] not in values]
    merged = [("", name) for name in values]
    sources.visible[start:] = [*merged, *others]
    sources.put("", values)
