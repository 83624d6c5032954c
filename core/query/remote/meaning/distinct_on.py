"""DISTINCT ON as a window: the first row of each key, by row_number(). Pure.

    SELECT DISTINCT ON (g) g, i FROM t ORDER BY g, id DESC

becomes a query of the rows with their keys, of which the row numbered 1 within its key is chosen:

    SELECT numbered_.g, numbered_.i FROM (
        SELECT rows_.*, row_number() OVER (PARTITION BY key1_ ORDER BY order2_ DESC) AS row_
        FROM (SELECT g, i, g AS order1_, id AS order2_ FROM t) AS rows_
    ) AS numbered_ WHERE row_ = 1
"""

from __future__ import annotations

from itertools import takewhile
from typing import NamedTuple

from sqlglot import exp

from core.query.remote.kinds import Unproven, ValueKind, give_kind, kind_of

ROWS = "rows_"  # the name of the query of rows, within the query that numbers them
_NUMBERED, _NUMBER = "numbered_", "row_"
_OF_ROWS = ("from_", "joins", "laterals", "where", "group", "having")


class KeyedRows(NamedTuple):
    """The rows of a query with DISTINCT ON, before some are chosen.

    Attributes:
        query: A query of the columns, and behind them of the keys and of what orders the rows.
        keys: The names of the keys.
        order: ORDER BY, by the names of its columns.
        inner: The part of it that orders the rows of one key.
    """

    query: exp.Select
    keys: list[str]
    order: list[exp.Expr]
    inner: list[exp.Expr]


def keyed_rows(query: exp.Expr) -> KeyedRows | None:
    """Return the rows of a query with DISTINCT ON; None of another.

    Raises:
        Unproven: PostgreSQL refuses its order, or takes any row of a key.
    """
    distinct = query.args.get("distinct")
    on = distinct.args.get("on") if distinct else None
    if on is None:
        return None
    names = dict[exp.Expr, str]()
    keys = [_name(_meant(key, query), names) for key in _parts(on)]
    order = [_ordered(key, query, names) for key in _parts(query.args.get("order"))]
    outer = list(takewhile(lambda key: key.this.name in keys, order))
    inner = order[len(outer) :]
    if not inner:
        raise Unproven("DISTINCT ON without an order of the rows of a key; add it to ORDER BY")
    if {key.this.name for key in outer} != set(keys):
        raise Unproven("DISTINCT ON of other values than ORDER BY begins with; begin it with them")
    columns = [exp.alias_(value.copy(), name) for value, name in names.items()]
    rows = exp.Select(**{name: query.args.get(name) for name in _OF_ROWS})
    rows.set("expressions", [*query.expressions, *columns])
    return KeyedRows(rows, keys, order, inner)


def choose_first(query: exp.Expr, rows: KeyedRows) -> dict[str, ValueKind] | None:
    """Let a query choose the first row of each key; return the columns of its interpreted rows."""
    outputs, columns = _columns(rows)
    keys = [exp.column(name) for name in rows.keys]
    window = exp.Window(
        this=exp.RowNumber(),
        partition_by=keys,
        order=exp.Order(expressions=[key.copy() for key in rows.inner]),
        over="OVER",
    )
    every = exp.column(exp.Star(), table=ROWS)
    numbered = exp.select(every, exp.alias_(window, _NUMBER)).from_(exp.to_table(ROWS))
    for name in (*_OF_ROWS, "distinct", "order"):
        query.set(name, None)
    query.set("expressions", outputs)
    query.set("from_", exp.From(this=numbered.subquery(_NUMBERED)))
    query.set("where", exp.Where(this=exp.column(_NUMBER).eq(1)))
    if query.parent is None or query.args.get("limit"):
        query.set("order", exp.Order(expressions=rows.order))
    return columns


def insert_rows(query: exp.Expr, rows: KeyedRows) -> None:
    """Put the interpreted rows where an interpreted query names them."""
    numbered = query.args["from_"].this.this
    numbered.args["from_"].set("this", give_kind(rows.query.subquery(ROWS, copy=False), "rows"))


def _columns(rows: KeyedRows) -> tuple[list[exp.Expr], dict[str, ValueKind] | None]:
    """Return the columns of the result, and those of the rows, each with a name of its own."""
    selects, columns = list(rows.query.selects), dict[str, ValueKind]()
    if any(column.is_star for column in selects):
        return [exp.column(exp.Star(), table=_NUMBERED)], None
    hidden = len(set(_hidden(rows)))
    outputs = list[exp.Expr]()
    for place, column in enumerate(selects):
        name, kind = column.alias_or_name, kind_of(column)
        if not name or name.lower() in columns:
            name = f"column{place}_"
            column.replace(give_kind(exp.alias_(column.unalias().copy(), name), kind))
        columns[name.lower()] = kind
        if place < len(selects) - hidden:
            outputs.append(exp.column(name, table=_NUMBERED))
    return outputs, columns


def _hidden(rows: KeyedRows) -> list[str]:
    return [*rows.keys, *(key.this.name for key in rows.order)]


def _parts(clause: exp.Expr | None) -> list[exp.Expr]:
    return list(clause.expressions) if clause is not None else []


def _ordered(key: exp.Expr, query: exp.Expr, names: dict[exp.Expr, str]) -> exp.Expr:
    """Return a key of ORDER BY that names a column of the rows."""
    named: exp.Expr = key.copy()
    named.set("this", exp.column(_name(_meant(key.this, query), names)))
    return named


def _name(value: exp.Expr, names: dict[exp.Expr, str]) -> str:
    return names.setdefault(value, f"key{len(names) + 1}_")


def _meant(key: exp.Expr, query: exp.Expr) -> exp.Expr:
    """Return the value of a key, which may be the place or the name of a column of the result."""
    columns = query.selects  # type: ignore[attr-defined]
    if isinstance(key, exp.Literal) and key.name.isdigit():
        if any(column.is_star for column in columns):
            raise Unproven("DISTINCT ON by a place beside *; name the column")
        place: exp.Expr = columns[int(key.name) - 1].unalias()
        return place
    if isinstance(key, exp.Column) and not key.text("table"):
        name = key.name.lower()
        named = [column for column in columns if column.alias_or_name.lower() == name]
        return named[0].unalias() if named else key
    return key
