"""The origin of a stored value as JSON for programs: complete, with ISO dates and instants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from core.catalog import differences
from core.cli.text.compared import ComparedRow
from core.cli.text.compared_json import compared_record
from core.cli.text.judgements import judgement_record
from core.cli.text.records import json_text
from core.cli.text.targets import target_record
from core.explain import Computation, Field, Origin, ValueRead
from core.model import Definition, Input, Restatement, Row, as_json
from core.store import Comment


def origin_json(
    origin: Origin,
    today: Definition | None,
    compared: Sequence[ComparedRow] = (),
    total: Row | None = None,
) -> str:
    """Return the origin of a KPI's values for one period.

    `today` is the definition in its KPI file, None if that is missing or invalid. `total` is
    that of a breakdown, which is not stored.
    """
    facts = {
        "domain": origin.domain,
        "kpi_number": origin.number,
        "period": origin.period.label,
        "timezone": origin.zone.key,
        "version_in_file": today.version if today else None,
        "definition_in_file": asdict(today) if today else None,
        "computations": [_computation(computation, today) for computation in origin.computations],
        "total": {**as_json(total), **judgement_record(total)} if total else None,
        "comparisons": [compared_record(each) for each in compared],
    }
    return json_text(facts, default=_iso)


def _computation(computation: Computation, today: Definition | None) -> dict[str, Any]:
    fields = [_field(field) for field in computation.fields]
    sources = [_source(source, computation) for source in computation.inputs]
    return {
        "fields": fields,
        "definition": _definition(computation, today),
        "parameters": computation.parameters,
        "sources": sources,
        "run": _run(computation),
    }


def _field(field: Field) -> dict[str, Any]:
    restatements = [_restatement(change) for change in field.changes]
    published = [asdict(appearance) for appearance in field.published]
    return {
        **as_json(field.row),
        **judgement_record(field.row),
        "target_from": target_record(field.target) if field.target else None,
        "computed": as_json(field.covered) if field.covered else None,
        "restatements": restatements,
        "published": published,
        "comments": [_comment(comment) for comment in field.comments],
    }


def _comment(comment: Comment) -> dict[str, Any]:
    """Return a comment without what the field around it has."""
    names = ("number", "text", "author", "source", "target", "marker", "typed_after", "seen_at")
    return {name: getattr(comment, name) for name in names}


def _restatement(change: Restatement) -> dict[str, Any]:
    facts = asdict(change)
    del facts["field_name"]  # the field around it has it
    return facts


def _definition(computation: Computation, today: Definition | None) -> dict[str, Any]:
    definition, first = computation.definition, computation.first_run
    facts = asdict(definition) if definition else {"version": computation.row.definition}
    changes = differences(definition, today) if definition and today else None
    return {
        **facts,
        "first_run": first.run.run_id if first else None,
        "differs_today": changes,
    }


def _source(source: Input, computation: Computation) -> dict[str, Any]:
    values = computation.read.get(source.source, ())
    return {**asdict(source), "values": [_value(value) for value in values]}


def _value(value: ValueRead) -> dict[str, Any]:
    return {**asdict(value), "period": value.period.label}


def _run(computation: Computation) -> dict[str, Any]:
    past = computation.run
    if past is None:
        return {"run_id": computation.row.run_id}
    return {
        **asdict(past.run),
        "finished_at": past.finished_at,
        "outcome": past.outcome,
        "message": past.message,
    }


def _iso(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no form in JSON")
