"""The change of a stored value, taken apart by its tree. Pure."""

from __future__ import annotations

from dataclasses import replace

from core.analysis.attribution import attribute
from core.analysis.attribution_text import attribution_sentences
from core.analysis.contributions import Attribution
from core.analysis.metrics import (
    Against,
    Comparand,
    StoredLines,
    breaks_between,
    compared_name,
    older_period,
    read_metric,
    tree_entries,
)
from core.catalog import Catalogue, Entry
from core.model import Period


def explain_change(
    catalogue: Catalogue,
    entry: Entry,
    lines: StoredLines,
    period: Period,
    against: Against = "previous",
) -> Attribution:
    """Return the change of a KPI's value against an earlier one or the target, taken apart.

    `lines` are the stored series of the entries that `tree_entries` gives. A driver whose own
    drivers have no values for both periods is a last driver itself.
    """
    old = older_period(period, against)
    compared = Comparand(lines, period, old)
    name = compared_name(period, against)
    metric = read_metric(catalogue, entry, compared)
    if metric is None:
        return _without_value(entry, compared, name)
    breaks = breaks_between(tree_entries(catalogue, entry), lines, old, period)
    return attribute(metric, period=str(period), against=name, breaks=tuple(breaks))


def _without_value(entry: Entry, compared: Comparand, against: str) -> Attribution:
    """Return that a KPI has nothing to compare."""
    before, after = compared.before(entry), compared.after(entry)
    found = Attribution(
        label=entry.kpi.name,
        unit=entry.kpi.unit,
        tree=str(entry.tree or ""),
        period=str(compared.period),
        against=against,
        before=before[0] if before else None,
        after=after.value if after else None,
        change=None,
        reason=compared.obstacle(entry),
    )
    return replace(found, sentences=tuple(attribution_sentences(found)))
