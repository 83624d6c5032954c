"""Where a stored number comes from, as JSON for programs: everything, ISO dates, instants with
offset.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from core.cli.text.values import record
from core.explain import Computation, Field, Origin, ValueRead
from core.model import Restatement


def origin_json(origin: Origin, in_force: str) -> str:
    """Return all that led to a KPI's values for a period; `in_force` is the version in its file,
    empty without one.
    """
    found = {
        "domain": origin.domain,
        "kpi_number": origin.number,
        "period": origin.period.label,
        "timezone": origin.zone.key,
        "version_in_file": in_force or None,
        "computations": [_computation(each) for each in origin.computations],
    }
    return json.dumps(found, indent=2, ensure_ascii=False, default=_text)


def _computation(found: Computation) -> dict[str, Any]:
    definition = asdict(found.definition) if found.definition else {"version": found.row.definition}
    run = {**asdict(found.run.run), **_ended(found)} if found.run else {"run_id": found.row.run_id}
    return {
        "fields": [_field(each) for each in found.fields],
        "definition": {
            **definition,
            "first_run": found.first_run.run.run_id if found.first_run else None,
        },
        "parameters": found.parameters,
        "sources": [
            {**asdict(each), "values": [_value(value) for value in found.read.get(each.source, ())]}
            for each in found.inputs
        ],
        "run": run,
    }


def _ended(found: Computation) -> dict[str, Any]:
    assert found.run is not None
    return {
        "finished_at": found.run.finished_at,
        "outcome": found.run.outcome,
        "message": found.run.message,
    }


def _field(found: Field) -> dict[str, Any]:
    return {
        **record(found.row),
        "computed": record(found.covered) if found.covered else None,
        "restatements": [_restatement(each) for each in found.changes],
        "published": [asdict(each) for each in found.published],
    }


def _restatement(found: Restatement) -> dict[str, Any]:
    parts = asdict(found)
    del parts["field_name"]  # the field around it has it
    return parts


def _value(found: ValueRead) -> dict[str, Any]:
    return {**asdict(found), "period": found.period.label}


def _text(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no form in JSON")
