"""The names that a parsed query refers to: relations, columns and functions."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

# Table functions that make rows out of their arguments alone. Any other reads something that no
# source declares.
_PURE_TABLE_FUNCTIONS = frozenset(
    [
        "generate_series",
        "generateseries",
        "range",
        "explodinggenerateseries",
        "unnest",
        "explode",
        "json_each",
        "jsonb_each",
        "json_tree",
        "jsonb_each_text",
        "json_each_text",
        "json_array_elements",
        "jsonb_array_elements",
        "json_array_elements_text",
        "jsonb_array_elements_text",
        "regexp_split_to_table",
        "string_to_table",
        "regexp_matches",
        "repeat",
    ]
)
_READING_FUNCTIONS = ("pg_read_", "lo_", "dblink", "query_to_xml", "read_", "getenv", "pg_ls_")
_UNDECLARED = "which sources cannot declare; use Table, File, Tab or Values"


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


def reading_problems(tree: exp.Expr) -> Iterator[tuple[int, str]]:
    """Yield as problems the functions that read what no source declares."""
    for table in tree.find_all(exp.Table):
        name = _function_name(table.this) if isinstance(table.this, exp.Func) else ""
        if name and name not in _PURE_TABLE_FUNCTIONS:
            yield 1, f"the query reads through {name}(…), {_UNDECLARED}"
    for function in tree.find_all(exp.Anonymous):
        name = function.name.lower()
        if name.startswith(_READING_FUNCTIONS) and not isinstance(function.parent, exp.Table):
            yield 1, f"the query calls {name}(…), which reads outside the declared sources"


def _function_name(function: exp.Expr) -> str:
    return function.name.lower() if isinstance(function, exp.Anonymous) else function.key.lower()


def columns_of(tree: exp.Expr) -> set[str]:
    """Return the names of all columns that a query mentions, in lower case."""
    names = list[exp.Expr]()
    for join in tree.find_all(exp.Join):
        names += join.args.get("using") or []
    for column in tree.find_all(exp.Column):
        # Each part, for a.b may also be the field b of a column a.
        names += column.parts
    return {name.name.lower() for name in names}


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
