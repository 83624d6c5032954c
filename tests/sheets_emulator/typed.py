"""What typing a text into a cell makes of it (USER_ENTERED): number, date, boolean, formula or
text.
"""

from __future__ import annotations

import math
import re
from datetime import date, datetime, time
from typing import Any

from .errors import Json
from .model import Cell
from .schema import whole

EPOCH = datetime(1899, 12, 30)
NUMBER = re.compile(
    r"^([+-]?)(\$?)\s*([+-]?)((?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d*)?|\.\d+)(?:[eE]([+-]?\d+))?\s*(%?)$"
)
DATE = (
    (re.compile(r"^(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})$"), "yyyy-mm-dd"),
    (re.compile(r"^(?P<y>\d{4})/(?P<m>\d{1,2})/(?P<d>\d{1,2})$"), "yyyy/mm/dd"),
    (re.compile(r"^(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>\d{4})$"), "m/d/yyyy"),
    (re.compile(r"^(?P<m>\d{1,2})-(?P<d>\d{1,2})-(?P<y>\d{4})$"), "m-d-yyyy"),
    (re.compile(r"^(?P<m>\d{1,2})/(?P<d>\d{1,2})$"), "m/d"),
    (re.compile(r"^(?P<m>\d{1,2})-(?P<d>\d{1,2})$"), "m-d"),
)
TIME = re.compile(r"^(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([AaPp][Mm])?$")


def serial(moment: datetime) -> float | int:
    """Days since 1899-12-30."""
    delta = moment - EPOCH
    return whole(delta.days + delta.seconds / 86_400)


def entered(value: Any, cell: Cell, raw: bool) -> Cell | None:
    """The cell after values.update has put a value into it; None leaves the cell as it is."""
    if value is None:
        return None
    found, number_format = ({}, None) if value == "" else _value(value, raw, _is_text(cell))
    kept = {
        key: item for key, item in cell.items() if key not in ("userEnteredValue", "textFormatRuns")
    }
    if found:
        kept["userEnteredValue"] = found
    own = kept.get("userEnteredFormat", {})
    if number_format and "numberFormat" not in own:
        kept["userEnteredFormat"] = own | {"numberFormat": number_format}
    return kept


def _is_text(cell: Cell) -> bool:
    kind = cell.get("userEnteredFormat", {}).get("numberFormat", {}).get("type")
    return bool(kind == "TEXT")


def _value(value: Any, raw: bool, as_text: bool) -> tuple[Json, Json | None]:
    if isinstance(value, bool):
        return {"boolValue": value}, None
    if isinstance(value, int | float):
        return {"numberValue": whole(value)}, None
    if raw or as_text:
        return {"stringValue": value}, None
    return parse(value)


def parse(text: str) -> tuple[Json, Json | None]:
    """An ExtendedValue and, for what is more than a plain number, the number format that typing it
    sets.
    """
    if text.startswith("'"):
        return {"stringValue": text[1:]}, None
    if text.startswith("=") and len(text) > 1:
        return {"formulaValue": text}, None
    bare = text.strip()
    if bare.upper() in ("TRUE", "FALSE"):
        return {"boolValue": bare.upper() == "TRUE"}, None
    for reading in (_number, _moment):
        if found := reading(bare):
            return {"numberValue": found[0]}, found[1]
    return {"stringValue": text}, None


def _number(text: str) -> tuple[float | int, Json | None] | None:
    match = NUMBER.match(text)
    if not match or (match[1] and match[3]):
        return None
    value = float(match[4].replace(",", "") + ("e" + match[5] if match[5] else ""))
    if not math.isfinite(value):
        return None
    if "-" in match[1] + match[3]:
        value = -value
    return whole(round(value / 100, 15) if match[6] else value), _number_format(match)


def _number_format(match: re.Match[str]) -> Json | None:
    """What a way of writing a number says of its format."""
    decimals = ".00" if "." in match[4] else ""
    formats = (
        (match[6], "PERCENT", f"0{decimals}%"),
        (match[2], "CURRENCY", f'"$"#,##0{decimals}'),
        (match[5], "SCIENTIFIC", "0.00E+00"),
        ("," in match[4], "NUMBER", f"#,##0{decimals}"),
    )
    return next(
        ({"type": kind, "pattern": pattern} for given, kind, pattern in formats if given), None
    )


def _moment(text: str) -> tuple[float | int, Json | None] | None:
    if clock := _clock(text):
        return serial(datetime.combine(EPOCH.date(), clock[0])), {
            "type": "TIME",
            "pattern": clock[1],
        }
    day_text, _, clock_text = text.replace("T", " ").partition(" ")
    day = _day(day_text)
    if day is None:
        return None
    if not clock_text:
        return serial(datetime.combine(day[0], time())), {"type": "DATE", "pattern": day[1]}
    clock = _clock(clock_text.strip())
    if clock is None:
        return None
    pattern = f"{day[1]} {clock[1]}"
    return serial(datetime.combine(day[0], clock[0])), {"type": "DATE_TIME", "pattern": pattern}


def _day(text: str) -> tuple[date, str] | None:
    for pattern, shown in DATE:
        if match := pattern.match(text):
            parts = match.groupdict()
            year = int(parts.get("y") or date.today().year)
            try:
                return date(year, int(parts["m"]), int(parts["d"])), shown
            except ValueError:
                return None
    return None


def _clock(text: str) -> tuple[time, str] | None:
    match = TIME.match(text)
    if not match:
        return None
    hour, minute, second = int(match[1]), int(match[2]), int(match[3] or 0)
    half = (match[4] or "").upper()
    if half and 1 <= hour <= 12:
        hour = hour % 12 + 12 * (half == "PM")
    if hour > 23 or minute > 59 or second > 59:
        return None
    shown = "h:mm" + (":ss" if match[3] else "") + (" am/pm" if half else "")
    return time(hour, minute, second), shown
