"""Everything that can be wrong with the catalogue before a query runs, all of it at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from core.catalog.entries import Catalogue, Entry
from core.catalog.lineage import find_cycles
from core.catalog.positions import foreign_imports, keyword_line
from core.catalog.rules import RULES, RuleFault
from core.errors import Finding
from core.model import CADENCES, Runner, SqlFile
from core.query import PARAMETERS, FactsCache, SqlFacts, line_of

# What Debian's cron takes; CronSim takes more: seconds, L, #, and steps from a single value.
_CRON_ITEM = r"(?:(?:\*|\w+-\w+)(?:/\d+)?|\d+|[A-Za-z]{3})"
_CRON_FIELD = rf"{_CRON_ITEM}(?:,{_CRON_ITEM})*"
_CRON = re.compile(rf"{_CRON_FIELD}(?: +{_CRON_FIELD}){{4}}", re.ASCII)
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


@dataclass(frozen=True)
class Checked:
    """A catalogue's findings, and what its queries read, by (domain, number)."""

    findings: tuple[Finding, ...]
    facts: Mapping[tuple[str, int], SqlFacts]


def check(catalogue: Catalogue) -> Checked:
    """Judge every KPI file and runner of `catalogue`."""
    cache = FactsCache(catalogue.root / "var" / "cache" / "sql.json")
    facts = {}
    findings = [*catalogue.findings, *_runner_findings(catalogue)]
    for key, entry in catalogue.by_key.items():
        facts[key] = (
            cache.examine(
                entry.query, "postgres" if entry.in_warehouse else "duckdb", entry.histories
            )
            if entry.query.strip()
            else SqlFacts()
        )
        findings += _entry_findings(catalogue, entry, facts[key])
    cache.save()
    findings += _twin_findings(catalogue)
    findings += _cycle_findings(catalogue)
    return Checked(tuple(sorted(set(findings))), facts)


def _entry_findings(catalogue: Catalogue, entry: Entry, facts: SqlFacts) -> Iterator[Finding]:
    path = catalogue.root / entry.file
    if not entry.meaning:
        yield Finding(
            entry.file, 1, "has no docstring; begin the file with the definition in words"
        )
    for line, name in foreign_imports(path):
        yield Finding(entry.file, line, f"imports {name}; a KPI file imports core.kpi only")
    for rule in RULES:
        for attribute, message in rule(catalogue, entry):
            yield Finding(entry.file, keyword_line(path, attribute), message)
    for line, message in _query_problems(entry, facts):
        if isinstance(entry.kpi.query, SqlFile):
            yield Finding(entry.query_file, line, message)
        else:
            yield Finding(entry.file, keyword_line(path, "query") + line - 1, message)


def _query_problems(entry: Entry, facts: SqlFacts) -> Iterator[tuple[int, str]]:
    yield from facts.problems
    if facts.problems or not entry.query.strip():
        return
    for name in facts.parameters:
        if name not in PARAMETERS:
            line = line_of(entry.query, f":{name}")
            yield (
                line,
                (
                    f"unknown parameter :{name}; there are"
                    f" {', '.join(f':{known}' for known in PARAMETERS)}"
                ),
            )
    declared = {source.relation.lower(): source for source in entry.kpi.sources}
    for relation in facts.relations:
        if relation not in declared:
            yield (
                line_of(entry.query, relation),
                (
                    f"the query reads {relation}, which is not in sources; add"
                    f" {_declaration(relation)}"
                ),
            )
    for relation in declared:
        if relation not in facts.relations:
            yield (
                1,
                (
                    f"{relation} is in sources, but the query never reads it; remove one or use the"
                    " other"
                ),
            )


def _declaration(relation: str) -> str:
    if match := re.fullmatch(r"kpi_(\d+)", relation):
        return f"Values({int(match[1])}, last=…)"
    return (
        f'Table("{relation}")'
        if "." in relation
        else f'File(…, name="{relation}") or Tab(…, name="{relation}")'
    )


def _runner_findings(catalogue: Catalogue) -> Iterator[Finding]:
    for domain, runner in catalogue.runners.items():
        path = catalogue.root / "runners" / f"{domain}.py"
        for attribute, message in _runner_faults(runner):
            yield Finding(f"runners/{domain}.py", keyword_line(path, attribute), message)


def _runner_faults(runner: Runner) -> Iterator[RuleFault]:
    from datetime import UTC, datetime

    from cronsim import CronSim, CronSimError

    try:
        ZoneInfo(runner.timezone)
    except (ValueError, KeyError, OSError):
        yield (
            "timezone",
            f"timezone {runner.timezone!r} is no IANA name; write one such as Europe/Berlin",
        )
    if not _CLOCK.fullmatch(runner.deadline):
        yield "deadline", f"deadline {runner.deadline!r} is no clock time; write one such as 09:00"
    for cadence, expression in runner.schedule.items():
        if cadence not in CADENCES:
            yield "schedule", f"schedule names {cadence!r}, which is none of {', '.join(CADENCES)}"
        try:
            is_due = _CRON.fullmatch(expression) and next(
                CronSim(expression, datetime(2026, 1, 1, tzinfo=UTC))
            )
        except (CronSimError, StopIteration):
            is_due = None
        if not is_due:
            yield (
                "schedule",
                (
                    f"schedule {expression!r} is no cron expression; write five fields such as '0 6"
                    " * * MON'"
                ),
            )


def _twin_findings(catalogue: Catalogue) -> Iterator[Finding]:
    first: dict[tuple[str, str], Entry] = {}
    for entry in catalogue.entries:
        twin = first.setdefault((entry.domain, entry.kpi.field_name), entry)
        if twin is not entry:
            line = keyword_line(catalogue.root / entry.file, "field" if entry.kpi.field else "name")
            yield Finding(
                entry.file,
                line,
                f"has the field_name {entry.kpi.field_name!r} of {twin.file}; set field= or rename",
            )


def _cycle_findings(catalogue: Catalogue) -> Iterator[Finding]:
    for cycle in find_cycles(catalogue):
        entry = catalogue.by_key[cycle[0]]
        chain = " → ".join(f"{domain}/kpi_{number:02}" for domain, number in (*cycle, cycle[0]))
        line = keyword_line(catalogue.root / entry.file, "sources")
        yield Finding(entry.file, line, f"reads itself in a circle: {chain}; break it")
