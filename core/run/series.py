"""Changes of stored series that a person decides on: retire and restore them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.engines import Database
from core.errors import UsageError
from core.model import SeriesAction, SeriesChange, SeriesExtent
from core.run.context import Options, open_locked
from core.settings import Settings, host, user
from core.store import SeriesLedger, migrate


@dataclass(frozen=True, slots=True)
class SeriesPlace:
    """What identifies a series; one without range and cadence stands for all of a field."""

    domain: str
    number: int
    field: str
    range: str = ""
    cadence: str = ""


@dataclass(frozen=True, slots=True)
class SeriesSelection:
    """Stored series of a domain: of one KPI number, one field or one range, or all of them."""

    domain: str
    number: int | None = None
    field: str = ""
    range: str = ""

    def __str__(self) -> str:
        parts = [self.domain if self.number is None else f"{self.domain}/kpi_{self.number:02}"]
        parts += [each for each in (self.field, self.range) if each]
        return " ".join(parts)

    def holds(self, series: SeriesExtent) -> bool:
        """Return whether a series of the domain is selected."""
        return (
            self.number in (None, series.kpi_number)
            and self.field in ("", series.field_name)
            and self.range in ("", series.range_type)
        )


def retire(
    settings: Settings, selection: SeriesSelection, note: str, options: Options, *, undo: bool
) -> tuple[SeriesExtent, ...]:
    """Retire series, or with `undo` restore them; return those that were not so already.

    Raises:
        UsageError: No such series is stored.
    """
    with open_locked(settings, options.access, [selection.domain]) as database:
        ledger = SeriesLedger(database)
        require_stored(database, selection.domain)
        migrate(database, [selection.domain])
        selected = _select(ledger, selection)
        changed = tuple(series for series in selected if series.is_retired == undo)
        action: SeriesAction = "restored" if undo else "retired"
        ledger.add(
            [new_change(settings, options, action, note, _place(series)) for series in changed]
        )
    return changed


def require_stored(database: Database, domain: str) -> None:
    """Refuse a domain of which nothing is stored.

    Raises:
        UsageError: The store has no such domain.
    """
    domains = SeriesLedger(database).domains()
    if domain not in domains:
        choice = ", ".join(domains) or "none"
        raise UsageError(f"nothing is stored of a domain {domain!r}; stored are {choice}")


def _select(ledger: SeriesLedger, selection: SeriesSelection) -> Sequence[SeriesExtent]:
    stored = ledger.read_series([selection.domain])
    selected = [series for series in stored if selection.holds(series)]
    if not selected:
        of_number = SeriesSelection(selection.domain, selection.number)
        near = [
            f"{each.field_name} ({each.range_type})" for each in stored if of_number.holds(each)
        ]
        choice = f"stored are {', '.join(near)}" if near else "see scorecard values"
        raise UsageError(f"no series {selection} is stored; {choice}")
    return selected


def new_change(
    settings: Settings,
    options: Options,
    action: SeriesAction,
    note: str,
    series: SeriesPlace,
    new: SeriesPlace | None = None,
) -> SeriesChange:
    """Return a change of a series for the ledger, made now; `new` is where a rename moves it."""
    new = new or series
    return SeriesChange(
        domain=series.domain,
        kpi_number=series.number,
        field_name=series.field,
        range_type=series.range,
        cadence=series.cadence,
        action=action,
        new_domain=new.domain,
        new_number=new.number,
        new_field=new.field,
        changed_by=user(),
        host=host(),
        command=options.command,
        note=settings.scrub(note),
        changed_at=settings.now,
    )


def _place(series: SeriesExtent) -> SeriesPlace:
    return SeriesPlace(series.domain, *series.key)
