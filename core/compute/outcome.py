"""What the result of a KPI's query means: values, or reasons for having none."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from core.errors import QueryError
from core.model import Outcome, same_number
from core.query import Result

_COLUMNS = ("field", "value", "numerator", "denominator")
_BLANK_LABEL = "(blank)"


@dataclass(frozen=True, slots=True)
class Computed:
    """A value of one field of a KPI, or the reason for having none."""

    field: str = ""
    outcome: Outcome = "value"
    value: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    reason: str = ""


def no_value(reason: str) -> Computed:
    """Return the outcome of a query that gives no value, or that cannot be asked."""
    return Computed(outcome="none", reason=reason)


def interpret(result: Result) -> tuple[Computed, ...]:
    """Turn a query's result into fields.

    Raises:
        QueryError: The columns or the types of the values are not those of a KPI, or a label comes
            twice.
    """
    _judge_columns(result.columns)
    if not result.rows:
        return (no_value("the query returned no row"),)
    named = [dict(zip(result.columns, row, strict=True)) for row in result.rows]
    if "field" not in result.columns and len(named) > 1:
        raise QueryError(
            f"the query returned {len(named)} rows; return one, or label them with a column field"
        )
    found = tuple(sorted((_computed(row) for row in named), key=lambda computed: computed.field))
    labels = [computed.field for computed in found]
    if twice := next((label for label in labels if labels.count(label) > 1), None):
        raise QueryError(f"the query returned the field {twice!r} more than once; group by field")
    return found


def _judge_columns(columns: Sequence[str]) -> None:
    if "value" not in columns:
        raise QueryError(
            f"the query returned no column named value, but {', '.join(columns)}; name it with AS"
            " value"
        )
    if extra := [name for name in columns if name not in _COLUMNS or columns.count(name) > 1]:
        raise QueryError(
            f"the query returned the column {extra[0]} beside value; return field, value,"
            " numerator, denominator only"
        )


def _computed(row: Mapping[str, Any]) -> Computed:
    field = _label(row["field"]) if "field" in row else ""
    value, over, under = (
        _number(name, row.get(name)) for name in ("value", "numerator", "denominator")
    )
    if row["value"] is None:
        return Computed(field, "none", None, over, under, "the query returned NULL")
    if value is None:
        reason = f"the result is not finite ({row['value']}); was something divided by zero?"
        return Computed(field, "none", None, over, under, reason)
    return Computed(field, "value", value, over, under)


def _label(label: object) -> str:
    if label is None:
        return _BLANK_LABEL
    return label.isoformat() if isinstance(label, date) else str(label).strip()


def _number(name: str, found: object) -> float | None:
    """Return a finite float; None for NULL, NaN and infinity."""
    match found:
        case None:
            return None
        case bool():
            raise QueryError(
                f"the query returned the truth value {found} as {name}; cast it: {name}::int"
            )
        case int() | float() | Decimal():
            number = float(found)
            return number if math.isfinite(number) else None
    kind = "text" if isinstance(found, str) else f"a {type(found).__name__}"
    raise QueryError(f"the query returned {kind} ({str(found)[:40]!r}) as {name}; return a number")


def same_outcome(one: Sequence[Computed], other: Sequence[Computed]) -> bool:
    """Return whether two results say the same, but for the noise of floating-point sums."""
    return len(one) == len(other) and all(
        (a.field, a.outcome) == (b.field, b.outcome)
        and same_number(a.value, b.value)
        and same_number(a.numerator, b.numerator)
        and same_number(a.denominator, b.denominator)
        for a, b in zip(one, other, strict=True)
    )
