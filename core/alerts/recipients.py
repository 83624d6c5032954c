"""Plans the summary of a run for the recipients of a scorecard: once per period."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.alerts.summary import SummaryFacts, make_summary, summary_id
from core.catalog import Catalogue, find_breaks
from core.engines import Database
from core.model import AlertLevel, AlertMessage, Cadence, Period, Row
from core.status import with_totals
from core.store import Alerts, Definitions, Messages, Restatements, Store, apply_targets


@dataclass(frozen=True)
class Summaries:
    """The summaries of a domain; `left` are sentences on what is left to do."""

    database: Database
    catalogue: Catalogue
    domain: str
    now: datetime
    link: str = ""
    left: Sequence[str] = ()

    def plan(self, cadences: Iterable[Cadence]) -> None:
        """Plan the summary of the newest period of each cadence that has none and has values."""
        runner = self.catalogue.runners[self.domain]
        messages = Messages(self.database)
        for cadence in cadences:
            period = runner.newest_printed(cadence, self.now)
            if messages.channels_of(summary_id(self.domain, period)):
                continue
            message = self._make(period)
            if message:
                messages.add([message])

    def _make(self, period: Period) -> AlertMessage | None:
        """Return a period's summary; None where nothing is stored of it."""
        entries = {
            entry.number: entry
            for entry in self.catalogue.entries_of(self.domain)
            if entry.kpi.cadence == period.cadence and not (entry.since and period < entry.since)
        }
        previous = period.shift(-1)
        days = previous.first_day, period.last_day
        stored = Store(self.database).rows(self.domain, entries, *days)
        definitions = Definitions(self.database)
        rows = [
            row
            for row in self._with_totals(apply_targets(self.database, stored))
            if row.period in (previous, period)
            and entries[row.kpi_number].series[:3] == (*row.key[:2], row.range_type)
        ]
        if not any(row.period == period for row in rows):
            return None
        runner = self.catalogue.runners[self.domain]
        facts = SummaryFacts(
            runner=runner,
            domain=self.domain,
            period=period,
            entries=entries,
            rows=rows,
            breaks=find_breaks(rows, lambda: definitions.read_all([self.domain])),
            levels=self._levels(),
            restated=Restatements(self.database).read_since(
                [self.domain], runner.cut_off(previous)
            ),
            left=self.left,
            link=self.link,
            now=self.now,
        )
        return make_summary(facts, ",".join(dict.fromkeys(runner.recipients)))

    def _with_totals(self, rows: Sequence[Row]) -> list[Row]:
        """Return rows with the totals of breakdowns that have a value."""
        if not any(row.field_details for row in rows):
            return list(rows)
        known = {row.key for row in rows}
        totalled = with_totals(rows, Definitions(self.database).read_newest(self.domain))
        return [row for row in totalled if row.key in known or row.value is not None]

    def _levels(self) -> dict[tuple[int, str], AlertLevel]:
        """Return the alerts that go on, by number and label."""
        states = Alerts(self.database).read_states(self.domain).values()
        return {
            (state.subject.kpi_number, state.subject.field_details): state.level
            for state in states
            if state.level and state.subject.kind == "kpi"
        }
