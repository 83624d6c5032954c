"""From `scorecards/<domain>/kpi_XX.py` and `runners/<domain>.py` to the catalogue; nothing is
queried.
"""

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
_SETTLED = 2.0  # seconds
_DOMAIN_NAME = re.compile(r"[a-z][a-z0-9_]*")


class _Loader(SourceFileLoader):
    """Keeps no compiled file of a source that was saved a moment ago.

    Python tells versions of a source apart by size and by the second in which it was saved; another
    of the same size may follow within that second.
    """

    def set_data(self, path: str, data: Any, *, _mode: int = 0o666) -> None:
        if time.time() - Path(self.path).stat().st_mtime > _SETTLED:
            super().set_data(path, data, _mode=_mode)


@dataclass
class _Reader:
    root: Path
    findings: list[Finding] = field(default_factory=list)

    def fault(self, path: Path, message: str, line: int = 1) -> None:
        self.findings.append(Finding(str(path.relative_to(self.root)), line, message))

    def module(self, path: Path) -> ModuleType | None:
        name = f"{path.parent.name}.{path.stem}"
        spec = importlib.util.spec_from_file_location(name, path, loader=_Loader(name, str(path)))
        if spec is None or spec.loader is None:
            raise ImportError(f"{path} is not a Python file")
        module = importlib.util.module_from_spec(spec)
        try:
            spec.loader.exec_module(module)
        except SyntaxError as error:
            self.fault(path, f"does not import: {error.msg}; mend the line", error.lineno or 1)
        # An author's file may raise anything; it becomes a finding, never a crash.
        except (Exception, SystemExit) as error:  # noqa: BLE001
            lines = [
                frame.lineno
                for frame in traceback.extract_tb(error.__traceback__)
                if frame.filename == str(path)
            ]
            self.fault(
                path,
                f"does not import: {type(error).__name__}: {error}",
                (lines[-1] if lines else 0) or 1,
            )
        else:
            return module
        return None

    def runner(self, path: Path) -> Runner | None:
        module = self.module(path)
        runner = getattr(module, "RUNNER", None)
        if isinstance(runner, Runner):
            return runner
        if module is not None:
            self.fault(
                path, "defines no RUNNER; write RUNNER = Runner(title=…, timezone=…, schedule={…})"
            )
        return None

    def entry(self, path: Path) -> Entry | None:
        match = _FILE_NAME.fullmatch(path.name)
        if match is None:
            self.fault(
                path,
                "is not named kpi_XX.py with the KPI's number in two digits or more; rename or"
                " move it",
            )
            return None
        module = self.module(path)
        if module is None:
            return None
        kpi = getattr(module, "KPI", None)
        if not isinstance(kpi, Kpi):
            self.fault(path, "defines no KPI; write KPI = Kpi(name=…, owner=…, unit=…, query=…)")
            return None
        domain, number = path.parent.name, int(match[1])
        file = str(path.relative_to(self.root))
        query, query_file = str(kpi.query), file
        if isinstance(kpi.query, SqlFile):
            query, query_file = self._sql_file(
                path, Path("sql") / (kpi.query.path or f"{domain}/kpi_{number:02}.sql")
            )
        return Entry(domain, number, file, (module.__doc__ or "").strip(), kpi, query, query_file)

    def _sql_file(self, path: Path, name: Path) -> tuple[str, str]:
        try:
            query = (self.root / name).read_text(encoding="utf-8-sig")
        except OSError:
            query, fault = "", "cannot be read"
        except UnicodeDecodeError:
            query, fault = "", "is not in UTF-8"
        else:
            fault = "" if query.strip() else "is empty"
        if fault:
            self.fault(path, f"{name} {fault}; write the query there, or into the KPI file")
        return query, str(name)


def domain_names(root: Path) -> tuple[str, ...]:
    """Return the domains: folders of `scorecards/` that hold Python files, and runners."""
    folders = (
        path.name
        for path in (root / "scorecards").iterdir()
        if path.is_dir() and any(path.glob("*.py"))
    )
    runners = (path.stem for path in (root / "runners").glob("*.py"))
    return tuple(sorted({name for name in (*folders, *runners) if not name.startswith(("_", "."))}))


def file_numbers(root: Path, domain: str) -> frozenset[int]:
    """Return the numbers of a domain's KPI files, whatever is in them."""
    names = (path.name for path in (root / "scorecards" / domain).glob("kpi_*.py"))
    return frozenset(int(match[1]) for name in names if (match := _FILE_NAME.fullmatch(name)))


def load_catalogue(root: Path, domains: Iterable[str] | None = None) -> Catalogue:
    """Read the files of `domains`, default all, and of the domains that they read from.

    Raises:
        UsageError: A named domain does not exist.
    """
    known = domain_names(root)
    wanted = list(known if domains is None else dict.fromkeys(domains))
    for name in wanted:
        if name not in known:
            raise UsageError(
                f"domain {name!r} does not exist; there are {', '.join(known) or 'none'}"
            )
    reader, runners, entries = _Reader(root), {}, list[Entry]()
    for domain in wanted:
        if (runner := _runner(reader, domain)) is not None:
            runners[domain] = runner
        found = list(_entries(reader, domain))
        entries += found
        referred = {values.domain for entry in found for values in entry.values if values.domain}
        wanted += [name for name in sorted(referred) if name in known and name not in wanted]
    entries.sort(key=lambda entry: (entry.domain, entry.number))
    return Catalogue(root, runners, tuple(entries), tuple(sorted(reader.findings)))


def _runner(reader: _Reader, domain: str) -> Runner | None:
    path = reader.root / "runners" / f"{domain}.py"
    if not _DOMAIN_NAME.fullmatch(domain):
        reader.fault(
            path, f"domain {domain!r} is no name; use lower-case letters, digits and underscores"
        )
        return None
    if not path.exists():
        reader.fault(
            path,
            f"is missing; scorecards/{domain} needs a runner: title, time zone, schedule, sheet",
        )
        return None
    return reader.runner(path)


def _entries(reader: _Reader, domain: str) -> Iterator[Entry]:
    seen: dict[int, Path] = {}
    for path in sorted((reader.root / "scorecards" / domain).glob("*.py")):
        if path.name == "__init__.py":
            continue
        entry = reader.entry(path)
        if entry is None:
            continue
        if entry.number in seen:
            reader.fault(path, f"has the number of {seen[entry.number].name}; give it another")
            continue
        seen[entry.number] = path
        yield entry
