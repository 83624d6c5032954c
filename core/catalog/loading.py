"""Loading: `scorecards/<domain>/kpi_XX.py` and `runners/<domain>.py` become the catalogue."""

from __future__ import annotations

import importlib.util
import re
import time
import traceback
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType
from typing import Any

from core.catalog.entries import Catalogue, Entry
from core.errors import Finding, UsageError
from core.model import Kpi, Runner, SqlFile

_FILE_NAME = re.compile(r"kpi_(\d{2,})\.py")
_DOMAIN_NAME = re.compile(r"[a-z][a-z0-9_]*")
_SETTLED = 2.0  # seconds


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


def domain_fault(name: str) -> str:
    """Return the finding on a domain's name, empty if there is none."""
    if _DOMAIN_NAME.fullmatch(name):
        return ""
    fault = f"domain {name!r} is not a valid name"
    return f"{fault}; use lower-case letters, digits and underscores"


def load_catalogue(root: Path, domains: Iterable[str] | None = None) -> Catalogue:
    """Load the files of `domains`, default all, and of the domains that they read.

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
        loaded = list(loader.load_entries(domain))
        entries += loaded
        read = {name for entry in loaded for name, _ in entry.source_keys}
        waiting += sorted(read & set(existing) - set(waiting))
    entries.sort(key=lambda entry: entry.key)
    return Catalogue(root, runners, tuple(entries), tuple(sorted(loader.findings)))


@dataclass
class _DomainLoader:
    """Loads the files of domains and collects findings on those that cannot be used."""

    root: Path
    findings: list[Finding] = field(default_factory=list)

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
        runner = getattr(module, "RUNNER", None)
        if isinstance(runner, Runner):
            return runner
        example = "RUNNER = Runner(title=…, timezone=…, schedule={…})"
        self._report(path, f"defines no RUNNER; write {example}")
        return None

    def load_entries(self, domain: str) -> Iterator[Entry]:
        """Yield a domain's KPIs; each file that cannot be used is a finding instead."""
        path_by_number: dict[int, Path] = {}
        for path in sorted((self.root / "scorecards" / domain).glob("*.py")):
            if path.name == "__init__.py":
                continue
            entry = self._load_entry(path)
            if entry is None:
                continue
            first = path_by_number.setdefault(entry.number, path)
            if first is path:
                yield entry
            else:
                self._report(path, f"has the same number as {first.name}; choose another one")

    def _load_entry(self, path: Path) -> Entry | None:
        match = _FILE_NAME.fullmatch(path.name)
        if match is None:
            pattern = "kpi_XX.py with the KPI's number in two digits or more"
            self._report(path, f"is not named {pattern}; rename or move it")
            return None
        module = self._import(path)
        if module is None:
            return None
        kpi = getattr(module, "KPI", None)
        if not isinstance(kpi, Kpi):
            example = "KPI = Kpi(name=…, owner=…, unit=…, query=…)"
            self._report(path, f"defines no KPI; write {example}")
            return None
        domain, number = path.parent.name, int(match[1])
        file = self._relative(path)
        meaning = (module.__doc__ or "").strip()
        if not isinstance(kpi.query, SqlFile):
            return Entry(domain, number, file, meaning, kpi, kpi.query, file)
        name = Path("sql") / (kpi.query.path or f"{domain}/kpi_{number:02}.sql")
        query = self._load_query(path, name)
        return Entry(domain, number, file, meaning, kpi, query, str(name))

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
        if not fault and not query.strip():
            fault = "is empty"
        if fault:
            self._report(path, f"{name} {fault}; write the query there, or into the KPI file")
        return query

    def _import(self, path: Path) -> ModuleType | None:
        """Return a file as a module; None with a finding if it raises anything at all."""
        try:
            return _import_module(path)
        except SyntaxError as error:
            message = f"does not import: {error.msg}; fix the line"
            self._report(path, message, error.lineno or 1)
        except (Exception, SystemExit) as error:  # noqa: BLE001 -- an author's file may raise all
            message = f"does not import: {type(error).__name__}: {error}"
            self._report(path, message, _line_within(path, error))
        return None

    def _report(self, path: Path, message: str, line: int = 1) -> None:
        self.findings.append(Finding(self._relative(path), line, message))

    def _relative(self, path: Path) -> str:
        return str(path.relative_to(self.root))


def _import_module(path: Path) -> ModuleType:
    name = f"{path.parent.name}.{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path, loader=_Loader(name, str(path)))
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} is not a Python file")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class _Loader(SourceFileLoader):
    """Keeps no compiled file of a source that was saved a moment ago.

    Python compares versions of a source by size and by the second of saving; another version of
    the same size may follow within that second.
    """

    def set_data(self, path: str, data: Any, *, _mode: int = 0o666) -> None:
        if time.time() - Path(self.path).stat().st_mtime > _SETTLED:
            super().set_data(path, data, _mode=_mode)


def _line_within(path: Path, error: BaseException) -> int:
    """Return the line of a file on which an error was raised, or on which it called what did."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename == str(path)]
    last = lines[-1] if lines else None
    return last or 1
