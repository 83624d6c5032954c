"""The files of a new KPI: its own, its test, and for a new domain a runner."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from core.catalog.loading import domain_fault
from core.catalog.rules import name_fault, owner_fault, unit_fault
from core.catalog.runner_rules import timezone_fault
from core.catalog.source_rules import IDENTIFIER, TABLE
from core.errors import UsageError
from core.model import File, Table, snake_case

_KPI = '''"""{definition}"""

from core.kpi import {imports}

KPI = Kpi(
    name={name},
    owner={owner},
    unit="{unit}",{better}{cadence}{sources}{field}
    query="""
        SELECT count(*) AS value{reads}
    """,
)
'''

_TEST = '''"""{name}: computed from a few rows."""

from core.testing import kpi_values


def test_it_counts_the_rows_of_the_period() -> None:
    values = kpi_values("{domain}", {number}, "{period}"{given})

    assert values == {{"": {expected}}}
'''

_RUNNER = '''"""{title}: {when}, {timezone}."""

from core.runner import Runner

RUNNER = Runner(
    title={title_text},
    timezone="{timezone}",
    schedule={schedule},
    sheet="{variable}_SHEET",
)

if __name__ == "__main__":
    RUNNER.main()
'''

_SCHEDULES = {
    "daily": ('{"daily": "0 6 * * *"}', "daily 06:00"),
    "weekly": ('{"weekly": "0 6 * * MON"}', "Monday 06:00"),
    "monthly": ('{"monthly": "0 7 1 * *"}', "the first of the month 07:00"),
}
_PERIODS = {"daily": "2026-11-16", "weekly": "2026-W46", "monthly": "2026-10"}


@dataclass(frozen=True, slots=True)
class Draft:
    """An author's answers about a new KPI; `source` is a table or the path of a file."""

    domain: str
    number: int | None
    name: str
    definition: str
    owner: str
    unit: str
    better: str
    cadence: str
    source: str
    title: str
    timezone: str


def scaffold(root: Path, draft: Draft) -> list[str]:
    """Write the files of a draft, none over another; return their paths relative to `root`.

    Raises:
        UsageError: An answer cannot be used, or a file exists already.
    """
    _validate(draft)
    files = _files(root, draft)
    for path in files:
        if path.exists():
            name = path.relative_to(root)
            raise UsageError(f"{name} exists already; choose another number with --number")
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return [str(path.relative_to(root)) for path in files]


def _validate(draft: Draft) -> None:
    faults = (
        domain_fault(draft.domain),
        name_fault(draft.name),
        _definition_fault(draft.definition),
        unit_fault(draft.unit),
        owner_fault(draft.owner),
        _source_fault(draft),
        timezone_fault(draft.timezone),
    )
    _refuse(faults)


def _refuse(faults: Iterable[str]) -> None:
    for fault in faults:
        if fault:
            raise UsageError(fault)


def _definition_fault(definition: str) -> str:
    return "" if _sentence(definition) else "definition is empty; say in words what is counted"


def _source_fault(draft: Draft) -> str:
    source = _source(draft)
    if not isinstance(source, Table) or TABLE.fullmatch(source.name):
        return ""
    fault = f"source {draft.source!r} is neither a table nor a file"
    return f"{fault}; write schema.name, or the path of a CSV or Parquet file"


def _files(root: Path, draft: Draft) -> dict[Path, str]:
    """Return the text of each file by its path; the runner only if the domain has none."""
    folder = root / "scorecards" / draft.domain
    tests = root / "tests" / "scorecards" / draft.domain
    number = _next_number(folder) if draft.number is None else draft.number
    files = {
        folder / f"kpi_{number:02}.py": _kpi_text(draft, number),
        tests / f"test_kpi_{number:02}.py": _test_text(draft, number),
    }
    runner = root / "runners" / f"{draft.domain}.py"
    if not runner.exists():
        files[runner] = runner_text(draft.domain, draft.title, draft.cadence, draft.timezone)
    return files


def _next_number(folder: Path) -> int:
    """Return the smallest number, from 1, that no KPI file has."""
    matches = (re.fullmatch(r"kpi_(\d+)", path.stem) for path in folder.glob("kpi_*.py"))
    taken = {int(match[1]) for match in matches if match}
    number = 1
    while number in taken:
        number += 1
    return number


def _source(draft: Draft) -> Table | File | None:
    if not draft.source:
        return None
    is_path = "/" in draft.source or re.search(r"\.(csv|parquet|gz)$", draft.source)
    if not is_path:
        return Table(draft.source)
    file = File(draft.source)
    if IDENTIFIER.fullmatch(file.relation):
        return file
    return File(draft.source, name=f"file_{file.relation}".strip("_"))


def _kpi_text(draft: Draft, number: int) -> str:
    source = _source(draft)
    imports = {"Kpi"}
    sources = reads = field = better = cadence = ""
    if source:
        imports.add(type(source).__name__)
        sources = f"\n    sources=[{_call(source)}],"
        reads = f"\n        FROM {source.relation}"
    if not IDENTIFIER.fullmatch(snake_case(draft.name)):
        field = f'\n    field="kpi_{number:02}",'
    if draft.better != "neutral":
        better = f'\n    better="{draft.better}",'
    if draft.cadence != "weekly":
        cadence = f'\n    cadence="{draft.cadence}",'
    return _KPI.format(
        definition=_sentence(draft.definition),
        imports=", ".join(sorted(imports)),
        name=_quoted(draft.name),
        owner=_quoted(draft.owner),
        unit=draft.unit,
        better=better,
        cadence=cadence,
        sources=sources,
        field=field,
        reads=reads,
    )


def _call(source: Table | File) -> str:
    """Return a source as an author writes it."""
    if isinstance(source, Table):
        return f"Table({_quoted(source.name)})"
    name = f", name={_quoted(source.name)}" if source.name else ""
    return f"File({_quoted(source.path)}{name})"


def _test_text(draft: Draft, number: int) -> str:
    source = _source(draft)
    given = ""
    if source:
        kind = "tables" if isinstance(source, Table) else "files"
        given = f', {kind}={{{_quoted(source.relation)}: [{{"id": 1}}, {{"id": 2}}]}}'
    return _TEST.format(
        name=_docstring(draft.name),
        domain=draft.domain,
        number=number,
        period=_PERIODS[draft.cadence],
        given=given,
        expected=2 if source else 1,
    )


def runner_text(domain: str, title: str, cadence: str, timezone: str) -> str:
    """Return the file of a domain's runner; a blank `title` is made from the domain's name.

    Raises:
        UsageError: The domain or the time zone cannot be used.
    """
    _refuse((domain_fault(domain), timezone_fault(timezone)))
    schedule, when = _SCHEDULES[cadence]
    title = title.strip() or f"{domain.replace('_', ' ').capitalize()} scorecard"
    return _RUNNER.format(
        title=_docstring(title),
        title_text=_quoted(title),
        when=when,
        timezone=timezone,
        schedule=schedule,
        variable=domain.upper(),
    )


def _quoted(text: str) -> str:
    return json.dumps(text.strip(), ensure_ascii=False)


def _docstring(text: str) -> str:
    """Return `text` as the first line of a docstring can hold it."""
    printable = "".join(letter if letter.isprintable() else " " for letter in text)
    words = " ".join(printable.split())
    return words.replace("\\", "\\\\").replace('"""', "'''")


def _sentence(text: str) -> str:
    """Return `text` as a docstring that ends with a full stop; empty if it has no words."""
    words = _docstring(text).rstrip(". ")
    if not words or words.endswith(("?", "!")):
        return words
    return f"{words}."
