"""Stored values verified: each is computed again from its record and compared bit for bit."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from core.catalog import KpiKey
from core.compute import Computed, Progress
from core.engines import Warehouse
from core.explain.contradictions import judge_by_record, number_text, published_otherwise
from core.explain.recomputation import Recomputation, RecordedTask, open_recomputation
from core.explain.records import StoredRecords
from core.explain.verified import Verified, has_same_bits, is_rounded
from core.model import Period, Row, describe
from core.settings import Settings

_ABSENT = Computed(outcome="none", reason="the query no longer returns this field")

_StoredTask = tuple[str, int, str, str, Period]


def verify_rows(
    settings: Settings,
    warehouse: Warehouse,
    records: StoredRecords,
    rows: Iterable[Row],
    states: Collection[KpiKey],
    progress: Progress,
) -> list[Verified]:
    """Compute stored rows again and compare them with what is stored; write nothing.

    `states` are the KPIs whose values are states at the time of a run.

    Raises:
        SettingsError: The warehouse cannot be reached.
        WarehouseError: The connection is lost.
    """
    verified: list[Verified] = []
    tasks: list[RecordedTask] = []
    for group, labels in _groups(rows):
        found, task = _from_record(records, group, labels)
        verified += found
        tasks += [task] if task else []
    with open_recomputation(settings, warehouse, records, tasks) as recomputation:
        verifier = Verifier(recomputation, records, frozenset(states))
        for done, task in enumerate(tasks):
            progress(task.task, done, len(tasks))
            verified += verifier.verify(task)
    return sorted(verified, key=lambda each: each.place)


def _groups(rows: Iterable[Row]) -> Iterator[tuple[list[Row], frozenset[str]]]:
    """Yield the rows that one query gave, with all labels that its task has in the store."""
    groups: dict[tuple[_StoredTask, str, datetime, str], list[Row]] = {}
    labels: dict[_StoredTask, set[str]] = {}
    for row in rows:
        task = row.domain, row.kpi_number, row.field_name, row.range_type, row.period
        groups.setdefault((task, row.definition, row.cut_off, row.made_from), []).append(row)
        labels.setdefault(task, set()).add(row.field_details)
    for (task, *_), group in groups.items():
        yield group, frozenset(labels[task])


def _from_record(
    records: StoredRecords, group: list[Row], labels: frozenset[str]
) -> tuple[list[Verified], RecordedTask | None]:
    """Return what the record alone says of rows, and the task that has to be computed again."""
    judged = {row.key: judge_by_record(records, row) for row in group}
    found = [each for each in judged.values() if each]
    rest = tuple(row for row in group if not judged[row.key])
    if not rest:
        return found, None
    first = rest[0]
    entry, inputs = records.entry(first), records.inputs(first)
    if entry is None:
        reason = f"the store has too little of the definition {first.definition}"
        return [*found, *_unknown(rest, reason)], None
    task = RecordedTask(rest, entry, tuple(inputs), labels)
    if not set(entry.source_keys) <= set(task.read):
        reason = "the record of the values that it was made from is gone"
        return [*found, *_unknown(rest, reason)], None
    return found, task


def _unknown(rows: Iterable[Row], reason: str) -> list[Verified]:
    return [Verified(row, "unknown", reason) for row in rows]


@dataclass(frozen=True)
class Verifier:
    """Compares what records give now with what is stored."""

    recomputation: Recomputation
    records: StoredRecords
    states: frozenset[KpiKey]

    def verify(self, task: RecordedTask) -> list[Verified]:
        """Return the verification of each row of a task."""
        answers = self.recomputation.compute(task)
        if answers[0].outcome == "failed":
            names = ", ".join(map(describe, task.entry.kpi.sources))
            return _unknown(task.rows, f"no answer from {names} now: {answers[0].reason}")
        by_label = {each.field: each for each in answers}
        rows = [*task.rows, *_unstored(task, by_label)]
        return [self._compare(task, row, by_label.get(row.field_details)) for row in rows]

    def _compare(self, task: RecordedTask, row: Row, answer: Computed | None) -> Verified:
        computed = answer or _ABSENT
        if has_same_bits(row, computed):
            return Verified(row, "same", computed=computed.value)
        if is_rounded(row, computed):
            sentence = f"the last digits differ: {number_text(computed.value)} now"
            return Verified(row, "rounded", sentence, computed.value)
        verified = self._explain(task, row)
        now = f"{number_text(row.value)} is stored, {number_text(computed.value)} is computed now"
        return replace(verified, sentence=f"{now}; {verified.sentence}", computed=computed.value)

    def _explain(self, task: RecordedTask, row: Row) -> Verified:
        """Return why a row is not what its record gives now."""
        if published := published_otherwise(self.records, row):
            return Verified(row, "unexplained", f"{published}, and no change is on record")
        if row.made_from and self.recomputation.fingerprints(task) != row.made_from:
            return self._unlike_history(row)
        return self._explain_by_sources(task, row)

    def _explain_by_sources(self, task: RecordedTask, row: Row) -> Verified:
        states = self.recomputation.sources(task)
        zone = ZoneInfo(task.entry.timezone)
        changes = list(filter(None, (state.change(zone) for state in states)))
        if changes:
            return Verified(row, "changed", "; ".join(changes))
        doubtful = [state.name for state in states if not state.is_known]
        if doubtful:
            names = ", ".join(doubtful)
            return Verified(row, "unknown", f"the record cannot tell whether {names} changed")
        if task.entry.key in self.states:
            return Verified(row, "unknown", "it is a state at the time of its run")
        if not states:
            reason = "it was made from the same stored values as now, so it was changed itself"
            return Verified(row, "unexplained", reason)
        what = "the stored value or rows of its sources were changed in place"
        return Verified(row, "unexplained", f"no source has changed on record, so {what}")

    def _unlike_history(self, row: Row) -> Verified:
        """Judge a row that is made from other values than are on record for its time."""
        since = self.records.complete_since
        if since is None or row.computed_at < since:
            reason = "the store did not yet keep the values that it was made from"
            return Verified(row, "unknown", reason)
        reason = "the values that it was made from are not those that are on record"
        return Verified(row, "unexplained", reason)


def _unstored(task: RecordedTask, answers: Mapping[str, Computed]) -> list[Row]:
    """Return rows for the labels with a value that the query gives and the store does not have."""
    stored = {row.field_details for row in task.rows}
    new = [
        each for label, each in answers.items() if label not in stored and each.value is not None
    ]
    without = replace(task.row, outcome="none", value=None, numerator=None, denominator=None)
    return [replace(without, field_details=each.field) for each in new]
