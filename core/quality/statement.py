"""The one statement that measures all checks of a source: a single pass of aggregates. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.catalog import SourceTerms
from core.model import SourceCheck, parse_time
from core.quality.spans import NumberSpan
from core.query import Dialect, quote_name, quote_relation

ROWS, NEWEST = "rows", "newest"


@dataclass(frozen=True, slots=True)
class CheckStatement:
    """SQL with `:name` parameters and their values.

    The result has one row: `rows`, `newest` in seconds since 1970, and for the check at each place
    `found0`, the rows that deviate, and `of0`, the rows that it counted. A reconciliation has its
    two numbers there.
    """

    sql: str
    params: dict[str, Any]


def make_statement(
    relation: str,
    terms: SourceTerms,
    checks: Sequence[SourceCheck],
    dialect: Dialect,
    now: datetime,
    spans: Mapping[str, NumberSpan] | None = None,
) -> CheckStatement:
    """Return the statement that measures `checks` of a relation.

    `now` is the instant from which a check's `last` counts back. `spans` are those of columns of
    whole numbers, if DuckDB runs the statement.
    """
    selected = ["count(*) AS rows"]
    joined: list[str] = []
    params: dict[str, Any] = {}
    if terms.loaded_at:
        selected.append(f"{_seconds(terms.loaded_at, dialect)} AS {NEWEST}")
    for place, check in enumerate(checks):
        if check.kind == "reconcile":
            query = check.sql.strip().rstrip(";")
            names = f"found{place}, of{place}"
            joined.append(f"LEFT JOIN (\n{query}\n) AS numbers{place} ({names}) ON true")
            continue
        window = ""
        if check.last:
            window = f"{quote_name(terms.loaded_at)} >= :since{place}"
            params[f"since{place}"] = now - parse_time(check.last)
        if check.kind == "between":
            params |= {f"low{place}": float(check.low), f"high{place}": float(check.high)}
        span = (spans or {}).get(" ".join(check.columns)) if check.kind == "unique" else None
        if span:
            params |= {f"low{place}": span[0], f"high{place}": span[1]}
        selected += _counts(check, place, window, has_span=span is not None)
    sql = f"SELECT {', '.join(selected)} FROM {quote_relation(relation)}"
    if joined:
        sql = f"SELECT * FROM ({sql}) AS measured {' '.join(joined)}"
    return CheckStatement(sql, params)


def _counts(check: SourceCheck, place: int, window: str, *, has_span: bool) -> Iterator[str]:
    """Yield the rows of a check that deviate, and all that it counts."""
    if check.kind == "unique" and has_span:
        yield f"{_repeated_numbers(check.columns[0], place, window)} AS found{place}"
    elif check.kind == "unique":
        yield f"{_repeated(check.columns, window)} AS found{place}"
    elif condition := _deviation(check, place):
        yield f"count(*){_filter(condition, window)} AS found{place}"
    else:
        return
    yield f"count(*){_filter(window)} AS of{place}"


def _deviation(check: SourceCheck, place: int) -> str:
    """Return the condition of a row that deviates; empty for a check of the whole source."""
    if check.kind == "missing":
        return f"{quote_name(check.columns[0])} IS NULL"
    if check.kind == "between":
        return f"{quote_name(check.columns[0])} NOT BETWEEN :low{place} AND :high{place}"
    return f"NOT (\n{check.sql}\n)" if check.kind == "holds" else ""


def _repeated(columns: Sequence[str], window: str) -> str:
    """Return SQL for the number of rows too many."""
    names = ", ".join(map(quote_name, columns))
    if len(columns) == 1:
        return f"count({names}){_filter(window)} - count(DISTINCT {names}){_filter(window)}"
    return f"count(*){_filter(window)} - count(DISTINCT ({names})){_filter(window)}"


def _repeated_numbers(column: str, place: int, window: str) -> str:
    """Return SQL for the rows too many by a bit for each number of the column's span."""
    name, rows = quote_name(column), _filter(window)
    bits = f"bitstring_agg({name}, :low{place}, :high{place}){rows}"
    return f"count({name}){rows} - coalesce(bit_count({bits}), 0)"


def _filter(*conditions: str) -> str:
    given = [condition for condition in conditions if condition]
    return f" FILTER (WHERE {' AND '.join(given)})" if given else ""


def _seconds(column: str, dialect: Dialect) -> str:
    if dialect == "postgres":
        return f"extract(epoch FROM max({quote_name(column)})::timestamptz)"
    return f"epoch(max(try_cast({quote_name(column)} AS timestamptz)))"
