"""The pages of the metric dictionary as plain values: everything that a reader is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.catalog import Break, LineageGraph, Node
from core.dictionary.retired import RetiredKpi
from core.model import Period


@dataclass(frozen=True, slots=True)
class Fact:
    """One line about a KPI: what it is about, and the text."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class SourcePart:
    """A source of a KPI: its name, its kind, what is declared of it, and the columns it gives."""

    name: str
    kind: str
    declared: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownValue:
    """A stored value for one period: the number for drawing, and the text with its mark."""

    period: Period
    number: float | None
    text: str
    state: str


@dataclass(frozen=True, slots=True)
class SeriesPart:
    """The last values of one series, oldest first; `label` is empty unless it is broken down."""

    label: str
    values: tuple[ShownValue, ...]


@dataclass(frozen=True, slots=True)
class VersionPart:
    """A revision of a definition: since when runs used it, what changed, by whom.

    `changes` are empty for the first one; `query_change` is the query's difference as lines.
    `decides` says whether values before and after it may differ by it.
    """

    since: str
    changes: tuple[str, ...]
    query_change: tuple[str, ...]
    decides: bool
    used_by: str
    committed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KpiPage:
    """Everything that the dictionary says of one KPI.

    `definition` is the first sentence of the docstring, `notes` the rest of it. `lineage` is
    the part of the graph around it, `published` the places where it is shown. `retired` is the
    reason why no run computes it any more. `review_due` is set if a review is.
    `reasons` are the sentences on its newest change that a run has taken apart.
    `breaks_above` name the KPIs from which it is made and whose series break, with the period.
    """

    id: Node
    domain: str
    scorecard: str
    number: int
    name: str
    owner: str
    category: str
    definition: str
    notes: str
    facts: tuple[Fact, ...]
    playbook: str
    query: str
    query_place: str
    sources: tuple[SourcePart, ...]
    lineage: LineageGraph
    published: tuple[Fact, ...]
    versions: tuple[VersionPart, ...]
    series: tuple[SeriesPart, ...]
    more_series: int
    breaks: tuple[Break, ...]
    breaks_above: tuple[Fact, ...] = ()
    reasons: tuple[str, ...] = ()
    review_due: str = ""
    retired: str = ""

    @property
    def anchor(self) -> str:
        """The page's place within the file, which no other page has."""
        return f"{self.domain}-kpi-{self.number:02}"


@dataclass(frozen=True, slots=True)
class MetricDictionary:
    """The pages of all KPIs, by domain and number, and what could not be said, in a sentence.

    `retired` are the KPIs whose files are gone, of the domains that are shown as a whole.
    """

    pages: Sequence[KpiPage]
    gap: str = ""
    retired: Sequence[RetiredKpi] = ()

    @property
    def by_scorecard(self) -> dict[str, list[KpiPage]]:
        """The pages of each scorecard, by its title."""
        grouped: dict[str, list[KpiPage]] = {}
        for page in self.pages:
            grouped.setdefault(page.scorecard, []).append(page)
        return grouped
