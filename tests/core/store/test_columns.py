"""Columns derived from annotations, and records that come back as they were written."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from types import NoneType
from typing import Any, Literal, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.engines.base import Warehouse
from core.model.definition import Definition
from core.model.kpi import Cadence
from core.model.period import CADENCES, Period, period_of
from core.model.records import Input, Restatement, Row
from core.store.columns import (
    PeriodDetails,
    make_columns,
    period_details,
    select_list,
    sql_type,
    sql_types,
)
from core.store.definitions import StoredDefinition
from core.store.publications import Publication
from core.store.published_cells import OverwrittenCell, PublishedCell
from core.store.runs import PastRun, Run
from core.store.schema import SCHEMA
from core.store.tables import insert, read
from tests.rows import row

RECORDS = [
    Row,
    Restatement,
    Input,
    StoredDefinition,
    PastRun,
    Publication,
    PublishedCell,
    OverwrittenCell,
]


@pytest.mark.parametrize(
    ("annotation", "expected"),
    [
        (str, "text"),
        (int, "bigint"),
        (float, "float8"),
        (bool, "boolean"),
        (date, "date"),
        (datetime, "timestamptz"),
        (Literal["a", "b"], "text"),
        (float | None, "float8"),
        (Cadence | None, "text"),
        (datetime | None, "timestamptz"),
    ],
)
def test_an_annotation_gives_the_type_of_its_column(annotation: Any, expected: str) -> None:
    assert sql_type(annotation) == expected


def test_a_field_without_a_type_of_its_own_in_sql_is_refused() -> None:
    with pytest.raises(KeyError):
        sql_type(dict[str, str])


def test_a_record_within_a_record_lends_its_columns() -> None:
    assert sql_types(PastRun) == sql_types(Run) | {
        "finished_at": "timestamptz",
        "outcome": "text",
        "message": "text",
    }
    assert list(sql_types(StoredDefinition))[-2:] == ["first_run", "in_force_from"]
    assert sql_types(Definition).items() <= sql_types(StoredDefinition).items()


def test_a_few_columns_do_not_have_the_name_of_their_field() -> None:
    assert sql_types(Input)["row_count"] == "bigint"
    assert "rows" not in sql_types(Input)
    assert (sql_types(Row)["period_start"], sql_types(Row)["cadence"]) == ("date", "text")


def test_a_period_adds_columns_that_follow_from_it() -> None:
    friday = Period(date(2027, 1, 1), "daily")  # in the last week of ISO year 2026

    assert period_details(friday) == PeriodDetails(
        period="2027-01-01",
        period_end=date(2027, 1, 1),
        year=2027,
        year_week="2026-W53",
        last_sunday=date(2026, 12, 27),
    )
    assert set(make_columns([row(period="2026-W46")])) == {
        *sql_types(Row),
        *sql_types(PeriodDetails),
    }


def test_no_records_have_no_columns() -> None:
    assert make_columns([]) == {}


def test_only_what_a_record_needs_is_selected_and_instants_as_microseconds() -> None:
    assert select_list(Period, "duckdb", without={"cadence"}) == "period_start"
    assert (
        select_list(PastRun, "duckdb", without=sql_types(Run))
        == "epoch_us(finished_at) AS finished_at, outcome, message"
    )
    assert (
        select_list(PastRun, "postgres", without=[*sql_types(Run), "outcome", "message"])
        == "(extract(epoch FROM finished_at) * 1000000)::bigint AS finished_at"
    )


# PostgreSQL keeps no NUL in text, and neither engine a lone surrogate.
_TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20)
_DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 1))
_INSTANTS = st.builds(
    datetime.astimezone,
    st.datetimes(datetime(1900, 1, 2), datetime(2199, 12, 30), timezones=st.just(UTC)),
    st.sampled_from([UTC, ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Kolkata")]),
)


def _is_said_once(at: datetime) -> bool:
    """Say whether a local time is one instant: Python calls no other equal to the same in UTC."""
    return at.utcoffset() == at.replace(fold=1 - at.fold).utcoffset()


_BY_TYPE: dict[Any, st.SearchStrategy[Any]] = {
    str: _TEXTS,
    int: st.integers(-(2**63), 2**63 - 1),
    float: st.floats(allow_nan=False),
    bool: st.booleans(),
    date: _DAYS,
    datetime: _INSTANTS.filter(_is_said_once).map(lambda at: at.replace(fold=0)),
    Period: st.builds(period_of, st.sampled_from(CADENCES), _DAYS),
}


def values_of(annotation: Any) -> st.SearchStrategy[Any]:
    """Draw what a field of this annotation may hold."""
    if annotation in _BY_TYPE:
        return _BY_TYPE[annotation]
    if is_dataclass(annotation):
        return records_of(annotation)
    if get_origin(annotation) is Literal:
        return st.sampled_from(get_args(annotation))
    return st.one_of(
        st.none() if option is NoneType else values_of(option) for option in get_args(annotation)
    )


def records_of(record: Any) -> st.SearchStrategy[Any]:
    hints = get_type_hints(record)
    return st.builds(
        record, **{field.name: values_of(hints[field.name]) for field in fields(record)}
    )


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_any_record_that_was_written_is_read_back_as_it_was(
    record: type, warehouse: Warehouse
) -> None:
    warehouse.script(f"CREATE SCHEMA {SCHEMA}")

    @settings(max_examples=50)
    @given(st.lists(records_of(record), min_size=1, max_size=3))
    def write_and_read(records: list[Any]) -> None:
        columns = make_columns(records)
        types = ", ".join(f"{name} {kind}" for name, (kind, _) in columns.items())
        warehouse.script(f"DROP TABLE IF EXISTS {SCHEMA}.sample")
        warehouse.script(f"CREATE TABLE {SCHEMA}.sample ({types})")
        insert(warehouse, "sample", columns)

        found = read(warehouse, record, "sample", "", {})
        assert sorted(found, key=as_text) == sorted(records, key=as_text)

    write_and_read()


def as_text(record: Any) -> str:
    """Return a text by which equal records sort alike, in whatever zone their instants are."""
    columns = make_columns([record])
    return str([comparable(values[0]) for _, values in columns.values()])


def comparable(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC)
    return value + 0.0 if isinstance(value, float) else value  # -0.0 equals 0.0
