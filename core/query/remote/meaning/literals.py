"""Texts that a query names for times, numbers and booleans, as every engine reads them. Pure."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal, InvalidOperation

from core.query.remote.kinds import TIMES, Unproven, ValueKind

_DAYS = ("%Y-%m-%d", "%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y")
_DIGITS = re.compile(r"(\d{4})(\d\d)(\d\d)")
_TIME = re.compile(r"(.+?)(?:[ T](\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?))?")
_OFFSET = re.compile(r"(.*\d:\d\d.*?) ?(?:(Z)|([+-])(\d\d)(?::?(\d\d))?)")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,2})?", re.IGNORECASE)
_WHOLE = re.compile(r"[+-]?\d{1,18}")
_FRACTION = re.compile(r"-?\d{1,18}(\.\d{1,9})?")
_HOURS_AND_MINUTES = len("10:00")
_BOOLEANS = {"true": True, "yes": True, "on": True, "1": True}
_BOOLEANS |= {"false": False, "no": False, "off": False, "0": False}


def portable_text(text: str, kind: ValueKind) -> str:
    """Return a text that becomes the same value of a kind on every engine.

    Raises:
        Unproven: PostgreSQL refuses it, or reads it by its settings.
    """
    if kind == "text":
        return text
    if kind in TIMES:
        return _time(text.strip(), kind)
    if kind in ("int", "bigint") and _WHOLE.fullmatch(text.strip()):
        return str(int(text))
    if kind in ("decimal", "float") and _NUMBER.fullmatch(text.strip()):
        with suppress(InvalidOperation):
            number = f"{Decimal(text.strip()):f}"
            if _FRACTION.fullmatch(number):
                return number
    raise _strange(text, kind)


def boolean_of(text: str) -> bool:
    """Return the boolean that a text means; the begin of a word is enough.

    Raises:
        Unproven: It means none.
    """
    start = text.strip().lower()
    found = {value for word, value in _BOOLEANS.items() if start and word.startswith(start)}
    if len(found) != 1:
        raise _strange(text, "boolean")
    return found.pop()


def instant_in_utc(text: str) -> str | None:
    """Return the local time in UTC of a text with an offset; None for a text without one."""
    found = _OFFSET.fullmatch(text.strip())
    if found is None:
        return None
    sign = -1 if found[3] == "-" else 1
    offset = sign * timedelta(hours=int(found[4] or 0), minutes=int(found[5] or 0))
    local = datetime.fromisoformat(_time(found[1], "timestamptz"))
    return str(local.replace(tzinfo=timezone(offset)).astimezone(UTC).replace(tzinfo=None))


def _time(text: str, kind: ValueKind) -> str:
    found = _TIME.fullmatch(text)
    day = _day(found[1]) if found else None
    if found is None or day is None:
        raise _strange(text, kind)
    if kind == "date" or found[2] is None:
        return day
    with suppress(ValueError):
        clock = f"{found[2]}:00" if len(found[2]) == _HOURS_AND_MINUTES else found[2]
        datetime.fromisoformat(f"{day} {clock}")
        return f"{day} {clock}"
    raise _strange(text, kind)


def _day(text: str) -> str | None:
    """Return a day that does not depend on the order of day and month in a database."""
    if digits := _DIGITS.fullmatch(text):
        text = "-".join(digits.groups())
    for layout in _DAYS:
        with suppress(ValueError):
            return str(datetime.strptime(text, layout).replace(tzinfo=UTC).date())
    return None


def _strange(text: str, kind: ValueKind) -> Unproven:
    forms = {"boolean": "true or false", "int": "42", "bigint": "42"}
    form = "2026-03-23 or 2026-03-23 10:00:00" if kind in TIMES else forms.get(kind, "42.5")
    return Unproven(f"the text {text!r} as {kind}; write {form}")
