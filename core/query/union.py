"""Many small queries as one union: planning a statement costs more than most of them take. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import inf
from typing import Any, NamedTuple

from core.query.binding import rename_dollar_parameters, rename_parameters
from core.query.result import Query, Result, UnionPart

# The name of a part's rows; the translation for a remote engine knows the types of its columns.
PART = "part_"
_POSTGRES_TYPE = "upper(pg_typeof({})::text)"

_VALUES = ("value", "numerator", "denominator")
_WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT")
_UNSIGNED = tuple(f"U{kind}" for kind in _WHOLE)
_LARGEST_WHOLE = 2**53  # beyond it a float skips whole numbers
_NUMBERS = (*_WHOLE, *_UNSIGNED, "FLOAT", "DOUBLE", "DECIMAL", "NUMERIC", "REAL", '"NULL"')


class Part(NamedTuple):
    """One query of a union, and the columns that it returns."""

    query: Query
    outputs: Sequence[str]


def can_join(outputs: Sequence[str]) -> bool:
    """Return whether a query with these columns may be part of a union: a breakdown may not."""
    distinct = set(outputs)
    return "value" in distinct and distinct <= set(_VALUES) and len(distinct) == len(outputs)


def join_queries(parts: Sequence[Part]) -> Query:
    """Return one query for all parts.

    Each of its rows is a row of a part: the part's number, the types of its columns, and its value,
    numerator and denominator as floats.
    """
    params, own, texts, duckdb_texts = dict[str, Any](), [], [], []
    for number, part in enumerate(parts):
        suffix, query = f"_{number}", part.query
        params |= {name + suffix: value for name, value in query.params.items()}
        text = _select(part, query.sql.rstrip().rstrip(";"), _POSTGRES_TYPE)
        own.append(UnionPart(f"SELECT {text}", query.params))
        texts.append(rename_parameters(text, suffix))
        duckdb_text = _select(part, query.duckdb, "typeof({})")
        duckdb_texts.append(rename_dollar_parameters(duckdb_text, suffix))
    return Query(_union(texts), _union(duckdb_texts), params, tuple(own))


def _select(part: Part, text: str, type_of: str) -> str:
    """Return what the union selects of a part, behind its number."""
    types = " || ';' || ".join(type_of.format(f"{PART}.{name}") for name in part.outputs)
    values = ", ".join(_as_float(name, part.outputs) for name in _VALUES)
    # The line break ends a comment that the query may end with.
    return f"{types} AS types_, {values} FROM ({text}\n) AS {PART}"


def _union(texts: Sequence[str]) -> str:
    selects = (f"SELECT {number} AS number_, {text}" for number, text in enumerate(texts))
    return "\nUNION ALL\n".join(selects)


def _as_float(name: str, outputs: Sequence[str]) -> str:
    value = f"{PART}.{name}" if name in outputs else "NULL"
    return f"{value}::float8 AS {name}_"


def split_results(parts: Sequence[Part], rows: Iterable[tuple[Any, ...]]) -> list[Result | None]:
    """Return each part's result, its numbers as floats.

    A result is None where a value is not a number, or so large that a float may have lost digits:
    the part has to be asked alone.
    """
    part_rows: list[list[tuple[Any, ...]]] = [[] for _ in parts]
    odd = set()
    for number, types, *values in rows:
        if not _are_numbers(types) or any(map(_is_large, values)):
            odd.add(number)
        by_name = dict(zip(_VALUES, values, strict=True))
        part_rows[number].append(tuple(by_name[name] for name in parts[number].outputs))
    return [
        None if number in odd else Result(tuple(part.outputs), part_rows[number])
        for number, part in enumerate(parts)
    ]


def _are_numbers(types: str) -> bool:
    return all(name.startswith(_NUMBERS) for name in types.split(";"))


def _is_large(value: float | None) -> bool:
    return value is not None and _LARGEST_WHOLE <= abs(value) < inf
