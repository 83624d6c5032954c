"""The relations from which columns of a query may come, scope by scope."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from sqlglot import exp
from sqlglot.optimizer.scope import Scope, ScopeType

from core.query.column_read import KnownColumns
from core.query.facts import EVERY_COLUMN
from core.query.parse.stars import is_left_out, name_given, replacement, star_of


class ColumnOrigin(NamedTuple):
    """A column of a relation that the query reads; `*` for every column."""

    relation: str
    column: str
    is_certain: bool = True


ColumnOrigins = set[ColumnOrigin]
_Outputs = Mapping[str, ColumnOrigins]


def name_subqueries(tree: exp.Expr) -> None:
    """Give each subquery of FROM without an alias one of its own; DuckDB needs none.

    Joined tables in parentheses are not a subquery: their names hold outside of it.
    """
    for number, subquery in enumerate(tree.find_all(exp.Subquery)):
        is_query = isinstance(subquery.unnest(), exp.Query)
        if is_query and isinstance(subquery.parent, exp.From | exp.Join) and not subquery.alias:
            subquery.set("alias", exp.TableAlias(this=exp.to_identifier(f"_subquery_{number}")))


class ScopeColumns:
    """The columns of each scope of a query, followed to the relations that they come from.

    `known` has the columns of the relations whose columns are known.
    """

    def __init__(self, root: Scope, known: KnownColumns) -> None:
        self._known = known
        self._outputs: dict[int, _Outputs] = {}
        self._own: dict[int, list[exp.Column]] = {}
        seen = set[int]()
        # Inner scopes come first, and an outer scope counts the columns of its subqueries again.
        for scope in root.traverse():
            named = scope.expression.find_all(exp.Column)
            own = [each for each in named if id(each) not in seen and not is_left_out(each)]
            seen |= {id(column) for column in own}
            self._own[id(scope)] = own
        self._scope_of_column = {
            id(column): scope for scope in root.traverse() for column in self._own[id(scope)]
        }

    def own_columns(self, scope: Scope) -> list[exp.Column]:
        """Return the columns that a scope names itself, without those of its subqueries."""
        return self._own[id(scope)]

    def outputs_of(self, scope: Scope) -> _Outputs:
        """Return the origins of each column that a scope returns; `*` for unnamed ones."""
        if id(scope) not in self._outputs:
            self._outputs[id(scope)] = {}  # a recursive WITH reads itself
            self._outputs[id(scope)] = self._follow(scope)
        return self._outputs[id(scope)]

    def resolve(self, column: exp.Column, scope: Scope) -> ColumnOrigins:
        """Return the origins of a column that is named in `scope`."""
        name, table = column.name.lower(), column.table.lower()
        if isinstance(column.this, exp.Star):
            kept = self._expanded(scope, table)
            return set().union(*(each for given, each in kept if name_given(column.this, given)))
        if table:
            return self._qualified(name, table, scope)
        return self._unqualified(name, column, scope)

    def every_source(self, scope: Scope, name: str) -> ColumnOrigins:
        """Return the origins of a column that each source of a scope has."""
        found: ColumnOrigins = set()
        for source in _sources(scope).values():
            found |= self._column_of(source, name)
        return found

    def _follow(self, scope: Scope) -> _Outputs:
        arms = scope.set_operation_scopes
        if arms:
            return self._follow_union([self.outputs_of(arm) for arm in arms])
        if not isinstance(scope.expression, exp.Select):
            return self._follow_function(scope)
        outputs: dict[str, ColumnOrigins] = {}
        for projection in scope.expression.expressions:
            star = star_of(projection)
            if star:
                table = projection.table.lower() if isinstance(projection, exp.Column) else ""
                for name, origins in self._expanded(scope, table):
                    made_of = replacement(star, name)
                    found = self._origins_within(made_of) if made_of else origins
                    if shown := name_given(star, name):
                        outputs.setdefault(shown, set()).update(found)
            else:
                name = projection.alias_or_name.lower()
                outputs.setdefault(name, set()).update(self._origins_within(projection))
        return _renamed(outputs, [name.lower() for name in scope.outer_columns])

    def _follow_function(self, scope: Scope) -> _Outputs:
        """Return the outputs of LATERAL, VALUES and functions such as unnest."""
        names = [name.lower() for name in scope.outer_columns]
        inner = scope.sources.get("")
        if isinstance(inner, Scope):
            return _renamed(self.outputs_of(inner), names)
        origins = self._origins_within(scope.expression)
        return dict.fromkeys(names or (EVERY_COLUMN,), origins)

    def _follow_union(self, arms: list[_Outputs]) -> _Outputs:
        first, *others = arms
        outputs = {name: set(origins) for name, origins in first.items()}
        for other in others:
            if len(other) != len(first) or EVERY_COLUMN in other:
                everything = set[ColumnOrigin]().union(*other.values())
                outputs = {name: origins | everything for name, origins in outputs.items()}
                continue
            for name, origins in zip(first, other.values(), strict=True):
                outputs[name] |= origins
        return outputs

    def _origins_within(self, expression: exp.Expr) -> ColumnOrigins:
        found: ColumnOrigins = set()
        for column in expression.find_all(exp.Column):
            scope = self._scope_of_column.get(id(column))
            if scope is not None:
                found |= self.resolve(column, scope)
        return found

    def _expanded(self, scope: Scope, table: str) -> Iterator[tuple[str, ColumnOrigins]]:
        for name, source in _sources(scope).items():
            if table in ("", name.lower()):
                if isinstance(source, Scope):
                    yield from self.outputs_of(source).items()
                else:
                    relation = _relation(source)
                    columns = self._known.get(relation, (EVERY_COLUMN,)) if relation else ()
                    for column in columns:
                        yield column, {ColumnOrigin(relation, column)}

    def _all_of(self, scope: Scope, table: str) -> ColumnOrigins:
        return set[ColumnOrigin]().union(*(origins for _, origins in self._expanded(scope, table)))

    def _qualified(self, name: str, table: str, scope: Scope) -> ColumnOrigins:
        inside: Scope | None = scope
        while inside is not None:
            for alias, source in _sources(inside).items():
                if alias.lower() == table:
                    return self._column_of(source, name)
            inside = _outer(inside)
        # A field of a struct looks like a column of a table.
        return {
            origin._replace(is_certain=False) for origin in self._unqualified(table, None, scope)
        }

    def _column_of(self, source: exp.Expr | Scope, name: str) -> ColumnOrigins:
        """Return the origins of a column that `source` is said to have."""
        if not isinstance(source, Scope):
            is_pivoted = bool(source.args.get("pivots"))
            relation = _relation(source)
            return {ColumnOrigin(relation, name, not is_pivoted)} if relation else set()
        outputs = self.outputs_of(source)
        if name in outputs:
            return outputs[name]
        return {
            ColumnOrigin(
                origin.relation, name, origin.is_certain and len(outputs[EVERY_COLUMN]) == 1
            )
            if origin.column == EVERY_COLUMN
            else origin
            for origin in outputs.get(EVERY_COLUMN, ())
        }

    def _unqualified(self, name: str, column: exp.Column | None, scope: Scope) -> ColumnOrigins:
        """Return the origins of a name: of the one source that has it, else of all that may."""
        inside: Scope | None = scope
        open_sources: list[exp.Expr | Scope] = []
        while inside is not None:
            for alias, source in _sources(inside).items():
                has = self._has(source, name)
                if has:
                    return self._column_of(source, name)
                if alias.lower() == name:  # the whole row
                    return self._all_of(inside, name)
                if has is None:
                    open_sources.append(source)
            if column is not None and _is_own_output(name, column, inside):
                return set()
            inside = _outer(inside)
        found: ColumnOrigins = set()
        for source in open_sources:
            found |= self._column_of(source, name)
        if len(open_sources) == 1:
            return found
        return {origin._replace(is_certain=False) for origin in found}

    def _has(self, source: exp.Expr | Scope, name: str) -> bool | None:
        """Return whether a source has a column; None if its columns are unknown."""
        if isinstance(source, Scope):
            outputs = self.outputs_of(source)
            if name in outputs:
                return True
            return None if EVERY_COLUMN in outputs else False
        relation = _relation(source)
        columns = self._known.get(relation) if relation else ()
        return None if columns is None else name in columns


_Sources = Mapping[str, exp.Expr | Scope]


def _sources(scope: Scope) -> _Sources:
    """Return what a scope's FROM and joins read, by alias."""
    return {name: source for name, (_, source) in scope.selected_sources.items()}


def _outer(scope: Scope) -> Scope | None:
    """Return the scope whose columns may be named in `scope` too; None where there is none."""
    sees_outer = (ScopeType.SUBQUERY, ScopeType.UDTF, ScopeType.SET_OPERATION)
    return scope.parent if scope.scope_type in sees_outer else None


def _is_own_output(name: str, column: exp.Column, scope: Scope) -> bool:
    """Return whether a name in GROUP BY, HAVING or ORDER BY is that of an output."""
    if not isinstance(scope.expression, exp.Select):
        return False
    clause = column.find_ancestor(exp.Group, exp.Having, exp.Order, exp.Qualify)
    names = {each.alias_or_name.lower() for each in scope.expression.expressions}
    return clause is not None and name in names


def _relation(table: exp.Expr) -> str:
    """Return the name of a table; empty for a function that is read as one."""
    if not isinstance(table, exp.Table) or not isinstance(table.this, exp.Identifier):
        return ""
    return ".".join(part.name for part in table.parts).lower()


def _renamed(outputs: _Outputs, names: list[str]) -> _Outputs:
    """Return outputs under the names that the alias of a subquery lists."""
    if not names or EVERY_COLUMN in outputs:
        return outputs
    old = list(outputs)
    new = [*names, *old[len(names) :]]
    return {name: outputs[before] for name, before in zip(new, old, strict=True)}
