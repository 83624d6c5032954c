"""Rules for the terms of sources, in a KPI file or in `scorecards/sources.py`."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from core.catalog.entries import Catalogue, Entry
from core.catalog.source_terms import has_terms, source_key
from core.model import (
    CheckedSource,
    Excused,
    Source,
    SourceCheck,
    Table,
    Values,
    describe,
    parse_time,
)
from core.query import Dialect, FactsCache

_ROW = "one_row"  # stands for the source in a condition
_COLUMN = re.compile(r"[A-Za-z_]\w*", re.ASCII)


def check_terms(entry: Entry, catalogue: Catalogue) -> Iterator[str]:
    """What a KPI file says of its sources can be judged, and nothing else says otherwise."""
    for source in entry.kpi.sources:
        if not isinstance(source, Values):
            yield from term_faults(source, catalogue)


def term_faults(source: CheckedSource, catalogue: Catalogue) -> Iterator[str]:
    """Yield what is wrong with the terms that one declaration of a source states."""
    if not has_terms(source):
        return
    terms = catalogue.terms[source_key(source)]
    name = describe(source)
    if source.fresh and source.fresh != terms.fresh:
        yield f"{name} is fresh for {source.fresh} here and for {terms.fresh} elsewhere; keep one"
    if source.loaded_at and source.loaded_at != terms.loaded_at:
        fault = f"{name} has loaded_at={source.loaded_at!r} here"
        yield f"{fault} and {terms.loaded_at!r} elsewhere; keep one"
    if source.fresh:
        yield from _time_faults(f"fresh of {name}", source.fresh, terms.loaded_at)
    for check in source.checks:
        for fault in _check_faults(check, terms.loaded_at):
            yield f"{check} of {name} {fault}"
    yield from _repeated(name, source.checks)
    for column in source.personal:
        if not _COLUMN.fullmatch(column):
            yield f"personal of {name} names {column!r}, which is not an identifier; name a column"


def _time_faults(what: str, text: str, loaded_at: str) -> Iterator[str]:
    try:
        parse_time(text)
    except ValueError as error:
        yield f"{what}: {error}"
    if not loaded_at:
        yield f"{what} needs loaded_at=; name the column that holds the time"


def _check_faults(check: SourceCheck, loaded_at: str) -> Iterator[str]:
    for column in check.columns:
        if not _COLUMN.fullmatch(column):
            yield f"names {column!r}, which is not an identifier; name a column"
    if check.kind in ("unique", "columns") and not check.columns:
        yield "names no column; name at least one"
    if check.kind in ("holds", "reconcile") and not check.sql.strip():
        yield "is empty; write its SQL"
    if not 0 <= check.share < math.inf:
        yield "has a share that is not a number from 0 on; write 0.05 for 5 %"
    if check.kind in ("missing", "between", "holds") and check.share > 1:
        yield "has a share above 1, which is all rows; write 0.05 for 5 %"
    if not check.low <= check.high:
        yield "has no value between its limits; write the lower one first"
    if check.last:
        yield from _time_faults("last", check.last, loaded_at)
    if check.excused:
        yield from excuse_faults(check.excused)


def excuse_faults(excused: Excused) -> Iterator[str]:
    """Yield what is wrong with an expected exception: it has a reason and a last day."""
    if not excused.why.strip():
        yield "is excused without a reason; write it"
    try:
        date.fromisoformat(excused.until)
    except ValueError:
        fault = f"is excused until {excused.until!r}, which is not a day"
        yield f"{fault}; write one such as 2026-12-01"


def _repeated(name: str, checks: Sequence[SourceCheck]) -> Iterator[str]:
    seen: set[str] = set()
    for check in checks:
        if str(check) in seen:
            yield f"{check} of {name} is declared twice; remove one"
        seen.add(str(check))


def shared_faults(sources: Sequence[Source], catalogue: Catalogue) -> Iterator[str]:
    """Yield what is wrong with `scorecards/sources.py`."""
    seen = set()
    for source in sources:
        if isinstance(source, Values):
            yield f"{source!r} is not a table, file or tab; remove it"
            continue
        if source_key(source) in seen:
            yield f"{describe(source)} is declared twice; keep one"
        seen.add(source_key(source))
        yield from term_faults(source, catalogue)


def _sql_faults(check: SourceCheck, dialect: Dialect, cache: FactsCache) -> Iterator[str]:
    """Yield what is wrong with the SQL of a check, if it has some."""
    if not check.sql.strip():
        return
    if check.kind == "reconcile":
        facts = cache.examine(check.sql, dialect)
    else:
        facts = cache.examine(f"SELECT 1 AS value FROM {_ROW} WHERE (\n{check.sql}\n)", dialect)
        others = sorted(set(facts.relations) - {_ROW})
        if others:
            yield f"reads {', '.join(others)}; write a condition on the columns of one row"
    for _, problem in facts.problems:
        yield f"is wrong: {problem}"


def check_sql(sources: Iterable[Source], cache: FactsCache) -> Iterator[str]:
    """Yield what is wrong with the SQL of the checks of some sources."""
    for source in sources:
        if isinstance(source, Values):
            continue
        dialect: Dialect = "postgres" if isinstance(source, Table) else "duckdb"
        for check in source.checks:
            for fault in _sql_faults(check, dialect, cache):
                yield f"{check} of {describe(source)} {fault}"
