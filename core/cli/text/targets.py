"""Targets on record as text and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from core.cli.text.records import json_text
from core.cli.text.tables import dense_table
from core.explain import TargetRecord
from core.model import counted, stamp, value_text

if TYPE_CHECKING:
    from core.run import TargetResult

_HEADER = ("no", "field", "target", "from", "to", "source", "by", "when", "why")
_UTC = ZoneInfo("UTC")


def targets_text(records: Sequence[TargetRecord], form: str) -> str:
    """Return targets as `table` or `json`; instants are in UTC."""
    if form == "json":
        return json_text([target_record(each) for each in records])
    if not records:
        return "no target is on record"
    rows = [
        (
            f"{each.domain}/kpi_{each.number:02}",
            each.label,
            each.text,
            each.since,
            each.until,
            each.source,
            each.by,
            stamp(each.at, _UTC),
            each.why,
        )
        for each in records
    ]
    return dense_table(rows, ("KPI", *_HEADER[1:]))


def target_record(record: TargetRecord) -> dict[str, Any]:
    """Return a target as one JSON object."""
    return {
        "domain": record.domain,
        "kpi_number": record.number,
        "field_details": record.label,
        "target": record.text,
        "source": record.source,
        "since": record.since or None,
        "until": record.until or None,
        "by": record.by,
        "at": record.at.isoformat(),
        "why": record.why or None,
    }


def origin_text_of(record: TargetRecord, zone: ZoneInfo) -> str:
    """Return where the target of a value comes from, in one line."""
    why = f": {record.why}" if record.why else ""
    when = stamp(record.at, zone)
    if record.source == "file":
        return f"the file, {record.by}, in force since {when}{why}"
    span = f"from {record.since}" + (f" to {record.until}" if record.until else "")
    return f"{record.by} set it on {when} {span}{why}"


def result_text(result: TargetResult) -> str:
    """Return what a person changed, and which stored periods that judges."""
    change, target = result.change.change, result.change
    part = f" {target.label}" if target.label else ""
    place = f"{change.domain}/kpi_{change.kpi_number:02}{part}"
    until = f" to {target.until}" if target.until else " on"
    count = len(result.periods)
    judged = f"{counted(count, 'stored period')} judged by it"
    if target.is_end:
        return f"{place}: from {target.since} on the target of the file holds again; {judged}"
    text = value_text(target.value, target.better, target.unit)
    per = f" a {target.per}" if target.per else ""
    return f"{place}: the target is {text}{per} from {target.since}{until}; {judged}"
