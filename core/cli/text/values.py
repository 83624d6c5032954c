"""Stored rows as a table, as JSON and as CSV."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from core.catalog import Break
from core.cli.text.comments import comment_start
from core.cli.text.judgements import (
    judgement_record,
    status_text,
    target_text,
    trend_record,
)
from core.cli.text.records import csv_text, json_text
from core.cli.text.tables import cut, table
from core.model import MARKS, Key, Row, as_json, format_value
from core.status import series_by_line
from core.store import Comment, CommentKey, comment_key

if TYPE_CHECKING:
    from core.analysis import Projection

NO_VALUE = "–"
_NAME_WIDTH = 32
_HEADER = ("domain", "no", "KPI", "period", "value", "target", "status", "note")

_NO_RECORDS = ("domain",)

CurrentComments = Mapping[CommentKey, Comment]


def value_text(row: Row) -> str:
    """Return a row's value in its unit, or the mark of its state."""
    if row.value is None:
        return MARKS[row.state].text
    return format_value(row.value, row.unit)


def mean_text(value: float, unit: str) -> str:
    """Return a mean in its unit; one of counts is seldom whole and has a decimal."""
    is_whole = unit != "count" or value == round(value)
    return format_value(value, unit) if is_whole else f"{value:,.1f}"


def signed_text(row: Row) -> str:
    """Return a row's value with the sign of its state, as the scorecard shows it."""
    return f"{value_text(row)}{MARKS[row.state].sign}"


def label(row: Row, names: Mapping[tuple[str, int], str]) -> str:
    """Return the name of a row's KPI, with the field's label if the KPI is broken down."""
    return with_field(names.get((row.domain, row.kpi_number), row.field_name), row.field_details)


def name_cells(
    row: Row, names: Mapping[tuple[str, int], str], *, several: bool
) -> tuple[str, str, str]:
    """Return the domain of a row if there are `several`, its KPI's number, and its name, cut."""
    domain = row.domain if several else ""
    return domain, f"{row.kpi_number:02}", cut(label(row, names), _NAME_WIDTH)


def with_field(name: str, field: str) -> str:
    """Return a KPI's name with the label of a field of its breakdown, if there is one."""
    return f"{name} › {field}" if field else name


def note_text(row: Row) -> str:
    """Return the remarks that belong to a value, or the reason why there is none."""
    return "; ".join(text for text in (_state(row), row.reason, row.remark) if text)


def _state(row: Row) -> str:
    if row.partial:
        return "partial"
    return f"provisional until {row.provisional_until}" if row.provisional_until else ""


def rows_text(
    rows: Sequence[Row],
    form: str,
    names: Mapping[tuple[str, int], str],
    breaks: Mapping[Key, Break] | None = None,
    stored: Sequence[Row] = (),
    comments: CurrentComments | None = None,
    expected: Mapping[Key, Projection] | None = None,
) -> str:
    """Return rows as `table`, `csv` or `json`; `names` are those of the KPIs.

    `breaks` say where a new definition begins, by the key of its first row. `stored` are all rows,
    from which trends are made; default those shown. `comments` are those of people;
    where there are any, each record has its own, None for none. So it is with `expected`, where
    provisional values are expected to end.
    """
    breaks, comments, expected = breaks or {}, comments or {}, expected or {}
    if form != "table":
        lines = series_by_line(stored or rows, breaks)
        records = [record(row, breaks.get(row.key)) | trend_record(row, lines) for row in rows]
        records = [*_with_comments(records, rows, comments)] if comments else records
        records = [*_with_expected(records, rows, expected)] if expected else records
        return csv_text(records, _NO_RECORDS) if form == "csv" else json_text(records)
    texts = [
        (
            row.domain,
            f"{row.kpi_number:02}",
            label(row, names),
            row.period.label,
            signed_text(row),
            target_text(row),
            status_text(row),
            _note(row, breaks, comments, expected.get(row.key)),
        )
        for row in rows
    ]
    if any(row.target is not None for row in rows):
        return table(texts, _HEADER, right=(1, 4, 5))
    without = [(*text[:5], text[7]) for text in texts]
    return table(without, (*_HEADER[:5], _HEADER[7]), right=(1, 4))


def _note(
    row: Row,
    breaks: Mapping[Key, Break],
    comments: CurrentComments,
    expected: Projection | None,
) -> str:
    notes = [note_text(row), expected.expectation if expected else ""]
    if row.key in breaks:
        notes.insert(0, f"new definition: {', '.join(breaks[row.key].changes)}")
    comment = comments.get(comment_key(row))
    if comment:
        notes.append(f"comment: {comment_start(comment.text)}")
    return "; ".join(note for note in notes if note)


def _with_comments(
    records: Sequence[dict[str, Any]], rows: Sequence[Row], comments: CurrentComments
) -> Iterator[dict[str, Any]]:
    """Yield the records of rows, each with the text of the comment on it."""
    for each, row in zip(records, rows, strict=True):
        comment = comments.get(comment_key(row))
        yield {**each, "comment": comment.text if comment else None}


def _with_expected(
    records: Sequence[dict[str, Any]], rows: Sequence[Row], expected: Mapping[Key, Projection]
) -> Iterator[dict[str, Any]]:
    """Yield the records of rows, each with the final value that is expected and its bounds."""
    for each, row in zip(records, rows, strict=True):
        found = expected.get(row.key)
        bounds = (found.expected, found.low, found.high) if found else (None, None, None)
        yield {**each, **dict(zip(("expected", "low", "high"), bounds, strict=True))}


def record(row: Row, broken: Break | None) -> dict[str, Any]:
    """Return a row as one JSON object; `new_definition` says what changed, None for nothing."""
    changes = list(broken.changes) if broken else None
    return {**as_json(row), "new_definition": changes, **judgement_record(row)}
