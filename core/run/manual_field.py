"""The field of a breakdown that a person names, or the total of a KPI that has none. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from core.catalog import Entry
from core.compute import read_given_label
from core.errors import UsageError
from core.model import Row
from core.query import SqlFacts

_MOST = 8  # fields that a message names


def choose_field(
    entry: Entry, facts: SqlFacts, rows: Iterable[Row], label: str, *, is_new: bool
) -> str:
    """Return the field that `label` names, empty for the total.

    Args:
        entry: The KPI.
        facts: The facts about its query, which may say whether it is broken down.
        rows: The KPI's stored rows of all periods.
        label: The field as a person names it; empty if the total is meant.
        is_new: Whether no row needs to have the field.

    Raises:
        UsageError: The label cannot be one, the KPI has no such field, or it is broken down and no
            field is named, or the other way round.
    """
    field = read_given_label(label) if label else ""
    fields = _fields(entry, rows)
    is_broken_down = _is_broken_down(facts, fields)
    if field and is_broken_down is False:
        raise UsageError(f"{entry.id} is not broken down; leave out --field")
    if not field and is_broken_down:
        raise UsageError(f"{entry.id} is broken down; {_choice(fields)}")
    labels = [each for each in fields if each]
    if field and labels and field not in labels and not is_new:
        raise UsageError(f"{entry.id} has no field {field!r}; {_remedy(field, labels)}")
    return field


def _fields(entry: Entry, rows: Iterable[Row]) -> list[str]:
    """Return the labels that have had a value, empty for the total."""
    series = entry.kpi.field_name, str(entry.range)
    fields = set[str]()
    for row in rows:
        is_filled = row.value is not None or row.by_hand
        if is_filled and (row.field_name, row.range_type) == series:
            fields.add(row.field_details)
    return sorted(fields)


def _is_broken_down(facts: SqlFacts, fields: Sequence[str]) -> bool | None:
    """Return whether a KPI has fields: as its query says, else its rows; None if neither does."""
    if facts.outputs:
        return "field" in facts.outputs
    return any(fields) if fields else None


def _choice(fields: Sequence[str]) -> str:
    labels = [field for field in fields if field]
    return f"name one of {_list(labels)} with --field" if labels else "name its field with --field"


def _remedy(field: str, labels: Sequence[str]) -> str:
    by_fold = {label.casefold(): label for label in labels}
    near = [by_fold[each] for each in get_close_matches(field.casefold(), by_fold)]
    question = f"did you mean {' or '.join(map(repr, near))}?" if near else f"name {_list(labels)}"
    return f"{question} --new-field adds one" if near else f"{question}, or add --new-field"


def _list(labels: Sequence[str]) -> str:
    more = ", …" if len(labels) > _MOST else ""
    return ", ".join(labels[:_MOST]) + more
