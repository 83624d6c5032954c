"""The change of a value against an earlier one: the only place that computes one. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.model import Period, Row, is_money, smallest_shown, stored_range
from core.status.series import find_obstacle, remark

# Beyond these a difference of two floats is noise.
_CHANGE_DIGITS, _RELATIVE_DIGITS = 9, 15

# A change of more than 1,000 % says that its base is small, and nothing of the new value.
_MOST = 10

IN_POINTS = "percentages change by points"


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueChange:
    """A value beside an earlier one or a mean of some.

    Attributes:
        against: What the value is compared to, such as `2026-W45`.
        base: The value compared to; None if there is none.
        absolute: The difference in the value's unit, of percentages in points; None if the two
            cannot be compared.
        relative: The difference as a fraction of the base; None where that means nothing.
        reason: Why `absolute` or `relative` is None.
        remark: Why the change may still change.
    """

    against: str
    base: float | None = None
    absolute: float | None = None
    relative: float | None = None
    reason: str = ""
    remark: str = ""

    @property
    def percent(self) -> float | None:
        """The difference in per cent of the base."""
        return None if self.relative is None else _significant(self.relative * 100)

    def in_scorecard(self, unit: str) -> float | None:
        """Return the change as a scorecard shows it, see `core.model.change_format`.

        Money changes by a fraction of the old amount, everything else by an amount or points.
        """
        return self.relative if is_money(unit) else self.absolute


def change_of(
    rows: Mapping[Period, Row], new: Period, old: Period, begin: Period | None, against: str = ""
) -> ValueChange:
    """Return the change of the value of a period against the one of an older period.

    `begin` is the period behind `old`, up to `new`, in which a new definition begins.
    """
    against = against or str(old)
    new_row, old_row = rows.get(new), rows.get(old)
    base = None if old_row is None else old_row.value
    reason = _obstacle_of(new_row, new) or _obstacle_of(old_row, old)
    if new_row is None or old_row is None or new_row.value is None or base is None or reason:
        return ValueChange(against=against, base=base, reason=reason)
    if reason := _difference_in_kind(new_row, old_row, begin):
        return ValueChange(against=against, base=base, reason=reason)
    remarks = "; ".join(text for text in (remark(new_row), remark(old_row)) if text)
    return change_against(new_row.value, base, new_row.unit, against, remarks)


def change_against(
    new: float, base: float, unit: str, against: str, remark: str = ""
) -> ValueChange:
    """Return the change of a value against a base in the same unit.

    Percentages have no per cent. Neither has a base that is 0, negative or too small: its unit
    shows it as 0, or the change is beyond 1,000 %.
    """
    points = 100 if unit == "percent" else 1
    reason = no_percent(new, base, unit)
    relative = None if reason else _significant((new - base) / base)
    return ValueChange(
        against=against,
        base=base,
        absolute=round((new - base) * points, _CHANGE_DIGITS),
        relative=relative,
        reason=reason,
        remark=remark,
    )


def no_percent(new: float, base: float, unit: str) -> str:
    """Return why a change has no per cent, empty if it has one."""
    if unit == "percent":
        return IN_POINTS
    if base == 0:
        return "no per cent of 0"
    if base < 0:
        return "no per cent of a negative value"
    if base < smallest_shown(unit) or abs(new - base) > _MOST * base:
        return "the base is too small for a per cent"
    return ""


def _significant(number: float) -> float:
    return float(f"{number:.{_RELATIVE_DIGITS}g}")


def _obstacle_of(row: Row | None, period: Period) -> str:
    return f"{period} is not stored" if row is None else find_obstacle(row)


def _difference_in_kind(new: Row, old: Row, begin: Period | None) -> str:
    if new.unit != old.unit:
        return f"the unit changed from {old.unit} to {new.unit}"
    if begin is not None:
        return f"a new definition begins in {begin}"
    if _begins_anew(new, old):
        return f"the {new.range_type} begins anew behind {old.period}"
    return ""


def _begins_anew(new: Row, old: Row) -> bool:
    """Return whether two neighbours to date belong to two months, quarters or years."""
    if not new.range_type.endswith("to date") or old.period.shift(1) != new.period:
        return False
    covered = stored_range(new.range_type)
    return covered.first_day(new.period) != covered.first_day(old.period)
