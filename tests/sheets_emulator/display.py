"""What a cell shows: numbers and dates under a number format's pattern."""

from __future__ import annotations

import math
import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal

from .errors import Json
from .typed import EPOCH

DEFAULT_PATTERNS = {
    "NUMBER": "#,##0.00",
    "PERCENT": "0.00%",
    "CURRENCY": '"$"#,##0.00',
    "DATE": "m/d/yyyy",
    "TIME": "h:mm:ss am/pm",
    "DATE_TIME": "m/d/yyyy h:mm:ss",
    "SCIENTIFIC": "0.00E+00",
    "TEXT": "@",
}
WIDE = Context(prec=400)
MOMENTS = ("DATE", "TIME", "DATE_TIME")
LITERAL = re.compile(r'"([^"]*)"|\\(.)|\[[^\]]*\]|_.|\*.')
DATE_PART = re.compile(
    r'"[^"]*"|\\.|\[h+\]|\[m+\]|\[s+\]|am/pm|a/p|y+|m+|d+|h+|s+|\.0+|.', re.IGNORECASE | re.DOTALL
)
NUMBER_PART = re.compile(r"[#0?][#0?,]*(?:\.[#0?]*)?(?:[eE][+-]0+)?|\.[#0?]+")


def text_of(value: object, number_format: Json | None) -> str:
    """A value as the sheet shows it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if not isinstance(value, int | float):
        return _text(str(value), number_format)
    if not number_format or number_format.get("type") == "TEXT":
        return general(value)
    kind = number_format.get("type", "NUMBER")
    pattern = number_format.get("pattern") or DEFAULT_PATTERNS.get(kind, "")
    if kind in MOMENTS:
        return moment(value, pattern)
    return number(value, pattern)


def _text(value: str, number_format: Json | None) -> str:
    """Text is changed by a pattern's fourth section only."""
    sections = _sections((number_format or {}).get("pattern", ""))
    if len(sections) < 4:
        return value
    return LITERAL.sub(lambda match: match[1] or match[2] or "", sections[3]).replace("@", value)


def general(value: float) -> str:
    """A number without a format: up to ten significant digits."""
    if isinstance(value, int) or value.is_integer():
        return f"{int(value)}" if abs(value) < 1e15 else _scientific(value, 5)
    if abs(value) < 1e-5:
        return _scientific(value, 5)
    digits = max(0, 9 - math.floor(math.log10(abs(value))))
    short = f"{value:.{digits}f}"
    return short.rstrip("0").rstrip(".") if "." in short else short


def _scientific(value: float, decimals: int) -> str:
    mantissa, _, exponent = f"{value:.{decimals}E}".partition("E")
    mantissa = mantissa.rstrip("0").rstrip(".")
    return f"{mantissa}E{exponent[0]}{exponent[1:].zfill(2)}"


def number(value: float, pattern: str) -> str:
    """A number under a pattern with up to three sections: positive; negative; zero."""
    if not pattern or pattern.lower() == "general":
        return general(value)
    sections = _sections(pattern)
    if len(sections) > 2 and value == 0:
        return _fill(0.0, sections[2])
    if len(sections) > 1 and value < 0:
        return _fill(-value, sections[1])
    shown = _fill(abs(value), sections[0])
    return "-" + shown if value < 0 and re.search(r"[1-9]", shown) else shown


def _sections(pattern: str) -> list[str]:
    return re.findall(r'(?:"[^"]*"|\\.|[^;])+|(?<=;)(?=;|$)', pattern) or [""]


def _fill(value: float, section: str) -> str:
    """One section: literals as they are, one run of digit places replaced by the number."""
    literals: list[str] = []

    def keep(match: re.Match[str]) -> str:
        literals.append(match[1] or match[2] or ("" if match[0][0] in "[*" else " "))
        return f"\0{len(literals) - 1}\0"

    held = re.sub(r"\0\d+\0", "", section)
    held = LITERAL.sub(keep, held)
    scaled = value * 100.0 ** held.count("%")
    if not math.isfinite(scaled):
        return general(value)
    parts = re.split(r"(\0\d+\0)", held)
    done = False
    for index, part in enumerate(parts):
        if not part.startswith("\0") and not done and (place := NUMBER_PART.search(part)):
            parts[index] = part[: place.start()] + _digits(scaled, place[0]) + part[place.end() :]
            done = True
    return re.sub(r"\0(\d+)\0", lambda match: literals[int(match[1])], "".join(parts))


def _digits(value: float, place: str) -> str:
    if exponent := re.search(r"[eE]([+-])(0+)$", place):
        decimals = len(place[: exponent.start()].partition(".")[2])
        mantissa, _, power = f"{value:.{decimals}E}".partition("E")
        sign = "-" if power.startswith("-") else "+" if exponent[1] == "+" else ""
        return f"{mantissa}E{sign}{power.lstrip('+-').lstrip('0').zfill(len(exponent[2]))}"
    before, _, after = place.partition(".")
    rounded = _half_up(value, len(after))
    integer, _, fraction = rounded.partition(".")
    needed = before.count("0")
    integer = integer.lstrip("0").zfill(needed) if needed else integer.lstrip("0")
    if "," in before:
        integer = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ",", integer)
    while fraction and after[len(fraction) - 1] in "#?" and fraction.endswith("0"):
        fraction = fraction[:-1]
    return f"{integer}.{fraction}" if fraction else integer


def _half_up(value: float, decimals: int) -> str:
    """Sheets rounds a half away from zero, on the decimal digits that a person sees."""
    shown = Decimal(f"{value:.15g}")
    return f"{shown.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, WIDE):f}"


def moment(value: float, pattern: str) -> str:
    """A serial number as date or time."""
    if not -693_593 <= value < 2_958_466:  # outside the years 1 to 9999
        return general(value)
    stamp = EPOCH + timedelta(seconds=round(value * 86_400))
    parts = DATE_PART.findall(pattern)
    twelve = any(part.lower() in ("am/pm", "a/p") for part in parts)
    shown = []
    for index, part in enumerate(parts):
        near = _neighbours(parts, index)
        shown.append(_moment_part(part, stamp, value, twelve, near))
    return "".join(shown)


def _neighbours(parts: list[str], index: int) -> bool:
    """Whether an `m` here means minutes: an hour stands before it, or seconds after."""
    letters = [
        (i, p[0].lower()) for i, p in enumerate(parts) if p and p.strip("[")[0].lower() in "ymdhs"
    ]
    order = [i for i, _ in letters]
    if index not in order:
        return False
    at = order.index(index)
    before = parts[order[at - 1]].strip("[").lower() if at else ""
    after = parts[order[at + 1]].strip("[").lower() if at + 1 < len(order) else ""
    return before.startswith("h") or after.startswith("s")


def _moment_part(part: str, stamp: datetime, value: float, twelve: bool, minutes: bool) -> str:
    low = part.lower()
    hour = (stamp.hour % 12 or 12) if twelve else stamp.hour
    simple = {
        "am/pm": "AM" if stamp.hour < 12 else "PM",
        "a/p": "A" if stamp.hour < 12 else "P",
        "d": f"{stamp.day}",
        "dd": f"{stamp.day:02}",
        "ddd": f"{stamp:%a}",
        "dddd": f"{stamp:%A}",
        "h": f"{hour}",
        "hh": f"{hour:02}",
        "s": f"{stamp.second}",
        "ss": f"{stamp.second:02}",
        "[h]": f"{int(value * 24 + 1e-9)}",
        "[hh]": f"{int(value * 24 + 1e-9):02}",
        "[m]": f"{int(value * 1440 + 1e-9)}",
        "y": f"{stamp:%y}",
        "yy": f"{stamp:%y}",
    }
    if low in simple:
        return simple[low]
    if low and set(low) == {"y"}:
        return f"{stamp.year:04}"
    if low and set(low) == {"m"}:
        if minutes and len(low) < 3:
            return f"{stamp.minute:02}" if len(low) == 2 else f"{stamp.minute}"
        return {1: f"{stamp.month}", 2: f"{stamp.month:02}", 3: f"{stamp:%b}"}.get(
            len(low), f"{stamp:%B}"
        )
    if part.startswith(('"', "\\")):
        return part.strip('"') if part[0] == '"' else part[1:]
    return ".000"[: len(part)] if low.startswith(".0") else part
