"""Rules for the attributes of one KPI file; each yields the messages of its findings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import get_args

from core.catalog.addition_rules import ADDITION_RULES
from core.catalog.alert_rules import check_alerts
from core.catalog.cadence_rules import CADENCE_RULES
from core.catalog.description_rules import DESCRIPTION_RULES
from core.catalog.entries import Catalogue, Entry
from core.catalog.quality_rules import check_terms
from core.catalog.source_rules import IDENTIFIER, SOURCE_RULES, Rule
from core.catalog.target_rules import TARGET_RULES, check_thresholds
from core.catalog.tree_rules import TREE_RULES, check_drivers, check_kind
from core.catalog.value_check_rules import check_value_checks
from core.errors import ScorecardError
from core.model import (
    AUTO,
    CADENCES,
    CURRENCIES,
    PERIOD_UNIT,
    PLAIN_UNITS,
    AsOf,
    Better,
    Cadence,
    Range,
    SqlFile,
    parse_period,
    parse_periods,
    parse_range,
)

_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_EXAMPLES: dict[Cadence, str] = {
    "daily": "2025-01-01",
    "weekly": "2025-W01",
    "monthly": "2025-01",
    "quarterly": "2025-Q1",
}


def name_fault(name: str) -> str:
    """Return the finding on a KPI's name, empty if it has none."""
    return "" if name.strip() else "name is empty; write what the scorecard shows"


def owner_fault(owner: str) -> str:
    """Return the finding on an owner, empty if there is none."""
    if _ADDRESS.fullmatch(owner):
        return ""
    return f"owner {owner!r} is not an e-mail address; give the address of the person responsible"


def unit_fault(unit: str) -> str:
    """Return the finding on a unit, empty if there is none."""
    if unit in PLAIN_UNITS | CURRENCIES:
        return ""
    names = ", ".join(sorted(PLAIN_UNITS))
    return f"unit {unit!r} is unknown; use {names} or an ISO 4217 currency"


def check_name(entry: Entry, _: Catalogue) -> Iterator[str]:
    """The name is not empty."""
    fault = name_fault(entry.kpi.name)
    if fault:
        yield fault


def check_field(entry: Entry, _: Catalogue) -> Iterator[str]:
    """The field name, given or derived from the name, is an identifier."""
    name = entry.kpi.field_name
    if not IDENTIFIER.fullmatch(name):
        remedy = "set field= in lower-case letters, digits, underscores"
        yield f"field_name {name!r} is not an identifier; {remedy}"


def check_owner(entry: Entry, _: Catalogue) -> Iterator[str]:
    """The owner is an e-mail address."""
    fault = owner_fault(entry.kpi.owner)
    if fault:
        yield fault


def check_unit(entry: Entry, _: Catalogue) -> Iterator[str]:
    """The unit is a plain unit or a currency."""
    fault = unit_fault(entry.kpi.unit)
    if fault:
        yield fault


def check_better(entry: Entry, _: Catalogue) -> Iterator[str]:
    """The direction is one that exists."""
    better = entry.kpi.better
    if better not in get_args(Better):
        yield f"better {better!r} is unknown; use {', '.join(get_args(Better))}"


def check_as_of(entry: Entry, _: Catalogue) -> Iterator[str]:
    """The moment that the value is of is one that exists."""
    as_of = entry.kpi.as_of
    if as_of not in get_args(AsOf):
        yield f"as_of {as_of!r} is unknown; use {', '.join(get_args(AsOf))}"


def check_query(entry: Entry, _: Catalogue) -> Iterator[str]:
    """A query within the KPI file is not empty; one in a file of its own is checked on loading."""
    if not entry.query.strip() and not isinstance(entry.kpi.query, SqlFile):
        yield "query is empty; write a SELECT that returns value"


def check_cadence(entry: Entry, _: Catalogue) -> Iterator[str]:
    """The cadence is one that exists."""
    if not _has_cadence(entry):
        yield f"cadence {entry.kpi.cadence!r} is unknown; use {', '.join(CADENCES)}"


def check_cadence_is_scheduled(entry: Entry, catalogue: Catalogue) -> Iterator[str]:
    """The domain's runner has a schedule for the cadence."""
    runner = catalogue.runners.get(entry.domain)
    cadence = entry.kpi.cadence
    if _has_cadence(entry) and runner and cadence not in runner.schedule:
        fault = f"is {cadence}, but runners/{entry.domain}.py has no {cadence} schedule"
        yield f"{fault}; add one"


def check_since(entry: Entry, _: Catalogue) -> Iterator[str]:
    """The first period with data is a period of the KPI's own cadence."""
    yield from _period_faults(entry, "since", entry.kpi.since)


def check_limits_since(entry: Entry, _: Catalogue) -> Iterator[str]:
    """Process limits begin with a period of the KPI's own cadence."""
    yield from _period_faults(entry, "limits_since", entry.kpi.limits_since)


def _period_faults(entry: Entry, attribute: str, text: str) -> Iterator[str]:
    if not text or not _has_cadence(entry):
        return
    cadence = entry.kpi.cadence
    try:
        period = parse_period(text)
    except ScorecardError as error:
        yield f"{attribute}: {error}"
        return
    if period.cadence != cadence:
        remedy = f"write one such as {_EXAMPLES[cadence]}"
        yield f"{attribute} {text!r} is not a {cadence} period; {remedy}"


def check_settles(entry: Entry, _: Catalogue) -> Iterator[str]:
    """The settling time is a number of the KPI's own periods, or learnt."""
    if entry.kpi.settles in ("", AUTO) or not _has_cadence(entry):
        return
    try:
        parse_periods(entry.kpi.settles, entry.kpi.cadence)
    except ValueError as error:
        yield f"settles {error}, or 'auto' to have it learnt"


def check_range(entry: Entry, _: Catalogue) -> Iterator[str]:
    """The range, if stated, can be read."""
    fault = _range_fault(entry)
    if fault:
        yield f"{fault}; fix it"


def check_range_fits_histories(entry: Entry, _: Catalogue) -> Iterator[str]:
    """A stated range is as long as the stored histories that the query reads."""
    own = ("", entry.kpi.cadence)
    lengths = [source.last for source in entry.values if source.last and source.cadence in own]
    if not entry.kpi.range or not lengths or _range_fault(entry) or not _has_cadence(entry):
        return
    longest = max(lengths)
    periods = _periods_in(entry.range, entry.kpi.cadence)
    reads_histories_only = len(entry.values) == len(entry.kpi.sources)
    too_short = reads_histories_only and periods is not None and longest < periods
    if periods is None or longest > periods or too_short:
        fault = f"range {entry.kpi.range!r} and Values(last={longest}) contradict each other"
        yield f"{fault}; leave out one of them"


def _has_cadence(entry: Entry) -> bool:
    return entry.kpi.cadence in CADENCES


def _range_fault(entry: Entry) -> str:
    try:
        if entry.kpi.range:
            parse_range(entry.kpi.range)
    except ValueError as error:
        return str(error)
    return ""


def _periods_in(covered: Range, cadence: Cadence) -> int | None:
    """Return how many periods of `cadence` a range always has; None if that varies."""
    unit = covered.unit
    if unit == PERIOD_UNIT[cadence]:
        periods = 1
    elif cadence == "monthly":
        periods = {"quarter": 3, "year": 12}.get(unit, 0)
    elif cadence == "quarterly" and unit == "year":
        periods = 4
    elif cadence == "daily" and unit == "week":
        periods = 7
    else:
        periods = 0
    return covered.count * periods or None


RULES: Mapping[str, tuple[Rule, ...]] = {
    "name": (check_name,),
    "field": (check_field,),
    "owner": (check_owner,),
    "unit": (check_unit,),
    "better": (check_better,),
    "as_of": (check_as_of,),
    "adds": ADDITION_RULES,
    "target": TARGET_RULES,
    "thresholds": (check_thresholds,),
    "query": (check_query,),
    "cadence": (check_cadence, check_cadence_is_scheduled),
    "since": (check_since,),
    "limits_since": (check_limits_since,),
    **DESCRIPTION_RULES,
    "settles": (check_settles,),
    "range": (check_range, check_range_fits_histories),
    "alerts": (check_alerts,),
    "checks": (check_value_checks,),
    "kind": (check_kind,),
    "tree": TREE_RULES,
    "drivers": (check_drivers,),
    "sources": (*SOURCE_RULES, *CADENCE_RULES, check_terms),
}
