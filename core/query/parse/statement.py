"""The parsing of a query's text into its facts."""

from __future__ import annotations

import logging
import re
from collections.abc import Collection

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError, TokenError

from core.errors import QueryError
from core.query.binding import bind, first_unclosed
from core.query.facts import Dialect, SqlFacts
from core.query.parse.contents import returned_columns
from core.query.parse.dialect import dialect_problems
from core.query.parse.functions import function_problems
from core.query.parse.lateral import lateral_form
from core.query.parse.references import (
    columns_of,
    has_star,
    outputs_of,
    relations_of,
)
from core.query.parse.table_reads import find_table_reads
from core.query.parse.time_aggregate import find_time_aggregate
from core.query.parse.translation import in_duckdb
from core.query.parse.undated import undated_arms, undated_totals
from core.query.parse.whole_division import whole_divisions

# It logs what it cannot translate; what matters of that is one of the facts' problems.
logging.getLogger("sqlglot").setLevel(logging.ERROR)

_WRITES = (
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


def examine(sql: str, dialect: Dialect, histories: Collection[str] = ()) -> SqlFacts:
    """Parse `sql`, written in `dialect`, and return its facts; a fault is one of its problems.

    `histories` are the relations that hold something else for each period.
    """
    try:
        statements = parse(sql, dialect)
        if len(statements) != 1:
            return _faulty(1, f"the query has {len(statements)} statements; write one SELECT")
        tree = statements[0]
        problem = _writing_problem(tree)
        return _faulty(1, problem) if problem else _facts(tree, sql, dialect, histories)
    except TokenError:
        line, mark = first_unclosed(sql) or (1, "a quote or comment")
        return _faulty(line, f"the SQL does not parse: {mark} is never closed")
    except SqlglotError as error:
        return _faulty(*_parse_problem(error))
    except (TypeError, ValueError, AttributeError):
        # Its compiled parser stumbles over some broken SQL instead of refusing it.
        return _faulty(1, "the SQL does not parse: see what the database says of it")


def relations_in(sql: str) -> frozenset[str]:
    """Return the names of the relations that a query in PostgreSQL's dialect reads.

    Raises:
        QueryError: It does not parse.
    """
    try:
        trees = parse(sql, "postgres")
    except (SqlglotError, TypeError, ValueError, AttributeError) as error:
        raise QueryError("the SQL does not parse; see scorecard check") from error
    return frozenset(name for tree in trees for name in relations_of(tree))


def parse(sql: str, dialect: Dialect) -> list[exp.Expr]:
    """Return the statements of `sql`, written in `dialect`."""
    # In PostgreSQL's dialect sqlglot knows :name itself; in DuckDB's, a colon has other uses.
    text = sql if dialect == "postgres" else bind(sql, "marked")[0]
    parsed = sqlglot.parse(text, dialect=dialect)
    # A comment behind the last semicolon is a statement to sqlglot.
    return [tree for tree in parsed if tree is not None and not isinstance(tree, exp.Semicolon)]


def _faulty(line: int, problem: str) -> SqlFacts:
    return SqlFacts(problems=((line, problem),))


def _facts(tree: exp.Expr, sql: str, dialect: Dialect, histories: Collection[str]) -> SqlFacts:
    text, parameters = bind(sql, "named")
    aggregate, obstacle = None, ""
    problems = list(function_problems(tree))
    if dialect == "postgres":
        problems = problems or list(dialect_problems(tree, sql))
        translated = in_duckdb(tree)
        text = translated.sql(dialect="duckdb")
        aggregate, obstacle = find_time_aggregate(translated)
    return SqlFacts(
        problems=tuple(problems),
        relations=tuple(sorted(relations_of(tree))),
        columns=tuple(sorted(columns_of(tree))),
        star=has_star(tree),
        parameters=parameters,
        duckdb=text,
        outputs=outputs_of(tree),
        time_aggregate=aggregate,
        no_time_aggregate=obstacle,
        lateral=lateral_form(text, histories),
        undated_arms=undated_arms(tree),
        undated_totals=undated_totals(tree),
        returned=returned_columns(tree, {}),
        whole_divisions=whole_divisions(tree, {}, dialect) if dialect == "postgres" else (),
        table_reads=find_table_reads(sql) if dialect == "duckdb" else (),
    )


def _writing_problem(tree: exp.Expr) -> str:
    if not isinstance(tree, exp.Query):
        return "the query is not a SELECT; a KPI only reads"
    writing = tree.find(*_WRITES)
    return f"the query contains {writing.key.upper()}; a KPI only reads" if writing else ""


def _parse_problem(error: SqlglotError) -> tuple[int, str]:
    details = getattr(error, "errors", None)
    if not details:
        return 1, f"the SQL does not parse: {str(error).splitlines()[0]}"
    first = details[0]
    description, _, _ = (first.get("description") or "").partition(" but got <Token")
    fault = re.sub(r"<class '(?:\w+\.)*(\w+)'>", r"\1", description)
    highlight = (first.get("highlight") or "").strip()
    near = f" near {highlight!r}" if highlight else ""
    return first.get("line") or 1, f"the SQL does not parse: {fault}{near}"
