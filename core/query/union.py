"""Many small queries as one: planning a statement costs more than most of them take. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.query.binding import bind, rename_parameters
from core.query.result import Result

_PARTS = ("value", "numerator", "denominator")
_WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT")
_KINDS = (
    *_WHOLE,
    *(f"U{kind}" for kind in _WHOLE),
    "FLOAT",
    "DOUBLE",
    "DECIMAL",
    "NUMERIC",
    "REAL",
    '"NULL"',
)


@dataclass(frozen=True, slots=True)
class Part:
    """One query with `:name` parameters in PostgreSQL's dialect, the same in DuckDB's, and the
    columns it returns.
    """

    sql: str
    duckdb: str
    params: Mapping[str, Any]
    outputs: Sequence[str]


def can_join(outputs: Sequence[str]) -> bool:
    """Return whether a query with these columns, known beforehand, may be one of many: a breakdown
    may not.
    """
    return "value" in outputs and set(outputs) <= set(_PARTS) and len(set(outputs)) == len(outputs)


def join_for_duckdb(parts: Sequence[Part]) -> tuple[str, dict[str, Any]]:
    """Return one statement and its parameters: each part's rows with its number and the kinds of
    its columns.
    """
    params = {
        f"{name}_{number}": value
        for number, part in enumerate(parts)
        for name, value in part.params.items()
    }
    texts = [rename_parameters(part.duckdb, f"_{number}") for number, part in enumerate(parts)]
    return _united(parts, texts, "typeof({})"), params


def join_for_postgres(parts: Sequence[Part]) -> tuple[str, list[Any]]:
    """Return the same for PostgreSQL, whose parameters are numbered."""
    texts, params = [], list[Any]()
    for part in parts:
        text, names = bind(part.sql, "numbered", len(params))
        texts.append(text.rstrip().rstrip(";"))
        params += [part.params[name] for name in names]
    return _united(parts, texts, "upper(pg_typeof({})::text)"), params


def _united(parts: Sequence[Part], texts: Sequence[str], kind: str) -> str:
    selects = []
    for number, (part, text) in enumerate(zip(parts, texts, strict=True)):
        kinds = " || ';' || ".join(kind.format(name) for name in part.outputs)
        values = ", ".join(
            f"{name}::float8" if name in part.outputs else "NULL::float8" for name in _PARTS
        )
        # The line break ends a comment that the query may end with.
        selects.append(f"SELECT {number}, {kinds}, {values} FROM ({text}\n) AS part_")
    return "\nUNION ALL\n".join(selects)


def split_results(parts: Sequence[Part], rows: Iterable[tuple[Any, ...]]) -> list[Result | None]:
    """Return each part's result, its numbers as floats; None where a value is no number and has to
    be looked at.
    """
    found: list[list[tuple[Any, ...]]] = [[] for _ in parts]
    odd = set()
    for number, kinds, *values in rows:
        if not all(kind.startswith(_KINDS) for kind in kinds.split(";")):
            odd.add(number)
        found[number].append(tuple(values[_PARTS.index(name)] for name in parts[number].outputs))
    return [
        None if number in odd else Result(tuple(part.outputs), some)
        for number, (part, some) in enumerate(zip(parts, found, strict=True))
    ]
