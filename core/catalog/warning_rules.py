"""Warnings on KPIs that run, but whose values, targets or alerts are hardly what is meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from core.catalog.alert_rules import alert_warnings, pair_faults, rules_faults
from core.catalog.entries import Catalogue, Entry, KpiKey
from core.catalog.known_tables import read_known_tables
from core.catalog.personal_rules import personal_warnings
from core.catalog.positions import keyword_line, query_place
from core.catalog.target_rules import target_warnings
from core.errors import Finding
from core.model import Values
from core.query import PARAMETERS, SqlFacts, columns_fault, line_of

QueryWarning = tuple[int, str]  # line within the query, from 1, and message

_REMEDY = "bound its rows, e.g. with :start and :end"


def find_warnings(catalogue: Catalogue, facts: Mapping[KpiKey, SqlFacts]) -> tuple[Finding, ...]:
    """Return the warnings on targets, alerts and views, and on queries without an error."""
    found = {*_alert_findings(catalogue)}
    known = read_known_tables(catalogue.root)
    for entry in catalogue.entries:
        for message in personal_warnings(entry, catalogue, known):
            file_line = keyword_line(catalogue.root / entry.file, "sources")
            found.add(Finding(entry.file, file_line, message, is_warning=True))
        for message in target_warnings(entry):
            file_line = keyword_line(catalogue.root / entry.file, "target")
            found.add(Finding(entry.file, file_line, message, is_warning=True))
        if entry.query.strip() and not facts[entry.key].problems:
            for line, message in _query_warnings(entry, facts[entry.key]):
                file, file_line = query_place(catalogue.root, entry, line)
                found.add(Finding(file, file_line, message, is_warning=True))
    return tuple(sorted(found))


def _alert_findings(catalogue: Catalogue) -> Iterator[Finding]:
    messages = {
        f"runners/{domain}.py": pair_faults(runner.alerts)
        for domain, runner in catalogue.runners.items()
        if not any(rules_faults(runner.alerts))
    }
    messages |= {entry.file: alert_warnings(entry) for entry in catalogue.entries}
    for file, faults in messages.items():
        for message in faults:
            line = keyword_line(catalogue.root / file, "alerts")
            yield Finding(file, line, message, is_warning=True)


def _query_warnings(entry: Entry, facts: SqlFacts) -> Iterator[QueryWarning]:
    yield from _missing_periods(entry, facts)
    yield from division_warnings(entry, facts.whole_divisions)
    yield from _column_faults(facts)


def division_warnings(
    entry: Entry, divisions: tuple[tuple[int, str], ...]
) -> Iterator[QueryWarning]:
    """Yield divisions of whole numbers, unless the KPI is a count, which has no fraction."""
    if entry.kpi.unit == "count":
        return
    for line, text in divisions:
        fault = f"{text} divides whole numbers, which cuts off the fraction"
        yield line, f"{fault}; cast one side, e.g. with ::float"


def _missing_periods(entry: Entry, facts: SqlFacts) -> Iterator[QueryWarning]:
    """Yield what gives the same value in each week, although data has dates."""
    dated = [name for name in facts.parameters if name in PARAMETERS]
    if entry.kpi.as_of == "run":
        if dated:
            fault = f"as_of='run' contradicts :{dated[0]} in the query"
            yield line_of(entry.query, f":{dated[0]}"), f"{fault}; leave out one of them"
        return
    if all(isinstance(source, Values) for source in entry.kpi.sources):
        return
    if not facts.parameters:
        fault = "the query names no period, so that every week gets the same value"
        yield 1, f"{fault}; {_REMEDY}, or set as_of='run' if the state at the run is meant"
    for line, relation in facts.undated_arms:
        if relation not in entry.histories:
            fault = f"this part of the UNION reads {relation} without a period"
            yield line, f"{fault}, so that it gives the same every week; {_REMEDY}"


def _column_faults(facts: SqlFacts) -> Iterator[QueryWarning]:
    fault = columns_fault(facts.outputs) if facts.outputs else ""
    if fault:
        yield 1, f"the query returns {fault}"
