"""Tables of the warehouse, and a few rows of one, as text and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core.cli.text.records import json_text
from core.cli.text.tables import cut, table
from core.engines import WarehouseTable

_GAP = 2  # blanks between two columns
_NARROWEST = 8  # letters of a value
_Rows = Sequence[tuple[Any, ...]]


def relations_text(relations: Sequence[WarehouseTable]) -> str:
    """Return tables and views as a table."""
    lines = [
        (relation.full_name, relation.kind, _count_text(relation), str(len(relation.columns)))
        for relation in relations
    ]
    return table(lines, ("name", "kind", "rows (about)", "columns"), right=(2, 3))


def _count_text(relation: WarehouseTable) -> str:
    return "" if relation.rows is None else f"{relation.rows:,}"


def relations_json(relations: Sequence[WarehouseTable]) -> str:
    """Return tables and views as a JSON list, each with its columns."""
    return _json([_record(relation) for relation in relations])


def relation_text(relation: WarehouseTable, sample: _Rows, width: int) -> str:
    """Return each column of a relation with its type and its values, within `width` letters."""
    names = [_printable(name) for name, _ in relation.columns]
    types = [type_name for _, type_name in relation.columns]
    head = max(map(len, ["column", *names])) + _GAP + max(map(len, ["type", *types]))
    letters = max(_NARROWEST, (width - head) // max(len(sample), 1) - _GAP)
    lines = []
    for index, (name, type_name) in enumerate(zip(names, types, strict=True)):
        values = [cut(_value_text(row[index]), letters) for row in sample]
        lines.append((name, type_name, *values))
    title = f"{relation.full_name}: {relation.kind}"
    if relation.rows is not None:
        title += f", about {relation.rows:,} rows"
    header = ("column", "type", *(f"row {number}" for number in range(1, len(sample) + 1)))
    shown = table(lines, header)
    return f"{title}\n\n{shown}" if sample else f"{title}\n\n{shown}\n\nno rows"


def _value_text(value: str | None) -> str:
    return "NULL" if value is None else _printable(value)


def _printable(text: str) -> str:
    """Return a text on one line, without characters that would control the terminal."""
    one_line = " ".join(text.split())
    return "".join(letter if letter.isprintable() else "?" for letter in one_line)


def relation_json(relation: WarehouseTable, sample: _Rows) -> str:
    """Return a relation with whole values as a JSON object."""
    names = [name for name, _ in relation.columns]
    rows = [dict(zip(names, row, strict=True)) for row in sample]
    return _json({**_record(relation), "sample": rows})


def _record(relation: WarehouseTable) -> dict[str, Any]:
    return {
        "table": relation.full_name,
        "kind": relation.kind,
        "rows": relation.rows,
        "columns": [{"name": name, "type": kind} for name, kind in relation.columns],
    }


def _json(value: Any) -> str:
    return json_text(value)
