"""The sources of a stored value as text: what a run saw of them, and the values it read."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from core.cli.text.tables import dense_table
from core.cli.text.values import NO_VALUE
from core.explain import Computation, ValueRead
from core.model import Input, format_value, stamp

_SOURCES = ("source", "kind", "rows", "newest", "version", "size", "modified", "checksum", "place")
_VALUES = ("period", "field", "value", "since changed", "run")
_NO_SNAPSHOT = "no snapshot"  # as the engine of a run says it
_DIGITS = 3  # of an estimate
_KILO = 1000


def source_lines(computation: Computation, zone: ZoneInfo) -> list[str]:
    """Return the sources of a computation as its run saw them."""
    if computation.inputs:
        rows = [_source(source, computation, zone) for source in computation.inputs]
        return dense_table(rows, _SOURCES, (2, 5)).splitlines()
    if computation.row.by_hand:
        return ["none: the value is a manual one"]
    declared = computation.definition.sources if computation.definition else ""
    return [f"{declared}: their contents were not recorded" if declared else "none"]


def _source(source: Input, computation: Computation, zone: ZoneInfo) -> tuple[str, ...]:
    return (
        source.source,
        f"{source.files} files" if source.files and source.files > 1 else source.kind,
        _rows(source, computation),
        stamp(source.newest, zone) if source.newest else "",
        _version(source, computation, zone),
        "" if source.bytes is None else _size(source.bytes),
        stamp(source.modified, zone) if source.modified else "",
        source.checksum,
        source.place if source.kind == "tab" else "",
    )


def _version(source: Input, computation: Computation, zone: ZoneInfo) -> str:
    """Return at which version a table was read, or that it may have changed during the run."""
    when = stamp(source.as_of, zone) if source.as_of else ""
    if source.version:
        return f"{source.version} of {when}" if when else source.version
    if when:
        return f"as of {when}"
    engine = computation.run.run.engine if computation.run else ""
    return _NO_SNAPSHOT if source.kind == "table" and _NO_SNAPSHOT in engine else ""


def _rows(source: Input, computation: Computation) -> str:
    if source.kind == "values":
        # A run of many periods read more values than this one is derived from.
        return f"{len(computation.read[source.source]):,}"
    if source.rows is None:
        return ""
    return f"about {_round(source.rows):,}" if source.is_estimate else f"{source.rows:,}"


def _round(count: int) -> int:
    return round(count, _DIGITS - len(str(count)))


def _size(count: float) -> str:
    if count < _KILO:
        return f"{count:.0f} B"
    for unit in ("kB", "MB"):
        count /= _KILO
        if count < _KILO:
            return f"{count:.1f} {unit}"
    return f"{count / _KILO:,.1f} GB"


def read_value_lines(computation: Computation, source: str) -> list[str]:
    """Return the stored values that were read from `source`, and the command that explains one."""
    values = computation.read[source]
    lines, period = ["none is stored now"], computation.row.period
    if values:
        period = max(value.period for value in values)
        lines = dense_table([_value(value) for value in values], _VALUES, (2,)).splitlines()
    place = next(given.place for given in computation.inputs if given.source == source)
    domain, _, number = place.partition("/kpi_")
    command = f"scorecard explain {domain} {int(number)} {period}"
    return [*lines, "", f"explain one of them with {command}"]


def _value(read: ValueRead) -> tuple[str, ...]:
    now = f"now {_format(read.now, read.unit)}" if read.now != read.value else ""
    return (read.period.label, read.field, _format(read.value, read.unit), now, read.run_id)


def _format(value: float | None, unit: str) -> str:
    return NO_VALUE if value is None else format_value(value, unit)
