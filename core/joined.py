"""Many small queries as one: planning a statement costs more than most of them take. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.query import renamed

_PARTS = ("value", "numerator", "denominator")
_WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT")
_KINDS = (*_WHOLE, *(f"U{kind}" for kind in _WHOLE), "FLOAT", "DOUBLE", "DECIMAL", '"NULL"')


@dataclass(frozen=True, slots=True)
class Part:
    """One query in DuckDB's dialect, its parameters, and the columns that it returns."""

    sql: str
    params: Mapping[str, Any]
    outputs: Sequence[str]


def can_be_joined(outputs: Sequence[str]) -> bool:
    """Return whether a query with these columns, known beforehand, may be one of many: a breakdown may not."""
    return "value" in outputs and set(outputs) <= set(_PARTS) and len(set(outputs)) == len(outputs)


def join(parts: Sequence[Part]) -> tuple[str, dict[str, Any]]:
    """Return one statement and its parameters: each part's rows with its number and the kinds of its columns."""
    selects: list[str] = []
    params: dict[str, Any] = {}
    for number, part in enumerate(parts):
        kinds = " || ';' || ".join(f"typeof({name})" for name in part.outputs)
        values = ", ".join(f"{name}::DOUBLE" if name in part.outputs else "NULL::DOUBLE" for name in _PARTS)
        # The line break ends a comment that the query may end with.
        selects.append(f"SELECT {number}, {kinds}, {values} FROM ({renamed(part.sql, f'_{number}')}\n) AS part_")
        params |= {f"{name}_{number}": value for name, value in part.params.items()}
    return "\nUNION ALL\n".join(selects), params


def apart(parts: Sequence[Part], rows: Iterable[tuple[Any, ...]]) -> list[list[tuple[float | None, ...]] | None]:
    """Return each part's rows, in the order of its columns; None where a value is no number and has to be looked at."""
    found: list[list[tuple[float | None, ...]] | None] = [[] for _ in parts]
    for number, kinds, *values in rows:
        some = found[number]
        if some is None or not all(kind.startswith(_KINDS) for kind in kinds.split(";")):
            found[number] = None
            continue
        some.append(tuple(values[_PARTS.index(name)] for name in parts[number].outputs))
    return found
