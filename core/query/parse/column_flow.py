"""The way of columns through a query: from its relations, through subqueries, to its result."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.optimizer.scope import Scope, build_scope

from core.query.column_read import ColumnFlow, ColumnRead, KnownColumns
from core.query.facts import EVERY_COLUMN, Dialect
from core.query.parse.sources_in_scope import (
    ColumnOrigin,
    ColumnOrigins,
    ScopeColumns,
    name_subqueries,
)
from core.query.parse.statement import parse


def flow_of(sql: str, dialect: Dialect, known: KnownColumns) -> ColumnFlow:
    """Return the columns that a query reads; see `find_column_flow`."""
    try:
        (tree,) = parse(sql, dialect)
        name_subqueries(tree)
        root = build_scope(tree)
        if root is None:
            return ColumnFlow(obstacle="the query is not a SELECT")
        return ColumnFlow(tuple(sorted(_reads(root, known))))
    except (SqlglotError, RecursionError, TypeError, ValueError, AttributeError) as error:
        # What its compiled parser makes of broken SQL is an error of any of these kinds.
        return ColumnFlow(obstacle=f"the query could not be followed ({type(error).__name__})")


def _reads(root: Scope, known: KnownColumns) -> Iterator[ColumnRead]:
    columns = ScopeColumns(root, known)
    made: defaultdict[ColumnOrigin, set[str]] = defaultdict(set)
    for output, origins in columns.outputs_of(root).items():
        for origin in origins:
            made[origin].add(output)
    found = set(made) | _mentioned(root, columns)
    certain = {origin[:2] for origin in found if origin.is_certain}
    for origin in found:
        # The same column may be named with its table in one place and without it in another.
        if origin.is_certain or origin[:2] not in certain:
            outputs = made[origin] | made[origin._replace(is_certain=False)]
            yield ColumnRead(
                origin.relation, origin.column, tuple(sorted(outputs)), origin.is_certain
            )


def _mentioned(root: Scope, columns: ScopeColumns) -> set[ColumnOrigin]:
    """Return the origins of all columns anywhere in a query, also of those in conditions."""
    found: ColumnOrigins = set()
    for scope in root.traverse():
        for column in columns.own_columns(scope):
            found |= columns.resolve(column, scope)
        if _compares_rows(scope.expression):
            found = found.union(*columns.outputs_of(scope).values())
        if isinstance(scope.expression, exp.Select):
            for join in scope.expression.args.get("joins") or ():
                found |= _joined(join, scope, columns)
    return found


def _compares_rows(query: exp.Expr) -> bool:
    """Return whether a query keeps each row once, for which it compares all of its columns."""
    above = query.parent
    in_set = isinstance(above, exp.SetOperation) and above.args.get("distinct")
    return bool(query.args.get("distinct") or in_set)


def _joined(join: exp.Join, scope: Scope, columns: ScopeColumns) -> ColumnOrigins:
    """Return the columns of USING, which each side has; NATURAL compares unknown ones."""
    if join.args.get("method") == "NATURAL":
        return columns.every_source(scope, EVERY_COLUMN)
    found: ColumnOrigins = set()
    for name in join.args.get("using") or ():
        found |= columns.every_source(scope, name.name.lower())
    return found
