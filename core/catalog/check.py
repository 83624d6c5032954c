"""The check of a whole catalogue: all findings at once, before a query runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from core.catalog.entries import Catalogue, Entry, KpiKey
from core.catalog.known_tables import KnownTables, read_known_tables
from core.catalog.lineage import find_cycles
from core.catalog.loading import domain_names, load_catalogue
from core.catalog.personal_rules import personal_faults
from core.catalog.positions import foreign_imports, keyword_line, query_place
from core.catalog.quality_rules import check_sql, shared_faults
from core.catalog.query_rules import query_faults, remote_faults
from core.catalog.review_rules import review_faults
from core.catalog.rules import RULES
from core.catalog.runner_rules import RUNNER_RULES
from core.catalog.source_terms import SHARED_FILE
from core.errors import CatalogueError, Finding
from core.query import Dialect, FactsCache, RemoteDialect, SqlFacts, TableTypes, remote_dialect
from core.settings import Settings


@dataclass(frozen=True)
class CheckResult:
    """A catalogue's findings, by file and line, and the facts about its queries."""

    findings: tuple[Finding, ...]
    facts: Mapping[KpiKey, SqlFacts]


def load_valid_catalogue(
    settings: Settings, domains: Sequence[str] | None
) -> tuple[Catalogue, CheckResult]:
    """Load and check the catalogue of `domains`, default all.

    Raises:
        CatalogueError: There are findings; it carries all of them.
    """
    catalogue = load_catalogue(settings.root, domains)
    result = check(catalogue, remote_dialect(settings.warehouse))
    if result.findings:
        raise CatalogueError(result.findings)
    return catalogue, result


def load_with_neighbours(
    settings: Settings, domains: Sequence[str]
) -> tuple[Catalogue, CheckResult, tuple[str, ...]]:
    """Load `domains` and every other domain without findings, because those may read them.

    Also return the names of the domains that were left out because they have findings.

    Raises:
        CatalogueError: `domains`, or domains that they read, have findings.
    """
    catalogue, dialect = load_catalogue(settings.root), remote_dialect(settings.warehouse)
    result = check(catalogue, dialect)
    if not result.findings:
        return catalogue, result, ()
    needed, _ = load_valid_catalogue(settings, domains)
    others = [name for name in domain_names(settings.root) if name not in needed.runners]
    alone = {name: load_catalogue(settings.root, [name]) for name in others}
    valid = [name for name in others if not check(alone[name], dialect).findings]
    catalogue = load_catalogue(settings.root, [*needed.runners, *valid])
    return catalogue, check(catalogue, dialect), tuple(name for name in others if name not in valid)


def check(
    catalogue: Catalogue, dialect: RemoteDialect | None = None, types: TableTypes | None = None
) -> CheckResult:
    """Check every KPI file and runner of `catalogue`.

    `dialect` is that of a remote warehouse, and `types` has the columns of its tables, as far as
    they are known.
    """
    cache = FactsCache(catalogue.root / "var" / "cache" / "sql.json")
    facts = {entry.key: _examine_query(cache, entry) for entry in catalogue.entries}
    findings = set(check_runners(catalogue))
    findings.update(_term_findings(catalogue, cache))
    cache.save()
    known = read_known_tables(catalogue.root)
    for entry in catalogue.entries:
        findings.update(_docstring_findings(entry))
        findings.update(_import_findings(catalogue, entry))
        findings.update(_attribute_findings(catalogue, entry))
        findings.update(_query_findings(catalogue, entry, facts[entry.key], known))
        if dialect and not facts[entry.key].problems:
            findings.update(_remote_findings(catalogue, entry, dialect, types or {}))
    findings.update(_field_name_findings(catalogue))
    findings.update(_cycle_findings(catalogue))
    return CheckResult(tuple(sorted(findings)), facts)


def _examine_query(cache: FactsCache, entry: Entry) -> SqlFacts:
    if not entry.query.strip():
        return SqlFacts()
    dialect: Dialect = "postgres" if entry.in_warehouse else "duckdb"
    return cache.examine(entry.query, dialect, entry.histories)


def _docstring_findings(entry: Entry) -> Iterator[Finding]:
    if not entry.meaning:
        message = "has no docstring; begin the file with the definition in words"
        yield Finding(entry.file, 1, message)


def _import_findings(catalogue: Catalogue, entry: Entry) -> Iterator[Finding]:
    for line, name in foreign_imports(catalogue.root / entry.file):
        message = f"imports {name}; a KPI file may import core.kpi only"
        yield Finding(entry.file, line, message)


def _attribute_findings(catalogue: Catalogue, entry: Entry) -> Iterator[Finding]:
    for attribute, rules in RULES.items():
        for rule in rules:
            for message in rule(entry, catalogue):
                line = _line_of(catalogue, entry, attribute)
                yield Finding(entry.file, line, message)


def _query_findings(
    catalogue: Catalogue, entry: Entry, facts: SqlFacts, known: KnownTables
) -> Iterator[Finding]:
    faults = (*query_faults(entry, facts), *personal_faults(entry, facts, catalogue, known))
    for line, message in faults:
        file, file_line = query_place(catalogue.root, entry, line)
        yield Finding(file, file_line, message)


def _remote_findings(
    catalogue: Catalogue, entry: Entry, dialect: RemoteDialect, types: TableTypes
) -> Iterator[Finding]:
    for line, message in remote_faults(entry, dialect, types):
        file, file_line = query_place(catalogue.root, entry, line)
        yield Finding(file, file_line, message)


def _term_findings(catalogue: Catalogue, cache: FactsCache) -> Iterator[Finding]:
    """Yield what is wrong with the terms of sources that all KPIs share, and with checks' SQL."""
    if not catalogue.terms:
        return
    for message in (
        *shared_faults(catalogue.shared, catalogue),
        *check_sql(catalogue.shared, cache),
    ):
        yield Finding(SHARED_FILE, 1, message)
    for entry in catalogue.entries:
        for message in check_sql(entry.kpi.sources, cache):
            yield Finding(entry.file, _line_of(catalogue, entry, "sources"), message)


def check_runners(catalogue: Catalogue) -> tuple[Finding, ...]:
    """Return the findings on runners and on what could not be loaded."""
    return tuple(sorted({*catalogue.findings, *_runner_findings(catalogue)}))


def _runner_findings(catalogue: Catalogue) -> Iterator[Finding]:
    for domain, runner in catalogue.runners.items():
        file = f"runners/{domain}.py"
        for attribute, rule in RUNNER_RULES.items():
            for message in rule(runner):
                yield Finding(file, keyword_line(catalogue.root / file, attribute), message)
        numbers = [entry.number for entry in catalogue.entries_of(domain)]
        for message in review_faults(runner, numbers):
            yield Finding(file, keyword_line(catalogue.root / file, "review"), message)


def _field_name_findings(catalogue: Catalogue) -> Iterator[Finding]:
    first_by_name: dict[tuple[str, str], Entry] = {}
    for entry in catalogue.entries:
        name = entry.kpi.field_name
        first = first_by_name.setdefault((entry.domain, name), entry)
        if first is not entry:
            line = _line_of(catalogue, entry, "field" if entry.kpi.field else "name")
            message = f"shares the field_name {name!r} with {first.file}; set field= or rename it"
            yield Finding(entry.file, line, message)


def _cycle_findings(catalogue: Catalogue) -> Iterator[Finding]:
    for cycle in find_cycles(catalogue):
        members = [catalogue.by_key[key] for key in cycle]
        first = members[0]
        chain = " → ".join(entry.id for entry in (*members, first))
        message = f"depends on itself: {chain}; break the cycle"
        follows = members[1 % len(members)].key
        attribute = "sources" if follows in first.source_keys else "checks"
        yield Finding(first.file, _line_of(catalogue, first, attribute), message)


def _line_of(catalogue: Catalogue, entry: Entry, attribute: str) -> int:
    return keyword_line(catalogue.root / entry.file, attribute)
