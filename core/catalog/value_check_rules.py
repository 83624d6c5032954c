"""Rules for the checks of a KPI's values."""

from __future__ import annotations

import math
from collections.abc import Iterator

from core.catalog.entries import Catalogue, Entry
from core.catalog.quality_rules import excuse_faults
from core.catalog.source_rules import has_findings
from core.model import FEWEST_BEFORE, ValueCheck, Values


def check_value_checks(entry: Entry, catalogue: Catalogue) -> Iterator[str]:
    """Each check of values can pass and fail, and is declared once."""
    seen: set[str] = set()
    for check in entry.kpi.checks:
        if str(check) in seen:
            yield f"{check} is declared twice; remove one"
        seen.add(str(check))
        faults = _relation_faults(entry, check, catalogue) if check.is_relation else _faults(check)
        for fault in faults:
            yield f"{check} {fault}"
        if check.excused:
            for fault in excuse_faults(check.excused):
                yield f"{check} {fault}"


def _faults(check: ValueCheck) -> Iterator[str]:
    """Yield what is wrong with a check of limits, or of the distance from values before."""
    if check.kind == "value_between":
        if not check.low <= check.high:
            yield "allows no value; write the lower limit first"
        return
    if not 0 < check.limit < math.inf:
        yield "has a limit that is not above 0; write one such as 2.5"
    if check.last < FEWEST_BEFORE:
        fault = f"compares {check.last} values, which say nothing of spread"
        yield f"{fault}; compare at least {FEWEST_BEFORE}"


def _relation_faults(entry: Entry, check: ValueCheck, catalogue: Catalogue) -> Iterator[str]:
    if not check.others:
        yield f"names no KPI; write {check.kind}(Values(12))"
    if not 0 <= check.within < math.inf:
        yield "has within= that is not a number from 0 on; write 0.01 for 1 %"
    for other in check.others:
        yield from _other_faults(entry, other, catalogue)


def _other_faults(entry: Entry, other: Values, catalogue: Catalogue) -> Iterator[str]:
    """Yield why the values of a KPI cannot be compared with those of another."""
    if other.last not in (None, 1):
        yield f"has last={other.last}, but compares values of the same period; remove it"
    domain, number = key = entry.key_of(other)
    found = catalogue.by_key.get(key)
    if found is None:
        file = f"scorecards/{domain}/kpi_{number:02}.py"
        if not has_findings(catalogue, file):
            yield f"names {file}, which does not exist; fix its number or domain"
    elif found.kpi.cadence != entry.kpi.cadence:
        fault = f"compares {entry.kpi.cadence} values with those of {found.id}"
        yield f"{fault}, which is {found.kpi.cadence}; both must have the same cadence"
    elif _dimension(found) != _dimension(entry):
        fault = f"compares {entry.kpi.unit} with the {found.kpi.unit} of {found.id}"
        yield f"{fault}; compare values of the same unit"


def _dimension(entry: Entry) -> str:
    """Return what a KPI's values measure: a count and a number can be compared, nothing else."""
    unit = entry.kpi.unit
    return "number" if unit == "count" else unit
