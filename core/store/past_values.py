"""The rows of a scorecard as they were stored at an earlier instant.

Each row that was replaced since is kept. Of an earlier store, which kept values only, the ledger
gives those that readers may have taken as final.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from operator import attrgetter

from core.engines import Database
from core.model import Key, Restatement, Row, SeriesChange
from core.store.replaced_rows import ReplacedRow, ReplacedRows
from core.store.restatements import Restatements
from core.store.runs import PastRun, Runs
from core.store.series import SeriesLedger
from core.store.values import Store

_NEVER = datetime.max.replace(tzinfo=UTC)  # when a row of today will be replaced


def read_rows_at(
    database: Database, domain: str, instant: datetime, kpis: Collection[int] | None = None
) -> list[Row]:
    """Return a domain's rows as they were stored at an instant, by KPI, field, period and label.

    What a run or a person wrote counts from the instant at which the command began. A series that
    was renamed since has its old name.
    """
    return PastRows(database, instant).read(domain, kpis)


@dataclass(frozen=True, slots=True)
class PastRows:
    """The rows of all domains in one store at one instant."""

    database: Database
    instant: datetime

    def read(self, domain: str, kpis: Collection[int] | None = None) -> list[Row]:
        """Return the rows of a domain, or of some of its KPIs."""
        changes = SeriesLedger(self.database).changes(domain)
        renames = self._renames(domain, changes)
        # A renamed series is stored under another number.
        numbers = None if renames or kpis is None else sorted(kpis)
        found: dict[Key, ReplacedRow] = {}
        for version in self._versions({domain, *(each.new_domain for each in renames)}, numbers):
            named = _under_old_name(version, renames)
            if named.row.domain == domain:
                first = found.setdefault(named.row.key, named)
                if named.replaced_at < first.replaced_at:
                    found[named.row.key] = named
        rows = [version.row for version in found.values()]
        rows += self._from_ledger(domain, set(found))
        chosen = [row for row in rows if kpis is None or row.kpi_number in kpis]
        return sorted(chosen, key=_order)

    def _renames(self, domain: str, changes: Iterable[SeriesChange]) -> list[SeriesChange]:
        """Return the renames after the instant that concern a domain, newest first.

        Also those by which its series went on from another domain to a third one.
        """
        renames = [each for each in changes if self._is_later_rename(each)]
        asked = {domain}
        while further := {each.new_domain for each in renames} - asked:
            asked |= further
            for other in sorted(further):
                found = SeriesLedger(self.database).changes(other)
                renames += [each for each in found if self._is_later_rename(each)]
        distinct = list(dict.fromkeys(renames))
        return sorted(distinct, key=attrgetter("changed_at"), reverse=True)

    def _is_later_rename(self, change: SeriesChange) -> bool:
        return change.action == "renamed" and change.changed_at > self.instant

    def _versions(self, domains: Iterable[str], numbers: Sequence[int] | None) -> list[ReplacedRow]:
        """Return the rows that were stored at the instant, wherever they are today."""
        store, versions = Store(self.database), list[ReplacedRow]()
        for domain in sorted(domains):
            versions += ReplacedRows(self.database).read_after(domain, self.instant)
            versions += [ReplacedRow(row, _NEVER) for row in store.rows(domain, numbers)]
        return [each for each in versions if each.row.computed_at <= self.instant]

    def _from_ledger(self, domain: str, known: set[Key]) -> list[Row]:
        """Return rows of which an earlier store kept only the value, in restatements."""
        changes = Restatements(self.database).read_since([domain], self.instant)
        first: dict[Key, Restatement] = {}
        for change in changes:
            if change.restated_at > self.instant and change.key not in known:
                first.setdefault(change.key, change)
        if not first:
            return []
        by_id = Runs(self.database).read({change.old_run_id for change in first.values()})
        runs = {past.run.run_id: past for past in by_id if past.run.started_at <= self.instant}
        stored = {row.key: row for row in Store(self.database).rows(domain)}
        return [
            _before(stored[key], change, runs)
            for key, change in first.items()
            if key in stored and change.old_run_id in runs
        ]


def _under_old_name(version: ReplacedRow, renames: Iterable[SeriesChange]) -> ReplacedRow:
    """Return a row under the name that it had before renames; `renames` are newest first."""
    row = version.row
    for change in renames:
        there = change.new_domain, change.new_number, change.new_field
        # A row that a rename removed was never under the old name.
        is_moved = change.changed_at < version.replaced_at
        if is_moved and (row.domain, row.kpi_number, row.field_name) == there:
            row = replace(
                row,
                domain=change.domain,
                kpi_number=change.kpi_number,
                field_name=change.field_name,
            )
    return version if row is version.row else replace(version, row=row)


def _before(row: Row, change: Restatement, runs: Mapping[str, PastRun]) -> Row:
    """Return a row as far as the ledger knows it before a change."""
    return replace(
        row,
        outcome="none" if change.old_value is None else "value",
        value=change.old_value,
        numerator=None,
        denominator=None,
        reason=change.old_reason,
        partial=False,
        run_id=change.old_run_id,
        computed_at=runs[change.old_run_id].run.started_at,
        provisional_until=None,
        remark="",
        by_hand=False,
        made_from="",
    )


def _order(row: Row) -> tuple[object, ...]:
    return row.kpi_number, row.field_name, row.period.first_day, row.field_details
