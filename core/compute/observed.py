"""The state of every source that a run read, for the KPIs it writes; each is measured once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from core.catalog import Entry, Step
from core.compute.computer import Computer
from core.compute.fingerprint import FileState
from core.compute.history import History
from core.compute.steps import TaskResult
from core.engines import Measured, Probe
from core.errors import QueryError
from core.model import File, Input, Period, Source, Tab, Table, Values, describe

_Observation = tuple[Input, str]  # what was seen, and what of it is unavailable


def names_of(sources: Sequence[Source]) -> dict[str, Source]:
    """Return sources by what readers call them; two of one name also say how a query names them."""
    count = Counter(map(describe, sources))
    names: dict[str, Source] = {}
    for source in sources:
        name = describe(source)
        names[name if count[name] == 1 else f"{name} as {source.relation}"] = source
    return names


class SourceObserver:
    """Observes what the KPIs of a plan read; `notes` are sentences on what is unavailable.

    `inputs` are the sources as the run saw them, for the KPIs that it has written.
    """

    def __init__(self, computer: Computer, history: History, steps: Sequence[Step]) -> None:
        self.notes: list[str] = []
        self.inputs: list[Input] = []
        self._computer = computer
        self._catalogue = computer.catalogue
        self._history = history
        self._entries = [step.tasks[0].entry for step in steps]
        self._tables: dict[str, dict[Probe, Measured]] = {}
        self._checksums: dict[FileState, str] = {}

    def observe(self, results: Iterable[TaskResult]) -> list[Input]:
        """Return the inputs of the KPIs that have something to write; `results` are whole steps."""
        by_kpi: dict[tuple[str, int], list[TaskResult]] = {}
        for result in results:
            entry = result.task.entry
            by_kpi.setdefault(entry.key, []).append(result)
        inputs: list[Input] = []
        for of_kpi in by_kpi.values():
            written = [result for result in of_kpi if _writes(result)]
            if written:
                inputs += self._observe_kpi(written[-1], [each.task.period for each in of_kpi])
        self.inputs += inputs
        return inputs

    def look(self, entry: Entry) -> dict[str, _Observation]:
        """Return the tables, files and tabs of a KPI as they are now, by name.

        Of each also what is unavailable. Files and tabs are those that its query has loaded.
        """
        found = {}
        for name, source in names_of(entry.kpi.sources).items():
            if not isinstance(source, Values):
                blank = Input(
                    run_id="",
                    domain=entry.domain,
                    kpi_number=entry.number,
                    source=name,
                    kind="table",
                )
                found[name] = self._observe(blank, entry, source, ())
        return found

    def _observe_kpi(self, result: TaskResult, periods: Sequence[Period]) -> Iterator[Input]:
        entry = result.task.entry
        for name, source in names_of(entry.kpi.sources).items():
            blank = Input(
                run_id=result.rows[0].run_id,
                domain=entry.domain,
                kpi_number=entry.number,
                source=name,
                kind="table",
            )
            found, fault = self._observe(blank, entry, source, periods)
            # If the KPI failed, the failure itself says what is missing.
            if fault and not result.failed:
                self.notes.append(
                    f"{entry.file}: {name} {fault}; the value is stored, with an incomplete record"
                    " of its source"
                )
            yield found

    def _observe(
        self, blank: Input, entry: Entry, source: Source, periods: Sequence[Period]
    ) -> _Observation:
        timezone = self._catalogue.runners[entry.domain].timezone
        match source:
            case Table():
                return self._observe_table(blank, source, timezone)
            case File():
                return self._observe_file(replace(blank, kind="file"), source, timezone)
            case Tab():
                return self._observe_tab(replace(blank, kind="tab"), source, timezone)
        return self._observe_values(replace(blank, kind="values"), entry, source, periods), ""

    def _observe_table(self, blank: Input, source: Table, timezone: str) -> _Observation:
        if timezone not in self._tables:
            self._computer.snapshot.set_timezone(timezone)
            self._tables[timezone] = self._measure(self._probes(timezone))
        measured = self._tables[timezone][_probe(source)]
        return _add_measured(blank, measured), measured.fault

    def _probes(self, timezone: str) -> list[Probe]:
        """Return all tables that the run reads in a time zone, to measure them together."""
        probes: set[Probe] = set()
        for entry in self._entries:
            if self._catalogue.runners[entry.domain].timezone == timezone:
                tables = (source for source in entry.kpi.sources if isinstance(source, Table))
                probes.update(map(_probe, tables))
        return sorted(probes)

    def _measure(self, probes: Sequence[Probe]) -> dict[Probe, Measured]:
        """Measure tables together; where that fails, each alone, so that one fails no other."""
        try:
            return dict(zip(probes, self._computer.snapshot.measure(probes), strict=True))
        except QueryError as error:
            self._computer.recover()
            if len(probes) == 1:
                return {probes[0]: Measured(fault=f"could not be measured: {error}")}
        measured: dict[Probe, Measured] = {}
        for probe in probes:
            measured |= self._measure([probe])
        return measured

    def _observe_file(self, blank: Input, source: File, timezone: str) -> _Observation:
        seen = self._computer.extracts.seen(source, timezone)
        if seen is None or not isinstance(seen.state, FileState):
            return blank, ""
        checksum = self._checksum(seen.state)
        found = replace(
            _add_measured(blank, seen.measured),
            files=len(seen.state.files),
            bytes=seen.state.size,
            modified=seen.state.modified,
            checksum=checksum or "",
        )
        changed = "changed while it was read" if checksum is None else ""
        return found, seen.measured.fault or changed

    def _checksum(self, state: FileState) -> str | None:
        """Return the checksum of the files that were read; None if they have changed since."""
        if state not in self._checksums:
            try:
                self._checksums[state] = state.checksum()
            except OSError:
                return None
        return self._checksums[state] if state.is_unchanged() else None

    def _observe_tab(self, blank: Input, source: Tab, timezone: str) -> _Observation:
        seen = self._computer.extracts.seen(source, timezone)
        if seen is None:
            return blank, ""
        found = replace(
            _add_measured(blank, seen.measured), place=seen.place, checksum=str(seen.state)
        )
        return found, seen.measured.fault

    def _observe_values(
        self, blank: Input, entry: Entry, source: Values, periods: Sequence[Period]
    ) -> Input:
        other = self._catalogue.entry(*entry.key_of(source))
        read = {each for period in periods for each in entry.periods_read(source, period)}
        points = self._history.points(other, sorted(read))
        return replace(
            blank,
            place=other.id,
            rows=sum(point.value is not None for point in points),
            field_name=other.kpi.field_name,
            range_type=str(other.range),
            periods=source.last,
            cadence=source.cadence,
        )


def _writes(result: TaskResult) -> bool:
    return bool(result.rows and (result.changes.written or result.changes.covered))


def _probe(table: Table) -> Probe:
    return table.name.lower(), table.loaded_at


def _add_measured(blank: Input, measured: Measured) -> Input:
    version = measured.version
    return replace(
        blank,
        rows=measured.rows,
        is_estimate=measured.is_estimate,
        newest=measured.newest,
        version=str(version.number) if version and version.number is not None else "",
        as_of=version.at if version else None,
    )
