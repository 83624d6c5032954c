"""What the catalogue says of a KPI, in words."""

from __future__ import annotations

import json
from collections.abc import Sequence

from core.catalog import Catalogue, CheckResult, Entry, parameters, readers_by_kpi
from core.cli.text.values import sparkline, table, value_text
from core.model import Period, Row, describe, format_value
from core.settings import Settings

_LAST = 13


def catalogue_text(entries: Sequence[Entry], form: str) -> str:
    """Return KPIs as a table or as JSON."""
    if form == "json":
        return json.dumps([_record(entry) for entry in entries], indent=2, ensure_ascii=False)
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
    return table(
        lines, ("domain", "no", "KPI", "cadence", "range", "unit", "target", "owner"), right=(1, 6)
    )


def _record(entry: Entry) -> dict[str, object]:
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
        "target": kpi.target,
        "sources": [describe(source) for source in kpi.sources],
        "settles": kpi.settles or None,
        "reviewed": kpi.reviewed or None,
        "version": entry.version,
        "file": entry.file,
    }


def _target(entry: Entry) -> str:
    kpi = entry.kpi
    if kpi.target is None:
        return ""
    return {"higher": "≥ ", "lower": "≤ ", "neutral": ""}[kpi.better] + format_value(
        kpi.target, kpi.unit
    )


def entry_text(
    catalogue: Catalogue,
    everything: Catalogue,
    checked: CheckResult,
    entry: Entry,
    period: Period,
    settings: Settings,
) -> str:
    """Return all there is to say of one KPI, and its SQL as it would run for `period`.

    `everything` is the catalogue of all domains, to find what reads it.
    """
    kpi = entry.kpi
    reading = readers_by_kpi(everything).get((entry.domain, entry.number), ())
    engine = (
        "the warehouse, in PostgreSQL's dialect" if entry.in_warehouse else "DuckDB over extracts"
    )
    facts = {
        "owner": kpi.owner,
        "unit": f"{kpi.unit}, {kpi.better} is better" if kpi.better != "neutral" else kpi.unit,
        "range": f"{entry.range}, {kpi.cadence}",
        "target": _target(entry) or "none",
        "sources": ", ".join(describe(source) for source in kpi.sources) or "none",
        "feeds": ", ".join(reader.id for reader, _ in reading) or "none",
        "since": kpi.since or "always",
        "settles": f"{kpi.settles} after its period" if kpi.settles else "at once",
        "reviewed": kpi.reviewed or "never",
        "file": entry.file,
        "version": entry.version,
    }
    width = max(map(len, facts))
    used = checked.facts[entry.domain, entry.number].parameters
    values = parameters(entry, period, catalogue, settings.now)
    return (
        "\n".join(
            (
                f"{entry.id}  {kpi.name}",
                "",
                entry.meaning,
                "",
                *(f"{name:{width}}  {text}" for name, text in facts.items()),
                "",
                f"SQL for {period}, run by {engine}:",
                "",
                entry.query.strip("\n").rstrip(),
                "",
                *(f"  :{name} = {values[name]}" for name in used),
            )
        ).rstrip()
        + "\n"
    )


def values_text(entry: Entry, rows: Sequence[Row]) -> str:
    """Return the last stored values of a KPI, each series as a sparkline."""
    series: dict[str, list[Row]] = {}
    for row in rows:
        if (row.field_name, row.range_type) == (entry.kpi.field_name, str(entry.range)):
            series.setdefault(row.field_details, []).append(row)
    if not series:
        return (
            f"last values: none stored; fill them with scorecard run {entry.domain} --kpi"
            f" {entry.number}"
        )
    lines = []
    for details, found in series.items():
        last = sorted(found, key=lambda row: row.period)[-_LAST:]
        name = f"{details}: " if details else ""
        lines.append(
            f"  {name}{sparkline([row.value for row in last])}  "
            f"{value_text(last[-1])} in {last[-1].period}{_why(last[-1])}"
        )
    return "\n".join((f"last values, up to {_LAST} periods:", *lines))


def _why(row: Row) -> str:
    return f" ({row.reason})" if row.reason else ""
