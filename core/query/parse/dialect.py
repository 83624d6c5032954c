"""What of a query over tables is DuckDB's and not PostgreSQL's."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import sqlglot
from sqlglot import exp
from sqlglot.tokenizer_core import Token, TokenType

from core.query.parse.duckdb_only import DUCKDB_ONLY, INSTEAD

_OWN = "write it in PostgreSQL's SQL; a function of your own needs its schema's name"

# Clauses and operators that sqlglot reads in PostgreSQL's dialect too, and what to write instead.
_CLAUSES: dict[type[exp.Expr], tuple[str, str]] = {
    exp.Qualify: ("QUALIFY", "put the query into FROM (…) and use WHERE"),
    exp.Columns: ("COLUMNS(…)", "name the columns"),
    exp.TryCast: ("TRY_CAST", "use CASE WHEN x ~ '^[0-9]+$' THEN x::int END"),
    exp.Pivot: ("PIVOT", "use FILTER (WHERE …) for each column"),
    exp.Struct: ("a struct or map", "use columns"),
    exp.Lambda: ("a lambda", "use unnest"),
    exp.Glob: ("GLOB", "use LIKE or ~"),
    exp.IgnoreNulls: ("IGNORE NULLS", "use FILTER (WHERE x IS NOT NULL)"),
}
_CONDITIONS = (exp.Where, exp.Having, exp.And, exp.Or, exp.Not, exp.If)
_TYPES = frozenset(
    [
        *(exp.DType.TINYINT, exp.DType.UTINYINT, exp.DType.USMALLINT, exp.DType.UINT),
        *(exp.DType.UBIGINT, exp.DType.INT128, exp.DType.UINT128, exp.DType.BLOB),
        *(exp.DType.STRUCT, exp.DType.MAP, exp.DType.UNION, exp.DType.DATETIME),
    ]
)


def dialect_problems(tree: exp.Expr, sql: str) -> Iterator[tuple[int, str]]:
    """Yield as problems what DuckDB understands and PostgreSQL does not."""
    tokens = sqlglot.tokenize(sql, dialect="postgres")
    yield from _calls(tree, tokens)
    yield from _first_from(tokens)
    yield from _bare_lists(tokens)
    yield from _grouped_digits(tokens)
    for construct, instead in _constructs(tree):
        yield 1, f"the query uses {construct}, which PostgreSQL does not have; {instead}"


def _calls(tree: exp.Expr, tokens: list[Token]) -> Iterator[tuple[int, str]]:
    named = {alias.name.lower() for alias in tree.find_all(exp.TableAlias)}
    for before, token, after in zip([None, *tokens], tokens, tokens[1:], strict=False):
        name = token.text.lower()
        is_call = after.token_type == TokenType.L_PAREN and name in DUCKDB_ONLY - named
        is_own = before is not None and before.token_type in (TokenType.DOT, TokenType.FETCH)
        if is_call and not is_own and token.token_type != TokenType.STRING:
            instead = f"write {INSTEAD[name]}" if name in INSTEAD else _OWN
            yield (
                token.line,
                f"the query calls {name}(…), which PostgreSQL does not have; {instead}",
            )


def _first_from(tokens: list[Token]) -> Iterator[tuple[int, str]]:
    openers = (TokenType.L_PAREN, TokenType.UNION)
    for before, token in zip([None, *tokens], tokens, strict=False):
        opens = before is None or before.token_type in openers
        if opens and token.token_type == TokenType.FROM:
            yield (
                token.line,
                "the query begins with FROM, which PostgreSQL does not have; write SELECT",
            )


def _bare_lists(tokens: list[Token]) -> Iterator[tuple[int, str]]:
    """Yield lists in brackets without ARRAY; behind a value, brackets are a subscript."""
    depth = 0
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.token_type == TokenType.R_BRACKET:
            depth = max(depth - 1, 0)
        if token.token_type != TokenType.L_BRACKET:
            continue
        if depth == 0 and (before is None or before.token_type in _BEFORE_LISTS):
            yield token.line, "the query has a list in brackets; write ARRAY[…]"
        depth += 1


def _grouped_digits(tokens: list[Token]) -> Iterator[tuple[int, str]]:
    """Yield numbers such as 1_000, which are a number and an alias to sqlglot."""
    for token, after in itertools.pairwise(tokens):
        is_joined = after.start == token.end + 1 and after.text.startswith("_")
        if token.token_type == TokenType.NUMBER and is_joined:
            whole = token.text + after.text
            yield token.line, f"the query has the number {whole}; write it without underscores"


_BEFORE_LISTS = frozenset(
    [
        *(TokenType.SELECT, TokenType.COMMA, TokenType.L_PAREN, TokenType.EQ, TokenType.IN),
        *(TokenType.THEN, TokenType.ELSE, TokenType.WHEN, TokenType.AND, TokenType.OR),
    ]
)


def _constructs(tree: exp.Expr) -> Iterator[tuple[str, str]]:
    for node in tree.walk():
        if type(node) in _CLAUSES:
            yield _CLAUSES[type(node)]
        elif isinstance(node, exp.Star) and any(node.args.values()):
            yield "* EXCLUDE, REPLACE or RENAME", "name the columns"
        elif isinstance(node, exp.Group) and node.args.get("all"):
            yield "GROUP BY ALL", "name the columns"
        elif isinstance(node, exp.Ordered) and node.this.name.lower() == "all":
            yield "ORDER BY ALL", "name the columns"
        elif isinstance(node, exp.Join):
            yield from _joins(node)
        elif isinstance(node, exp.SetOperation) and node.args.get("by_name"):
            yield "UNION BY NAME", "name the columns in one order"
        elif isinstance(node, exp.DataType) and node.this in _TYPES:
            yield f"the type {node.this.value}", "use a type of PostgreSQL's"
        elif isinstance(node, exp.Select) and node.args.get("sample"):
            yield "USING SAMPLE", "use TABLESAMPLE"
        elif isinstance(node, exp.LimitOptions) and node.args.get("percent"):
            yield "a LIMIT in percent", "use percent_rank()"
        elif isinstance(node, exp.Anonymous) and _is_matching(node):
            yield "regexp_matches as a condition", "write x ~ pattern"


def _joins(join: exp.Join) -> Iterator[tuple[str, str]]:
    for word in (join.method, join.kind, join.this.alias):
        if word.upper() in ("ASOF", "POSITIONAL"):
            yield f"{word.upper()} JOIN", "use a LATERAL subquery"
        elif word.upper() in ("SEMI", "ANTI"):
            yield f"{word.upper()} JOIN", "use EXISTS or NOT EXISTS"


def _is_matching(node: exp.Anonymous) -> bool:
    return node.name.lower() == "regexp_matches" and isinstance(node.parent, _CONDITIONS)
