"""What can be known of an author's SQL without running it; remembered, for parsing costs more than
most queries.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from core.query.aggregates import TimeAggregate, find_time_aggregate
from core.query.binding import bind, first_unclosed
from core.query.lateral import for_many_periods
from core.query.translate import in_duckdb

if TYPE_CHECKING:
    from sqlglot import exp

Dialect = Literal["postgres", "duckdb"]

EVERY_COLUMN = "*"

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


@dataclass(frozen=True, slots=True)
class SqlFacts:
    """Facts about one query.

    `problems` are (line within the SQL, message). `relations` are the names read, in lower case.
    `columns` are all column names mentioned, `star` whether `*` asks for every column. `duckdb` is
    the query in DuckDB's dialect with `$name` parameters, `outputs` its columns where the text
    tells them. `scan` is a query of the warehouse that can share a pass over its rows with others;
    `many` any other one as a query for many periods (`core.query.lateral`).
    """

    problems: tuple[tuple[int, str], ...] = ()
    relations: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    star: bool = False
    parameters: tuple[str, ...] = ()
    duckdb: str = ""
    outputs: tuple[str, ...] = ()
    scan: TimeAggregate | None = None
    many: str = ""

    @property
    def columns_read(self) -> frozenset[str]:
        """The columns that the query may read of its tables; `*` for all."""
        return frozenset((EVERY_COLUMN,)) if self.star else frozenset(self.columns)


def examine(sql: str, dialect: Dialect, histories: Collection[str] = ()) -> SqlFacts:
    """Parse `sql`, written in `dialect`, and return what it reads, its parameters and what is wrong
    with it.

    `histories` are the relations whose content is another for each period.
    """
    import logging

    import sqlglot
    from sqlglot import exp
    from sqlglot.errors import SqlglotError, TokenError

    # It logs what it cannot translate; what matters of that is a problem below.
    logging.getLogger("sqlglot").setLevel(logging.ERROR)
    bound, parameters = bind(sql, "named")
    try:
        # In PostgreSQL's dialect it knows :name itself; in DuckDB's, a colon has other uses.
        parsed = sqlglot.parse(
            sql if dialect == "postgres" else bind(sql, "nulled")[0], dialect=dialect
        )
        # A comment behind the last semicolon is a statement to it.
        statements = [found for found in parsed if not isinstance(found, exp.Semicolon | None)]
        if len(statements) != 1:
            return SqlFacts(
                problems=((1, f"the query has {len(statements)} statements; write one SELECT"),)
            )
        tree = statements[0]
        if problem := _not_a_select(tree):
            return SqlFacts(problems=((1, problem),))
        return _facts(tree, bound, parameters, dialect, histories)
    except TokenError:
        line, mark = first_unclosed(sql) or (1, "a quote or comment")
        return SqlFacts(problems=((line, f"the SQL does not parse: {mark} is never closed"),))
    except SqlglotError as error:
        return SqlFacts(problems=(_parse_problem(error),))
    except (TypeError, ValueError, AttributeError):
        # Its compiled parser stumbles over some broken SQL instead of refusing it.
        return SqlFacts(problems=((1, "the SQL does not parse: see what the database says of it"),))


def _facts(
    tree: exp.Expr,
    bound: str,
    parameters: tuple[str, ...],
    dialect: Dialect,
    histories: Collection[str],
) -> SqlFacts:
    local = in_duckdb(tree) if dialect == "postgres" else None
    translated = local.sql(dialect="duckdb") if local else bound
    scan = find_time_aggregate(local) if local else None
    return SqlFacts(
        problems=tuple(_reading_problems(tree)),
        relations=tuple(sorted(_relations(tree))),
        columns=tuple(sorted(_columns(tree))),
        star=_has_star(tree),
        parameters=parameters,
        duckdb=translated,
        outputs=_outputs(tree),
        scan=scan,
        many="" if scan else for_many_periods(translated, histories),
    )


def _outputs(tree: exp.Expr) -> tuple[str, ...]:
    from sqlglot import exp

    names = [name.lower() for name in tree.named_selects] if isinstance(tree, exp.Query) else []
    return tuple(names) if all(name not in ("", "*") for name in names) else ()


def _parse_problem(error: Exception) -> tuple[int, str]:
    details = getattr(error, "errors", None)
    if not details:
        return 1, f"the SQL does not parse: {str(error).splitlines()[0]}"
    first = details[0]
    near = (first.get("highlight") or "").strip()
    what = re.sub(r"<class '(?:\w+\.)*(\w+)'>", r"\1", first.get("description") or "").partition(
        " but got <Token"
    )[0]
    return first.get("line") or 1, f"the SQL does not parse: {what}" + (
        f" near {near!r}" if near else ""
    )


def _not_a_select(tree: exp.Expr) -> str:
    from sqlglot import exp

    writing = (
        exp.Insert,
        exp.Update,
        exp.Delete,
        exp.Merge,
        exp.Create,
        exp.Drop,
        exp.Alter,
        exp.Command,
        exp.Into,
        exp.Copy,
    )
    if not isinstance(tree, exp.Query):
        return "the query is not a SELECT; a KPI only reads"
    if found := tree.find(*writing):
        return f"the query contains {found.key.upper()}; a KPI only reads"
    return ""


def _relations(tree: exp.Expr) -> set[str]:
    from sqlglot import exp

    found = set()
    for table in tree.find_all(exp.Table):
        name = (
            ".".join(part.name for part in table.parts).lower()
            if isinstance(table.this, exp.Identifier)
            else ""
        )
        if name and name not in _names_in_scope(table):
            found.add(name)
    return found


def _names_in_scope(table: exp.Table) -> Iterator[str]:
    """Yield the names that WITH gives where `table` stands; in a WITH, those before it, or all if
    it is recursive.
    """
    from sqlglot import exp

    below: exp.Expr = table
    while (above := below.parent) is not None:
        if isinstance(above, exp.With):
            ctes = above.expressions
            own = [id(cte) for cte in ctes].index(id(below))
            yield from (cte.alias.lower() for cte in (ctes if above.recursive else ctes[:own]))
        elif isinstance(above, exp.Query) and not isinstance(below, exp.With):
            yield from (cte.alias.lower() for cte in above.ctes)
        below = above


def _reading_problems(tree: exp.Expr) -> Iterator[tuple[int, str]]:
    from sqlglot import exp

    for table in tree.find_all(exp.Table):
        if (
            isinstance(table.this, exp.Func)
            and (name := _function_name(table.this)) not in _PURE_TABLE_FUNCTIONS
        ):
            yield (
                1,
                (
                    f"the query reads through {name}(…), which sources cannot declare; use Table,"
                    " File, Tab or Values"
                ),
            )
    for function in tree.find_all(exp.Anonymous):
        name = function.name.lower()
        if name.startswith(_READING_FUNCTIONS) and not isinstance(function.parent, exp.Table):
            yield 1, f"the query calls {name}(…), which reads outside the declared sources"


def _function_name(function: exp.Expr) -> str:
    from sqlglot import exp

    return function.name.lower() if isinstance(function, exp.Anonymous) else function.key.lower()


def _columns(tree: exp.Expr) -> set[str]:
    from sqlglot import exp

    using = (name for join in tree.find_all(exp.Join) for name in join.args.get("using") or ())
    # Each part, for a.b may also be the field b of a column a.
    parts = (part for column in tree.find_all(exp.Column) for part in column.parts)
    return {part.name.lower() for part in (*parts, *using)}


def _has_star(tree: exp.Expr) -> bool:
    from sqlglot import exp

    return (
        any(not isinstance(star.parent, exp.Count) for star in tree.find_all(exp.Star))
        or any(join.args.get("method") == "NATURAL" for join in tree.find_all(exp.Join))
        or tree.find(exp.Columns) is not None
    )
