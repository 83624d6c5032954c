"""The measurement of one source of a run, where its rows are: in the warehouse, or loaded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from core.catalog import Entry, SourceTerms
from core.compute import Computer
from core.engines import TableCopy, interruptible
from core.errors import QueryError, ScorecardError
from core.model import CheckedSource, SourceCheck, Table
from core.quality import (
    Measurement,
    NumberSpan,
    columns_to_span,
    find_proven,
    make_span_statement,
    make_statement,
    measure_source,
    read_spans,
)
from core.query import (
    EVERY_COLUMN,
    Dialect,
    FactsCache,
    Query,
    Result,
    SqlFacts,
    quote_relation,
)
from core.run.context import RunContext
from core.run.copied_columns import columns_checked


@dataclass(frozen=True)
class SourceProbe:
    """Measures sources in the snapshot of a run."""

    context: RunContext
    computer: Computer

    @cached_property
    def _cache(self) -> FactsCache:
        return FactsCache(self.context.settings.root / "var" / "cache" / "sql.json")

    def measure(self, entry: Entry, source: CheckedSource, terms: SourceTerms) -> Measurement:
        """Return what the terms of a source ask for, in the time zone of a KPI that reads it."""
        counted = [check for check in terms.checks if check.kind != "columns"]
        described = [check for check in terms.checks if check.kind == "columns"]
        self.computer.use_timezone(entry)
        relation = source.name.lower() if isinstance(source, Table) else source.relation
        proven = self._find_proven(relation, counted) if isinstance(source, Table) else []
        left = [check for check in counted if check not in proven]
        measured = self._count(entry, source, terms, relation, left)
        held = {check: (0.0, float(measured.rows or 0)) for check in proven}
        measured = replace(measured, counts={**measured.counts, **held})
        if not described:
            return measured
        try:
            return replace(measured, types=self._types(entry, source, relation))
        except ScorecardError as error:
            self.computer.recover()
            faults = dict.fromkeys(described, str(error))
            return replace(measured, faults={**measured.faults, **faults})

    def _count(
        self,
        entry: Entry,
        source: CheckedSource,
        terms: SourceTerms,
        relation: str,
        checks: Sequence[SourceCheck],
    ) -> Measurement:
        """Return the state of a source, and what its rows give for some of its checks."""
        dialect = self._dialect(source, terms)
        fetch = self._choose_fetch(entry, source, terms)
        spans = self._find_spans(relation, checks, fetch) if dialect == "duckdb" else {}

        def ask(asked: Sequence[SourceCheck]) -> Result:
            now = self.context.settings.now
            made = make_statement(relation, terms, asked, dialect, now, spans)
            with interruptible():
                return fetch(Query(made.sql, self._facts(made.sql, dialect).duckdb, made.params))

        return measure_source(checks, ask, self.computer.recover)

    def _choose_fetch(
        self, entry: Entry, source: CheckedSource, terms: SourceTerms
    ) -> Callable[[Query], Result]:
        """Return the function that runs a statement over a source, where its rows are."""
        if not isinstance(source, Table):
            return lambda query: self._fetch_loaded(entry, source, query)
        if self._is_copied(source, terms):
            return lambda query: self._fetch_copied(source.name.lower(), query)
        return self.computer.snapshot.fetch

    def _dialect(self, source: CheckedSource, terms: SourceTerms) -> Dialect:
        """Return the dialect of a source's statement: DuckDB's where DuckDB counts.

        An author writes the SQL of a table's check in PostgreSQL's.
        """
        if not isinstance(source, Table):
            return "duckdb"
        if any(check.sql for check in terms.checks):
            return "postgres"
        is_local = self.context.warehouse.dialect == "duckdb" or self._is_copied(source, terms)
        return "duckdb" if is_local else "postgres"

    def _is_copied(self, source: Table, terms: SourceTerms) -> bool:
        """Return whether the run copies every column of a table that its checks read.

        A copy that fails fails the KPIs that need it too.
        """
        copied = self.computer.copied.get(source.name.lower())
        checked = columns_checked(terms)
        if copied is None or checked is None:
            return False
        return EVERY_COLUMN in copied or checked <= copied

    def _find_proven(self, relation: str, checks: Sequence[SourceCheck]) -> list[SourceCheck]:
        """Return the checks that a unique index of a table holds."""
        if not any(check.kind == "unique" for check in checks):
            return []
        with interruptible():
            return find_proven(checks, self.computer.snapshot.unique_keys(relation))

    def _find_spans(
        self, relation: str, checks: Sequence[SourceCheck], fetch: Callable[[Query], Result]
    ) -> dict[str, NumberSpan]:
        """Return the span of whole numbers in each column that has to be unique."""
        columns = columns_to_span(checks)
        if not columns:
            return {}
        sql = make_span_statement(relation, columns)
        try:
            with interruptible():
                return read_spans(columns, fetch(Query(sql, sql, {})))
        except QueryError:  # the statement that counts fails too, and says why
            self.computer.recover()
            return {}

    def _facts(self, sql: str, dialect: Dialect) -> SqlFacts:
        facts = self._cache.examine(sql, dialect)
        self._cache.save()
        if facts.problems:
            raise QueryError(facts.problems[0][1])
        return facts

    def _fetch_copied(self, relation: str, query: Query) -> Result:
        self.computer.snapshot.extract(relation, TableCopy(frozenset()))
        local = self.computer.snapshot.local()
        return local.fetch(query.duckdb, query.params, integer_division=True)

    def _fetch_loaded(self, entry: Entry, source: CheckedSource, query: Query) -> Result:
        self._load(entry, source)
        local = self.computer.snapshot.local()
        return local.fetch(query.duckdb, query.params, integer_division=False)

    def _types(self, entry: Entry, source: CheckedSource, relation: str) -> dict[str, str]:
        """Return the columns of a source, in lower case, with the database's names of types."""
        sql = f"SELECT * FROM {quote_relation(relation)}"
        if isinstance(source, Table):
            return dict(self.computer.snapshot.plan(Query(sql, sql, {})))
        self._load(entry, source)
        return dict(self.computer.snapshot.local().plan(sql, {}, integer_division=False))

    def _load(self, entry: Entry, source: CheckedSource) -> None:
        timezone = self.computer.timezone_of(entry)
        try:
            self.computer.extracts.load(source, self.computer.facts_of(entry), timezone)
        except ScorecardError as error:
            raise QueryError(str(error)) from None
