"""Lays stored rows out as a scorecard: the content of each cell, wherever it is published. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from core.catalog import Break
from core.model import (
    Cadence,
    Definition,
    Key,
    Period,
    Restatement,
    Row,
    absent_rows,
    year_periods,
)
from core.publish.gaps import make_timelines
from core.publish.grid import Column, Grid, SheetTab, period_label
from core.publish.lines import LineContext, make_lines
from core.publish.news import News, make_news, news_headers
from core.publish.notes import column_note, newest_row, refreshed_text
from core.publish.summary import fit_summary, summary_of
from core.publish.widths import headline_room
from core.status import year_before

# The first tab is the one that opens: the newest year's weeks.
_TAB_ORDER: tuple[Cadence, ...] = ("weekly", "monthly", "quarterly", "daily")

TabYear = tuple[Cadence, int]


@dataclass(frozen=True, slots=True)
class _Context:
    """Everything that a tab needs besides its rows."""

    lines: LineContext
    news: News
    printed: Mapping[Cadence, Period]
    is_newest_first: bool

    @property
    def zone(self) -> ZoneInfo:
        return self.lines.zone


def make_grid(
    title: str,
    rows: Iterable[Row],
    definitions: Mapping[int, Definition],
    zone: ZoneInfo,
    *,
    restated: Mapping[Key, Restatement] | None = None,
    covered: Iterable[Row] = (),
    retired: Mapping[int, str] | None = None,
    breaks: Mapping[Key, Break] | None = None,
    printed: Mapping[Cadence, Period] | None = None,
    since: Mapping[int, Period] | None = None,
    is_newest_first: bool = False,
) -> Grid:
    """Lay out the stored rows of one domain.

    Args:
        title: The scorecard's name for its readers.
        rows: Everything stored; series that a newer definition replaced are left out.
        definitions: The newest definition of each KPI, by number.
        zone: Business time zone in which instants are shown.
        restated: Values that changed after readers had seen them.
        covered: Computed rows over which a person has set a value.
        retired: Why KPIs are no longer filled, by number.
        breaks: Breaks in series, by the key of the first row behind each.
        printed: The newest period of each cadence whose scorecard should be out.
        since: The first period with data, by the number of the KPI.
        is_newest_first: Whether pages show the newest period first.
    """
    current = [row for row in rows if _is_current(row, definitions.get(row.kpi_number))]
    lines = LineContext(
        definitions=definitions,
        zone=zone,
        restated=restated or {},
        covered={row.key: row for row in covered},
        retired=retired or {},
        breaks=breaks or {},
        timelines=make_timelines(current, printed or {}, since or {}, retired or {}),
    )
    context = _Context(
        lines=lines,
        news=make_news(current, breaks or {}),
        printed=printed or {},
        is_newest_first=is_newest_first,
    )
    by_tab = _by_tab((*current, *absent_rows(current)))
    return Grid(title, tuple(_tab(title, key, by_tab[key], context) for key in by_tab))


def _by_tab(rows: Iterable[Row]) -> dict[TabYear, list[Row]]:
    """Return the rows of each tab, in the order of the tabs."""
    by_tab: defaultdict[TabYear, list[Row]] = defaultdict(list)
    for row in rows:
        by_tab[row.period.cadence, row.period.year].append(row)
    return {key: by_tab[key] for key in sorted(by_tab, key=_tab_order)}


def _is_current(row: Row, definition: Definition | None) -> bool:
    if definition is None:
        return False
    return (
        row.field_name == definition.field_name
        and row.range_type == definition.range_type
        and row.period.cadence == definition.cadence
    )


def _tab_order(key: TabYear) -> tuple[int, int]:
    cadence, year = key
    return _TAB_ORDER.index(cadence), -year


def _tab(title: str, key: TabYear, rows: Sequence[Row], context: _Context) -> SheetTab:
    cadence, year = key
    suffix = "" if cadence == "weekly" else f" {cadence}"
    columns = tuple(_columns(key, rows, context.zone))
    newest, last = _newest(columns, rows, context.printed.get(cadence))
    latest = columns[newest].period
    made = make_lines(rows, columns, context.lines)
    lines = tuple(context.news.add_to(line, latest, newest) for line in made)
    has_targets = any(row.target is not None and row.better for row in rows)
    summary = summary_of(lines, has_targets=has_targets)
    tab = SheetTab(
        title=f"sc{year}{suffix}",
        heading=f"{title} {year}{suffix}",
        refreshed=refreshed_text(newest_row(rows), context.zone),
        cadence=cadence,
        year=year,
        columns=columns,
        lines=lines,
        newest=newest,
        news=news_headers(latest),
        has_targets=has_targets,
        has_year_ago=context.news.begins_by(year_before(latest)),
        summary=tuple(part.text() for part in summary),
        is_newest_first=context.is_newest_first,
        so_far=last - newest,
    )
    return replace(tab, headline=fit_summary(summary, headline_room(tab)))


def _newest(
    columns: Sequence[Column], rows: Iterable[Row], printed: Period | None
) -> tuple[int, int]:
    """Return the newest column of a whole period, and the last one that has values.

    The first is the last where no period is over.
    """
    whole = {printed, *(row.period for row in rows if not row.partial)}
    filled = [index for index, column in enumerate(columns) if column.note]
    over = [index for index, column in enumerate(columns) if column.period in whole]
    last = max([*filled, *over])
    return max(over, default=last), last


def _columns(key: TabYear, rows: Iterable[Row], zone: ZoneInfo) -> Iterator[Column]:
    by_period: dict[Period, list[Row]] = defaultdict(list)
    for row in rows:
        by_period[row.period].append(row)
    for period in year_periods(*key):
        stored = by_period.get(period)
        note = column_note(period, stored, zone) if stored else ""
        yield Column(period, period_label(period), period.last_day, note)
