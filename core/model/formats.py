"""How a unit reads: number formats that Excel, LibreOffice and Google Sheets understand alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from core.model.kpi import Better

# An amount from here on is shown without minor units: nobody reads the cents of 48,210 €.
WHOLE_FROM = 1000

_SYMBOL_BEFORE = {"GBP": "£", "INR": "₹", "JPY": "¥", "USD": "$"}
_SYMBOL_AFTER = {"EUR": "€"}
# fmt: off
_NO_MINOR_UNIT = frozenset((
    "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF",
))
# fmt: on
_THREE_DIGITS = frozenset(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"))

_MARKS: dict[Better, str] = {"higher": "≥ ", "lower": "≤ ", "neutral": ""}


@dataclass(frozen=True, slots=True)
class _Look:
    decimals: int
    before: str = ""
    after: str = ""
    is_money: bool = False

    def pattern(self, decimals: int) -> str:
        fraction = "." + "0" * decimals if decimals else ""
        if self.after == "%":
            # Unquoted, since here the sign is what multiplies by 100.
            return f"0{fraction}%"
        before = f'"{self.before}"' if self.before else ""
        after = f'"{self.after}"' if self.after else ""
        return f"{before}#,##0{fraction}{after}"

    def decimals_of(self, value: float) -> int:
        return 0 if self.is_money and value >= WHOLE_FROM else self.decimals


_PLAIN = {
    "count": _Look(0),
    "number": _Look(2),
    "percent": _Look(1, after="%"),
    "hours": _Look(1, after=" h"),
    "days": _Look(1, after=" d"),
}


def _look(unit: str) -> _Look:
    if unit in _PLAIN:
        return _PLAIN[unit]
    decimals = 0 if unit in _NO_MINOR_UNIT else 3 if unit in _THREE_DIGITS else 2
    if unit in _SYMBOL_BEFORE:
        return _Look(decimals, before=_SYMBOL_BEFORE[unit], is_money=True)
    return _Look(decimals, after=f" {_SYMBOL_AFTER.get(unit, unit)}", is_money=True)


def number_format(unit: str) -> str:
    """Return the number format of values in `unit`."""
    look = _look(unit)
    if look.is_money and look.decimals:
        # One condition only: with two, applications disagree about the sign of negative numbers.
        return f"[<{WHOLE_FROM}]{look.pattern(look.decimals)};{look.pattern(0)}"
    return look.pattern(look.decimals)


def target_format(unit: str, better: Better, target: float) -> str:
    """Return the number format of `target`, which also says in which direction it is met."""
    look = _look(unit)
    pattern = look.pattern(look.decimals_of(abs(target)))
    mark = f'"{_MARKS[better]}"' if _MARKS[better] else ""
    return f"{mark}{pattern};{mark}-{pattern}"


def format_value(value: float, unit: str) -> str:
    """Return `value` as its number format shows it."""
    look = _look(unit)
    number = abs(value) * (100 if unit == "percent" else 1)
    return (
        f"{'-' if value < 0 else ''}{look.before}{number:,.{look.decimals_of(value)}f}{look.after}"
    )


def stamp(instant: datetime, zone: ZoneInfo) -> str:
    """Return the instant to the minute in `zone`."""
    return f"{instant.astimezone(zone):%Y-%m-%d %H:%M %Z}"


def counted(count: int, noun: str) -> str:
    """Return a number with its noun: `1 KPI`, `2 KPIs`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
