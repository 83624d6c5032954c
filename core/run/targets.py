"""Targets that a person sets beside that of a KPI file, or ends; appended, never rewritten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from core.catalog import Catalogue, Entry, load_with_neighbours
from core.engines import Database
from core.errors import PublishError, UsageError
from core.model import (
    Band,
    Per,
    Row,
    SeriesAction,
    TargetChange,
    series_of,
    target_days,
    target_holds,
    thresholds_json,
)
from core.publish import Order, Published
from core.run.context import Options, open_locked
from core.run.publishing import publish_all
from core.run.series import SeriesPlace, new_change
from core.settings import Settings
from core.store import SeriesLedger, Store, migrate, read_targets_set


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetRequest:
    """A target as a person asks for it; `value` None is for periods that shall have none.

    `since` and `until` are periods, `label` is a field of a breakdown. `is_share` says whether the
    person gave a per cent, None if that is not known.
    """

    domain: str
    kpi: int
    since: str
    until: str = ""
    value: float | Band | None = None
    per: Per = ""
    label: str = ""
    note: str = ""
    is_share: bool | None = None

    @property
    def place(self) -> str:
        """The KPI with its field, for messages."""
        part = f" {self.label}" if self.label else ""
        return f"{self.domain}/kpi_{self.kpi:02}{part}"


@dataclass(frozen=True, slots=True)
class TargetResult:
    """A recorded change of a target, the stored periods that it judges, and the publication."""

    change: TargetChange
    periods: tuple[str, ...]
    published: dict[str, Published | PublishError] = field(default_factory=dict)


def set_target(settings: Settings, request: TargetRequest, options: Options) -> TargetResult:
    """Set a target for a span of time, and publish.

    Raises:
        UsageError: The KPI has no direction, or the span, value or field does not fit it.
    """
    return _record(settings, request, options, "target set")


def end_target(settings: Settings, request: TargetRequest, options: Options) -> TargetResult:
    """Let the file's target hold again from a period on, and publish.

    Raises:
        UsageError: No target that a person set holds from then on.
    """
    return _record(settings, request, options, "target ended")


def _record(
    settings: Settings, request: TargetRequest, options: Options, action: SeriesAction
) -> TargetResult:
    catalogue, _, _ = load_with_neighbours(settings, [request.domain])
    entry = catalogue.entry(request.domain, request.kpi)
    _require_fit(entry, request)
    with open_locked(settings, options.access, [request.domain]) as database:
        migrate(database, [request.domain])
        rows = _rows_of(database, entry)
        _require_label(request, rows)
        earlier = read_targets_set(database, request.domain)
        change = _make_change(settings, entry, request, options, action).after(earlier)
        if change.is_end:
            _require_target(change, earlier, request)
        SeriesLedger(database).add([change.change])
        judged = _judged(rows, change)
        published = _publish(settings, catalogue, database, change, options)
        return TargetResult(change, judged, published)


def _publish(
    settings: Settings,
    catalogue: Catalogue,
    database: Database,
    change: TargetChange,
    options: Options,
) -> dict[str, Published | PublishError]:
    if not options.publish:
        return {}
    domains = [change.change.domain]
    return publish_all(settings, catalogue, database, domains, Order(options.command))


def _require_fit(entry: Entry, request: TargetRequest) -> None:
    """Refuse a target by which the KPI's values cannot be judged."""
    better = entry.kpi.better
    first, last = target_days(request.since, request.until, entry.kpi.cadence)
    if first > last:
        raise UsageError(f"{request.until} is before {request.since}; give the first period first")
    if request.value is None:
        return
    if better == "neutral":
        raise UsageError(f"{entry.file} has no direction; add better= higher, lower or within")
    if isinstance(request.value, Band) != (better == "within"):
        wanted = "two ends, such as 2%..5%" if better == "within" else "one number"
        raise UsageError(f"{entry.file} has better={better!r}, so its target is {wanted}")
    _require_unit(entry, request.value, request.is_share)
    if isinstance(request.value, Band) and request.per:
        raise UsageError(f"a band cannot be spread over a {request.per}; leave out --per")


def _require_unit(entry: Entry, value: float | Band, is_share: bool | None) -> None:
    """Refuse 10% for a count, and 10 for a share, which would be 1,000 %."""
    highest = value.high if isinstance(value, Band) else value
    if is_share and entry.kpi.unit != "percent":
        raise UsageError(f"{entry.file} has unit={entry.kpi.unit!r}; give its target without %")
    if is_share is False and entry.kpi.unit == "percent" and abs(highest) > 1:
        raise UsageError(f"{entry.file} is in per cent; write {highest:g}% or {highest / 100:g}")


def _rows_of(database: Database, entry: Entry) -> list[Row]:
    rows = Store(database).rows(entry.domain, [entry.number])
    return [row for row in rows if series_of(row) == entry.series]


def _require_label(request: TargetRequest, rows: Sequence[Row]) -> None:
    labels = sorted({row.field_details for row in rows if row.field_details})
    if request.label and request.label not in labels:
        choice = ", ".join(labels) or "none"
        raise UsageError(f"no stored value of {request.place} is known; fields are {choice}")


def _require_target(
    change: TargetChange, earlier: Sequence[TargetChange], request: TargetRequest
) -> None:
    """Refuse the end of a target where none was set."""
    own = [each for each in earlier if each.change.key == change.change.key]
    alike = [each for each in own if each.label == change.label]
    if not alike or alike[-1].is_end:
        remedy = "see scorecard target list"
        raise UsageError(f"no target of {request.place} is set, so none can end; {remedy}")


def _judged(rows: Sequence[Row], change: TargetChange) -> tuple[str, ...]:
    """Return the stored periods to which a change applies, oldest first."""
    found = {
        row.period
        for row in rows
        if change.label in ("", row.field_details) and target_holds(change.target, row.period)
    }
    return tuple(map(str, sorted(found)))


def _make_change(
    settings: Settings,
    entry: Entry,
    request: TargetRequest,
    options: Options,
    action: SeriesAction,
) -> TargetChange:
    kpi = entry.kpi
    place = SeriesPlace(entry.domain, *entry.series)
    change = new_change(settings, options, action, request.note, place)
    made = TargetChange(
        change=change,
        value=request.value,
        since=request.since,
        until=request.until,
        per=request.per if kpi.adds == "sum" else "",
        label=request.label,
        unit=kpi.unit,
        better=kpi.better,
        thresholds=thresholds_json(kpi.thresholds),
    )
    return made.recorded()
