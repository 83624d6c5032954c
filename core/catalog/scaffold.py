"""A new KPI file and its test, and for a new domain its runner."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from core.catalog.rules import ADDRESS, IDENTIFIER, TABLE
from core.errors import UsageError
from core.model import CURRENCIES, PLAIN_UNITS, File, Table, snake_case

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

_TEST = '''"""{name}: worked out by hand from a few rows."""

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
    """What an author answers about a new KPI; `source` is a table or the path of a file."""

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
        UsageError: An answer cannot be used, or the KPI exists.
    """
    _judge(draft)
    folder = root / "scorecards" / draft.domain
    number = draft.number if draft.number is not None else _next_number(folder)
    files = {
        folder / f"kpi_{number:02}.py": _kpi(draft, number),
        root / "tests" / "scorecards" / draft.domain / f"test_kpi_{number:02}.py": _test(
            draft, number
        ),
    }
    runner = root / "runners" / f"{draft.domain}.py"
    if not runner.exists():
        files[runner] = _runner(draft)
    if taken := [path for path in files if path.exists()]:
        raise UsageError(
            f"{taken[0].relative_to(root)} exists; choose another number with --number"
        )
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return [str(path.relative_to(root)) for path in files]


def _judge(draft: Draft) -> None:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", draft.domain):
        raise UsageError(
            f"domain {draft.domain!r} is no name; use lower-case letters, digits and underscores"
        )
    if not draft.name.strip():
        raise UsageError("name is empty; write what the scorecard shows")
    if not _sentence(draft.definition):
        raise UsageError("definition is empty; say in words what is counted")
    if draft.unit not in PLAIN_UNITS | CURRENCIES:
        raise UsageError(
            f"unit {draft.unit!r} is none of {', '.join(sorted(PLAIN_UNITS))} or an ISO 4217"
            " currency"
        )
    if not ADDRESS.fullmatch(draft.owner):
        raise UsageError(
            f"owner {draft.owner!r} is no e-mail address; name whoever answers for the number"
        )
    if isinstance(source := _source(draft), Table) and not TABLE.fullmatch(source.name):
        raise UsageError(
            f"source {draft.source!r} is neither a table, schema.name, nor the path of a CSV or"
            " Parquet file; mend it"
        )
    try:
        ZoneInfo(draft.timezone)
    except (ValueError, KeyError, OSError):
        raise UsageError(
            f"timezone {draft.timezone!r} is no IANA name; write one such as Europe/Berlin"
        ) from None


def _next_number(folder: Path) -> int:
    taken = {
        int(match[1])
        for path in folder.glob("kpi_*.py")
        if (match := re.fullmatch(r"kpi_(\d+)", path.stem))
    }
    return next(number for number in range(1, len(taken) + 2) if number not in taken)


def _source(draft: Draft) -> Table | File | None:
    if not draft.source:
        return None
    if "/" not in draft.source and not re.search(r"\.(csv|parquet|gz)$", draft.source):
        return Table(draft.source)
    file = File(draft.source)
    return (
        file
        if IDENTIFIER.fullmatch(file.relation)
        else File(draft.source, f"file_{file.relation}".strip("_"))
    )


def _kpi(draft: Draft, number: int) -> str:
    source = _source(draft)
    kind = type(source).__name__ if source else ""
    named = f", name={_quoted(source.name)}" if isinstance(source, File) and source.name else ""
    has_field = IDENTIFIER.fullmatch(snake_case(draft.name))
    return _KPI.format(
        definition=_sentence(draft.definition),
        imports=f"{kind}, Kpi" if kind == "File" else f"Kpi, {kind}" if kind else "Kpi",
        name=_quoted(draft.name),
        owner=_quoted(draft.owner),
        unit=draft.unit,
        better="" if draft.better == "neutral" else f'\n    better="{draft.better}",',
        cadence="" if draft.cadence == "weekly" else f'\n    cadence="{draft.cadence}",',
        sources=f"\n    sources=[{kind}({_quoted(draft.source)}{named})]," if kind else "",
        field="" if has_field else f'\n    field="kpi_{number:02}",',
        reads=f"\n        FROM {source.relation}" if source else "",
    )


def _test(draft: Draft, number: int) -> str:
    source = _source(draft)
    kind = "tables" if isinstance(source, Table) else "files"
    given = f', {kind}={{{_quoted(source.relation)}: [{{"id": 1}}, {{"id": 2}}]}}' if source else ""
    return _TEST.format(
        name=_documented(draft.name),
        domain=draft.domain,
        number=number,
        period=_PERIODS[draft.cadence],
        given=given,
        expected=2 if source else 1,
    )


def _runner(draft: Draft) -> str:
    schedule, when = _SCHEDULES[draft.cadence]
    title = draft.title.strip() or f"{draft.domain.replace('_', ' ').capitalize()} scorecard"
    return _RUNNER.format(
        title=_documented(title),
        title_text=_quoted(title),
        when=when,
        timezone=draft.timezone,
        schedule=schedule,
        variable=draft.domain.upper(),
    )


def _quoted(text: str) -> str:
    return json.dumps(text.strip(), ensure_ascii=False)


def _documented(text: str) -> str:
    """Return `text` as it can stand in a docstring's first line."""
    plain = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return plain.replace("\\", "\\\\").replace('"""', "'''")


def _sentence(text: str) -> str:
    words = _documented(text).rstrip(". ")
    return words if not words or words.endswith(("?", "!")) else f"{words}."
