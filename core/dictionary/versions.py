"""Versions of a KPI's definition: what changed in each, since when, and by whom. Pure."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from itertools import pairwise

from core.catalog import Entry, differences
from core.dictionary.commits import CommitsByFile, commit_of
from core.dictionary.pages import VersionPart
from core.model import Definition
from core.query import normalise
from core.store import PastRun, StoredDefinition

_LONGEST = 60  # letters of an attribute's value
# They are named by what decides values, or say nothing to a reader.
_LEFT_OUT = frozenset(
    (
        *("domain", "kpi_number", "version", "file_text", "query", "sources", "source_details"),
        *("field_name", "range_type", "cadence", "unit", "timezone"),
    )
)
_WORDS = {"meaning": "definition in words"}


def version_parts(
    entry: Entry | None,
    revisions: Sequence[StoredDefinition],
    runs: Mapping[str, PastRun],
    commits: CommitsByFile,
) -> tuple[VersionPart, ...]:
    """Return the revisions of one KPI that say something new, newest first.

    `revisions` are those of the store, oldest first. Without any, the file's own commits are shown.
    """
    names = _files(entry, revisions)
    parts = []
    if revisions:
        parts.append(_part(None, revisions[0], runs, commits, names))
    for old, new in pairwise(revisions):
        part = _part(old.definition, new, runs, commits, names)
        if part.changes:
            parts.append(part)
    return tuple(reversed(parts)) or _committed_parts(names, commits)


def changes_between(old: Definition, new: Definition) -> tuple[tuple[str, ...], bool]:
    """Return what differs between two revisions, and whether any of it decides values."""
    deciding = differences(old, new)
    return (*deciding, *_other_changes(old, new)), bool(deciding)


def query_lines(old: str, new: str) -> tuple[str, ...]:
    """Return the lines of a query that went (`-`) and came (`+`), with those around them."""
    if normalise(old) == normalise(new):
        return ()
    lines = difflib.unified_diff(_lines(old), _lines(new), lineterm="", n=2)
    return tuple(line for line in lines if not line.startswith(("---", "+++")))


def _part(
    old: Definition | None,
    stored: StoredDefinition,
    runs: Mapping[str, PastRun],
    commits: CommitsByFile,
    names: Sequence[str],
) -> VersionPart:
    new, since = stored.definition, stored.used.in_force_from
    changes, decides = changes_between(old, new) if old else ((), False)
    past = runs.get(stored.used.first_run)
    used_by = f"{past.run.started_by} ran it first" if past else ""
    commit = commit_of(commits, names, since)
    is_dirty = past is not None and past.run.is_dirty
    committed = "files were not committed" if is_dirty else str(commit or "")
    query_change = query_lines(old.query, new.query) if old else ()
    return VersionPart(str(since.date()), tuple(changes), query_change, decides, used_by, committed)


def _files(entry: Entry | None, revisions: Sequence[StoredDefinition]) -> tuple[str, ...]:
    if entry:
        return tuple(dict.fromkeys((entry.file, entry.query_file)))
    newest = revisions[-1].definition
    return (f"scorecards/{newest.domain}/kpi_{newest.kpi_number:02}.py",)


def _committed_parts(names: Sequence[str], commits: CommitsByFile) -> tuple[VersionPart, ...]:
    found = {commit for name in names for commit in commits.get(name, ())}
    newest = sorted(found, key=lambda each: (each.committed_at, each.digits), reverse=True)
    return tuple(
        VersionPart(str(each.committed_at.date()), (each.subject,), (), False, "", str(each))
        for each in newest
    )


def _other_changes(old: Definition, new: Definition) -> Iterator[str]:
    """Yield the attributes that decide no value and differ; None means unknown."""
    for attribute in fields(Definition):
        before, now = getattr(old, attribute.name), getattr(new, attribute.name)
        if attribute.name in _LEFT_OUT or before == now or before is None:
            continue
        name = _WORDS.get(attribute.name, attribute.name.replace("_", " "))
        if attribute.name in ("meaning", "targets", "thresholds", "adds"):
            yield name
        else:
            yield f"{name} from {_short(before)} to {_short(now)}"


def _short(value: object) -> str:
    text = "none" if value in (None, "") else str(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _lines(query: str) -> list[str]:
    return [line.rstrip() for line in query.strip().splitlines()]
