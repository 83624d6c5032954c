"""What a run's KPIs read, as the run saw it: gathered for those that it writes, each source
measured once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from core.catalog import Catalogue, Entry, Step
from core.compute.computer import Computer
from core.compute.fingerprint import FileState
from core.compute.history import History
from core.compute.steps import TaskResult
from core.engines import Measured, Probe
from core.errors import QueryError
from core.model import File, Input, Period, Source, Tab, Table, Values, describe


def names_of(sources: Sequence[Source]) -> dict[str, Source]:
    """Return sources by what readers call them; two that go by one name are told apart by how they
    are read.
    """
    count = Counter(map(describe, sources))
    return {
        (
            describe(source)
            if count[describe(source)] == 1
            else f"{describe(source)} as {source.relation}"
        ): source
        for source in sources
    }


class SourceObserver:
    """Tells what the KPIs of a plan read. `notes` collects what could not be had, in sentences."""

    def __init__(self, computer: Computer, known: History, steps: Sequence[Step]) -> None:
        self.notes: list[str] = []
        self._computer = computer
        self._catalogue: Catalogue = computer.catalogue
        self._known = known
        self._entries = [step.tasks[0].entry for step in steps]
        self._tables: dict[str, Mapping[Probe, Measured]] = {}
        self._checksums: dict[FileState, str] = {}

    def of(self, results: Iterable[TaskResult]) -> list[Input]:
        """Return the inputs of those KPIs of whole steps that have something to write."""
        periods: dict[tuple[str, int], list[Period]] = {}
        written: dict[tuple[str, int], TaskResult] = {}
        for result in results:
            key = result.task.entry.domain, result.task.entry.number
            periods.setdefault(key, []).append(result.task.period)
            if result.rows and (result.changes.written or result.changes.covered):
                written[key] = result
        return [
            each
            for key, result in written.items()
            for each in self._inputs(
                result.task.entry, periods[key], result.rows[0].run_id, result.failed
            )
        ]

    def _inputs(
        self, entry: Entry, periods: Sequence[Period], run_id: str, failed: bool
    ) -> Iterator[Input]:
        for name, source in names_of(entry.kpi.sources).items():
            facts, fault = self._facts(entry, source, periods)
            # Of a KPI that failed, the failure itself says what is not there.
            if fault and not failed:
                self.notes.append(
                    f"{entry.file}: {name} {fault}; the value is stored, the record of its source"
                    " has a gap"
                )
            yield Input(
                run_id=run_id, domain=entry.domain, kpi_number=entry.number, source=name, **facts
            )

    def _facts(
        self, entry: Entry, source: Source, periods: Sequence[Period]
    ) -> tuple[dict[str, Any], str]:
        """Return the parts of an `Input`, and what of them could not be had."""
        timezone = self._catalogue.runners[entry.domain].timezone
        match source:
            case Table():
                measured = self._table(timezone, _asked(source))
                return {"kind": "table", **_parts(measured)}, measured.fault
            case File():
                return self._file(source, timezone)
            case Tab():
                return self._tab(source, timezone)
        return self._values(entry, source, periods), ""

    def _table(self, timezone: str, asked: Probe) -> Measured:
        """Return one table's facts; all that the run reads in this time zone are asked for
        together.
        """
        if timezone not in self._tables:
            runners = self._catalogue.runners
            wanted = {
                _asked(source)
                for entry in self._entries
                if runners[entry.domain].timezone == timezone
                for source in entry.kpi.sources
                if isinstance(source, Table)
            }
            self._computer.snapshot.set_timezone(timezone)
            self._tables[timezone] = self._measured(sorted(wanted))
        return self._tables[timezone][asked]

    def _measured(self, asked: Sequence[Probe]) -> dict[Probe, Measured]:
        """Measure tables together, and where that fails each alone, so that one does not take the
        others with it.
        """
        try:
            return dict(zip(asked, self._computer.snapshot.measure(asked), strict=True))
        except QueryError as error:
            self._computer.recover()
            if len(asked) == 1:
                return {asked[0]: Measured(fault=f"could not be measured: {error}")}
            return {
                each: measured for one in asked for each, measured in self._measured([one]).items()
            }

    def _file(self, source: File, timezone: str) -> tuple[dict[str, Any], str]:
        seen = self._computer.extracts.seen(source, timezone)
        if seen is None or not isinstance(state := seen.state, FileState):
            return {"kind": "file"}, ""
        checksum = self._checksum(state)
        fault = seen.measured.fault or ("" if checksum is not None else "changed while it was read")
        facts = {
            "files": len(state.files),
            "bytes": state.size,
            "modified": state.modified,
            "checksum": checksum or "",
        }
        return {"kind": "file", **_parts(seen.measured), **facts}, fault

    def _checksum(self, state: FileState) -> str | None:
        """Return the checksum of what was read; None where there is something else by now."""
        if state not in self._checksums:
            try:
                self._checksums[state] = state.checksum()
            except OSError:
                return None
        return self._checksums[state] if state.is_unchanged() else None

    def _tab(self, source: Tab, timezone: str) -> tuple[dict[str, Any], str]:
        seen = self._computer.extracts.seen(source, timezone)
        if seen is None:
            return {"kind": "tab"}, ""
        facts = {"place": seen.place, "checksum": seen.state}
        return {"kind": "tab", **_parts(seen.measured), **facts}, seen.measured.fault

    def _values(self, entry: Entry, source: Values, periods: Sequence[Period]) -> dict[str, Any]:
        other = self._catalogue.entry(*entry.key_of(source))
        read = sorted({each for period in periods for each in entry.periods_read(source, period)})
        points = self._known.points(other, read)
        return {
            "kind": "values",
            "place": other.id,
            "rows": sum(point.value is not None for point in points),
            "field_name": other.kpi.field_name,
            "range_type": str(other.range),
            "periods": source.last,
        }


def _asked(table: Table) -> Probe:
    return table.name.lower(), table.loaded_at


def _parts(measured: Measured) -> dict[str, Any]:
    return {"rows": measured.rows, "is_estimate": measured.is_estimate, "newest": measured.newest}
