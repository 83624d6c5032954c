"""The way of columns through a query: from its relations, through subqueries, to its result."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.optimizer.scope import Scope, build_scope

from core.query.column_read import ColumnFlow, ColumnRead, KnownColumns, ViewFlow
from core.query.facts import EVERY_COLUMN, Dialect
from core.query.parse.contents import returned_columns
from core.query.parse.references import relations_of
from core.query.parse.sources_in_scope import (
    ColumnOrigin,
    ColumnOrigins,
    ScopeColumns,
    name_subqueries,
)
from core.query.parse.statement import parse
from core.query.parse.views import select_of_view

_TABLES = (exp.From, exp.Join, exp.CTE, exp.Lateral)
# What its compiled parser makes of broken SQL is an error of any of these kinds.
_UNFOLLOWED = (SqlglotError, RecursionError, TypeError, ValueError, AttributeError, KeyError)


def flow_of(sql: str, dialect: Dialect, known: KnownColumns) -> ColumnFlow:
    """Return the columns that a query reads; see `find_column_flow`."""
    try:
        (tree,) = parse(sql, dialect)
        return _follow(tree, known)
    except _UNFOLLOWED as error:
        return ColumnFlow(obstacle=f"the query could not be followed ({type(error).__name__})")


def view_flow_of(definition: str, dialect: Dialect, known: KnownColumns) -> ViewFlow:
    """Return what a view reads; see `find_view_flow`."""
    try:
        (statement,) = parse(definition, dialect)
        tree = select_of_view(statement)
        relations = tuple(sorted(relations_of(tree)))
        returned = returned_columns(tree, known)
        flow = _follow(tree, known)
    except _UNFOLLOWED as error:
        return ViewFlow(obstacle=f"the view could not be followed ({type(error).__name__})")
    return ViewFlow(relations, flow.reads, returned, flow.obstacle)


def _follow(tree: exp.Expr, known: KnownColumns) -> ColumnFlow:
    name_subqueries(tree)
    root = build_scope(tree)
    if root is None:
        return ColumnFlow(obstacle="the query is not a SELECT")
    return ColumnFlow(tuple(sorted(_reads(root, known))))


def _reads(root: Scope, known: KnownColumns) -> Iterator[ColumnRead]:
    columns = ScopeColumns(root, known)
    made: defaultdict[ColumnOrigin, set[str]] = defaultdict(set)
    for output, origins in columns.outputs_of(root).items():
        for origin in origins:
            made[origin].add(output)
    deciding = _deciding(root, columns)
    found = set(made) | _mentioned(root, columns) | deciding
    certain = {origin[:2] for origin in found if origin.is_certain}
    for origin in found:
        # The same column may be named with its table in one place and without it in another.
        if origin.is_certain or origin[:2] not in certain:
            both = {origin, origin._replace(is_certain=False)}
            outputs = set[str]().union(*(made[each] for each in both))
            yield ColumnRead(
                origin.relation,
                origin.column,
                tuple(sorted(outputs)),
                origin.is_certain,
                bool(both & deciding),
            )


def _mentioned(root: Scope, columns: ScopeColumns) -> ColumnOrigins:
    """Return the origins of all columns that a query names anywhere."""
    found: ColumnOrigins = set()
    for scope in root.traverse():
        for column in columns.own_columns(scope):
            found |= columns.resolve(column, scope)
    return found


def _deciding(root: Scope, columns: ScopeColumns) -> ColumnOrigins:
    """Return the origins of the columns that decide which rows count, or into which group."""
    found: ColumnOrigins = set()
    for scope in root.traverse():
        for column in columns.own_columns(scope):
            if not _is_returned(column):
                found |= columns.resolve(column, scope)
        if _compares_rows(scope.expression):
            found = found.union(*columns.outputs_of(scope).values())
        if isinstance(scope.expression, exp.Select):
            for join in scope.expression.find_all(exp.Join):
                if join.find_ancestor(exp.Select) is scope.expression:
                    found |= _joined(join, scope, columns)
    return found


def _is_returned(column: exp.Column) -> bool:
    """Return whether a column is in what SELECT returns, and neither groups nor filters rows.

    What a subquery in FROM or WITH returns is judged where its columns are named.
    """
    below: exp.Expr = column
    while below.parent is not None:
        above = below.parent
        if isinstance(above, exp.Select):
            if below.arg_key != "expressions" or _is_grouped(below, above):
                return False
        elif isinstance(above, _TABLES) and isinstance(below, exp.Query):
            return below.arg_key == "this"
        below = above
    return True


def _is_grouped(output: exp.Expr, query: exp.Select) -> bool:
    """Return whether GROUP BY names an output by its place, or ALL of them."""
    group = query.args.get("group")
    if group is None:
        return False
    if group.args.get("all"):
        return output.find(exp.AggFunc) is None
    place = str(query.expressions.index(output) + 1)
    return any(isinstance(each, exp.Literal) and each.name == place for each in group.expressions)


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
