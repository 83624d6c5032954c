"""The meaning of a query's result: values, or reasons for having none."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from core.compute.labels import read_label, require_distinct
from core.errors import QueryError
from core.model import Outcome, same_number
from core.query import MOST_ROWS, Result, columns_fault, require_few

_LARGEST_WHOLE = 2**53  # beyond it a float skips whole numbers


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
    """Return the fields of a query's result, sorted by label.

    Raises:
        QueryError: The columns or the types of the values are not those of a KPI, a label comes
            twice, or there are too many.
    """
    _check_columns(result.columns)
    require_few(result.rows, MOST_ROWS)
    if not result.rows:
        return (no_value("the query returned no row"),)
    if "field" not in result.columns and len(result.rows) > 1:
        raise QueryError(
            f"the query returned {len(result.rows)} rows; return one, or label them with a column"
            " field"
        )
    rows = [dict(zip(result.columns, row, strict=True)) for row in result.rows]
    fields = sorted((_computed(row) for row in rows), key=lambda computed: computed.field)
    require_distinct(computed.field for computed in fields)
    return tuple(fields)


def _check_columns(columns: Sequence[str]) -> None:
    fault = columns_fault(columns)
    if fault:
        raise QueryError(f"the query returned {fault}")


def _computed(row: Mapping[str, Any]) -> Computed:
    field = read_label(row["field"]) if "field" in row else ""
    value = _number("value", row["value"])
    over, under = (
        _number("numerator", row.get("numerator")),
        _number("denominator", row.get("denominator")),
    )
    if row["value"] is None:
        return Computed(field, "none", None, over, under, "the query returned NULL")
    if value is None:
        reason = f"the result is not finite ({row['value']}); was something divided by zero?"
        return Computed(field, "none", None, over, under, reason)
    return Computed(field, "value", value, over, under)


def _number(name: str, value: object) -> float | None:
    """Return a finite float; None for NULL, NaN and infinity."""
    match value:
        case None:
            return None
        case bool():
            raise QueryError(
                f"the query returned the truth value {value} as {name}; cast it: {name}::int"
            )
        case int() | float() | Decimal():
            number = float(value)
            if not math.isfinite(number):
                return None
            _refuse_lost_digits(name, value, number)
            return number
    kind = "text" if isinstance(value, str) else f"a {type(value).__name__}"
    raise QueryError(f"the query returned {kind} ({str(value)[:40]!r}) as {name}; return a number")


def _refuse_lost_digits(name: str, value: float | Decimal, number: float) -> None:
    """Refuse a whole number of which a float, and so a sheet, would lose digits."""
    if isinstance(value, float) or abs(value) <= _LARGEST_WHOLE or value != int(value):
        return
    if Decimal(f"{number:.15g}") != value:
        raise QueryError(
            f"the query returned {value} as {name}, of which a sheet keeps 15 digits only; scale"
            " it, e.g. to thousands"
        )


def same_outcome(one: Sequence[Computed], other: Sequence[Computed]) -> bool:
    """Return whether two results are the same, but for the noise of floating-point sums."""
    return len(one) == len(other) and all(map(_same_field, one, other))


def _same_field(one: Computed, other: Computed) -> bool:
    return (
        (one.field, one.outcome) == (other.field, other.outcome)
        and same_number(one.value, other.value)
        and same_number(one.numerator, other.numerator)
        and same_number(one.denominator, other.denominator)
    )
