"""Explains why values changed: reads what that takes, and records it with the run."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from core.analysis import (
    Attribution,
    StoredLines,
    contribution_record,
    explain_change,
    stored_lines,
    tree_entries,
)
from core.catalog import Catalogue, Entry, KpiKey, find_breaks
from core.compute import TaskResult
from core.engines import Database
from core.model import Period, Restatement, Row
from core.run.context import RunContext
from core.status import with_totals
from core.store import Definitions, Explanations, StoredExplanation, StoreView


def read_lines(
    database: Database, entries: Iterable[Entry], instant: datetime | None = None
) -> StoredLines:
    """Return the series of some KPIs as they were stored at one instant, default now."""
    numbers: dict[str, set[int]] = {}
    for entry in entries:
        numbers.setdefault(entry.domain, set()).add(entry.number)
    rows: list[Row] = []
    breaks = {}
    restatements: list[Restatement] = []
    for domain, wanted in numbers.items():
        view = StoreView(database, domain, instant)
        found = with_totals(view.rows(wanted), view.definitions())
        definitions = Definitions(database).read_all([domain])
        breaks[domain] = find_breaks(found, lambda: definitions)  # noqa: B023 -- at once
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
    entries = [context.catalogue.by_key[key] for key in wanted]
    read = [each for entry in entries for each in tree_entries(context.catalogue, entry)]
    lines = read_lines(context.database, read)
    found = []
    for entry in entries:
        known = Explanations(context.database).read_newest(entry.domain, [entry.number])
        run_id = run_ids.get(entry.domain) or next(iter(run_ids.values()))
        for period in sorted(wanted[entry.key]):
            change = explain_change(context.catalogue, entry, lines, period)
            new = _stored(entry, change, run_id, context.settings.now)
            is_known = new.key in known and new.says_as(known[new.key])
            if change.change is not None and not is_known:
                found.append(new)
    Explanations(context.database).add(found)


def _wanted(catalogue: Catalogue, results: Sequence[TaskResult]) -> dict[KpiKey, set[Period]]:
    """Return the KPIs with a tree, and the periods whose change may be another than before."""
    computed: dict[KpiKey, set[Period]] = {}
    for result in results:
        if not result.failed:
            computed.setdefault(result.task.entry.key, set()).add(result.task.period)
    wanted: dict[KpiKey, set[Period]] = {}
    for entry in catalogue.entries:
        if not entry.kpi.tree:
            continue
        for each in tree_entries(catalogue, entry):
            periods = computed.get(each.key, ())
            wanted.setdefault(entry.key, set()).update(periods)
    return {key: _with_next(periods) for key, periods in wanted.items() if periods}


def _with_next(periods: Iterable[Period]) -> set[Period]:
    """Return periods, and those behind them, which are compared with them."""
    return {each for period in periods for each in (period, period.shift(1))}


def _stored(entry: Entry, found: Attribution, run_id: str, now: datetime) -> StoredExplanation:
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
        run_id=run_id,
        explained_at=now,
    )
