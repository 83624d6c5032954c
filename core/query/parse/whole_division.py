"""Divisions of whole numbers, which cut off the fraction, among the values of a query.

The types are PostgreSQL's, in which queries over tables are written.
"""

from __future__ import annotations

from collections.abc import Iterator

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.optimizer.scope import Scope, traverse_scope

from core.query.facts import Dialect, TableTypes
from core.query.parse.references import line_of_node
from core.query.parse.whole_numbers import WholeNumbers

# The author asks for a whole number there.
_DELIBERATE = (exp.Floor, exp.Trunc)
_LABEL = "field"
_LONGEST = 60


def divisions_of(sql: str, types: TableTypes, engine: Dialect) -> tuple[tuple[int, str], ...]:
    """Parse a query and return its divisions of whole numbers; none if it does not parse."""
    try:
        tree = sqlglot.parse_one(sql, dialect="postgres")
    except (SqlglotError, TypeError, ValueError, AttributeError):
        return ()
    return whole_divisions(tree, types, engine)


def whole_divisions(
    tree: exp.Expr, types: TableTypes, engine: Dialect
) -> tuple[tuple[int, str], ...]:
    """Return line and text of each division of whole numbers that decides a value.

    Args:
        tree: A query in PostgreSQL's dialect.
        types: The types of columns by table, as far as they are known.
        engine: The engine that runs it; the sum of a `bigint` is whole in DuckDB only.
    """
    if tree.find(exp.Div) is None:
        return ()
    try:
        scopes = traverse_scope(tree)
    except SqlglotError:
        return ()
    numbers = WholeNumbers(types, engine)
    found = dict[tuple[int, str], None]()
    for scope in scopes:
        for division in _divisions(scope):
            if numbers.is_whole(division, scope):
                found[line_of_node(division), _excerpt(division)] = None
    return tuple(sorted(found))


def _divisions(scope: Scope) -> Iterator[exp.Expr]:
    """Yield the divisions in the columns of a SELECT that are neither labels nor group keys."""
    select = scope.expression
    if not isinstance(select, exp.Select):
        return
    group = select.args.get("group")
    keys = [key.sql() for key in group.expressions] if group else []
    for place, projection in enumerate(select.selects, 1):
        is_key = projection.unalias().sql() in keys or str(place) in keys
        if is_key or projection.alias_or_name.lower() in (_LABEL, *keys):
            continue
        for division in projection.find_all(exp.Div):
            if division.find_ancestor(exp.Select) is select and _decides(division, projection):
                yield division


def _decides(division: exp.Expr, projection: exp.Expr) -> bool:
    """Return whether the fraction of a division is part of a column, not of a condition in it."""
    node = division
    while node is not projection and node.parent is not None:
        above = node.parent
        if isinstance(above, (exp.Predicate, exp.Where, *_DELIBERATE)):
            return False
        if isinstance(above, exp.Cast) and above.to.this in exp.DataType.INTEGER_TYPES:
            return False
        node = above
    return True


def _excerpt(division: exp.Expr) -> str:
    """Return a division in PostgreSQL's dialect as its author finds it, at most 60 letters."""
    text = division.sql(dialect="postgres", normalize_functions="lower", comments=False)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
