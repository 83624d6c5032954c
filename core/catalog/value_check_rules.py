"""Rules for the checks of a KPI's values."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date

from core.catalog.entries import Catalogue, Entry
from core.model import FEWEST_BEFORE


def check_value_checks(entry: Entry, _: Catalogue) -> Iterator[str]:
    """Each check of values can pass and fail, and is declared once."""
    seen: set[str] = set()
    for check in entry.kpi.checks:
        if str(check) in seen:
            yield f"{check} is declared twice; remove one"
        seen.add(str(check))
        if check.kind == "value_between" and not check.low <= check.high:
            yield f"{check} allows no value; write the lower limit first"
        if check.kind != "value_between":
            if not 0 < check.limit < math.inf:
                yield f"{check} has a limit that is not above 0; write one such as 2.5"
            if check.last < FEWEST_BEFORE:
                fault = f"{check} compares {check.last} values, which say nothing of spread"
                yield f"{fault}; compare at least {FEWEST_BEFORE}"
        if check.excused:
            try:
                date.fromisoformat(check.excused.until)
            except ValueError:
                fault = f"{check} is excused until {check.excused.until!r}, which is not a day"
                yield f"{fault}; write one such as 2026-12-01"
