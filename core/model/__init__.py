"""The words of the business as frozen values: KPIs, periods, ranges, rows of the store.

It reads no file, no clock and no database.
"""

from __future__ import annotations

from core.model.absent import absent_rows
from core.model.definition import Definition
from core.model.formats import (
    change_format,
    counted,
    format_value,
    is_money,
    number_format,
    signed_format,
    smallest_shown,
    stamp,
    target_format,
)
from core.model.freshness import (
    DerivedValue,
    SeriesDay,
    SourceRead,
    Stale,
    StaleValue,
    StoredLineage,
    StoredSeries,
    find_stale,
    fingerprint,
    period_text,
    periods_read,
    with_staleness,
)
from core.model.kpi import AsOf, Better, Cadence, Kpi, Sensitivity
from core.model.numbers import same_number
from core.model.period import (
    CADENCES,
    Period,
    last_ended,
    midnight,
    parse_period,
    period_of,
    year_periods,
)
from core.model.ranges import (
    PERIOD_UNIT,
    Range,
    one_period,
    parse_periods,
    parse_range,
    stored_range,
)
from core.model.records import (
    CAUSES,
    NO_LONGER_RETURNED,
    Input,
    Key,
    Outcome,
    Restatement,
    Row,
    SeriesKey,
    as_json,
    restate,
    same_row,
    same_value,
)
from core.model.requirement import is_storable
from core.model.review import REVIEWS, Review, next_review
from core.model.runner import Runner
from core.model.series import SeriesAction, SeriesChange, SeriesExtent
from core.model.sources import (
    File,
    Source,
    SqlFile,
    Tab,
    Table,
    Values,
    describe,
    snake_case,
    sql_file,
)
from core.model.span import Span, parse_span
from core.model.states import MARKS, Mark, State
from core.model.units import CURRENCIES, PLAIN_UNITS

__all__ = [
    "CADENCES",
    "CAUSES",
    "CURRENCIES",
    "MARKS",
    "NO_LONGER_RETURNED",
    "PERIOD_UNIT",
    "PLAIN_UNITS",
    "REVIEWS",
    "AsOf",
    "Better",
    "Cadence",
    "Definition",
    "DerivedValue",
    "File",
    "Input",
    "Key",
    "Kpi",
    "Mark",
    "Outcome",
    "Period",
    "Range",
    "Restatement",
    "Review",
    "Row",
    "Runner",
    "Sensitivity",
    "SeriesAction",
    "SeriesChange",
    "SeriesDay",
    "SeriesExtent",
    "SeriesKey",
    "Source",
    "SourceRead",
    "Span",
    "SqlFile",
    "Stale",
    "StaleValue",
    "State",
    "StoredLineage",
    "StoredSeries",
    "Tab",
    "Table",
    "Values",
    "absent_rows",
    "as_json",
    "change_format",
    "counted",
    "describe",
    "find_stale",
    "fingerprint",
    "format_value",
    "is_money",
    "is_storable",
    "last_ended",
    "midnight",
    "next_review",
    "number_format",
    "one_period",
    "parse_period",
    "parse_periods",
    "parse_range",
    "parse_span",
    "period_of",
    "period_text",
    "periods_read",
    "restate",
    "same_number",
    "same_row",
    "same_value",
    "signed_format",
    "smallest_shown",
    "snake_case",
    "sql_file",
    "stamp",
    "stored_range",
    "target_format",
    "with_staleness",
    "year_periods",
]
