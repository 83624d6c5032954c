"""Missing values as a table, as JSON and as CSV."""

from __future__ import annotations

import json

from core.cli.text.missing import missing_text
from core.explain import MissingValue
from core.model import State, parse_period
from tests.catalogues import entry

WEEK = parse_period("2026-W46")
FAILED = MissingValue(entry(6, name="Forms"), WEEK, "north", State.FAILED, "no such table")
TABLE = """\
domain   no  KPI            period    state   reason
-------  --  -------------  --------  ------  -------------
success  06  Forms › north  2026-W46  failed  no such table"""
CSV = """\
domain,kpi_number,name,field_details,period,state,reason
success,6,Forms,north,2026-W46,failed,no such table"""


def test_a_missing_value_has_its_state_and_reason_in_every_format() -> None:
    assert missing_text([FAILED], "table") == TABLE
    assert missing_text([FAILED], "csv") == CSV
    assert json.loads(missing_text([FAILED], "json")) == [
        dict(zip(*(line.split(",") for line in CSV.splitlines()), strict=True)) | {"kpi_number": 6}
    ]


def test_nothing_missing_is_a_header_or_an_empty_list() -> None:
    assert missing_text([], "csv") == CSV.splitlines()[0]
    assert missing_text([], "json") == "[]"
