"""KPIs of the catalogue as text: the list, and one KPI in full."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, astuple

from core.catalog import (
    Break,
    Catalogue,
    CheckResult,
    Continuity,
    Entry,
    parameters,
    readers_by_kpi,
    review_day,
)
from core.cli.text.judgements import judgement_line
from core.cli.text.records import json_text
from core.cli.text.tables import sparkline, table
from core.cli.text.values import note_text, signed_text
from core.model import (
    DEFAULT_THRESHOLDS,
    Period,
    Row,
    State,
    absent_rows,
    counted,
    describe,
    plain_target,
    settling_text,
    targets_json,
    targets_text,
)
from core.settings import Settings
from core.status import series_by_line

_LAST = 13
_BREAKS = 3
_HEADER = ("domain", "no", "KPI", "cadence", "range", "unit", "target", "owner")
_ADDITIONS = {
    "": "",
    "sum": "values to date are sums",
    "ratio": "values to date are ratios of sums",
    "last": "values to date are the last ones",
    "no": "not added up",
}


def catalogue_text(entries: Sequence[Entry], form: str) -> str:
    """Return KPIs as a table or as JSON."""
    if form == "json":
        return json_text([_as_json(entry) for entry in entries])
    lines = [
        (
            entry.domain,
            f"{entry.number:02}",
            entry.kpi.name,
            entry.kpi.cadence,
            str(entry.range),
            entry.kpi.unit,
            _target(entry),
            entry.kpi.owner,
        )
        for entry in entries
    ]
    return table(lines, _HEADER, right=(1, 6))


def _as_json(entry: Entry) -> dict[str, object]:
    kpi = entry.kpi
    return {
        "domain": entry.domain,
        "kpi_number": entry.number,
        "name": kpi.name,
        "field_name": kpi.field_name,
        "definition": entry.meaning,
        "owner": kpi.owner,
        "unit": kpi.unit,
        "better": kpi.better,
        "cadence": kpi.cadence,
        "range": str(entry.range),
        "target": plain_target(entry.targets),
        "targets": json.loads(targets_json(entry.targets) or "null"),
        "thresholds": asdict(kpi.thresholds),
        "sources": [describe(source) for source in kpi.sources],
        "settles": kpi.settles or None,
        "adds": kpi.adds or None,
        "reviewed": kpi.reviewed or None,
        "version": entry.version,
        "file": entry.file,
    }


def _target(entry: Entry) -> str:
    return targets_text(entry.targets, entry.kpi.better, entry.kpi.unit)


def _thresholds(entry: Entry) -> str:
    """Return a KPI's own thresholds, empty if it has the default ones."""
    own = entry.kpi.thresholds
    if own == DEFAULT_THRESHOLDS:
        return ""
    exceeds, on_track, attention = (f"{limit:g}" for limit in astuple(own))
    return f"exceeds from {exceeds} %, on track from {on_track} %, critical below {attention} %"


def entry_text(
    catalogue: Catalogue,
    every_domain: Catalogue,
    checked: CheckResult,
    entry: Entry,
    period: Period,
    settings: Settings,
) -> str:
    """Return all facts of one KPI, and its SQL with the parameters of `period`.

    `every_domain` is the catalogue of all domains, in which its readers are found.
    """
    readers = readers_by_kpi(every_domain).get(entry.key, ())
    facts = _facts(entry, [reader.id for reader, _ in readers])
    width = max(map(len, facts))
    values = parameters(entry, period, catalogue, settings.now)
    used = checked.facts[entry.key].parameters
    under = "\n" + " " * (width + 2)
    fact_lines = [
        f"{name:{width}}  {under.join(text.splitlines())}" for name, text in facts.items() if text
    ]
    query_lines = _query(entry, period, {name: values[name] for name in used})
    title = f"{entry.id}  {entry.kpi.name}"
    lines = [title, "", entry.meaning, "", *fact_lines, "", *query_lines]
    return "\n".join(lines).rstrip() + "\n"


def _facts(entry: Entry, readers: Sequence[str]) -> dict[str, str]:
    kpi = entry.kpi
    sources = [describe(source) for source in kpi.sources]
    return {
        "owner": kpi.owner,
        "unit": kpi.unit if kpi.better == "neutral" else f"{kpi.unit}, {kpi.better} is better",
        "range": f"{entry.range}, {kpi.cadence}",
        "target": _target(entry) or "none",
        **({"status": _thresholds(entry)} if _thresholds(entry) else {}),
        "sources": ", ".join(sources) or "none",
        "feeds": ", ".join(readers) or "none",
        **_description(entry),
        "since": kpi.since or "always",
        "settles": settling_text(kpi.settles) or "at once",
        "adds": _ADDITIONS[kpi.adds],
        "reviewed": _review(entry),
        "file": entry.file,
        "version": entry.version,
    }


def _description(entry: Entry) -> dict[str, str]:
    """Return what the file tells readers of the catalogue, as far as it does."""
    kpi = entry.kpi
    stated = {
        "kind": kpi.kind,
        "tree": str(entry.tree or ""),
        "category": kpi.category,
        "sensitivity": kpi.sensitivity,
        "playbook": "\n".join(line.strip() for line in kpi.playbook.strip().splitlines()),
    }
    return {name: text for name, text in stated.items() if text}


def _review(entry: Entry) -> str:
    due = review_day(entry)
    reviewed = entry.kpi.reviewed or "never"
    return f"{reviewed}, {entry.kpi.review}: next on {due}" if due else reviewed


def _query(entry: Entry, period: Period, values: Mapping[str, object]) -> list[str]:
    warehouse, local = "the warehouse, in PostgreSQL's dialect", "DuckDB over extracts"
    return [
        f"SQL for {period}, run by {warehouse if entry.in_warehouse else local}:",
        "",
        entry.query.strip("\n").rstrip(),
        "",
        *(f"  :{name} = {value}" for name, value in values.items()),
    ]


def values_text(
    entry: Entry, rows: Sequence[Row], printed: Period, breaks: Collection[Break] = ()
) -> str:
    """Return the last stored values of a KPI, each series as a sparkline, and breaks in them.

    `printed` is the newest period that should have one.
    """
    own = entry.kpi.field_name, str(entry.range)
    stored = [row for row in rows if (row.field_name, row.range_type) == own]
    series: dict[str, list[Row]] = {}
    for row in (*stored, *absent_rows(stored)):
        series.setdefault(row.field_details, []).append(row)
    if not series:
        command = f"scorecard run {entry.domain} --kpi {entry.number}"
        return f"last values: none stored; compute them with {command}"
    broken = {each.period for each in breaks}
    lines: list[str] = []
    for field, history in series.items():
        lines += _series_lines(field, history, broken)
    newest = sorted(set(breaks), key=lambda each: each.period)[-_BREAKS:]
    lines += [f"  new definition since {each.period}: {', '.join(each.changes)}" for each in newest]
    if missing := _not_run(entry, {row.period for row in stored}, printed):
        command = f"compute what is missing with scorecard catch-up {entry.domain}"
        lines.append(f"  {State.NOT_RUN}: {', '.join(map(str, missing))}; {command}")
    return "\n".join((f"last values, up to {_LAST} periods:", *lines))


def _not_run(entry: Entry, stored: Collection[Period], printed: Period) -> list[Period]:
    """Return which of the last periods have no row, though an earlier one has."""
    last = max(printed, *stored)
    periods = [last.shift(-back) for back in reversed(range(_LAST))]
    begun = max(min(stored), entry.since or min(stored))
    return [period for period in periods if period > begun and period not in stored]


def series_lines(continuity: Continuity, entry: Entry) -> list[str]:
    """Return what people have to know of the stored series of a KPI."""
    findings = [str(each) for each in continuity.findings if each.file == entry.file]
    notes = [str(each) for each in continuity.notes if (each.domain, each.number) == entry.key]
    retired = (
        [f"{entry.id} is retired: no run computes it"] if entry.key in continuity.retired else []
    )
    return [*findings, *notes, *retired]


def _series_lines(field: str, rows: Sequence[Row], broken: Collection[Period]) -> Iterator[str]:
    last = sorted(rows, key=lambda row: row.period)[-_LAST:]
    newest = last[-1]
    name = f"{field}: " if field else ""
    bars = sparkline([row.value for row in last])
    note = note_text(newest)
    reason = f" ({note})" if note else ""
    yield f"  {name}{bars}  {signed_text(newest)} in {newest.period}{reason}"
    if newest.target is not None:
        begins = [row.key for row in rows if row.period in broken]
        yield f"    {judgement_line(newest, series_by_line(rows, begins))}"


def outdated_text(domain: str, number: int, count: int, span: str) -> str:
    """Return which stored values an older definition computed, and the command to restate them."""
    return (
        f"{domain}/kpi_{number:02}: an older definition computed"
        f" {counted(count, 'stored value')} of {span};"
        f" restate them with scorecard run {domain} --kpi {number} --period {span}"
    )
