"""The change of a stored value, taken apart by its tree. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.analysis.attribution import attribute
from core.analysis.attribution_text import attribution_sentences
from core.analysis.breakdown import explain_segments
from core.analysis.contributions import Attribution
from core.analysis.lines import StoredLines
from core.analysis.metrics import (
    Against,
    Comparand,
    breaks_between,
    compared_name,
    older_period,
    read_metric,
    tree_entries,
)
from core.analysis.splits import SegmentSplit
from core.catalog import Catalogue, Entry
from core.model import Period


@dataclass(frozen=True, slots=True)
class ValueExplanation:
    """Why a value changed: by its tree, by its segments, and what the guardrails did meanwhile.

    `change` is None for a KPI that has values by label only, `split` for one without labels.
    `guardrails` are the changes of the domain's guardrails, of a north star only.
    """

    change: Attribution | None
    split: SegmentSplit | None
    guardrails: tuple[Attribution, ...] = ()

    @property
    def sentences(self) -> tuple[str, ...]:
        """The result in words, the most important first."""
        found = [*self.change.sentences] if self.change else []
        found += self.split.sentences if self.split else ()
        found += [f"Guardrail: {each.sentences[0]}" for each in self.guardrails]
        return tuple(found)


def explain_value(
    catalogue: Catalogue,
    entry: Entry,
    lines: StoredLines,
    period: Period,
    against: Against = "previous",
) -> ValueExplanation:
    """Return why a value changed, by everything that the KPI declares.

    `lines` are the stored series of the entries that `entries_to_read` gives.
    """
    has_labels = bool(lines.labelled(entry, period))
    change = None
    if entry.tree or not has_labels:
        change = explain_change(catalogue, entry, lines, period, against)
    split = explain_segments(entry, lines, period, against) if has_labels else None
    guardrails = [
        explain_change(catalogue, each, lines, period, against)
        for each in guardrails_of(catalogue, entry)
    ]
    compared = [each for each in guardrails if each.change is not None]
    return ValueExplanation(change, split, tuple(compared))


def guardrails_of(catalogue: Catalogue, entry: Entry) -> list[Entry]:
    """Return the guardrails of a north star: those of its domain and cadence."""
    if entry.kpi.kind != "north star":
        return []
    return [
        each
        for each in catalogue.entries_of(entry.domain)
        if each.kpi.kind == "guardrail" and each.kpi.cadence == entry.kpi.cadence
    ]


def entries_to_read(catalogue: Catalogue, entry: Entry) -> list[Entry]:
    """Return the KPIs whose stored values an explanation needs."""
    return [*tree_entries(catalogue, entry), *guardrails_of(catalogue, entry)]


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
    restated = lines.restated(entry, old) if old else 0.0
    return attribute(
        metric, period=str(period), against=name, restated=restated, breaks=tuple(breaks)
    )


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
