"""The measurement of one source of a run, where its rows are: in the warehouse, or loaded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from core.catalog import Entry, SourceTerms
from core.compute import Computer
from core.engines import interruptible
from core.errors import QueryError, ScorecardError
from core.model import CheckedSource, SourceCheck, Table
from core.quality import Measurement, make_statement, measure_source
from core.query import EVERY_COLUMN, Dialect, FactsCache, Query, Result, SqlFacts
from core.run.context import RunContext


@dataclass(frozen=True, slots=True)
class SourceProbe:
    """Measures sources in the snapshot of a run.

    `copied` are the columns of the tables that the run copies to its local database.
    """

    context: RunContext
    computer: Computer
    copied: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def measure(self, entry: Entry, source: CheckedSource, terms: SourceTerms) -> Measurement:
        """Return what the terms of a source ask for, in the time zone of a KPI that reads it."""
        counted = [check for check in terms.checks if check.kind != "columns"]
        described = [check for check in terms.checks if check.kind == "columns"]
        self.computer.use_timezone(entry)
        relation = source.name.lower() if isinstance(source, Table) else source.relation

        is_copied = isinstance(source, Table) and self._is_copied(relation, terms)

        def ask(checks: Sequence[SourceCheck]) -> Result:
            dialect: Dialect = "postgres" if isinstance(source, Table) else "duckdb"
            now = self.context.settings.now
            made = make_statement(relation, terms, checks, dialect, now)
            query = Query(made.sql, self._facts(made.sql, dialect).duckdb, made.params)
            with interruptible():
                if is_copied:
                    return self._fetch_copied(relation, query)
                return self._fetch(entry, source, query)

        measured = measure_source(counted, ask, self.computer.recover)
        if not described:
            return measured
        try:
            return replace(measured, types=self._types(entry, source, relation))
        except ScorecardError as error:
            self.computer.recover()
            faults = dict.fromkeys(described, str(error))
            return replace(measured, faults={**measured.faults, **faults})

    def _facts(self, sql: str, dialect: Dialect) -> SqlFacts:
        cache = FactsCache(self.context.settings.root / "var" / "cache" / "sql.json")
        facts = cache.examine(sql, dialect)
        cache.save()
        if facts.problems:
            raise QueryError(facts.problems[0][1])
        return facts

    def _is_copied(self, relation: str, terms: SourceTerms) -> bool:
        """Return whether the run copies every column of a table that its checks read.

        Counting them there is much faster. A copy that fails fails the KPIs that need it too.
        """
        columns = {terms.loaded_at.lower()} if terms.loaded_at else set()
        for check in terms.checks:
            if check.sql:  # its columns are not known
                return False
            if check.kind != "columns":
                columns.update(column.lower() for column in check.columns)
        copied = self.copied.get(relation)
        return copied is not None and (EVERY_COLUMN in copied or columns <= copied)

    def _fetch_copied(self, relation: str, query: Query) -> Result:
        self.computer.snapshot.extract(relation, frozenset())
        local = self.computer.snapshot.local()
        return local.fetch(query.duckdb, query.params, integer_division=True)

    def _fetch(self, entry: Entry, source: CheckedSource, query: Query) -> Result:
        if isinstance(source, Table):
            return self.computer.snapshot.fetch(query)
        self._load(entry, source)
        local = self.computer.snapshot.local()
        return local.fetch(query.duckdb, query.params, integer_division=False)

    def _types(self, entry: Entry, source: CheckedSource, relation: str) -> dict[str, str]:
        """Return the columns of a source, in lower case, with the database's names of types."""
        name = ".".join(f'"{part}"' for part in relation.split("."))
        sql = f"SELECT * FROM {name}"
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
