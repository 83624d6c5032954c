"""The rename of a stored series, with everything that names it, as a person decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.catalog import Catalogue, followers_by_kpi, load_catalogue
from core.engines import Database
from core.errors import UsageError
from core.model import SeriesChange, SeriesExtent
from core.publish import series_row_key
from core.run.context import Options, open_locked
from core.run.series import SeriesPlace, new_change, require_stored
from core.settings import Settings
from core.store import SeriesLedger, SeriesMove, find_rows, migrate, move_series


@dataclass(frozen=True, slots=True)
class SeriesName:
    """The field of a series with the KPI number and the domain to which it belongs."""

    field: str
    number: int
    domain: str


@dataclass(frozen=True, slots=True)
class Renaming:
    """What a rename moves, or did move; nothing where an earlier command has moved it already."""

    change: SeriesChange
    moved: tuple[SeriesExtent, ...] = ()
    rows: int = 0
    readers: tuple[str, ...] = ()
    remark: str = ""


def rename(
    settings: Settings, old: SeriesName, new: SeriesName, note: str, options: Options
) -> Renaming:
    """Move a stored series; with a dry run only say what would move.

    Raises:
        UsageError: It is not stored, it is retired, or values are stored at the new place.
    """
    catalogue = load_catalogue(settings.root)
    if old == new:
        raise UsageError(f"{new.domain}/kpi_{new.number:02} {new.field} is its name already")
    with open_locked(settings, options.access, sorted({old.domain, new.domain})) as database:
        require_stored(database, old.domain)
        if not options.dry_run:
            migrate(database, sorted({old.domain, new.domain}))
        ledger = SeriesLedger(database)
        change = new_change(settings, options, "renamed", note, _place(old), _place(new))
        moved = _find(ledger, old)
        if not moved:
            return _renamed_before(ledger, change)
        _refuse_values(_find(ledger, new))
        if any(series.is_retired for series in moved):
            remedy = f"run scorecard retire {old.domain} {old.number} --undo first"
            raise UsageError(f"{old.domain}/kpi_{old.number:02} {old.field} is retired; {remedy}")
        rows = _move(database, catalogue, change, dry_run=options.dry_run)
    remark = _remark(catalogue, new)
    return Renaming(change, tuple(moved), rows, _readers(catalogue, change), remark)


def _find(ledger: SeriesLedger, name: SeriesName) -> list[SeriesExtent]:
    return [
        series
        for series in ledger.read_series([name.domain])
        if (series.kpi_number, series.field_name) == (name.number, name.field)
    ]


def _renamed_before(ledger: SeriesLedger, change: SeriesChange) -> Renaming:
    """Return the same rename, of an earlier command.

    Raises:
        UsageError: There was none.
    """
    for earlier in ledger.changes(change.domain):
        if earlier.action == "renamed" and earlier.text == change.text:
            return Renaming(earlier)
    old = f"{change.domain}/kpi_{change.kpi_number:02}"
    raise UsageError(f"no values of {old} {change.field_name} are stored; see scorecard check")


def _refuse_values(there: Sequence[SeriesExtent]) -> None:
    for series in there:
        place = f"{series.domain}/kpi_{series.kpi_number:02} {series.field_name}"
        remedy = "two series cannot become one; choose another name, or retire one of them"
        raise UsageError(f"{place} has values already ({series.extent}), and {remedy}")


def _move(database: Database, catalogue: Catalogue, change: SeriesChange, *, dry_run: bool) -> int:
    """Move the rows of a series; return how many there are."""
    rows, covered = find_rows(database, change)
    runner = catalogue.runners.get(change.new_domain)
    move = SeriesMove(
        change,
        rows,
        covered,
        old_row_key=series_row_key(change.kpi_number, change.field_name),
        new_row_key=series_row_key(change.new_number, change.new_field),
        title=runner.title if runner else "",
    )
    if not dry_run:
        move_series(database, move)
    return len(rows)


def _readers(catalogue: Catalogue, change: SeriesChange) -> tuple[str, ...]:
    """Return the KPI files that name the old number and so need another one."""
    if (change.domain, change.kpi_number) == (change.new_domain, change.new_number):
        return ()
    readers = followers_by_kpi(catalogue).get((change.domain, change.kpi_number), ())
    return tuple(entry.file for entry, _ in readers)


def _remark(catalogue: Catalogue, new: SeriesName) -> str:
    """Return what the KPI file still needs, so that it goes on with the series."""
    entry = catalogue.by_key.get((new.domain, new.number))
    file = f"scorecards/{new.domain}/kpi_{new.number:02}.py"
    if entry is None:
        return f'{file} does not exist yet; write it with field="{new.field}"'
    if entry.kpi.field_name != new.field:
        return f'{file} has the field {entry.kpi.field_name}; set field="{new.field}"'
    return ""


def _place(name: SeriesName) -> SeriesPlace:
    return SeriesPlace(name.domain, name.number, name.field)
