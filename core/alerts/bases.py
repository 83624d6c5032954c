"""Recorded bases of process limits, as rules for unusual values use them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from core.engines import Database
from core.model import AlertPoint, AlertRule, AlertSubject, RecordedBase
from core.store import RecordedLimits

# Number of the KPI, field, label of the part, range and cadence.
SeriesLine = tuple[int, str, str, str, str]


def with_base(
    rules: Sequence[AlertRule], points: Sequence[AlertPoint], bases: Iterable[RecordedBase]
) -> list[AlertRule]:
    """Return rules of which each that looks for unusual values has the recorded base of a series.

    `points` are the values of the series since its last break, `bases` all of the series, oldest
    first. A base counts that follows the same definition and the same beginning as the rule.
    """
    known = list(bases)
    return [replace(rule, base=_base_of(rule, points, known)) if known else rule for rule in rules]


def _base_of(
    rule: AlertRule, points: Sequence[AlertPoint], bases: Sequence[RecordedBase]
) -> tuple[float, ...]:
    """Return the values of the base that holds for the newest point, empty for none."""
    if rule.kind != "unusual" or not points:
        return ()
    versions = {point.period: point.definition for point in points}
    for base in bases:
        last = max(base.values)
        is_same = versions.get(last, "") in ("", base.definition)
        begins_within = points[0].period <= last <= points[-1].period
        if is_same and begins_within and base.limits_since == rule.since:
            return tuple(base.values.values())
    return ()


def bases_by_series(
    database: Database, domain: str, rules: Mapping[int, Sequence[AlertRule]]
) -> dict[SeriesLine, list[RecordedBase]]:
    """Return the recorded bases of a domain's KPIs with a rule for unusual values, oldest first.

    `rules` are those of each KPI, by number.
    """
    numbers = [
        number for number, own in rules.items() if any(rule.kind == "unusual" for rule in own)
    ]
    found: dict[SeriesLine, list[RecordedBase]] = {}
    for base in RecordedLimits(database).read(domain, numbers) if numbers else ():
        found.setdefault(base.line, []).append(base)
    return found


def line_of(subject: AlertSubject) -> SeriesLine:
    """Return what identifies a subject's series within its domain."""
    return (
        subject.kpi_number,
        subject.field_name,
        subject.field_details,
        subject.range_type,
        subject.cadence,
    )
