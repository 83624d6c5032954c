"""How much each driver of a domain's north star contributed to its last change."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from core.analysis import explain_change, stored_lines, tree_entries
from core.catalog import Catalogue, Entry, KpiKey, find_breaks
from core.engines import Database
from core.model import Span
from core.store import Definitions, StoreView


def read_weights(
    database: Database, catalogue: Catalogue, domain: str, span: Span
) -> Mapping[KpiKey, float]:
    """Return what each last driver contributed to the change of the north star, without sign.

    It is the change in the newest stored period of a span against the one before; empty without a
    north star, and where its change cannot be taken apart.
    """
    entry = _north_star(catalogue, domain)
    if entry is None:
        return {}
    rows, breaks = [], {}
    for each in {entry.domain for entry in tree_entries(catalogue, entry)}:
        found = StoreView(database, each).rows()
        rows += found
        breaks[each] = find_breaks(found, partial(Definitions(database).read_all, [each]))
    lines = stored_lines(rows, breaks)
    periods = [period for period in lines.series(entry).rows if span.holds(period)]
    if not periods:
        return {}
    change = explain_change(catalogue, entry, lines, max(periods))
    return {
        (leaf.key.domain, leaf.key.kpi_number): abs(leaf.amount)
        for leaf in change.leaves()
        if leaf.key
    }


def _north_star(catalogue: Catalogue, domain: str) -> Entry | None:
    """Return the KPI that the runner's review names, or that says so in its file."""
    runner = catalogue.runners.get(domain)
    if runner and runner.review and runner.review.north_star is not None:
        return catalogue.by_key.get((domain, runner.review.north_star))
    entries = catalogue.entries_of(domain)
    return next((entry for entry in entries if entry.kpi.kind == "north star"), None)
