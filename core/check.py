"""Everything that can be wrong with the catalogue before a query runs, all of it at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import get_args
from zoneinfo import ZoneInfo

from core.catalog import Catalogue, Entry
from core.errors import Finding, ScorecardError
from core.kpi import Better, Cadence, File, Source, SqlFile, Tab, Table, Values
from core.locate import foreign_imports, keyword_line
from core.period import CADENCES
from core.query import PARAMETERS
from core.ranges import PERIOD_UNIT, Range
from core.sqlfacts import FactsCache, SqlFacts
from core.units import CURRENCIES, PLAIN_UNITS

_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_TABLE = re.compile(r"[A-Za-z_]\w*\.[A-Za-z_]\w*")
_IDENTIFIER = re.compile(r"[a-z_][a-z0-9_]*")
_VARIABLE = re.compile(r"[A-Z][A-Z0-9_]*")

Fault = tuple[str, str]  # the Kpi attribute that is at fault, and the message


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
            cache.examine(entry.query, "postgres" if entry.in_warehouse else "duckdb") if entry.query else SqlFacts()
        )
        findings += _entry_findings(catalogue, entry, facts[key])
    cache.save()
    findings += _twin_findings(catalogue)
    findings += _cycle_findings(catalogue)
    return Checked(tuple(sorted(set(findings))), facts)


def _entry_findings(catalogue: Catalogue, entry: Entry, facts: SqlFacts) -> Iterator[Finding]:
    path = catalogue.root / entry.file
    if not entry.meaning:
        yield Finding(entry.file, 1, "has no docstring; begin the file with the definition in words")
    for line, name in foreign_imports(path):
        yield Finding(entry.file, line, f"imports {name}; a KPI file imports core.kpi only")
    for rule in _RULES:
        for attribute, message in rule(catalogue, entry):
            yield Finding(entry.file, keyword_line(path, attribute), message)
    for line, message in _query_problems(entry, facts):
        if isinstance(entry.kpi.query, SqlFile):
            yield Finding(entry.query_file, line, message)
        else:
            yield Finding(entry.file, keyword_line(path, "query") + line - 1, message)


def _attributes(_: Catalogue, entry: Entry) -> Iterator[Fault]:
    kpi = entry.kpi
    if not kpi.name.strip():
        yield "name", "name is empty; write what the scorecard shows"
    if not _IDENTIFIER.fullmatch(kpi.field_name):
        yield (
            "field",
            f"field_name {kpi.field_name!r} is no identifier; set field= in lower-case letters, digits, underscores",
        )
    if not _ADDRESS.fullmatch(kpi.owner):
        yield "owner", f"owner {kpi.owner!r} is no e-mail address; name whoever answers for the number"
    if kpi.unit not in PLAIN_UNITS | CURRENCIES:
        yield "unit", f"unit {kpi.unit!r} is none of {', '.join(sorted(PLAIN_UNITS))} or an ISO 4217 currency"
    if kpi.better not in get_args(Better):
        yield "better", f"better {kpi.better!r} is none of {', '.join(get_args(Better))}"
    if kpi.target is not None and kpi.better == "neutral":
        yield "target", "target without a direction; add better='higher' or better='lower'"
    if not entry.query.strip():
        yield "query", "query is empty; write a SELECT that returns value"


def _dates(catalogue: Catalogue, entry: Entry) -> Iterator[Fault]:
    kpi = entry.kpi
    if kpi.cadence not in get_args(Cadence):
        yield "cadence", f"cadence {kpi.cadence!r} is none of {', '.join(CADENCES)}"
        return
    runner = catalogue.runners.get(entry.domain)
    if runner and kpi.cadence not in runner.schedule:
        yield "cadence", f"is {kpi.cadence}, but runners/{entry.domain}.py has no {kpi.cadence} schedule; add one"
    try:
        if entry.since and entry.since.cadence != kpi.cadence:
            yield "since", f"since {kpi.since!r} is not {kpi.cadence}; write it as the KPI's own period"
    except ScorecardError as error:
        yield "since", f"since: {error}"
    try:
        if kpi.reviewed:
            date.fromisoformat(kpi.reviewed)
    except ValueError:
        yield "reviewed", f"reviewed {kpi.reviewed!r} is no day; write it as 2026-10-01"


def _ranges(_: Catalogue, entry: Entry) -> Iterator[Fault]:
    kpi = entry.kpi
    try:
        stated = entry.range
    except ValueError as error:
        yield "range", f"{error}; mend it"
        return
    for source in entry.values:
        if source.last is not None and source.last < 1:
            yield "sources", f"Values({source.kpi}, last={source.last}) reads no period; last counts from 1"
    lasts = [source.last for source in entry.values if source.last]
    if not kpi.range or not lasts or kpi.cadence not in PERIOD_UNIT:
        return
    only_values = len(entry.values) == len(kpi.sources)
    own = _own_periods(stated, kpi.cadence)
    longest = max(lasts)
    if own is None or longest > own or (only_values and longest < own):
        yield "range", f"range {kpi.range!r} and Values(last={longest}) contradict; leave last out, or range"


def _own_periods(stated: Range, cadence: Cadence) -> int | None:
    """Return how many periods of `cadence` the range always has, None where that varies or is no whole number."""
    if stated.unit == PERIOD_UNIT[cadence] and stated.count:
        return stated.count
    months = {"quarter": 3, "year": 12}.get(stated.unit, 0) if cadence == "monthly" else 0
    days = 7 if cadence == "daily" and stated.unit == "week" else 0
    return stated.count * (months or days) or None


def _sources(_: Catalogue, entry: Entry) -> Iterator[Fault]:
    seen: dict[str, Source] = {}
    for source in entry.kpi.sources:
        if not isinstance(source, Table | File | Tab | Values):
            yield "sources", f"source {source!r} is no Table, File, Tab or Values"
            continue
        relation = source.relation
        if relation in seen:
            yield "sources", f"two sources are read as {relation}; give one of them name="
        seen[relation] = source
        if isinstance(source, Table):
            if not _TABLE.fullmatch(source.name):
                yield "sources", f"Table({source.name!r}) is not of the form schema.name"
        elif not _IDENTIFIER.fullmatch(relation):
            yield "sources", f"{source!r} has no usable name; give it name="
        if isinstance(source, Tab) and not _VARIABLE.fullmatch(source.workbook):
            yield "sources", f"Tab({source.workbook!r}, …) does not name an environment variable in capitals"


def _histories(catalogue: Catalogue, entry: Entry) -> Iterator[Fault]:
    for source in entry.values:
        domain = source.domain or entry.domain
        other = catalogue.by_key.get((domain, source.kpi))
        file = f"scorecards/{domain}/kpi_{source.kpi:02}.py"
        if other is None:
            if not any(finding.file == file for finding in catalogue.findings):
                yield "sources", f"Values({source.kpi}) reads {file}, which does not exist"
        elif other.kpi.cadence != entry.kpi.cadence:
            yield (
                "sources",
                f"is {entry.kpi.cadence} and reads {other.id}, which is {other.kpi.cadence}; they must be the same",
            )


_RULES: tuple[Callable[[Catalogue, Entry], Iterator[Fault]], ...] = (_attributes, _dates, _ranges, _sources, _histories)


def _query_problems(entry: Entry, facts: SqlFacts) -> Iterator[tuple[int, str]]:
    yield from facts.problems
    if facts.problems or not entry.query.strip():
        return
    for name in facts.parameters:
        if name not in PARAMETERS:
            line = _line_with(entry.query, f":{name}")
            yield line, f"unknown parameter :{name}; there are {', '.join(f':{known}' for known in PARAMETERS)}"
    declared = {source.relation.lower(): source for source in entry.kpi.sources}
    for relation in facts.relations:
        if relation not in declared:
            yield (
                _line_with(entry.query, relation),
                f"the query reads {relation}, which is not in sources; add {_declaration(relation)}",
            )
    for relation in declared:
        if relation not in facts.relations:
            yield 1, f"{relation} is in sources, but the query never reads it; remove one or use the other"


def _declaration(relation: str) -> str:
    if match := re.fullmatch(r"kpi_(\d+)", relation):
        return f"Values({int(match[1])}, last=…)"
    return f'Table("{relation}")' if "." in relation else f'File(…, name="{relation}") or Tab(…, name="{relation}")'


def _line_with(sql: str, text: str) -> int:
    position = sql.lower().find(text.lower())
    return sql.count("\n", 0, position) + 1 if position >= 0 else 1


def _runner_findings(catalogue: Catalogue) -> Iterator[Finding]:
    for domain, runner in catalogue.runners.items():
        path = catalogue.root / "runners" / f"{domain}.py"
        for attribute, message in _runner_faults(runner.timezone, runner.schedule):
            yield Finding(f"runners/{domain}.py", keyword_line(path, attribute), message)


def _runner_faults(timezone: str, schedule: Mapping[Cadence, str]) -> Iterator[Fault]:
    from datetime import datetime

    from cronsim import CronSim, CronSimError

    try:
        ZoneInfo(timezone)
    except (ValueError, KeyError, OSError):
        yield "timezone", f"timezone {timezone!r} is no IANA name; write one such as Europe/Berlin"
    for cadence, expression in schedule.items():
        if cadence not in CADENCES:
            yield "schedule", f"schedule names {cadence!r}, which is none of {', '.join(CADENCES)}"
        try:
            next(CronSim(expression, datetime(2026, 1, 1)))
        except (CronSimError, StopIteration):
            yield "schedule", f"schedule {expression!r} is no cron expression; write five fields such as '0 6 * * MON'"


def _twin_findings(catalogue: Catalogue) -> Iterator[Finding]:
    first: dict[tuple[str, str], Entry] = {}
    for entry in catalogue.entries:
        twin = first.setdefault((entry.domain, entry.kpi.field_name), entry)
        if twin is not entry:
            line = keyword_line(catalogue.root / entry.file, "field" if entry.kpi.field else "name")
            yield Finding(
                entry.file, line, f"has the field_name {entry.kpi.field_name!r} of {twin.file}; set field= or rename"
            )


def _cycle_findings(catalogue: Catalogue) -> Iterator[Finding]:
    for cycle in find_cycles(catalogue):
        entry = catalogue.by_key[cycle[0]]
        chain = " → ".join(f"{domain}/kpi_{number:02}" for domain, number in (*cycle, cycle[0]))
        line = keyword_line(catalogue.root / entry.file, "sources")
        yield Finding(entry.file, line, f"reads itself in a circle: {chain}; break it")


def find_cycles(catalogue: Catalogue) -> list[tuple[tuple[str, int], ...]]:
    """Return each circle of derived KPIs once, beginning with its smallest member."""
    cycles: set[tuple[tuple[str, int], ...]] = set()
    done: set[tuple[str, int]] = set()

    def visit(key: tuple[str, int], trail: list[tuple[str, int]]) -> None:
        if key in trail:
            cycle = trail[trail.index(key) :]
            start = cycle.index(min(cycle))
            cycles.add((*cycle[start:], *cycle[:start]))
            return
        if key in done or key not in catalogue.by_key:
            return
        entry = catalogue.by_key[key]
        for source in entry.values:
            visit((source.domain or entry.domain, source.kpi), [*trail, key])
        done.add(key)

    for key in catalogue.by_key:
        visit(key, [])
    return sorted(cycles)
