"""Explains why values changed: reads what that takes, and records it with the run."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from core.catalog import Catalogue, Entry, KpiKey, find_breaks
from core.compute import TaskResult
from core.engines import Database
from core.model import Period, Restatement, Row
from core.run.context import RunContext
from core.status import with_totals
from core.store import Definitions, ExplanationKey, Explanations, StoredExplanation, StoreView

if TYPE_CHECKING:
    from core.analysis import Attribution, StoredLines


def read_lines(
    database: Database, entries: Iterable[Entry], instant: datetime | None = None
) -> StoredLines:
    """Return the series of some KPIs as they were stored at one instant, default now."""
    from core.analysis import stored_lines

    numbers: dict[str, set[int]] = {}
    for entry in entries:
        numbers.setdefault(entry.domain, set()).add(entry.number)
    rows: list[Row] = []
    breaks = {}
    restatements: list[Restatement] = []
    for domain, wanted in numbers.items():
        view = StoreView(database, domain, instant)
        found = with_totals(view.rows(wanted), view.definitions())
        breaks[domain] = find_breaks(found, partial(Definitions(database).read_all, [domain]))
        rows += found
        for number in sorted(wanted):
            restatements += view.restatements(number)
    return stored_lines(rows, breaks, restatements)


def record_explanations(
    context: RunContext, run_ids: Mapping[str, str], results: Sequence[TaskResult]
) -> None:
    """Store why the values of trees changed against the period before, where a run wrote them.

    What an earlier run worked out alike is not stored again. Without trees nothing is read.
    """
    wanted = _wanted(context.catalogue, results)
    if not wanted:
        return
    found = []
    for each in _explanations(context, wanted):
        # A run of a driver's domain alone changes what is known of a KPI in another.
        run_id = run_ids.get(each.domain) or next(iter(run_ids.values()))
        found.append(replace(each, run_id=run_id))
    Explanations(context.database).add(_unknown(context.database, found))


def _wanted(catalogue: Catalogue, results: Sequence[TaskResult]) -> dict[KpiKey, set[Period]]:
    """Return the KPIs with a tree, and the periods whose change may be another than before."""
    trees = [entry for entry in catalogue.entries if entry.kpi.tree]
    if not trees:
        return {}
    from core.analysis import tree_entries

    computed: dict[KpiKey, set[Period]] = {}
    for result in results:
        if not result.failed:
            computed.setdefault(result.task.entry.key, set()).add(result.task.period)
    wanted: dict[KpiKey, set[Period]] = {}
    for entry in trees:
        for each in tree_entries(catalogue, entry):
            periods = computed.get(each.key, ())
            wanted.setdefault(entry.key, set()).update(periods)
    return {key: _with_next(periods) for key, periods in wanted.items() if periods}


def _explanations(
    context: RunContext, wanted: Mapping[KpiKey, set[Period]]
) -> Iterator[StoredExplanation]:
    """Yield the changes of some KPIs that can be compared, without the id of a run."""
    from core.analysis import explain_change, tree_entries

    catalogue = context.catalogue
    entries = [catalogue.by_key[key] for key in wanted]
    read = [each for entry in entries for each in tree_entries(catalogue, entry)]
    lines = read_lines(context.database, read)
    for entry in entries:
        for period in sorted(wanted[entry.key]):
            change = explain_change(catalogue, entry, lines, period)
            if change.change is not None:
                yield _record(entry, change, context.settings.now)


def _unknown(database: Database, found: Iterable[StoredExplanation]) -> list[StoredExplanation]:
    """Return explanations that say something else than the newest stored ones."""
    by_kpi: dict[KpiKey, list[StoredExplanation]] = {}
    for each in found:
        by_kpi.setdefault((each.domain, each.kpi_number), []).append(each)
    unknown = []
    for (domain, number), explanations in by_kpi.items():
        known = Explanations(database).read_newest(domain, [number])
        unknown += [each for each in explanations if not _is_known(each, known)]
    return unknown


def _is_known(found: StoredExplanation, known: Mapping[ExplanationKey, StoredExplanation]) -> bool:
    return found.key in known and found.says_as(known[found.key])


def _with_next(periods: Iterable[Period]) -> set[Period]:
    """Return periods, and those behind them, which are compared with them."""
    return {each for period in periods for each in (period, period.shift(1))}


def _record(entry: Entry, found: Attribution, now: datetime) -> StoredExplanation:
    from core.analysis import contribution_record

    number, field_name, covered, cadence = entry.series
    return StoredExplanation(
        domain=entry.domain,
        kpi_number=number,
        field_name=field_name,
        range_type=covered,
        cadence=cadence,
        period=found.period,
        against=found.against,
        tree=found.tree,
        value_before=found.before,
        value_after=found.after,
        not_explained=found.not_explained,
        restated=found.restated,
        parts=json.dumps([*map(contribution_record, found.contributions)], ensure_ascii=False),
        sentences=json.dumps(found.sentences, ensure_ascii=False),
        reason=found.reason,
        run_id="",
        explained_at=now,
    )
