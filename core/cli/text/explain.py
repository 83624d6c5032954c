"""Where a stored number comes from, in words for people."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from zoneinfo import ZoneInfo

from core.cli.text.values import cause_text, table, value_or_reason, value_text
from core.explain import Appearance, Computation, Field, Origin, ValueRead
from core.model import Input, Restatement, Row, format_value, stamp, stored_range
from core.sheets import URL
from core.store import PastRun

_NOTHING = "–"
_KILO = 1000
_WIDTH = 110


def origin_text(origin: Origin, in_force: str) -> str:
    """Return all that led to a KPI's values for a period; `in_force` is the version in its file,
    empty without one.
    """
    parts = [part for each in origin.computations for part in _computation(each, origin, in_force)]
    return "\n\n".join(parts)


def _computation(found: Computation, origin: Origin, in_force: str) -> Iterator[str]:
    row, zone = found.row, origin.zone
    name = found.definition.name if found.definition else row.field_name
    yield f"{origin.domain}/kpi_{origin.number:02}  {name}, {origin.period}"
    yield from _value(found, zone)
    yield _section("Definition", _pairs(_definition(found, zone, in_force)))
    if found.definition:
        texts = (f":{name} = {value}" for name, value in found.parameters.items())
        query = textwrap.dedent(found.definition.query).strip().splitlines()
        yield _section("Query", [*query, "", *texts])
    yield _section("Sources, as the run saw them", _sources(found, zone))
    for source, values in found.read.items():
        yield _section(
            f"Values of {source} that were read", [*_values(values), *_go_on(found, source)]
        )
    yield _section("Run", _pairs(_run(found.run, row, zone)))
    yield _section("Changes", _changes(found.fields, zone))
    yield _section("Published", _published(found.fields, zone))


def _section(title: str, lines: Sequence[str]) -> str:
    return "\n".join((title, *(f"  {line}".rstrip() for line in lines))).rstrip()


def _pairs(facts: Mapping[str, str]) -> list[str]:
    given = {name: text for name, text in facts.items() if text}
    width = max(map(len, given), default=0)
    return [
        line
        for name, text in given.items()
        for line in textwrap.wrap(
            f"{name:{width}}  {text}",
            _WIDTH,
            subsequent_indent=" " * (width + 2),
            break_on_hyphens=False,
        )
    ]


def _value(found: Computation, zone: ZoneInfo) -> Iterator[str]:
    row = found.row
    first = stored_range(row.range_type).first_day(row.period)
    common = {
        "target": format_value(row.target, row.unit) if row.target is not None else "",
        "covers": f"{first} to {row.period.last_day} ({row.range_type})",
        "data": f"up to {stamp(row.cut_off, zone)}",
        "partial": "the period had not ended" if row.partial else "",
        "provisional": f"until {row.provisional_until}, for late data"
        if row.provisional_until
        else "",
    }
    if len(found.fields) == 1:
        field = {"field": row.field_details} if row.field_details else {}
        own = {"value": _told(row), "made of": _quotient(row), **_besides(found.fields[0])}
        yield _section("Value", _pairs({**field, **own, **common}))
        return
    rows = [
        (each.row.field_details, _told(each.row), _quotient(each.row), *_besides(each).values())
        for each in found.fields
    ]
    header = ("field", "value", "made of", "remark", "computed")
    yield _section("Values", [*_table(rows, header, (1, 2)), "", *_pairs(common)])


def _besides(field: Field) -> dict[str, str]:
    """Return what is odd about a value, and what is computed where a person has set it."""
    beneath = f"{_told(field.covered)}, by run {field.covered.run_id}" if field.covered else ""
    return {"remark": field.row.remark, "computed": beneath}


def _told(row: Row) -> str:
    if row.outcome == "value":
        return value_text(row)
    what = "failed" if row.outcome == "failed" else "none"
    return f"{what}: {row.reason}" if row.reason else what


def _quotient(row: Row) -> str:
    if row.numerator is None or row.denominator is None:
        return ""
    return f"{row.numerator:,.12g} / {row.denominator:,.12g}"


def _definition(found: Computation, zone: ZoneInfo, in_force: str) -> dict[str, str]:
    version = found.row.definition
    file = f"scorecards/{found.row.domain}/kpi_{found.row.kpi_number:02}.py"
    now = {version: f"{file} still has this version", "": f"{file} is gone, or has findings"}
    facts = {
        "version": version,
        "today": now.get(in_force, f"{file} has another version, {in_force}"),
    }
    if (definition := found.definition) is None:
        return facts | {"meaning": "the store has no record of this version"}
    first = found.first_run
    return facts | {
        "meaning": " ".join(definition.meaning.split()),
        "owner": definition.owner,
        "reviewed": definition.reviewed or "never",
        "first run": f"{stamp(first.run.started_at, zone)}, {first.run.run_id}" if first else "",
    }


def _sources(found: Computation, zone: ZoneInfo) -> list[str]:
    if found.inputs:
        header = ("source", "kind", "rows", "newest", "size", "modified", "checksum", "place")
        return _table([_source(each, found, zone) for each in found.inputs], header, (2, 4))
    if found.row.by_hand:
        return ["none: a person has set the value"]
    declared = found.definition.sources if found.definition else ""
    return [f"{declared}: what they held is not on record" if declared else "none"]


def _source(found: Input, within: Computation, zone: ZoneInfo) -> tuple[str, ...]:
    # A run of many periods read more values than the one at hand is made from.
    rows = len(within.read[found.source]) if found.kind == "values" else found.rows
    count = "" if rows is None else f"about {_rough(rows):,}" if found.is_estimate else f"{rows:,}"
    size = "" if found.bytes is None else _size(found.bytes)
    return (
        found.source,
        f"{found.files} files" if found.files and found.files > 1 else found.kind,
        count,
        stamp(found.newest, zone) if found.newest else "",
        size,
        stamp(found.modified, zone) if found.modified else "",
        found.checksum,
        found.place if found.kind == "tab" else "",
    )


def _rough(count: int) -> int:
    """Return a count to three digits, which is more than an estimate is worth."""
    return round(count, 3 - len(str(count)))


def _size(count: float) -> str:
    if count < _KILO:
        return f"{count:.0f} B"
    for unit in ("kB", "MB"):
        count /= _KILO
        if count < _KILO:
            return f"{count:.1f} {unit}"
    return f"{count / _KILO:,.1f} GB"


def _go_on(found: Computation, source: str) -> list[str]:
    place = next(each.place for each in found.inputs if each.source == source)
    domain, _, number = place.partition("/kpi_")
    return ["", f"each in turn: scorecard explain {domain} {int(number)} {found.row.period}"]


def _values(values: Sequence[ValueRead]) -> list[str]:
    rows = [
        (
            each.period.label,
            each.field,
            _shown(each.value, each.unit),
            f"now {_shown(each.now, each.unit)}" if each.now != each.value else "",
            each.run_id,
        )
        for each in values
    ]
    return (
        _table(rows, ("period", "field", "value", "since changed", "run"), (2,))
        if rows
        else ["none is stored now"]
    )


def _shown(value: float | None, unit: str) -> str:
    return _NOTHING if value is None else format_value(value, unit)


def _run(found: PastRun | None, row: Row, zone: ZoneInfo) -> dict[str, str]:
    if found is None:
        return {"id": row.run_id, "computed": stamp(row.computed_at, zone)}
    run = found.run
    return {
        "id": run.run_id,
        "command": run.command,
        "by": f"{run.started_by} on {run.host}",
        "code": run.code_version,
        "engine": run.engine or ("" if row.by_hand else "not on record"),
        "started": stamp(run.started_at, zone),
        "finished": stamp(found.finished_at, zone) if found.finished_at else "never",
        "outcome": f"{found.outcome}: {found.message}" if found.message else found.outcome,
    }


def _changes(fields: Sequence[Field], zone: ZoneInfo) -> list[str]:
    rows = [_change(each, field.row.unit, zone) for field in fields for each in field.changes]
    header = ("field", "was", "became", "because", "when", "run", "instead of run")
    return (
        _table(rows, header, (1, 2)) if rows else ["none: the value is the first that was stored"]
    )


def _change(found: Restatement, unit: str, zone: ZoneInfo) -> tuple[str, ...]:
    return (
        found.field_details,
        value_or_reason(found.old_value, found.old_reason, unit),
        value_or_reason(found.new_value, found.new_reason, unit),
        cause_text(found),
        stamp(found.restated_at, zone),
        found.run_id,
        found.old_run_id,
    )


def _published(fields: Sequence[Field], zone: ZoneInfo) -> list[str]:
    rows = [_appearance(each, field.row, zone) for field in fields for each in field.published]
    header = ("field", "where", "shows", "when", "by", "command")
    return _table(rows, header, (2,)) if rows else ["nowhere that is on record"]


def _appearance(found: Appearance, row: Row, zone: ZoneInfo) -> tuple[str, ...]:
    where = URL.format(found.target) if found.is_spreadsheet else found.target
    given = (
        found.words or _shown(found.number, row.unit) if found.is_spreadsheet else value_text(row)
    )
    when = stamp(found.published_at, zone) if found.published_at else ""
    by = f"{found.published_by} on {found.host}" if found.published_by else "stood there already"
    return row.field_details, where, given, when, by, found.command or ""


def _table(
    rows: Sequence[Sequence[str]], header: Sequence[str], right: Sequence[int] = ()
) -> list[str]:
    """Return rows as aligned columns, without those in which nothing stands."""
    kept = [index for index in range(len(header)) if any(row[index] for row in rows)]
    aligned = [kept.index(index) for index in right if index in kept]
    text = table(
        [[row[index] for index in kept] for row in rows], [header[index] for index in kept], aligned
    )
    return text.splitlines()
