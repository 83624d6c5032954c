"""The origin of a stored value as text for people."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from zoneinfo import ZoneInfo

from core.cli.text.changes import cause_text, value_or_reason
from core.cli.text.comments import comment_lines
from core.cli.text.compared import ComparedRow
from core.cli.text.comparison import beside_text
from core.cli.text.definition import definition_facts, target_text
from core.cli.text.judgements import status_text
from core.cli.text.sources import read_value_lines, source_lines
from core.cli.text.tables import dense_table
from core.cli.text.targets import origin_text_of
from core.cli.text.values import NO_VALUE, value_text
from core.explain import Appearance, Computation, Field, Origin
from core.model import Definition, Restatement, Row, format_value, stamp, stored_range
from core.sheets import URL
from core.store import PastRun, Run

_WIDTH = 110
_VALUES = ("field", "value", "made of", "status", "remark", "computed")
_CHANGES = ("field", "was", "became", "cause", "when", "run", "previous run")
_PUBLISHED = ("field", "where", "shows", "when", "by", "command")


def origin_text(
    origin: Origin,
    today: Definition | None,
    compared: Sequence[ComparedRow] = (),
    expected: Sequence[str] = (),
    total: Row | None = None,
) -> str:
    """Return the origin of a KPI's values for one period.

    `today` is the definition in its KPI file, None if that is missing or invalid. `compared` are
    the values with what they are compared with. `expected` says where they will end. `total` is
    that of a breakdown, which is not stored.
    """
    parts: list[str] = []
    for computation in origin.computations:
        parts += _computation(computation, origin, today)
    if total:
        facts = {"value": _value_or_outcome(total), "made of": total.remark}
        parts.append(_section("Total", _pairs(facts | {"status": status_text(total)})))
    if compared:
        parts.append(_section("Comparison", beside_text(compared).splitlines()))
    if expected:
        parts.append(_section("Still to come", expected))
    return "\n\n".join(parts)


def _computation(
    computation: Computation, origin: Origin, today: Definition | None
) -> Iterator[str]:
    row, zone, definition = computation.row, origin.zone, computation.definition
    name = definition.name if definition else row.field_name
    yield f"{origin.domain}/kpi_{origin.number:02}  {name}, {origin.period}"
    yield _section(*_value(computation, today, zone))
    yield _section("Definition", _pairs(definition_facts(computation, today, zone)))
    if definition:
        yield _section("Query", _query(definition.query, computation.parameters))
    yield _section("Sources, as the run saw them", source_lines(computation, zone))
    for source in computation.read:
        title = f"Values of {source} that were read"
        yield _section(title, read_value_lines(computation, source))
    yield _section("Run", _pairs(_run(computation.run, row, zone)))
    yield _section("Changes", _changes(computation.fields, zone))
    yield _section("Published", _published(computation.fields, zone))
    if any(field.comments for field in computation.fields):
        yield _section("Comments", comment_lines(computation.fields, zone))


def _section(title: str, lines: Sequence[str]) -> str:
    indented = [f"  {line}".rstrip() for line in lines]
    return "\n".join((title, *indented)).rstrip()


def _pairs(facts: Mapping[str, str]) -> list[str]:
    """Return names and texts in two columns, wrapped; a fact without a text is left out."""
    width = max((len(name) for name, text in facts.items() if text), default=0)
    lines: list[str] = []
    for name, text in facts.items():
        if text:
            lines += textwrap.wrap(
                f"{name:{width}}  {text}",
                _WIDTH,
                subsequent_indent=" " * (width + 2),
                break_on_hyphens=False,
            )
    return lines


def _value(
    computation: Computation, today: Definition | None, zone: ZoneInfo
) -> tuple[str, list[str]]:
    """Return title and lines of the section about the value, or about those of a breakdown."""
    common = _common_facts(computation.fields[0], today, zone)
    if len(computation.fields) == 1:
        return "Value", _pairs(_field_facts(computation.fields[0]) | common)
    rows = [tuple(_field_facts(field).values()) for field in computation.fields]
    return "Values", [*dense_table(rows, _VALUES, (1, 2)).splitlines(), "", *_pairs(common)]


def _field_facts(field: Field) -> dict[str, str]:
    row, covered = field.row, field.covered
    beneath = f"{_value_or_outcome(covered)}, by run {covered.run_id}" if covered else ""
    value, status = _value_or_outcome(row), status_text(row)
    texts = (row.field_details, value, _quotient(row), status, row.remark, beneath)
    return dict(zip(_VALUES, texts, strict=True))


def _common_facts(field: Field, today: Definition | None, zone: ZoneInfo) -> dict[str, str]:
    row = field.row
    first = stored_range(row.range_type).first_day(row.period)
    late = f"until {row.provisional_until}, for late data" if row.provisional_until else ""
    return {
        "target": target_text(row, today),
        "target from": origin_text_of(field.target, zone) if field.target else "",
        "covers": f"{first} to {row.period.last_day} ({row.range_type})",
        "data": f"up to {stamp(row.cut_off, zone)}",
        "partial": "the period had not ended" if row.partial else "",
        "provisional": late,
    }


def _value_or_outcome(row: Row) -> str:
    if row.outcome == "value":
        return value_text(row)
    return f"{row.outcome}: {row.reason}" if row.reason else row.outcome


def _quotient(row: Row) -> str:
    if row.numerator is None or row.denominator is None:
        return ""
    return f"{row.numerator:,.12g} / {row.denominator:,.12g}"


def _query(query: str, parameters: Mapping[str, object]) -> list[str]:
    lines = textwrap.dedent(query).strip().splitlines()
    return [*lines, "", *(f":{name} = {value}" for name, value in parameters.items())]


def _run(past: PastRun | None, row: Row, zone: ZoneInfo) -> dict[str, str]:
    if past is None:
        return {"id": row.run_id, "computed": stamp(row.computed_at, zone)}
    run = past.run
    without_engine = "" if row.by_hand else "not recorded"
    return {
        "id": run.run_id,
        "command": run.command,
        "by": f"{run.started_by} on {run.host}",
        "code": _code(run),
        "engine": run.engine or without_engine,
        "started": stamp(run.started_at, zone),
        "finished": stamp(past.finished_at, zone) if past.finished_at else "never",
        "outcome": f"{past.outcome}: {past.message}" if past.message else past.outcome,
    }


def _code(run: Run) -> str:
    changes = ", with changes that are not in the commit" if run.is_dirty else ""
    framework = f"; framework {run.framework}" if run.framework != run.code_version else ""
    return f"{run.code_version}{changes}{framework if run.framework else ''}"


def _changes(fields: Sequence[Field], zone: ZoneInfo) -> list[str]:
    rows = [_change(change, field.row.unit, zone) for field in fields for change in field.changes]
    if not rows:
        return ["none: this is the first stored value"]
    return dense_table(rows, _CHANGES, (1, 2)).splitlines()


def _change(change: Restatement, unit: str, zone: ZoneInfo) -> tuple[str, ...]:
    return (
        change.field_details,
        value_or_reason(change.old_value, change.old_reason, unit),
        value_or_reason(change.new_value, change.new_reason, unit),
        cause_text(change),
        stamp(change.restated_at, zone),
        change.run_id,
        change.old_run_id,
    )


def _published(fields: Sequence[Field], zone: ZoneInfo) -> list[str]:
    rows = [_appearance(place, field.row, zone) for field in fields for place in field.published]
    if not rows:
        return ["no publication recorded"]
    return dense_table(rows, _PUBLISHED, (2,)).splitlines()


def _appearance(place: Appearance, row: Row, zone: ZoneInfo) -> tuple[str, ...]:
    by = f"{place.published_by} on {place.host}" if place.published_by else "already there"
    return (
        row.field_details,
        URL.format(place.target) if place.is_spreadsheet else place.target,
        _shown_value(place, row),
        stamp(place.published_at, zone) if place.published_at else "",
        by,
        place.command or "",
    )


def _shown_value(place: Appearance, row: Row) -> str:
    """Return what the place shows; a workbook is written from the store as a whole."""
    if not place.is_spreadsheet:
        return value_text(row)
    if place.words:
        return place.words
    return NO_VALUE if place.number is None else format_value(place.number, row.unit)
