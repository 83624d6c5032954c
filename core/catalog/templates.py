"""The texts of new files: a KPI, its test, and a runner."""

from __future__ import annotations

import json

from core.catalog.domain_name import domain_fault
from core.catalog.draft import Draft, as_docstring, as_sentence, raise_first_fault
from core.catalog.runner_rules import timezone_fault
from core.catalog.source_rules import IDENTIFIER
from core.model import File, Table, snake_case

_KPI = '''"""{definition}"""

from core.kpi import {imports}

KPI = Kpi(
    name={name},
    owner={owner},
    unit="{unit}",{better}{cadence}{as_of}{sources}{field}
    query="""
        SELECT {value} AS value{reads}
    """,
)
'''

_TEST = '''"""{name}: computed from a few rows."""
{imports}
from core.testing import kpi_values
{rows}

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
    "quarterly": ('{"quarterly": "0 7 1 1,4,7,10 *"}', "the first of the quarter 07:00"),
}
_PERIODS = {
    "daily": "2026-11-16",
    "weekly": "2026-W46",
    "monthly": "2026-10",
    "quarterly": "2026-Q3",
}
# The last day of each, and the first one behind it.
_DAYS = {
    "daily": ("2026, 11, 16", "2026, 11, 17"),
    "weekly": ("2026, 11, 15", "2026, 11, 16"),
    "monthly": ("2026, 10, 31", "2026, 11, 1"),
    "quarterly": ("2026, 9, 30", "2026, 10, 1"),
}


def kpi_text(draft: Draft, number: int) -> str:
    """Return the KPI file of a draft."""
    source = draft.parse_source()
    imports = {"Kpi"}
    sources = reads = field = better = cadence = as_of = ""
    if source:
        imports.add(type(source).__name__)
        sources = f"\n    sources=[{_call(source)}],"
        reads = f"\n        FROM {source.relation}"
        condition = draft.proposal.condition()
        if condition:
            reads += f"\n        WHERE {condition}"
        else:
            as_of = '\n    as_of="run",'
    if not IDENTIFIER.fullmatch(snake_case(draft.name)):
        field = f'\n    field="kpi_{number:02}",'
    if draft.better != "neutral":
        better = f'\n    better="{draft.better}",'
    if draft.cadence != "weekly":
        cadence = f'\n    cadence="{draft.cadence}",'
    return _KPI.format(
        definition=as_sentence(draft.definition),
        imports=", ".join(sorted(imports)),
        name=_quote(draft.name),
        owner=_quote(draft.owner),
        unit=draft.unit,
        better=better,
        cadence=cadence,
        as_of=as_of,
        sources=sources,
        field=field,
        value=draft.proposal.value(draft.unit),
        reads=reads,
    )


def _call(source: Table | File) -> str:
    """Return a source as an author writes it."""
    if isinstance(source, Table):
        return f"Table({_quote(source.name)})"
    name = f", name={_quote(source.name)}" if source.name else ""
    return f"File({_quote(source.path)}{name})"


def kpi_test_text(draft: Draft, number: int) -> str:
    """Return the test of a draft's KPI: one row within the period, and one behind it."""
    source = draft.parse_source()
    given = imports = rows = ""
    expected = "1"
    if source:
        kind = "tables" if isinstance(source, Table) else "files"
        first, second, expected = _rows(draft)
        rows = f"\nROWS = [\n    {first},\n    {second},\n]\n"
        given = f", {kind}={{{_quote(source.relation)}: ROWS}}"
        if draft.proposal.time:
            imports = f"\nfrom datetime import {'date' if draft.proposal.is_day else 'datetime'}\n"
    return _TEST.format(
        name=as_docstring(draft.name),
        imports=imports,
        rows=rows,
        domain=draft.domain,
        number=number,
        period=_PERIODS[draft.cadence],
        given=given,
        expected=expected,
    )


def _rows(draft: Draft) -> tuple[str, str, str]:
    """Return two rows of the source, and the value that a query over them has."""
    proposal = draft.proposal
    if not proposal.time:
        return '{"id": 1}', '{"id": 2}', "1" if draft.unit == "percent" else "2"
    last, following = _DAYS[draft.cadence]
    if proposal.is_day:
        times = f"date({last})", f"date({following})"
    else:
        times = f"datetime({last}, 23, 59)", f"datetime({following}, 0, 0)"
    amounts = (f", {_quote(proposal.amount)}: {n}" if proposal.amount else "" for n in (2, 5))
    first, second = (
        f"{{{_quote(proposal.time)}: {time}{amount}}}"
        for time, amount in zip(times, amounts, strict=True)
    )
    return first, second, "2" if proposal.amount else "1"


def runner_text(domain: str, title: str, cadence: str, timezone: str) -> str:
    """Return the file of a domain's runner; a blank `title` is made from the domain's name.

    Raises:
        UsageError: The domain or the time zone cannot be used.
    """
    raise_first_fault((domain_fault(domain), timezone_fault(timezone)))
    schedule, when = _SCHEDULES[cadence]
    title = title.strip() or f"{domain.replace('_', ' ').capitalize()} scorecard"
    return _RUNNER.format(
        title=as_docstring(title),
        title_text=_quote(title),
        when=when,
        timezone=timezone,
        schedule=schedule,
        variable=domain.upper(),
    )


def _quote(text: str) -> str:
    return json.dumps(text.strip(), ensure_ascii=False)
