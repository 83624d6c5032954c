"""Findings on a planned query: a refusal by the database, odd columns and doubtful SQL. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from core.catalog import Entry, division_warnings, keyword_line, query_place
from core.compute import Rehearsed
from core.engines import WarehouseTable, near_names
from core.errors import Finding, PlanError, ScorecardError, SourceError, UntranslatableError
from core.model import SqlFile, Table
from core.query import Dialect, SqlFacts, columns_fault, find_whole_divisions, line_of

_NUMBER = re.compile(
    r"u?(?:tiny|small|big|huge)?int(?:eger)?\d*|float\d*|double|real|(?:numeric|decimal)\b.*"
)
_TIME = re.compile(r"date\b|timestamp", re.IGNORECASE)
_REMEDIES = (
    (re.compile(r"bool"), "cast it, e.g. with ::int"),
    (re.compile(r"interval"), "take extract(epoch FROM …) of it"),
    (re.compile(r"date|time"), "count the time, e.g. with extract(epoch FROM …)"),
)
_OF_FUNCTION = re.compile(r"^(?:\w+ )?function .*does not exist", re.IGNORECASE)
_OF_TYPES = re.compile(r"operator|type|cast|compare|convert|input syntax", re.IGNORECASE)
_NEAR = 3
_MOST = 8  # names in one message


@dataclass(frozen=True)
class Surroundings:
    """What the findings on queries need to know of the warehouse and the project."""

    root: Path
    place: str
    engine: Dialect
    tables: Mapping[str, WarehouseTable]  # by full name in lower case

    def columns(self, entry: Entry) -> dict[str, tuple[tuple[str, str], ...]]:
        """Return the columns of the tables that a KPI reads, by relation, with their types."""
        names = [each.name.lower() for each in entry.kpi.sources if isinstance(each, Table)]
        return {name: self.tables[name].columns for name in names if name in self.tables}


def query_findings(around: Surroundings, planned: Rehearsed, facts: SqlFacts) -> Iterator[Finding]:
    """Yield what is wrong with the query of one KPI, as the warehouse has it."""
    entry = planned.entry
    if planned.error is not None:
        yield _refusal(around, planned, planned.error, facts)
        return
    for line, message in _warnings(around, entry, facts):
        yield _finding(around, entry, line, message, is_warning=True)
    for message in _column_faults(planned, facts):
        yield _finding(around, entry, 1, message)


def _finding(
    around: Surroundings, entry: Entry, line: int, message: str, column: int = 0, **kind: bool
) -> Finding:
    file, file_line = query_place(around.root, entry, line)
    # The first line of a query within a KPI file does not begin where the line does.
    is_known = line > 1 or isinstance(entry.kpi.query, SqlFile)
    return Finding(file, file_line, message, column if is_known else 0, **kind)


def _refusal(
    around: Surroundings, planned: Rehearsed, error: ScorecardError, facts: SqlFacts
) -> Finding:
    entry = planned.entry
    if isinstance(error, SourceError):
        line = keyword_line(around.root / entry.file, "sources")
        return Finding(entry.file, line, str(error))
    if not isinstance(error, PlanError):
        line = error.line if isinstance(error, UntranslatableError) else 1
        return _finding(around, entry, line, str(error))
    line, column = _position(entry.query, error)
    return _finding(around, entry, line, _refusal_text(around, planned, error, facts), column)


def _position(query: str, error: PlanError) -> tuple[int, int]:
    """Return line and column of an error, both from 1; column 0 if only the name is known."""
    if error.offset is None:
        return line_of(query, error.word), 0
    before = query[: error.offset]
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def _refusal_text(
    around: Surroundings, planned: Rehearsed, error: PlanError, facts: SqlFacts
) -> str:
    name = error.word.lower()
    if error.missing == "column":
        return _missing_column(around, planned, error.word)
    relation = next((each for each in facts.relations if name in (each, each.split(".")[-1])), "")
    if error.missing == "table" and relation:
        near = near_names(around.tables.values(), relation)
        remedy = _did_you_mean(near) or "see scorecard tables"
        return f"{relation} does not exist in {around.place}; {remedy}"
    return f"the database refuses the query: {error}; {_refusal_remedy(str(error))}"


def _refusal_remedy(message: str) -> str:
    if _OF_FUNCTION.search(message):
        return "fix its name, or the types of its arguments"
    return "fix the types, e.g. with a cast" if _OF_TYPES.search(message) else "fix the query"


def _missing_column(around: Surroundings, planned: Rehearsed, name: str) -> str:
    by_relation = {
        relation: tuple(column for column, _ in columns)
        for relation, columns in around.columns(planned.entry).items()
    }
    by_relation |= planned.sources
    names = dict[str, str]()
    for relation, columns in by_relation.items():
        for column in columns:
            names.setdefault(column.lower(), f"{relation.rpartition('.')[2]}.{column}")
    near = _near(name.rpartition(".")[2].lower(), names)
    shown = list(names.values())[:_MOST]
    known = ", ".join(shown) + (", …" if len(names) > _MOST else "")
    remedy = _did_you_mean(near) or f"the query can read {known or 'no columns'}"
    return f"the column {name} does not exist; {remedy}"


def _near(name: str, names: Mapping[str, str]) -> list[str]:
    return [names[each] for each in get_close_matches(name, names, n=_NEAR)]


def _did_you_mean(names: Sequence[str]) -> str:
    distinct = list(dict.fromkeys(names))[:_NEAR]
    return f"did you mean {' or '.join(distinct)}?" if distinct else ""


def _warnings(around: Surroundings, entry: Entry, facts: SqlFacts) -> Iterator[tuple[int, str]]:
    if not entry.in_warehouse:
        return
    columns = around.columns(entry)
    types = {
        table: {name.lower(): kind for name, kind in described}
        for table, described in columns.items()
    }
    divisions = find_whole_divisions(entry.query, types, around.engine)
    yield from division_warnings(entry, divisions)
    if entry.kpi.as_of == "run":
        return
    for line, name, relations in facts.undated_totals:
        for relation in relations:
            times = [each for each, kind in columns.get(relation, ()) if _TIME.match(kind)]
            if times:
                fault = f"{name} counts all of {relation}, whose rows have the time {times[0]}"
                yield line, f"{fault}; bound it, e.g. with {times[0]} < :end"


def _column_faults(planned: Rehearsed, facts: SqlFacts) -> Iterator[str]:
    fault = columns_fault([name for name, _ in planned.columns])
    if fault:
        # Names that the text gives are checked without a warehouse.
        if not facts.outputs:
            yield f"the query returns {fault}"
        return
    for name, kind in planned.columns:
        if name != "field" and not _is_number(kind):
            yield f"{name} is of type {kind}, which is not a number; {_type_remedy(kind)}"


def _is_number(kind: str) -> bool:
    return _NUMBER.fullmatch(kind.lower()) is not None or "null" in kind.lower()


def _type_remedy(kind: str) -> str:
    for pattern, remedy in _REMEDIES:
        if pattern.match(kind.lower()):
            return remedy
    return "cast it, e.g. with ::float"
