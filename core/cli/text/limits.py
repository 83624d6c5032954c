"""Process limits and what they say of a value, in a line each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from core.cli.text.compared import ComparedRow
from core.cli.text.values import mean_text
from core.model import PERIOD_UNIT, counted, goal_of, goal_text
from core.status import LOCKED, LimitsBase, ProcessLimits, Reach, Variation

_REACHES: Mapping[Reach, str] = {
    "always": "is met by every value within these limits",
    "sometimes": "lies within these limits: it is met by some values and missed by others",
    "never": "is out of reach: it lies beyond these limits",
}


def sign_text(variation: Variation | None) -> str:
    """Return the sign that a process changed, empty for none: `concern: 6 in a row falling`."""
    if variation is None or not variation.sign:
        return ""
    return f"{variation.kind}: {variation.sign}"


def limits_lines(compared: ComparedRow) -> Iterator[str]:
    """Yield the process limits that hold for a value, its variation, and its target's place."""
    base, variation = compared.base, compared.variation
    if base is None or base.limits is None:
        return
    unit = compared.row.unit
    kind = sign_text(variation) or (variation.kind if variation else "")
    judged = f": {kind}" if kind else ""
    yield f"limits {_limits_text(base.limits, unit)}, {_base_text(base)}{judged}"
    if goal := goal_of(compared.row):
        yield f"the target {goal_text(goal, unit)} {_REACHES[base.limits.reach(goal)]}"


def _limits_text(limits: ProcessLimits, unit: str) -> str:
    lower, upper, mean = (
        mean_text(each, unit) for each in (limits.lower, limits.upper, limits.mean)
    )
    return f"{lower} to {upper} around {mean}"


def _base_text(base: LimitsBase) -> str:
    values = counted(base.count, PERIOD_UNIT[base.first.cadence])
    span = f"{values} from {base.first} to {base.last}"
    if not base.is_locked:
        return f"from {span}, not locked before {LOCKED}"
    corrected = ", ".join(map(str, base.corrected))
    return f"locked on {span}{f' (since corrected: {corrected})' if corrected else ''}"
