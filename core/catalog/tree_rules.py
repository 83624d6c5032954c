"""Rules for `kind`, `tree` and `drivers` of one KPI file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from core.catalog.entries import Catalogue, Entry, KpiKey
from core.catalog.source_rules import Rule, has_findings
from core.model import KpiKind, Values

MOST_DRIVERS = 10


def check_kind(entry: Entry, _: Catalogue) -> Iterator[str]:
    """The kind is one that exists."""
    kind = entry.kpi.kind
    if kind not in get_args(KpiKind):
        names = ", ".join(filter(None, get_args(KpiKind)))
        yield f"kind {kind!r} is unknown; use {names}"


def check_tree(entry: Entry, _: Catalogue) -> Iterator[str]:
    """The tree is a formula of KPIs that the file names."""
    try:
        names = entry.tree.names if entry.tree else ()
    except ValueError as error:
        yield f"tree {error}"
        return
    if len(names) > MOST_DRIVERS:
        fault = f"tree names {len(names)} drivers, more than {MOST_DRIVERS}"
        yield f"{fault}; give some of them a tree of their own"
    for name in names:
        if name not in entry.named_values:
            fault = f"tree names {name}, which is not among drivers and sources"
            yield f"{fault}; add Values(…, name={name!r}) to drivers"


def check_tree_ends(entry: Entry, catalogue: Catalogue) -> Iterator[str]:
    """A KPI is not a driver of itself, directly or through others."""
    for name, key in _drivers(entry).items():
        if entry.key in _below(catalogue, key):
            yield f"tree leads back to {entry.id} through {name}; take one of the two apart"


def check_tree_fits(entry: Entry, catalogue: Catalogue) -> Iterator[str]:
    """The drivers of a tree exist, and have values for the KPI's own periods."""
    for name, (domain, number) in _drivers(entry).items():
        driver = catalogue.by_key.get((domain, number))
        file = f"scorecards/{domain}/kpi_{number:02}.py"
        if driver is None and not has_findings(catalogue, file):
            yield f"tree names {name}, and {file} does not exist; fix its number or domain"
        elif driver and driver.kpi.cadence != entry.kpi.cadence:
            fault = f"tree names {name}, which is {driver.kpi.cadence}, and the KPI"
            yield f"{fault} is {entry.kpi.cadence}; name drivers of the same cadence"


def check_drivers(entry: Entry, _: Catalogue) -> Iterator[str]:
    """Drivers are what the tree names, each once, for the KPI's own period."""
    seen = {source.relation for source in entry.values}
    names = _names(entry)
    for driver in entry.kpi.drivers:
        text = _driver_text(driver)
        if driver.relation in seen:
            yield f"two KPIs are named {driver.relation}; give one of them name="
        elif driver.relation not in names:
            yield f"drivers has {text}, which tree does not name; remove it, or name it there"
        if driver.last is not None or driver.cadence:
            fault = f"{text} of drivers has last= or cadence="
            yield f"{fault}, but a tree compares values of the same period; remove it"
        seen.add(driver.relation)


def _names(entry: Entry) -> tuple[str, ...]:
    try:
        return entry.tree.names if entry.tree else ()
    except ValueError:  # a rule of its own reports it
        return ()


def _drivers(entry: Entry) -> dict[str, KpiKey]:
    return dict(entry.drivers) if _names(entry) else {}


def _driver_text(driver: Values) -> str:
    return f"Values({driver.kpi}, name={driver.relation!r})"


def _below(catalogue: Catalogue, start: KpiKey) -> set[KpiKey]:
    """Return a KPI with all drivers below it."""
    found: set[KpiKey] = set()
    waiting = [start]
    while waiting:
        key = waiting.pop()
        if key not in found and key in catalogue.by_key:
            found.add(key)
            waiting += _drivers(catalogue.by_key[key]).values()
    return found


TREE_RULES: tuple[Rule, ...] = (check_tree, check_tree_ends, check_tree_fits)
