"""The names that a parsed query refers to: relations and columns."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp


def relations_of(tree: exp.Expr) -> set[str]:
    """Return the relations that a query reads, without the names that its WITH gives."""
    relations = set()
    for table in tree.find_all(exp.Table):
        if isinstance(table.this, exp.Identifier):
            name = ".".join(part.name for part in table.parts).lower()
            if name and name not in _names_in_scope(table):
                relations.add(name)
    return relations


def _names_in_scope(table: exp.Table) -> Iterator[str]:
    """Yield the names that WITH gives at the place of `table`.

    In a WITH these are the names before it, or all of them if it is recursive.
    """
    below: exp.Expr = table
    while (above := below.parent) is not None:
        if isinstance(above, exp.With):
            ctes = above.expressions
            place = [id(cte) for cte in ctes].index(id(below))
            yield from (cte.alias.lower() for cte in (ctes if above.recursive else ctes[:place]))
        elif isinstance(above, exp.Query) and not isinstance(below, exp.With):
            yield from (cte.alias.lower() for cte in above.ctes)
        below = above


def columns_of(tree: exp.Expr) -> set[str]:
    """Return the names of all columns that a query mentions, in lower case."""
    names = list[exp.Expr]()
    for join in tree.find_all(exp.Join):
        names += join.args.get("using") or []
    for column in tree.find_all(exp.Column):
        # Each part, for a.b may also be the field b of a column a.
        names += column.parts
    return {name.name.lower() for name in names}


def line_of_node(node: exp.Expr) -> int:
    """Return the first line of a part of a query, from 1, as far as the parser recorded it."""
    lines = [part.meta["line"] for part in node.walk() if "line" in part.meta]
    return min(lines, default=1)


def has_star(tree: exp.Expr) -> bool:
    """Return whether a query asks for every column of a relation; count(*) does not."""
    stars = any(not isinstance(star.parent, exp.Count) for star in tree.find_all(exp.Star))
    natural = any(join.args.get("method") == "NATURAL" for join in tree.find_all(exp.Join))
    return stars or natural or tree.find(exp.Columns) is not None


def outputs_of(tree: exp.Expr) -> tuple[str, ...]:
    """Return the names of a query's columns; none if the text leaves one open."""
    if not isinstance(tree, exp.Query):
        return ()
    names = tuple(name.lower() for name in tree.named_selects)
    return () if "" in names or "*" in names else names
