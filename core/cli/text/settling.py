"""How the values of a KPI settle, as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from core.analysis import Projection, SeriesSettling, Settling, advise
from core.catalog import Entry
from core.cli.text.tables import dense_table
from core.model import AUTO, PERIOD_UNIT, SCOPES, counted, format_value

_PROJECTIONS = ("field", "period", "so far", "expected", "four times in five")


def settling_report(entry: Entry, found: Settling) -> str:
    """Return how values settle: a sentence, the moves by age, values by age, what is expected."""
    parts = [f"{entry.id}  {entry.kpi.name}: {found.sentence}", _span_text(entry, found)]
    if found.moves:
        parts.append(_moves_text(entry, found))
    parts += [_triangle_text(entry, each) for each in found.series if each.triangle]
    if found.projections:
        rows = [_projection(each, entry.kpi.unit) for each in found.projections]
        parts.append(dense_table(rows, _PROJECTIONS, (2, 3)))
    parts += _reasons(found)
    return "\n\n".join(part for part in parts if part)


def _span_text(entry: Entry, found: Settling) -> str:
    """Return the span that runs compute again, and whether another one would be better."""
    settles, unit = entry.kpi.settles, PERIOD_UNIT[entry.kpi.cadence]
    if settles == AUTO and found.span is None:
        default = counted(SCOPES[entry.kpi.cadence].default, unit)
        return f'settles="auto": {default}, the default until more is known'
    if settles == AUTO:
        return f'settles="auto": {counted(found.span or 0, unit)}'
    declared = f'settles="{settles}"' if settles else "settles is not declared"
    advice = advise(found.moves, settles, entry.kpi.cadence)
    return f"{declared}: {advice}" if advice else declared


def _moves_text(entry: Entry, found: Settling) -> str:
    unit = PERIOD_UNIT[entry.kpi.cadence]
    rows = [
        (
            f"{unit} {move.age + 1}",
            f"{move.share:.1%}",
            f"{move.drift:+.1%}",
            counted(move.links, unit),
        )
        for move in found.moves
    ]
    header = (f"{unit} after", "moves by", "net", "seen in")
    return dense_table(rows, header, (1, 2, 3))


def _triangle_text(entry: Entry, series: SeriesSettling) -> str:
    """Return the values by age: one line per period, a column per age."""
    width = max(len(values) for _, values in series.triangle)
    unit = entry.kpi.unit
    rows = []
    for period, values in series.triangle:
        texts = ["–" if value is None else format_value(value, unit) for value in values]
        rows.append((period.label, *texts, *[""] * (width - len(values))))
    header = (series.label or "values", "first", *(f"+{age}" for age in range(1, width)))
    return dense_table(rows, header, range(1, width + 1))


def _projection(each: Projection, unit: str) -> tuple[str, ...]:
    value, expected, low, high = (
        format_value(number, unit) for number in (each.value, each.expected, each.low, each.high)
    )
    return each.key[2], each.period.label, value, expected, f"{low} to {high}"


def _reasons(found: Settling) -> Iterator[str]:
    """Yield why nothing is expected of the values of a series."""
    for series in found.series:
        if series.reason:
            label = f"{series.label}: " if series.label else ""
            yield f"{label}no final values are expected: {series.reason}"


def span_lines(entries: Mapping[int, Entry], found: Mapping[int, Settling]) -> Iterator[str]:
    """Yield a sentence for each KPI whose declared span is too short or longer than needed."""
    for number, entry in entries.items():
        settles = entry.kpi.settles
        advice = advise(found[number].moves, settles, entry.kpi.cadence)
        if advice:
            yield f'{entry.file}: settles="{settles}" is {advice}'


def settling_record(entry: Entry, found: Settling) -> dict[str, Any]:
    """Return how values settle as one JSON object; shares are fractions, ages are in periods."""
    return {
        "domain": entry.domain,
        "kpi_number": entry.number,
        "name": entry.kpi.name,
        "cadence": entry.kpi.cadence,
        "sentence": found.sentence,
        "settles": entry.kpi.settles or None,
        "settled_after": found.settled_after,
        "span": found.span,
        "moves": [
            {"age": each.age, "share": each.share, "net": each.drift, "periods": each.links}
            for each in found.moves
        ],
        "series": [_series_record(each) for each in found.series],
    }


def _series_record(series: SeriesSettling) -> dict[str, Any]:
    return {
        "field_details": series.label,
        "factors": [each.factor for each in series.factors],
        "denominator_factors": [each.factor for each in series.denominators] or None,
        "change": series.change,
        "reason": series.reason or None,
        "triangle": {period.label: list(values) for period, values in series.triangle},
        "projections": [projection_record(each) for each in series.projections],
    }


def projection_record(each: Projection) -> dict[str, Any]:
    """Return a projection as one JSON object, with the key of its stored value."""
    number, field, label, covered, first_day = each.key
    return {
        "domain": each.domain,
        "kpi_number": number,
        "field_name": field,
        "field_details": label,
        "range_type": covered,
        "period": each.period.label,
        "period_start": first_day.isoformat(),
        "age": each.age,
        "value": each.value,
        "expected": each.expected,
        "low": each.low,
        "high": each.high,
    }
