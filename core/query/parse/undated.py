"""Parts of a query that no period bounds, so that they give the same in every week."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from core.query.binding import MARK
from core.query.parse.references import line_of_node, relations_of


def undated_arms(tree: exp.Expr) -> tuple[tuple[int, str], ...]:
    """Return the arms of a UNION that read a relation and that no parameter bounds.

    Each is the line and the name of a relation that it reads. A parameter outside of the UNION may
    bound all arms, so then there are none.
    """
    found = dict[tuple[int, str], None]()
    for union in tree.find_all(exp.Union):
        if isinstance(union.parent, exp.Union) or _has_parameter_outside(tree, union):
            continue
        for arm in _arms(union):
            relations = _undated_relations(arm)
            if relations:
                name = min(relations)
                found[_line_of_relation(arm, name), name] = None
    return tuple(found)


def undated_totals(tree: exp.Expr) -> tuple[tuple[int, str, tuple[str, ...]], ...]:
    """Return the CTEs that aggregate whole relations into one row, without a parameter.

    Each is its line, its name and the relations it reads. No condition outside can bound them.
    """
    found = []
    for cte in tree.find_all(exp.CTE):
        query = cte.this
        if not isinstance(query, exp.Select) or query.args.get("group"):
            continue
        if any(projection.find(exp.AggFunc) for projection in query.selects):
            relations = tuple(sorted(_undated_relations(query)))
            if relations:
                found.append((line_of_node(cte.args["alias"]), cte.alias, relations))
    return tuple(found)


def _arms(union: exp.Expr) -> Iterator[exp.Expr]:
    for side in (union.this, union.expression):
        query = side.unnest()
        if isinstance(query, exp.Union):
            yield from _arms(query)
        else:
            yield query


def _undated_relations(query: exp.Expr) -> set[str]:
    """Return the relations that a part of a query reads, none if a parameter may bound it."""
    parts = [query, *_ctes_read(query)]
    if any(_has_parameter(part) for part in parts):
        return set()
    return {name for part in parts for name in relations_of(part)}


def _ctes_read(query: exp.Expr) -> list[exp.Expr]:
    """Return the CTEs that a part of a query reads, directly or through others."""
    root = query.root()
    by_name = {cte.alias.lower(): cte.this for cte in root.find_all(exp.CTE)}
    read = dict[str, exp.Expr]()
    waiting = [query]
    while waiting:
        for table in waiting.pop().find_all(exp.Table):
            name = table.name.lower()
            if not table.db and name in by_name and name not in read:
                read[name] = by_name[name]
                waiting.append(by_name[name])
    return list(read.values())


def _has_parameter(tree: exp.Expr) -> bool:
    return next(_parameters(tree), None) is not None


def _has_parameter_outside(tree: exp.Expr, union: exp.Expr) -> bool:
    """Return whether a query names a parameter elsewhere than in one of its parts."""
    inside = {id(node) for node in _parameters(union)}
    return any(id(node) not in inside for node in _parameters(tree))


def _parameters(tree: exp.Expr) -> Iterator[exp.Expr]:
    """Yield parameters: in PostgreSQL's dialect placeholders, in DuckDB's the text MARK."""
    for node in tree.find_all(exp.Placeholder, exp.Literal):
        if isinstance(node, exp.Placeholder) or node.name == MARK:
            yield node


def _line_of_relation(query: exp.Expr, name: str) -> int:
    for table in query.find_all(exp.Table):
        if ".".join(part.name for part in table.parts).lower() == name:
            return line_of_node(table)
    return line_of_node(query)
