"""Loading: `scorecards/<domain>/kpi_XX.py` and `runners/<domain>.py` become the catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import cast, get_args

from core.catalog.domain_name import domain_fault
from core.catalog.entries import Catalogue, Entry
from core.catalog.imports import FileFaultError, import_file
from core.catalog.source_terms import SHARED_FILE
from core.errors import Finding, UsageError
from core.model import Kpi, Runner, Source, SqlFile, is_storable

_FILE_NAME = re.compile(r"kpi_(\d{2,})\.py")


def domain_names(root: Path) -> tuple[str, ...]:
    """Return the domains: folders of `scorecards/` that hold Python files, and runners."""
    folders = [path for path in (root / "scorecards").iterdir() if path.is_dir()]
    runners = (root / "runners").glob("*.py")
    names = {path.name for path in folders if any(path.glob("*.py"))}
    names.update(path.stem for path in runners)
    return tuple(sorted(name for name in names if not name.startswith(("_", "."))))


def file_numbers(root: Path, domain: str) -> frozenset[int]:
    """Return the numbers of a domain's KPI files, by their names alone."""
    paths = (root / "scorecards" / domain).glob("kpi_*.py")
    matches = (_FILE_NAME.fullmatch(path.name) for path in paths)
    return frozenset(int(match[1]) for match in matches if match)


def require_domains(root: Path, names: Iterable[str]) -> None:
    """Refuse names of domains that do not exist.

    Raises:
        UsageError: A domain does not exist.
    """
    domains = domain_names(root)
    for name in names:
        if name not in domains:
            remedy = (
                f"choose from {', '.join(domains)}" if domains else "create it with scorecard new"
            )
            raise UsageError(f"domain {name!r} does not exist; {remedy}")


def load_catalogue(root: Path, domains: Iterable[str] | None = None) -> Catalogue:
    """Load the files of `domains`, default all, and of the domains that they name.

    Raises:
        UsageError: A named domain does not exist.
    """
    existing = domain_names(root)
    waiting = list(existing if domains is None else dict.fromkeys(domains))
    require_domains(root, waiting)
    loader = _DomainLoader(root)
    runners: dict[str, Runner] = {}
    entries: list[Entry] = []
    # The list grows while the loop goes through it.
    for domain in waiting:
        runner = loader.load_runner(domain)
        if runner is not None:
            runners[domain] = runner
        loaded = list(loader.load_entries(domain, runner.timezone if runner else ""))
        entries += loaded
        named = {name for entry in loaded for name in _named_domains(entry)}
        waiting += sorted(named & set(existing) - set(waiting))
    entries.sort(key=lambda entry: entry.key)
    shared = loader.load_shared()
    return Catalogue(root, runners, tuple(entries), tuple(sorted(loader.findings)), shared)


def _named_domains(entry: Entry) -> set[str]:
    """Return the domains of the KPIs that a file follows, and of the drivers of its tree."""
    keys = (*entry.upstream_keys, *map(entry.key_of, entry.kpi.drivers))
    return {domain for domain, _ in keys}


@dataclass
class _DomainLoader:
    """Loads the files of domains and collects findings on those that cannot be used."""

    root: Path
    findings: list[Finding] = field(default_factory=list)

    def load_shared(self) -> tuple[Source, ...]:
        """Return the sources that all KPIs share; none if no file declares some."""
        path = self.root / SHARED_FILE
        if not path.exists():
            return ()
        module = self._import(path)
        if module is None:
            return ()
        sources = vars(module).get("SOURCES")
        if type(sources) is list and {type(each) for each in sources} <= {*get_args(Source)}:
            return tuple(cast("list[Source]", sources))
        self._report(path, "defines no SOURCES; write SOURCES = [Table(…, checks=[…])]")
        return ()

    def load_runner(self, domain: str) -> Runner | None:
        """Return a domain's runner; None with a finding if there is none to use."""
        path = self.root / "runners" / f"{domain}.py"
        fault = domain_fault(domain)
        if fault:
            self._report(path, fault)
            return None
        if not path.exists():
            needed = "a runner with title, time zone, schedule and sheet"
            self._report(path, f"is missing; scorecards/{domain} needs {needed}")
            return None
        module = self._import(path)
        if module is None:
            return None
        runner = vars(module).get("RUNNER")
        # Not isinstance, which believes an object that claims another class.
        if issubclass(type(runner), Runner):
            return cast("Runner", runner)
        example = "RUNNER = Runner(title=…, timezone=…, schedule={…})"
        self._report(path, f"defines no RUNNER; write {example}")
        return None

    def load_entries(self, domain: str, timezone: str) -> Iterator[Entry]:
        """Yield a domain's KPIs; each file that cannot be used is a finding instead."""
        path_by_number: dict[int, Path] = {}
        for path in sorted((self.root / "scorecards" / domain).glob("*.py")):
            if path.name == "__init__.py":
                continue
            entry = self._load_entry(path, timezone)
            if entry is None:
                continue
            first = path_by_number.setdefault(entry.number, path)
            if first is path:
                yield entry
            else:
                self._report(path, f"has the same number as {first.name}; choose another one")

    def _load_entry(self, path: Path, timezone: str) -> Entry | None:
        match = _FILE_NAME.fullmatch(path.name)
        if match is None:
            pattern = "kpi_XX.py with the KPI's number in two digits or more"
            self._report(path, f"is not named {pattern}; rename or move it")
            return None
        module = self._import(path)
        if module is None:
            return None
        kpi = vars(module).get("KPI")
        if type(kpi) is not Kpi:
            example = "KPI = Kpi(name=…, owner=…, unit=…, query=…)"
            self._report(path, f"defines no KPI; write {example}")
            return None
        domain, number = path.parent.name, int(match[1])
        file = self._relative(path)
        meaning = self._meaning(path, module.__doc__)
        if not isinstance(kpi.query, SqlFile):
            return Entry(domain, number, file, meaning, kpi, kpi.query, file, timezone)
        name = Path("sql") / (kpi.query.path or f"{domain}/kpi_{number:02}.sql")
        query = self._load_query(path, name)
        return Entry(domain, number, file, meaning, kpi, query, str(name), timezone)

    def _meaning(self, path: Path, docstring: object) -> str:
        """Return a docstring, without spaces around it; empty if it is not a text to store."""
        if type(docstring) is not str:
            return ""
        if is_storable(docstring):
            return docstring.strip()
        self._report(path, "the docstring contains a character that cannot be stored; remove it")
        return ""

    def _load_query(self, path: Path, name: Path) -> str:
        """Return the query in the file `name`; empty with a finding on `path` if there is none."""
        query = ""
        fault = ""
        try:
            query = (self.root / name).read_text(encoding="utf-8-sig")
        except OSError:
            fault = "cannot be read"
        except UnicodeDecodeError:
            fault = "is not in UTF-8"
        if not is_storable(query):
            fault = "contains a NUL character"
        elif not fault and not query.strip():
            fault = "is empty"
        if fault:
            self._report(path, f"{name} {fault}; write the query there, or into the KPI file")
        return query

    def _import(self, path: Path) -> ModuleType | None:
        """Return a file as a module; None with a finding if it cannot be imported."""
        try:
            return import_file(path)
        except FileFaultError as fault:
            self._report(path, str(fault), fault.line)
        return None

    def _report(self, path: Path, message: str, line: int = 1) -> None:
        self.findings.append(Finding(self._relative(path), line, message))

    def _relative(self, path: Path) -> str:
        return str(path.relative_to(self.root))
