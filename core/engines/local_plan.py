"""The columns of a query as DuckDB describes them, and what it says of a query it refuses."""

from __future__ import annotations

import re

from core.engines.plans import PlannedColumns
from core.errors import Missing, PlanError

_DESCRIBE = "DESCRIBE "
_MISSING: tuple[tuple[Missing, re.Pattern[str]], ...] = (
    ("table", re.compile(r'Table with name "?([^"\n]+?)"? does not exist')),
    ("column", re.compile(r'Referenced column "([^"]+)" not found')),
    ("column", re.compile(r'does not have a column named "([^"]+)"')),
)
_PLACE = re.compile(r"^LINE (\d+): (.*)\n( *)\^", re.MULTILINE)


def describe_statement(sql: str) -> str:
    """Return the statement that describes a query's columns."""
    return _DESCRIBE + sql


def described_columns(rows: list[tuple[str, ...]]) -> PlannedColumns:
    """Return the columns that DESCRIBE gave."""
    return tuple((row[0].lower(), row[1]) for row in rows)


def plan_error(error: Exception, sql: str) -> PlanError:
    """Return DuckDB's error as one sentence, with its place in `sql`."""
    text = str(error)
    first = next((line.strip() for line in text.splitlines() if line.strip()), "refused")
    message = re.sub(r"^[A-Z][A-Za-z ]* Error: ", "", first).rstrip("!")
    offset, word = _place(text, sql)
    for missing, pattern in _MISSING:
        match = pattern.search(text)
        if match:
            return PlanError(message, offset, missing, match[1])
    return PlanError(message, offset, word=word)


def _place(text: str, sql: str) -> tuple[int | None, str]:
    """Return the place that DuckDB marks with a caret, and the word there.

    The place is unknown if DuckDB shows a part of the line only.
    """
    match = _PLACE.search(text)
    if match is None:
        return None, ""
    head = len(f"LINE {match[1]}: ")
    column, number = len(match[3]) - head, int(match[1])
    word = re.match(r"\w*", match[2][max(column, 0) :])
    if number == 1:
        column -= len(_DESCRIBE)
    lines = sql.splitlines(keepends=True)
    is_known = column >= 0 and number <= len(lines) and not match[2].startswith("...")
    offset = sum(map(len, lines[: number - 1])) + column if is_known else None
    return offset, word[0] if word else ""
