"""The summary of a period for the readers of a scorecard, as a message. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.alerts.messages import html_of
from core.catalog import Entry
from core.model import (
    CAUSES,
    AlertLevel,
    AlertMessage,
    Key,
    Period,
    Restatement,
    Row,
    Runner,
    counted,
    format_value,
    goal_of,
    goal_text,
    stamp,
)
from core.status import Status, ValueSeries, before, judge, line_key, series_by_line

SUMMARY = "summary"  # in place of a severity
_MOST_LINES = 60  # of one section
_SECTIONS = {
    "attention": "Needs attention",
    "failed": "Failed",
    "withheld": "Withheld",
    "late": "Late",
    "missing": "Not run",
    "none": "Without a value",
    "well": "Other values",
}
_COUNTED = {
    "attention": "in need of attention",
    "failed": "failed",
    "withheld": "withheld",
    "late": "late",
    "missing": "not run",
    "none": "without a value",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryFacts:
    """The content of one period's summary; `rows` are also those of the period before.

    `levels` are alerts that go on, by the key of the row without its period. `left` are sentences
    on what is left to do. `breaks` are keys of first rows behind a break.
    """

    runner: Runner
    domain: str
    period: Period
    entries: Mapping[int, Entry]
    rows: Sequence[Row]
    breaks: Collection[Key] = ()
    levels: Mapping[tuple[int, str], AlertLevel]
    restated: Sequence[Restatement]
    left: Sequence[str] = ()
    link: str = ""
    now: datetime


def summary_id(domain: str, period: Period) -> str:
    """Return the Message-ID of a period's summary, which is sent once."""
    return f"{domain}.{period.cadence}.{period}.{SUMMARY}@scorecard"


def make_summary(facts: SummaryFacts, channel: str) -> AlertMessage:
    """Return the summary as a message to a channel."""
    sections = _sections(facts)
    text = "\n".join(_lines(facts, sections)) + "\n"
    return AlertMessage(
        message_id=summary_id(facts.domain, facts.period),
        channel=channel,
        domain=facts.domain,
        severity=SUMMARY,
        subject=f"{facts.runner.title} {facts.period}: {_headline(facts, sections)}",
        text=text,
        html=html_of(text),
        planned_at=facts.now,
        changed_at=facts.now,
    )


_Sections = Mapping[str, Sequence[tuple[int, str]]]  # number of the KPI and its line, by section


def _sections(facts: SummaryFacts) -> _Sections:
    found: dict[str, list[tuple[int, str]]] = {section: [] for section in _SECTIONS}
    series = series_by_line(facts.rows, facts.breaks)
    current = [row for row in facts.rows if row.period == facts.period]
    for row in sorted(current, key=lambda row: (row.kpi_number, row.field_details)):
        line = _row_line(row, series[line_key(row)], facts)
        found[_section(row, facts)].append((row.kpi_number, line))
    present = {row.kpi_number for row in current}
    for number, entry in facts.entries.items():
        if number not in present:
            found["missing"].append((number, entry.kpi.name))
    return found


def _section(row: Row, facts: SummaryFacts) -> str:
    if row.outcome in ("failed", "withheld", "late"):
        return row.outcome
    if row.value is None:
        return "none"
    is_alarming = facts.levels.get((row.kpi_number, row.field_details)) in ("warning", "critical")
    is_off_target = judge(row).status in (Status.CRITICAL, Status.NEEDS_ATTENTION)
    return "attention" if is_alarming or is_off_target else "well"


def _row_line(row: Row, series: ValueSeries, facts: SummaryFacts) -> str:
    name = _name(facts.entries[row.kpi_number], row.field_details)
    if row.value is None:
        return f"{name}: {row.reason}"
    parts = [f"{name}: {format_value(row.value, row.unit)}"]
    parts += [*_change(row, series), *_status(row)]
    if level := facts.levels.get((row.kpi_number, row.field_details)):
        parts.append(f"alert: {level}")
    if row.partial or row.provisional_until:
        parts.append("partial" if row.partial else "provisional")
    return ", ".join(parts)


def _name(entry: Entry, label: str) -> str:
    return f"{entry.kpi.name}, {label}" if label else entry.kpi.name


def _change(row: Row, series: ValueSeries) -> Iterator[str]:
    change = before(series, row.period)
    if change.absolute == 0:
        yield f"as in {change.against}"
    elif change.absolute is not None:
        sign = "+" if change.absolute > 0 else "-"
        size = abs(change.absolute)
        amount = f"{size:,.1f} pp" if row.unit == "percent" else format_value(size, row.unit)
        relative = "" if change.relative is None else f" ({change.relative:+.1%})"
        yield f"{sign}{amount}{relative} on {change.against}"


def _status(row: Row) -> Iterator[str]:
    goal = goal_of(row)
    if goal:
        yield f"target {goal_text(goal, row.unit)}"
        yield judge(row).status.text


def _headline(facts: SummaryFacts, sections: _Sections) -> str:
    counts = []
    for section, words in _COUNTED.items():
        count = len({number for number, _ in sections[section]})
        if count:
            counts.append(f"{count} {words}")
    if facts.left:
        counts.append(f"{len(facts.left)} left to do")
    return ", ".join(counts) or "all well"


def _lines(facts: SummaryFacts, sections: _Sections) -> Iterator[str]:
    runner, period = facts.runner, facts.period
    yield f"{runner.title}, {period}"
    yield f"{counted(len(facts.entries), 'KPI')}: {_headline(facts, sections)}"
    for section, title in _SECTIONS.items():
        yield from _section_lines(title, [line for _, line in sections[section]])
    yield from _section_lines("Changed since the last period", _restated_lines(facts))
    yield from _section_lines("Left to do", facts.left)
    yield ""
    if facts.link:
        yield f"{runner.title}: {facts.link}"
    yield f"as of {stamp(facts.now, runner.zone)}"


def _section_lines(title: str, lines: Sequence[str]) -> Iterator[str]:
    if not lines:
        return
    yield ""
    yield title
    for line in lines[:_MOST_LINES]:
        yield f"  {line}"
    if len(lines) > _MOST_LINES:
        yield f"  and {len(lines) - _MOST_LINES} more"


def _restated_lines(facts: SummaryFacts) -> list[str]:
    """Return the values that changed for readers, with the cause."""
    lines = []
    for each in facts.restated:
        entry = facts.entries.get(each.kpi_number)
        if entry and not each.provisional:
            old, new = _value(each.old_value, entry), _value(each.new_value, entry)
            name = _name(entry, each.field_details)
            lines.append(f"{name} {each.period}: was {old}, is {new} ({CAUSES[each.cause]})")
    return lines


def _value(value: float | None, entry: Entry) -> str:
    return "no value" if value is None else format_value(value, entry.kpi.unit)
