"""Lineage: which KPIs read the stored values of which, within a domain and across them. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from core.catalog.entries import Catalogue, Entry, KpiKey
from core.model import AUTO, Values, convert_periods, parse_periods

Cycle = tuple[KpiKey, ...]


def readers_by_kpi(catalogue: Catalogue) -> dict[KpiKey, list[tuple[Entry, Values]]]:
    """Return for each KPI that is read its readers, each with the source by which it reads."""
    readers: dict[KpiKey, list[tuple[Entry, Values]]] = {}
    for entry in catalogue.entries:
        for source in entry.values:
            readers.setdefault(entry.key_of(source), []).append((entry, source))
    return readers


def followers_by_kpi(catalogue: Catalogue) -> dict[KpiKey, list[tuple[Entry, Values]]]:
    """Return what follows a new value of each KPI: its readers, and KPIs whose checks compare."""
    followers = readers_by_kpi(catalogue)
    for entry in catalogue.entries:
        for other in entry.compared:
            followers.setdefault(entry.key_of(other), []).append((entry, other))
    return followers


def linked_domains(catalogue: Catalogue, domains: Iterable[str]) -> list[str]:
    """Return `domains` with all that follow them or that they follow, directly or through others.

    They are locked together: otherwise one run could read values that another is about to replace.
    """
    neighbours: defaultdict[str, set[str]] = defaultdict(set)
    for entry in catalogue.entries:
        for read_domain, _ in entry.upstream_keys:
            neighbours[entry.domain].add(read_domain)
            neighbours[read_domain].add(entry.domain)
    linked = set(domains)
    waiting = list(linked)
    while waiting:
        new = neighbours[waiting.pop()] - linked
        linked |= new
        waiting += new
    return sorted(linked)


def depths(catalogue: Catalogue, entries: Iterable[Entry]) -> dict[KpiKey, int]:
    """Return how many KPIs lie below each entry in its longest chain: 0 if it follows none.

    A check may compare with a KPI that cannot run; it is then not in the catalogue.
    """
    result: dict[KpiKey, int] = {}

    def measure(entry: Entry) -> int:
        if entry.key not in result:
            upstream = (catalogue.by_key.get(key) for key in entry.upstream_keys)
            below = [measure(other) for other in upstream if other]
            result[entry.key] = 1 + max(below) if below else 0
        return result[entry.key]

    for entry in entries:
        measure(entry)
    return result


def settling_periods(catalogue: Catalogue, entry: Entry) -> int:
    """Return for how many periods after its own late data may still change a value.

    The data may be the KPI's own or those of any KPI below it, whatever its cadence.
    """
    seen = {entry.key}
    waiting = [entry]
    longest = 0
    while waiting:
        current = waiting.pop()
        settles = convert_periods(_own_span(current), current.kpi.cadence, entry.kpi.cadence)
        longest = max(longest, settles)
        new = [key for key in current.source_keys if key not in seen]
        seen.update(new)
        waiting += [catalogue.by_key[key] for key in new]
    return longest


def _own_span(entry: Entry) -> int:
    """Return for how many periods after its own late data may change a KPI's own value."""
    settles, cadence = entry.kpi.settles, entry.kpi.cadence
    if settles == AUTO:
        return entry.learnt.of(cadence)
    return parse_periods(settles, cadence) if settles else 0


def find_cycles(catalogue: Catalogue) -> list[Cycle]:
    """Return each cycle of KPIs that follow one another, beginning with its smallest member."""
    cycles: set[Cycle] = set()
    finished: set[KpiKey] = set()

    def visit(key: KpiKey, trail: list[KpiKey]) -> None:
        if key in trail:
            cycles.add(_from_smallest(trail[trail.index(key) :]))
        elif key in catalogue.by_key and key not in finished:
            for upstream_key in catalogue.by_key[key].upstream_keys:
                visit(upstream_key, [*trail, key])
            finished.add(key)

    for key in catalogue.by_key:
        visit(key, [])
    return sorted(cycles)


def _from_smallest(cycle: list[KpiKey]) -> Cycle:
    start = cycle.index(min(cycle))
    return (*cycle[start:], *cycle[:start])
