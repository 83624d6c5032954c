"""Where targets come from: files, by the runs that first used them, and people who set them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from core.engines import Database
from core.model import (
    Definition,
    Row,
    Target,
    TargetChange,
    find_target,
    find_target_change,
    make_goal,
    read_targets,
    read_thresholds,
    series_of,
    stored_range,
    targets_text,
    value_of,
    value_text,
)
from core.store import Definitions, Runs, StoredDefinition, read_targets_set


@dataclass(frozen=True, slots=True)
class TargetRecord:
    """A target on record: of a file, by its code version, or set or ended by a person.

    `since` and `until` are those that a person gave; the spans of a file are in its `text`.
    """

    domain: str
    number: int
    label: str
    text: str
    source: str
    by: str
    at: datetime
    since: str = ""
    until: str = ""
    why: str = ""


def list_targets(database: Database, domain: str) -> list[TargetRecord]:
    """Return the targets of a domain as they came into force, by KPI and time."""
    revisions = Definitions(database).read_revisions([domain])
    found = [_of_person(change) for change in read_targets_set(database, domain)]
    commits = _Commits(Runs(database), {})
    for _, group in groupby(sorted(revisions, key=_by_number), key=_number):
        found += [_of_file(each, commits) for each in _new_targets(group)]
    return sorted(found, key=lambda each: (each.number, each.at))


def target_origins(database: Database, rows: Sequence[Row]) -> list[TargetRecord | None]:
    """Return where the target of each row of one KPI comes from; None if it is unknown."""
    if not rows:
        return []
    domain, number = rows[0].domain, rows[0].kpi_number
    changes = read_targets_set(database, domain)
    stored = Definitions(database).read_revisions([domain])
    revisions = [each for each in stored if _number(each) == number]
    commits = _Commits(Runs(database), {})
    return [_origin(row, changes, revisions, commits) for row in rows]


def _origin(
    row: Row,
    changes: Sequence[TargetChange],
    revisions: Sequence[StoredDefinition],
    commits: _Commits,
) -> TargetRecord | None:
    own = [each for each in changes if each.change.key == series_of(row)]
    if change := find_target_change(row, own):
        return _of_person(change)
    origin = None if row.target is None else _first_alike(revisions, row)
    return _of_file(origin, commits, row) if origin else None


@dataclass(frozen=True, slots=True)
class _Commits:
    """The commits of runs, each run read once."""

    runs: Runs
    known: dict[str, str]

    def of(self, run_id: str) -> str:
        """Return the commit of a run, empty if the store does not have the run."""
        if run_id not in self.known:
            run = self.runs.find(run_id)
            self.known[run_id] = run.run.code_version if run else ""
        return self.known[run_id]


def _number(stored: StoredDefinition) -> int:
    return stored.definition.kpi_number


def _by_number(stored: StoredDefinition) -> tuple[int, int]:
    return _number(stored), stored.revision


def _new_targets(revisions: Iterable[StoredDefinition]) -> Iterator[StoredDefinition]:
    """Yield the revisions of a KPI that changed its target; also one that took it away."""
    before = ""
    for stored in revisions:
        text = _text(stored.definition)
        if text != before:
            yield stored
        before = text


def _text(definition: Definition) -> str:
    return targets_text(_targets(definition), definition.better, definition.unit)


def _targets(definition: Definition) -> tuple[Target, ...]:
    return read_targets(definition.target, definition.targets)


def _first_alike(revisions: Sequence[StoredDefinition], row: Row) -> StoredDefinition | None:
    """Return the revision with which the newest that sets the row's target began to set it."""
    found: StoredDefinition | None = None
    for stored in reversed(revisions):
        if _sets(stored.definition, row):
            found = stored
        elif found is not None:
            break
    return found


def _sets(definition: Definition, row: Row) -> bool:
    covers = stored_range(row.range_type).first_day(row.period)
    value = value_of(_targets(definition), row.period, covers)
    if value is None:
        return False
    goal = make_goal(value, definition.better, read_thresholds(definition.thresholds))
    return (goal.target, goal.high) == (row.target, row.target_high)


def _of_file(stored: StoredDefinition, commits: _Commits, row: Row | None = None) -> TargetRecord:
    """Return the targets of a file; with a row, the reason of the one that holds for it."""
    definition = stored.definition
    holding = find_target(_targets(definition), row.period) if row else None
    commit = commits.of(stored.used.first_run)
    return TargetRecord(
        domain=definition.domain,
        number=definition.kpi_number,
        label="",
        text=_text(definition) or "none",
        source="file",
        by=f"code {commit}" if commit else stored.used.first_run,
        at=stored.used.in_force_from,
        why=holding.why if holding else "; ".join(_reasons(definition)),
    )


def _reasons(definition: Definition) -> list[str]:
    return [target.why for target in _targets(definition) if target.why]


def _of_person(target: TargetChange) -> TargetRecord:
    change = target.change
    return TargetRecord(
        domain=change.domain,
        number=change.kpi_number,
        label=target.label,
        text=_set_text(target),
        source="ended" if target.is_end else "set",
        by=change.changed_by,
        at=change.changed_at,
        since=target.since,
        until=target.until,
        why=change.note,
    )


def _set_text(target: TargetChange) -> str:
    if target.is_end:
        return "that of the file"
    text = value_text(target.value, target.better, target.unit)
    return f"{text} a {target.per}" if target.per else text
