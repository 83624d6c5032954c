"""The keys by which a query groups and orders its rows. Pure."""

from __future__ import annotations

from sqlglot import exp

from core.query.remote.kinds import Unproven, ValueKind, give_kind, kind_of
from core.query.remote.meaning import operators
from core.query.remote.meaning.aggregates import interpret_order, require_grouped
from core.query.remote.meaning.interpreter import Interpreter
from core.query.remote.meaning.sources import ColumnKinds


def interpret_groups(query: exp.Expr, inner: Interpreter) -> None:
    """Interpret the keys of GROUP BY.

    Raises:
        Unproven: The engines may group by them differently.
    """
    group = query.args.get("group")
    if group is None:
        return
    give_kind(group, "rows")
    for name, value in group.args.items():
        if value and name != "expressions":
            raise Unproven(f"GROUP BY {name.upper()}")
    selects = query.selects  # type: ignore[attr-defined]
    for key in list(group.expressions):
        if isinstance(key, exp.GroupingSets):
            _interpret_sets(key, selects, inner)
        elif isinstance(key, exp.Literal):
            require_grouped(_kind_at(key, selects))
            give_kind(key, "int")
        else:
            require_grouped(_key_kind(key, selects, inner))


def _interpret_sets(sets: exp.Expr, selects: list[exp.Expr], inner: Interpreter) -> None:
    """Interpret the keys of GROUPING SETS.

    Raises:
        Unproven: A key is a column of the result by its place, or is grouped differently.
    """
    give_kind(sets, "rows")
    for keys in sets.expressions:
        give_kind(keys, "rows")
        for key in list(keys.expressions):
            if isinstance(key, exp.Literal):
                raise Unproven("GROUPING SETS of places in the result; write the columns out")
            require_grouped(_key_kind(key, selects, inner))


def interpret_result_order(query: exp.Expr, inner: Interpreter, columns: ColumnKinds) -> None:
    """Interpret ORDER BY and LIMIT.

    Raises:
        Unproven: The engines may order differently where it decides about values.
    """
    order = query.args.get("order")
    limits = [query.args[name] for name in ("limit", "offset") if query.args.get(name)]
    for limit in limits:
        give_kind(limit, "rows")
        if not isinstance(limit.expression, exp.Literal):
            raise Unproven("a computed LIMIT or OFFSET; write a number")
    if limits and order is None and not isinstance(query.parent, exp.Exists):
        raise Unproven("LIMIT without ORDER BY, which may return any rows; order them")
    if order is None:
        return
    give_kind(order, "rows")
    if not limits and query.parent is None:
        _order_for_readers(order, query, columns, inner)
        return
    keys = [key for key in order.expressions if not _names_output(key.this, columns)]
    interpret_order(keys, inner)
    for key in order.expressions:
        if key not in keys:
            _require_output_order(key.this, query, columns)


def _kind_at(place: exp.Expr, selects: list[exp.Expr]) -> ValueKind:
    """Return the kind of the column of a result at a place, from 1.

    Raises:
        Unproven: There is no such column.
    """
    if any(column.is_star for column in selects):
        return "unknown"
    number = int(place.name) if place.name.isdigit() else 0
    if not 0 < number <= len(selects):
        raise Unproven(f"the place {place.name} of a column that it does not return; name a column")
    return kind_of(selects[number - 1])


def _key_kind(key: exp.Expr, selects: list[exp.Expr], inner: Interpreter) -> ValueKind:
    """Return the kind of a key of GROUP BY, which may be the name of a column of the result."""
    is_bare = isinstance(key, exp.Column) and not key.text("table")
    if is_bare and inner.sources.find_value("", key.name.lower()) is None:
        named = [column for column in selects if column.alias.lower() == key.name.lower()]
        known = inner.sources.find("", key.name.lower())
        kind = known or (kind_of(named[0]) if named else "unknown")
        give_kind(key, kind)
        return kind
    return inner.kind(key)


def require_distinct(distinct: exp.Expr, columns: dict[str, ValueKind]) -> None:
    """Check a SELECT DISTINCT.

    Raises:
        Unproven: Rows may be equal on one engine and not on another.
    """
    give_kind(distinct, "rows")
    for kind in columns.values():
        require_grouped(kind)


def _names_output(key: exp.Expr, columns: ColumnKinds) -> bool:
    is_name = isinstance(key, exp.Column) and not key.text("table")
    return isinstance(key, exp.Literal) or (
        is_name and columns is not None and key.name.lower() in columns
    )


def _require_output_order(key: exp.Expr, query: exp.Expr, columns: ColumnKinds) -> None:
    if isinstance(key, exp.Literal):
        kind = _kind_at(key, query.selects)  # type: ignore[attr-defined]
    else:
        kind = (columns or {}).get(key.name.lower(), "unknown")
    give_kind(key, kind)
    operators.require_ordered(kind)


def _order_for_readers(
    order: exp.Expr, query: exp.Expr, columns: ColumnKinds, inner: Interpreter
) -> None:
    """Interpret the order of a whole result, which does not change its values."""
    for key in order.expressions:
        if _names_output(key.this, columns):
            is_place = isinstance(key.this, exp.Literal)
            selects = query.selects  # type: ignore[attr-defined]
            kind = _kind_at(key.this, selects) if is_place else "unknown"
            give_kind(key.this, kind)
        else:
            inner.kind(key.this)
        give_kind(key, "rows")
