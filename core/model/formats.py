"""Number formats of units, the same in Excel, LibreOffice and Google Sheets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from core.model.kpi import Better

# Amounts from here on are shown without minor units: the cents of 48,210 € are noise.
WHOLE_FROM = 1000

_SYMBOL_BEFORE = {"GBP": "£", "INR": "₹", "JPY": "¥", "USD": "$"}
_SYMBOL_AFTER = {"EUR": "€"}
# fmt: off
_NO_MINOR_UNIT = frozenset((
    "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW",
    "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF",
))
# fmt: on
_THREE_DIGITS = frozenset(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"))

# What stands before a target.
BOUNDS: dict[Better, str] = {"higher": "≥ ", "lower": "≤ ", "within": "", "neutral": ""}

# Characters of a long text that a line shows.
_LONGEST_START = 60


@dataclass(frozen=True, slots=True)
class _UnitFormat:
    """How values in a unit are written: decimals, and signs before and after the number."""

    decimals: int
    before: str = ""
    after: str = ""
    is_money: bool = False

    def pattern(self, decimals: int) -> str:
        """Return the number format with so many decimals."""
        fraction = "." + "0" * decimals if decimals else ""
        if self.after == "%":
            # Unquoted, the sign also multiplies by 100.
            return f"0{fraction}%"
        before = f'"{self.before}"' if self.before else ""
        after = f'"{self.after}"' if self.after else ""
        return f"{before}#,##0{fraction}{after}"

    def decimals_of(self, value: float) -> int:
        """Return how many decimals a value shows."""
        return 0 if self.is_money and abs(value) >= WHOLE_FROM else self.decimals


_PLAIN = {
    "count": _UnitFormat(0),
    "number": _UnitFormat(2),
    "percent": _UnitFormat(1, after="%"),
    "hours": _UnitFormat(1, after=" h"),
    "days": _UnitFormat(1, after=" d"),
}


def _unit_format(unit: str) -> _UnitFormat:
    if unit in _PLAIN:
        return _PLAIN[unit]
    decimals = _minor_digits(unit)
    if unit in _SYMBOL_BEFORE:
        return _UnitFormat(decimals, before=_SYMBOL_BEFORE[unit], is_money=True)
    return _UnitFormat(decimals, after=f" {_SYMBOL_AFTER.get(unit, unit)}", is_money=True)


def _minor_digits(currency: str) -> int:
    if currency in _NO_MINOR_UNIT:
        return 0
    return 3 if currency in _THREE_DIGITS else 2


def number_format(unit: str, value: float | str | None = None) -> str:
    """Return the number format of values in `unit`, or of one of them.

    Only a large negative amount needs its own, since it is below the limit of all others.
    """
    form = _unit_format(unit)
    if form.is_money and isinstance(value, int | float) and value <= -WHOLE_FROM:
        return form.pattern(0)
    if form.is_money and form.decimals:
        # One condition only: with two, applications disagree about the sign of negative numbers.
        return f"[<{WHOLE_FROM}]{form.pattern(form.decimals)};{form.pattern(0)}"
    return form.pattern(form.decimals)


def signed_format(pattern: str, sign: str) -> str:
    """Return a number format that adds a sign behind the number, which stays a number."""
    if not sign:
        return pattern
    return ";".join(_signed_section(section, sign) for section in pattern.split(";"))


def _signed_section(section: str, sign: str) -> str:
    return f'{section[:-1]}{sign}"' if section.endswith('"') else f'{section}"{sign}"'


def target_format(unit: str, better: Better, target: float) -> str:
    """Return the number format of `target`, with a mark for the direction that meets it."""
    form = _unit_format(unit)
    pattern = form.pattern(form.decimals_of(target))
    mark = f'"{BOUNDS[better]}"' if BOUNDS[better] else ""
    return f"{mark}{pattern};{mark}-{pattern}"


def change_format(unit: str) -> str:
    """Return the number format of a change between two values in `unit`: its sign always shows."""
    form = _unit_format(unit)
    if form.is_money:
        pattern = "0.0%"
    elif form.after == "%":
        pattern = '0.0" pp"'
    else:
        pattern = form.pattern(form.decimals)
    return f"+{pattern};-{pattern};{pattern}"


def is_money(unit: str) -> bool:
    """Return whether values in `unit` are amounts of a currency."""
    return _unit_format(unit).is_money


def smallest_shown(unit: str) -> float:
    """Return the smallest amount that is not shown as 0 in `unit`."""
    form = _unit_format(unit)
    decimals = form.decimals + (2 if form.after == "%" else 0)
    return float(0.5 * 10**-decimals)


def format_value(value: float, unit: str) -> str:
    """Return `value` as its number format shows it."""
    form = _unit_format(unit)
    sign = "-" if value < 0 else ""
    number = abs(value) * 100 if unit == "percent" else abs(value)
    return f"{sign}{form.before}{number:,.{form.decimals_of(value)}f}{form.after}"


def stamp(instant: datetime, zone: ZoneInfo) -> str:
    """Return the instant to the minute in `zone`."""
    return f"{instant.astimezone(zone):%Y-%m-%d %H:%M %Z}"


def text_start(text: str) -> str:
    """Return the beginning of a text on one line."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_START else f"{line[:_LONGEST_START]} …"


def counted(count: int, noun: str) -> str:
    """Return a number with its noun: `1 KPI`, `2 KPIs`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
