"""Which KPIs read the stored values of which: within a domain and across them. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from core.catalog.entries import Catalogue, Entry
from core.model import Values


def readers_by_kpi(catalogue: Catalogue) -> dict[tuple[str, int], list[tuple[Entry, Values]]]:
    """Return which KPIs read the stored values of each KPI."""
    found: dict[tuple[str, int], list[tuple[Entry, Values]]] = {}
    for entry in catalogue.entries:
        for source in entry.values:
            found.setdefault(entry.key_of(source), []).append((entry, source))
    return found


def linked_domains(catalogue: Catalogue, domains: Iterable[str]) -> list[str]:
    """Return `domains` with all that read them or are read by them, directly or through others.

    Of two runs within such a group, each would compute from what the other is about to replace.
    """
    pairs = {
        (entry.domain, entry.key_of(source)[0])
        for entry in catalogue.entries
        for source in entry.values
    }
    found = set(domains)
    while more := {domain for pair in pairs if found & set(pair) for domain in pair} - found:
        found |= more
    return sorted(found)
