"""Values beside those that readers compare them with, as tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from core.cli.text.compared import ComparedRow
from core.cli.text.compared_json import compared_csv, compared_json
from core.cli.text.limits import limits_lines, sign_text
from core.cli.text.tables import cut, dense_table, table
from core.cli.text.values import NO_VALUE, label, mean_text, note_text, signed_text
from core.status import IN_POINTS, ValueChange, ValueComparison

_HEADER = ("no", "KPI", "period", "value", "before", "a year ago", "on means", "note")
_BESIDE = ("value", "change", "per cent", "note")
_NAME_WIDTH = 32


def compared_text(
    rows: Sequence[ComparedRow], form: str, names: Mapping[tuple[str, int], str]
) -> str:
    """Return rows with their comparisons as `table`, `csv` or `json`."""
    if form == "json":
        return compared_json(rows)
    if form == "csv":
        return compared_csv(rows)
    return table([_line(each, names) for each in rows], _HEADER, right=(0, 3, 4, 5))


def _line(compared: ComparedRow, names: Mapping[tuple[str, int], str]) -> tuple[str, ...]:
    row, comparison = compared.row, compared.comparison
    return (
        f"{row.kpi_number:02}",
        cut(label(row, names), _NAME_WIDTH),
        row.period.label,
        signed_text(row),
        change_text(comparison.before, row.unit),
        change_text(comparison.year_ago, row.unit),
        _means_text(comparison, row.unit),
        "; ".join(dict.fromkeys(_notes(compared))),
    )


def change_text(change: ValueChange, unit: str) -> str:
    """Return a change with its sign, and in per cent where that means something."""
    if change.absolute is None:
        return NO_VALUE
    percent = percent_text(change)
    amount = amount_text(change.absolute, unit)
    return f"{amount} ({percent})" if percent else amount


def amount_text(absolute: float, unit: str) -> str:
    """Return a difference in a unit with its sign; of percentages in points."""
    sign = "+" if absolute > 0 else ""
    text = f"{absolute:,.1f} pp" if unit == "percent" else mean_text(absolute, unit)
    return f"{sign}{text}"


def percent_text(change: ValueChange) -> str:
    """Return a change in per cent, empty where that means nothing."""
    return "" if change.relative is None else f"{change.relative:+.1%}"


def _means_text(comparison: ValueComparison, unit: str) -> str:
    """Return the changes against the means, in per cent where there is one."""
    texts = [percent_text(each) or change_text(each, unit) for each in comparison.averages]
    return NO_VALUE if set(texts) == {NO_VALUE} else ", ".join(texts)


def _notes(compared: ComparedRow) -> Iterator[str]:
    """Yield what there is to say of a value and its changes; a base that is missing shows."""
    if compared.broken:
        yield f"new definition: {', '.join(compared.broken.changes)}"
    note = note_text(compared.row)
    if note:
        yield note
    if sign := sign_text(compared.variation):
        yield sign
    if compared.broken or compared.row.value is None:
        return
    for change in (compared.comparison.before, compared.comparison.year_ago):
        if change.base is not None:
            yield from _reason(change)


def _reason(change: ValueChange) -> Iterator[str]:
    if change.reason not in ("", IN_POINTS):
        yield change.reason


def beside_text(compared: Sequence[ComparedRow]) -> str:
    """Return one value beside others, a line each; of several parts, a line for each part."""
    if len(compared) != 1:
        return _parts_text(compared)
    row, comparison = compared[0].row, compared[0].comparison
    changes = comparison.before, comparison.year_ago, *comparison.averages
    lines = [(each.against, *_beside(each, row.unit)) for each in changes]
    header = (f"{row.period} beside", *_BESIDE)
    beside = dense_table(lines, header, right=(1, 2, 3))
    return "\n".join((beside, *limits_lines(compared[0])))


def _beside(change: ValueChange, unit: str) -> tuple[str, ...]:
    return (
        NO_VALUE if change.base is None else mean_text(change.base, unit),
        NO_VALUE if change.absolute is None else amount_text(change.absolute, unit),
        percent_text(change),
        "; ".join((*_reason(change), *filter(None, (change.remark,)))),
    )


def _parts_text(rows: Sequence[ComparedRow]) -> str:
    """Return the parts of a breakdown with their changes, a line each."""
    lines = []
    for each in rows:
        _, _, *cells = _line(each, {})
        lines.append((each.row.field_details or "total", *cells))
    header = ("part", *_HEADER[2:])
    return dense_table(lines, header, right=(2, 3, 4))
