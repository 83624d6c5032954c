"""`check`: what is wrong with the catalogue, before a run meets it."""

from __future__ import annotations

from collections.abc import Sequence
from time import perf_counter
from typing import TYPE_CHECKING

import click

from core.cli.app import App, pass_app
from core.cli.options import form, some_domains

if TYPE_CHECKING:
    from core.catalog import Catalogue, CheckResult
    from core.engines import Database, Warehouse
    from core.errors import Finding
    from core.model import StaleValue


@click.command()
@some_domains
@click.option(
    "--warehouse",
    "on_warehouse",
    is_flag=True,
    help="Also have the warehouse plan each query, without running it.",
)
@form("text", "json")
@pass_app
def check(app: App, on_warehouse: bool, form: str) -> int:
    """Report every error in the catalogue, without running a query.

    With --warehouse, tables, columns, files, tabs and types are checked as well: each query is
    planned with the parameters of the last period that has ended.
    """
    from core.catalog import load_catalogue, review_warnings
    from core.errors import CatalogueError
    from core.model import counted

    catalogue = load_catalogue(app.settings.root, app.domains)
    result, findings = _check_files(app, catalogue)
    # Time alone makes a review due, so it fails no build: it does not count for the exit code.
    reviews = review_warnings(catalogue, app.settings.now.date())
    summary = ""
    stale: Sequence[StaleValue] = ()
    try:
        if on_warehouse:
            with app.open_warehouse() as warehouse:
                # A view may show personal columns.
                _learn_tables(app, warehouse)
                result, findings = _check_files(app, catalogue)
                found, summary = _check_queries(app, catalogue, result, warehouse)
            findings |= found
        broken, stale = _check_store(app, catalogue, is_sound=not result.findings)
        findings |= {*broken}
    finally:
        # What the text says is worth reading even if the warehouse is gone.
        _print_findings(sorted({*findings, *reviews}), stale, form)
        if not on_warehouse:
            _name_unknown_types(app, catalogue, result)
    if summary:
        click.echo(summary, err=form == "json" or bool(findings))
    if findings:
        return CatalogueError.exit_code
    if form == "text":
        kpis, domains = counted(len(catalogue.entries), "KPI"), ", ".join(catalogue.runners)
        click.echo(f"{kpis} in {domains}: no problems found")
    return 0


def _check_files(app: App, catalogue: Catalogue) -> tuple[CheckResult, set[Finding]]:
    """Return the facts about queries, and all findings that need no database."""
    from core.catalog import check_by_known_types, find_warnings
    from core.query import remote_dialect

    result = check_by_known_types(catalogue, remote_dialect(app.settings.warehouse))
    return result, {*result.findings, *find_warnings(catalogue, result.facts)}


def _learn_tables(app: App, warehouse: Warehouse) -> None:
    from core.catalog import load_catalogue
    from core.operations import learn_tables
    from core.query import remote_dialect

    # Other domains read other tables, which a later command may need.
    every_domain = load_catalogue(app.settings.root)
    learn_tables(every_domain, warehouse, remote_dialect(app.settings.warehouse))


def _name_unknown_types(app: App, catalogue: Catalogue, result: CheckResult) -> None:
    """Say what may be otherwise on a remote warehouse that was not asked."""
    from core.catalog import types_note
    from core.query import remote_dialect

    note = types_note(catalogue, remote_dialect(app.settings.warehouse), result)
    if note:
        click.echo(note, err=True)


def _check_queries(
    app: App, catalogue: Catalogue, result: CheckResult, warehouse: Warehouse
) -> tuple[set[Finding], str]:
    """Return the findings of the warehouse, and how many queries it planned in which time."""
    from core.catalog import sound_entries
    from core.operations import check_queries

    began = perf_counter()
    entries = sound_entries(catalogue, result.findings)
    checked = check_queries(app.settings, catalogue, result.facts, warehouse, entries)
    for note in checked.notes:
        click.echo(note, err=True)
    queries = "1 query" if checked.planned == 1 else f"{checked.planned} queries"
    place = warehouse.place
    findings = set(checked.findings)
    return findings, f"{queries} planned by {place} in {perf_counter() - began:.1f} s"


def _print_findings(findings: Sequence[Finding], stale: Sequence[StaleValue], form: str) -> None:
    from core.catalog import stale_lines
    from core.cli.text.records import json_text

    if form == "json":
        records = [_record(finding) for finding in findings]
        records += [_stale_record(value) for value in stale]
        click.echo(json_text(records))
        return
    for line in (*map(str, findings), *stale_lines(stale)):
        click.echo(line, err=True)


def _record(finding: Finding) -> dict[str, object]:
    return {
        "file": finding.file,
        "line": finding.line,
        "column": finding.column or None,
        "kind": "warning" if finding.is_warning else "error",
        "message": finding.message,
    }


def _stale_record(value: StaleValue) -> dict[str, object]:
    return {
        "file": f"scorecards/{value.kpi}.py",
        "line": None,
        "column": None,
        "kind": "stale",
        "message": f"{value.period} is {value.reason}",
        "period": value.period.label,
    }


def _check_store(
    app: App, catalogue: Catalogue, *, is_sound: bool
) -> tuple[Sequence[Finding], Sequence[StaleValue]]:
    """Return findings on stored series and stale values; name values of older definitions.

    The text says so if the store is not free. Of a catalogue with findings only stale values are
    known.
    """
    from core.catalog import select_stale
    from core.errors import ScorecardError
    from core.store import read_stale

    try:
        with app.open_store(wait=0) as database:
            if is_sound:
                _print_outdated(catalogue, database)
                _print_trees(catalogue, database)
                _print_spans(app, catalogue, database)
            stale = select_stale(catalogue, read_stale(database), app.domains)
            broken = _find_broken_series(app, catalogue, database) if is_sound else ()
            return broken, stale
    except ScorecardError as error:
        if is_sound:
            click.echo(f"stored values were not checked: {error}", err=True)
    return (), ()


def _print_outdated(catalogue: Catalogue, database: Database) -> None:
    """Name stored values that an older definition computed."""
    from core.cli.text.catalog import outdated_text
    from core.store import Store

    for domain in catalogue.runners:
        versions = _versions(catalogue, domain, database)
        for number, count, first, last in Store(database).outdated_values(domain, versions):
            click.echo(outdated_text(domain, number, count, f"{first}..{last}"), err=True)


def _print_trees(catalogue: Catalogue, database: Database) -> None:
    """Name the stored periods that trees do not explain; a tree decides no value."""
    entries = [entry for entry in catalogue.entries if entry.kpi.tree]
    if not entries:
        return
    from core.analysis import reconcile_tree, tree_entries
    from core.run import read_lines

    read = [each for entry in entries for each in tree_entries(catalogue, entry)]
    lines = read_lines(database, read)
    for entry in entries:
        found = reconcile_tree(catalogue, entry, lines)
        if found.gaps:
            click.echo(str(found), err=True)


def _print_spans(app: App, catalogue: Catalogue, database: Database) -> None:
    """Name declared spans of `settles` that stored values show to be too short or too long."""
    from core.cli.text.settling import span_lines
    from core.model import AUTO
    from core.run import read_settlings

    for domain, runner in catalogue.runners.items():
        entries = {
            entry.number: entry
            for entry in catalogue.entries_of(domain)
            if entry.kpi.settles not in ("", AUTO)
        }
        if not entries:
            continue
        cadences = {number: entry.kpi.cadence for number, entry in entries.items()}
        found = read_settlings(database, domain, cadences, runner.zone, app.settings.now)
        for line in span_lines(entries, found):
            click.echo(line, err=True)


def _find_broken_series(app: App, catalogue: Catalogue, database: Database) -> Sequence[Finding]:
    """Print notes on the stored series; return findings on KPIs that would leave theirs."""
    from core.cli.text.series import note_lines
    from core.run import read_series_state, unknown_domain_notes

    state = read_series_state(database, catalogue, list(catalogue.runners))
    strangers = unknown_domain_notes(database, app.settings.root)
    for line in (*note_lines(state.continuity.notes), *map(str, strangers)):
        click.echo(line, err=True)
    return state.continuity.findings


def _versions(
    catalogue: Catalogue, domain: str, database: Database
) -> dict[tuple[int, str, str], set[str]]:
    """Return the versions that compute as today's does, for number, field and range."""
    from core.catalog import definition_of, newest_equivalents
    from core.store import Definitions

    entries = {entry.number: entry for entry in catalogue.entries_of(domain)}
    todays = [definition_of(catalogue, entry) for entry in entries.values()]
    stored = Definitions(database).read_all([domain])
    versions: dict[tuple[int, str, str], set[str]] = {}
    for (_, number, version), newest in newest_equivalents([*todays, *stored]).items():
        entry = entries.get(number)
        if entry and newest == entry.version:
            series = number, entry.kpi.field_name, str(entry.range)
            versions.setdefault(series, set()).add(version)
    return versions
