"""The part of a catalogue that can run although some of its KPI files have findings."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from core.catalog.check import check
from core.catalog.entries import Catalogue, Entry, KpiKey
from core.catalog.lineage import readers_by_kpi
from core.catalog.loading import domain_names, load_catalogue
from core.catalog.positions import keyword_line
from core.catalog.source_terms import SHARED_FILE
from core.errors import CatalogueError, Finding
from core.query import SqlFacts, remote_dialect
from core.settings import Settings

_KPI_FILE = re.compile(r"scorecards/([^/]+)/kpi_(\d{2,})\.py")


@dataclass(frozen=True)
class RunnableCatalogue:
    """The KPIs that can run, and why the others cannot.

    Attributes:
        catalogue: KPIs without findings that read, even through others, none with findings.
        facts: The facts about their queries.
        findings: The findings, and one for each KPI that reads one with findings.
        excluded: The KPIs that cannot run, each with its findings.
        left_out: Names of domains that nothing asked for, left out because they have findings.
    """

    catalogue: Catalogue
    facts: Mapping[KpiKey, SqlFacts]
    findings: tuple[Finding, ...] = ()
    excluded: Mapping[KpiKey, tuple[Finding, ...]] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()

    def findings_of(
        self, domains: Collection[str], numbers: Collection[int]
    ) -> tuple[Finding, ...]:
        """Return the findings of some KPIs; all findings if no number is given."""
        if not numbers:
            return self.findings
        chosen: set[Finding] = set()
        for (domain, number), findings in self.excluded.items():
            if domain in domains and number in numbers:
                chosen.update(findings)
        return tuple(sorted(chosen))


def load_runnable(settings: Settings, domains: Sequence[str]) -> RunnableCatalogue:
    """Load what can run of `domains`, and every other domain without findings of its own.

    Raises:
        CatalogueError: A runner of `domains`, or of a domain that they read, has findings, or no
            KPI of `domains` can run.
    """
    catalogue, dialect = load_catalogue(settings.root), remote_dialect(settings.warehouse)
    result = check(catalogue, dialect)
    if not result.findings:
        return RunnableCatalogue(catalogue, result.facts)
    needed = load_catalogue(settings.root, domains)
    findings = check(needed, dialect).findings
    files = {finding.file for finding in findings}
    if SHARED_FILE in files or any(file.startswith("runners/") for file in files):
        raise CatalogueError(findings)
    others = [name for name in domain_names(settings.root) if name not in needed.runners]
    valid = [name for name in others if _adds_no_finding(settings, name, findings)]
    catalogue = load_catalogue(settings.root, [*needed.runners, *valid])
    result = check(catalogue, dialect)
    runnable = _exclude(catalogue, result.facts, result.findings)
    if not any(entry.domain in domains for entry in runnable.catalogue.entries):
        raise CatalogueError(runnable.findings)
    return replace(runnable, left_out=tuple(name for name in others if name not in valid))


def without_findings(runnable: RunnableCatalogue, findings: Sequence[Finding]) -> RunnableCatalogue:
    """Leave out more KPIs, those with `findings`, and the KPIs that read them."""
    if not findings:
        return runnable
    rest = _exclude(runnable.catalogue, runnable.facts, findings)
    return replace(
        rest,
        findings=tuple(sorted({*runnable.findings, *rest.findings})),
        excluded={**runnable.excluded, **rest.excluded},
        left_out=runnable.left_out,
    )


def _adds_no_finding(settings: Settings, domain: str, findings: Sequence[Finding]) -> bool:
    alone = check(load_catalogue(settings.root, [domain]), remote_dialect(settings.warehouse))
    return set(alone.findings) <= set(findings)


def _exclude(
    catalogue: Catalogue, facts: Mapping[KpiKey, SqlFacts], findings: Sequence[Finding]
) -> RunnableCatalogue:
    """Leave out the KPIs with findings and those that read them."""
    faulty = _by_kpi(catalogue, findings)
    readers = tuple(_reader_findings(catalogue, _readers_of(catalogue, faulty)))
    excluded = faulty | _by_kpi(catalogue, readers)
    entries = tuple(entry for entry in catalogue.entries if entry.key not in excluded)
    sound = replace(catalogue, entries=entries, findings=())
    return RunnableCatalogue(sound, facts, tuple(sorted((*findings, *readers))), excluded)


def _by_kpi(catalogue: Catalogue, findings: Iterable[Finding]) -> dict[KpiKey, tuple[Finding, ...]]:
    by_kpi: defaultdict[KpiKey, tuple[Finding, ...]] = defaultdict(tuple)
    for finding in findings:
        for key in _keys_in(catalogue, finding.file):
            by_kpi[key] += (finding,)
    return dict(by_kpi)


def sound_entries(catalogue: Catalogue, findings: Sequence[Finding]) -> tuple[Entry, ...]:
    """Return the KPIs without a finding on their file, query or runner."""
    files = {finding.file for finding in findings}
    sound = []
    for entry in catalogue.entries:
        read = {entry.file, entry.query_file, f"runners/{entry.domain}.py"}
        if entry.domain in catalogue.runners and files.isdisjoint(read):
            sound.append(entry)
    return tuple(sound)


def _keys_in(catalogue: Catalogue, file: str) -> set[KpiKey]:
    """Return the KPI of a KPI file, or those whose query is in a SQL file."""
    match = _KPI_FILE.fullmatch(file)
    if match:
        return {(match[1], int(match[2]))}
    return {entry.key for entry in catalogue.entries if entry.query_file == file}


def _readers_of(catalogue: Catalogue, faulty: Iterable[KpiKey]) -> dict[KpiKey, KpiKey]:
    """Return the KPIs that read `faulty` ones, even through others, each with one that it reads."""
    readers = readers_by_kpi(catalogue)
    sources: dict[KpiKey, KpiKey] = {}
    seen = set(faulty)
    waiting = sorted(seen)
    while waiting:
        source = waiting.pop()
        for entry, _ in readers.get(source, ()):
            if entry.key not in seen:
                seen.add(entry.key)
                sources[entry.key] = source
                waiting.append(entry.key)
    return sources


def _reader_findings(catalogue: Catalogue, sources: Mapping[KpiKey, KpiKey]) -> Iterator[Finding]:
    for key, (domain, number) in sources.items():
        entry = catalogue.by_key[key]
        line = keyword_line(catalogue.root / entry.file, "sources")
        message = f"reads {domain}/kpi_{number:02}, which cannot run; fix that first"
        yield Finding(entry.file, line, message)
