"""The pages of the dictionary, gathered from KPI files, from git, and from the store if there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.alerts import rules_of
from core.catalog import (
    Catalogue,
    DueReview,
    Entry,
    KpiKey,
    LineageGraph,
    SourceUse,
    find_due_reviews,
    make_graph,
    read_known_tables,
    source_key,
)
from core.dictionary.attributes import alerts_text, declared_text, facts_of, kind_of
from core.dictionary.commits import CommitsByFile, read_commits
from core.dictionary.drivers import tree_text
from core.dictionary.pages import (
    Fact,
    KpiPage,
    MetricDictionary,
    SeriesPart,
    ShownValue,
    SourcePart,
)
from core.dictionary.retired import RetiredKpi
from core.dictionary.stored import StoredKpis, last_periods, read_stored, rows_by_label
from core.dictionary.versions import version_parts
from core.engines import Database
from core.errors import PublishError
from core.model import MARKS, Mark, Period, Row, State, TargetChange, Values, format_value
from core.model import value_text as goal_value_text
from core.publish import place_of
from core.settings import Settings

_MOST_SERIES = 12  # labels of a breakdown


@dataclass(frozen=True)
class _Material:
    """All that pages are made from."""

    settings: Settings
    catalogue: Catalogue
    graph: LineageGraph
    stored: StoredKpis
    commits: CommitsByFile
    due: Mapping[KpiKey, DueReview]


def gather_dictionary(
    settings: Settings,
    catalogue: Catalogue,
    entries: Sequence[Entry],
    database: Database | None,
    gap: str = "",
) -> MetricDictionary:
    """Return the pages of `entries`; `catalogue` has every domain, in which readers are found.

    Without a database, pages have neither values nor versions, and `gap` says why.
    """
    stored = read_stored(database, settings, entries) if database and entries else StoredKpis()
    due = find_due_reviews(entries, settings.now.date())
    material = _Material(
        settings,
        catalogue,
        make_graph(catalogue, read_known_tables(settings.root)),
        stored,
        read_commits(settings.root),
        {review.entry.key: review for review in due},
    )
    pages = tuple(_page(material, entry) for entry in entries)
    return MetricDictionary(pages, gap, tuple(_gone(material, entries)))


def _gone(material: _Material, entries: Sequence[Entry]) -> Iterator[RetiredKpi]:
    """Yield the KPIs without a file, of the domains of which every KPI is shown."""
    hidden = set(material.catalogue.by_key) - {entry.key for entry in entries}
    partial = {domain for domain, _ in hidden}
    for key, retired in material.stored.retired.items():
        if key not in material.catalogue.by_key and key[0] not in partial:
            yield retired


def _page(material: _Material, entry: Entry) -> KpiPage:
    stored, key = material.stored, entry.key
    series = list(_series(stored.rows.get(key, ())))
    definition, notes = _sentences(entry.meaning)
    due, retired = material.due.get(key), stored.retired.get(key)
    runner = material.catalogue.runners.get(entry.domain)
    return KpiPage(
        id=entry.id,
        domain=entry.domain,
        scorecard=runner.title if runner else entry.domain,
        number=entry.number,
        name=entry.kpi.name,
        owner=entry.kpi.owner,
        category=entry.kpi.category,
        definition=definition,
        notes=notes,
        facts=facts_of(
            entry,
            due,
            is_broken_down=any(part.label for part in series),
            more=_more_facts(material, entry),
        ),
        playbook=entry.kpi.playbook.strip(),
        query=_unindented(entry.query),
        query_place=_query_place(entry),
        sources=tuple(_sources(material, entry)),
        lineage=material.graph.around([entry.id]),
        published=tuple(_published(material, entry)),
        versions=version_parts(entry, stored.revisions.get(key, ()), stored.runs, material.commits),
        series=tuple(series[:_MOST_SERIES]),
        more_series=max(len(series) - _MOST_SERIES, 0),
        breaks=tuple(stored.breaks.get(key, ())),
        breaks_above=tuple(_breaks_above(material, entry)),
        reasons=stored.reasons.get(key, ()),
        review_due=f"{due}" if due else "",
        retired=retired.reason if retired else "",
    )


def _more_facts(material: _Material, entry: Entry) -> dict[str, str]:
    """Return what the runner and people state of a KPI beside its file."""
    runner = material.catalogue.runners.get(entry.domain)
    more = {}
    if runner:
        shared = "; the runner's rules for all KPIs" if entry.kpi.alerts is None else ""
        rules = alerts_text(rules_of(material.catalogue, entry), entry.kpi.unit)
        more["Alerts"] = f"{rules}{shared}" if rules else ""
    more["Made of"] = tree_text(material.catalogue, entry)
    changes = material.stored.targets.get(entry.key, ())
    if changes:
        more["Set targets"] = "; ".join(map(_target_change_text, changes))
    return more


def _target_change_text(change: TargetChange) -> str:
    ended = "the file's" if change.is_end else ""
    value = ended or goal_value_text(change.value, change.better, change.unit)
    label = f" for {change.label}" if change.label else ""
    until = f" to {change.until}" if change.until else ""
    made = change.change
    note = f": {made.note}" if made.note else ""
    return f"{value}{label} from {change.since}{until} ({made.changed_by}{note})"


def _breaks_above(material: _Material, entry: Entry) -> Iterator[Fact]:
    """Yield the KPIs from which a KPI is made and whose series break in the periods shown."""
    if not material.stored.breaks:
        return
    above = {edge.origin for edge in material.graph.above([entry.id]).edges}
    for key, breaks in sorted(material.stored.breaks.items()):
        other = material.catalogue.by_key.get(key)
        if other and other.id in above and breaks:
            yield Fact(f"{other.kpi.name} ({other.id})", breaks[-1].period.label)


def _sentences(meaning: str) -> tuple[str, str]:
    """Return the definition, which is the first paragraph, and the notes behind it."""
    first, _, rest = meaning.partition("\n\n")
    paragraphs = [" ".join(each.split()) for each in rest.split("\n\n")]
    return " ".join(first.split()), "\n".join(each for each in paragraphs if each)


def _query_place(entry: Entry) -> str:
    dialect = "PostgreSQL" if entry.in_warehouse else "DuckDB"
    return f"{entry.query_file}, in {dialect}'s dialect"


def _unindented(query: str) -> str:
    lines = query.strip("\n").rstrip().split("\n")
    indents = [len(line) - len(line.lstrip()) for line in lines if line.strip()]
    margin = min(indents, default=0)
    return "\n".join(line[margin:].rstrip() for line in lines)


def _sources(material: _Material, entry: Entry) -> Iterator[SourcePart]:
    for edge in material.graph.sources_of(entry.id):
        use = edge.use
        columns = tuple(use.lines()) or ("no column, only its rows",)
        yield SourcePart(use.name, kind_of(use), _declared(material, use), columns)


def _declared(material: _Material, use: SourceUse) -> str:
    if isinstance(use.source, Values):
        return declared_text(use.source)
    return declared_text(use.source, material.catalogue.terms.get(source_key(use.source)))


def _published(material: _Material, entry: Entry) -> Iterator[Fact]:
    runner = material.catalogue.runners.get(entry.domain)
    if runner is None:
        return
    try:
        place = place_of(material.settings, runner, entry.domain)
    except PublishError as error:
        yield Fact(runner.title, str(error))
        return
    if isinstance(place, Path):
        root = material.settings.root
        text = str(place.relative_to(root) if place.is_relative_to(root) else place)
    else:
        text = f"https://docs.google.com/spreadsheets/d/{place}"
    yield Fact(runner.title, text)
    if runner.recipients:
        yield Fact("Readers", ", ".join(runner.recipients))


def _series(rows: Sequence[Row]) -> Iterator[SeriesPart]:
    periods = last_periods(rows)
    for label, by_period in rows_by_label(rows).items():
        values = tuple(_value(period, by_period.get(period)) for period in periods)
        if any(value.state != State.NOT_RUN for value in values):
            yield SeriesPart(label, values)


def _value(period: Period, row: Row | None) -> ShownValue:
    if row is None:
        return ShownValue(period, None, State.NOT_RUN.value, State.NOT_RUN.value)
    mark = MARKS.get(row.state, Mark())
    if row.value is None:
        return ShownValue(period, None, mark.text or row.state.value, row.state.value)
    return ShownValue(
        period, row.value, format_value(row.value, row.unit) + mark.sign, row.state.value
    )
