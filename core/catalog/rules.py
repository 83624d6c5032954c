"""What the attributes of one KPI file must be, each rule on its own."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import get_args

from core.catalog.entries import Catalogue, Entry
from core.errors import ScorecardError
from core.model import (
    CADENCES,
    CURRENCIES,
    PERIOD_UNIT,
    PLAIN_UNITS,
    Better,
    Cadence,
    File,
    Range,
    Source,
    SqlFile,
    Tab,
    Table,
    parse_periods,
    snake_case,
)

ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
TABLE = re.compile(r"[A-Za-z_]\w*\.[A-Za-z_]\w*")
IDENTIFIER = re.compile(r"[a-z_][a-z0-9_]*")
_VARIABLE = re.compile(r"[A-Z][A-Z0-9_]*")
_COLUMN = re.compile(r"[A-Za-z_]\w*", re.ASCII)

RuleFault = tuple[str, str]  # the Kpi attribute that is at fault, and the message


def _attributes(_: Catalogue, entry: Entry) -> Iterator[RuleFault]:
    kpi = entry.kpi
    if not kpi.name.strip():
        yield "name", "name is empty; write what the scorecard shows"
    if not IDENTIFIER.fullmatch(kpi.field_name):
        yield (
            "field",
            (
                f"field_name {kpi.field_name!r} is no identifier; set field= in lower-case letters,"
                " digits, underscores"
            ),
        )
    if not ADDRESS.fullmatch(kpi.owner):
        yield (
            "owner",
            f"owner {kpi.owner!r} is no e-mail address; name whoever answers for the number",
        )
    if kpi.unit not in PLAIN_UNITS | CURRENCIES:
        yield (
            "unit",
            (
                f"unit {kpi.unit!r} is none of {', '.join(sorted(PLAIN_UNITS))} or an ISO 4217"
                " currency"
            ),
        )
    if kpi.better not in get_args(Better):
        yield "better", f"better {kpi.better!r} is none of {', '.join(get_args(Better))}"
    if kpi.target is not None and not math.isfinite(kpi.target):
        yield (
            "target",
            f"target {kpi.target} is no number to be reached; leave it out where there is none",
        )
    if kpi.target is not None and kpi.better == "neutral":
        yield "target", "target without a direction; add better='higher' or better='lower'"
    if not entry.query.strip() and not isinstance(kpi.query, SqlFile):
        yield "query", "query is empty; write a SELECT that returns value"


def _dates(catalogue: Catalogue, entry: Entry) -> Iterator[RuleFault]:
    kpi = entry.kpi
    if kpi.cadence not in get_args(Cadence):
        yield "cadence", f"cadence {kpi.cadence!r} is none of {', '.join(CADENCES)}"
        return
    runner = catalogue.runners.get(entry.domain)
    if runner and kpi.cadence not in runner.schedule:
        yield (
            "cadence",
            (
                f"is {kpi.cadence}, but runners/{entry.domain}.py has no {kpi.cadence} schedule;"
                " add one"
            ),
        )
    try:
        if entry.since and entry.since.cadence != kpi.cadence:
            yield (
                "since",
                f"since {kpi.since!r} is not {kpi.cadence}; write it as the KPI's own period",
            )
    except ScorecardError as error:
        yield "since", f"since: {error}"
    try:
        if kpi.reviewed:
            date.fromisoformat(kpi.reviewed)
    except ValueError:
        yield "reviewed", f"reviewed {kpi.reviewed!r} is no day; write it as 2026-10-01"
    try:
        if kpi.settles:
            parse_periods(kpi.settles, kpi.cadence)
    except ValueError as error:
        yield "settles", f"settles {error}"


def _ranges(_: Catalogue, entry: Entry) -> Iterator[RuleFault]:
    kpi = entry.kpi
    if kpi.cadence not in PERIOD_UNIT:
        return
    try:
        stated = entry.range
    except ValueError as error:
        yield "range", f"{error}; mend it"
        return
    for source in entry.values:
        if source.last is not None and source.last < 1:
            yield (
                "sources",
                f"Values({source.kpi}, last={source.last}) reads no period; last counts from 1",
            )
    lasts = [source.last for source in entry.values if source.last]
    if not kpi.range or not lasts:
        return
    only_values = len(entry.values) == len(kpi.sources)
    own = _own_periods(stated, kpi.cadence)
    longest = max(lasts)
    if own is None or longest > own or (only_values and longest < own):
        yield (
            "range",
            f"range {kpi.range!r} and Values(last={longest}) contradict; leave last out, or range",
        )


def _own_periods(stated: Range, cadence: Cadence) -> int | None:
    """Return how many periods of `cadence` the range always has, None where that varies or is no
    whole number.
    """
    if stated.unit == PERIOD_UNIT[cadence] and stated.count:
        return stated.count
    months = {"quarter": 3, "year": 12}.get(stated.unit, 0) if cadence == "monthly" else 0
    days = 7 if cadence == "daily" and stated.unit == "week" else 0
    return stated.count * (months or days) or None


def _sources(_: Catalogue, entry: Entry) -> Iterator[RuleFault]:
    seen: dict[str, Source] = {}
    for source in entry.kpi.sources:
        relation = source.relation
        if relation in seen:
            yield "sources", f"two sources are read as {relation}; give one of them name="
        seen[relation] = source
        if isinstance(source, Table):
            if not TABLE.fullmatch(source.name):
                yield "sources", f"Table({source.name!r}) is not of the form schema.name"
        elif not IDENTIFIER.fullmatch(relation):
            yield "sources", f"{source!r} has no usable name; give it name="
        if (
            isinstance(source, Table | File)
            and source.loaded_at
            and not _COLUMN.fullmatch(source.loaded_at)
        ):
            yield (
                "sources",
                (
                    f"loaded_at={source.loaded_at!r} is no identifier; name the column that holds"
                    " the time"
                ),
            )
        if isinstance(source, Tab):
            yield from _tab_faults(source)


def _tab_faults(tab: Tab) -> Iterator[RuleFault]:
    if not _VARIABLE.fullmatch(tab.workbook):
        yield (
            "sources",
            f"Tab({tab.workbook!r}, …) does not name an environment variable in capitals",
        )
    if not tab.columns:
        yield (
            "sources",
            (
                f"Tab({tab.workbook!r}, {tab.title!r}) has no columns; list the headers that the"
                " query needs"
            ),
        )
    names = {
        header if isinstance(tab.columns, Mapping) else snake_case(header): header
        for header in tab.columns
    }
    if tab.loaded_at and tab.loaded_at not in names:
        yield (
            "sources",
            (
                f"loaded_at={tab.loaded_at!r} is none of the columns {', '.join(names)} of the tab;"
                " add it"
            ),
        )
    for name, header in names.items():
        if not IDENTIFIER.fullmatch(name) or name == "sheet_row":
            yield (
                "sources",
                (
                    f"column {header!r} of the tab {tab.title!r} has no usable name; give it one:"
                    " {name: header}"
                ),
            )


def _histories(catalogue: Catalogue, entry: Entry) -> Iterator[RuleFault]:
    for source in entry.values:
        domain, number = entry.key_of(source)
        other = catalogue.by_key.get((domain, number))
        file = f"scorecards/{domain}/kpi_{number:02}.py"
        if other is None:
            if not any(finding.file == file for finding in catalogue.findings):
                yield "sources", f"Values({source.kpi}) reads {file}, which does not exist"
        elif other.kpi.cadence != entry.kpi.cadence:
            yield (
                "sources",
                (
                    f"is {entry.kpi.cadence} and reads {other.id}, which is {other.kpi.cadence};"
                    " they must be the same"
                ),
            )


RULES: tuple[Callable[[Catalogue, Entry], Iterator[RuleFault]], ...] = (
    _attributes,
    _dates,
    _ranges,
    _sources,
    _histories,
)
