"""The origin of a stored value as text."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.cli.text.explain import origin_text
from core.explain import Appearance, Field
from core.model import Definition
from tests.core.cli.text.origins import DEFINITION, OLD, ROW, WORKBOOK, computation, origin
from tests.core.store.test_comments import LOW

TEXT = """\
success/kpi_05  Forms per desk, 2026-W46

Value
  value    3
  made of  6 / 2
  status   ▲ needs attention, 75%
  target   ≥ 4
  covers   2026-11-09 to 2026-11-15 (week)
  data     up to 2026-11-16 06:00 CET

Definition
  version    v1
  today      scorecards/success/kpi_05.py still computes as this version does
  meaning    Forms of the week per desk.
  owner      ana@example.com
  reviewed   never
  time zone  unknown: an earlier release did not keep it
  first run  2026-11-16 06:00 CET, run-1

Query
  SELECT 3 AS value

  :start = 2026-11-09

Sources, as the run saw them
  source     kind     rows  newest
  ---------  ------  -----  --------------------
  stg.forms  table   1,234  2026-11-16 06:00 CET
  kpi_06     values      1

Values of kpi_06 that were read
  period    value  since changed  run
  --------  -----  -------------  -----
  2026-W46      6  now 7          run-1

  explain one of them with scorecard explain success 6 2026-W46

Run
  id        run-1
  command   scorecard run
  by        ana on desk
  code      abc123
  engine    DuckDB 1.4
  started   2026-11-16 06:00 CET
  finished  2026-11-16 06:00 CET
  outcome   ok

Changes
  was  became  cause                            when                  run    previous run
  ---  ------  -------------------------------  --------------------  -----  ------------
    2       3  late or changed data, stg.forms  2026-11-16 06:01 CET  run-1  run-0

Published
  where             shows  when                  by           command
  ----------------  -----  --------------------  -----------  -----------------
  var/success.xlsx      3  2026-11-16 06:00 CET  ana on desk  scorecard publish"""


def section(text: str, title: str) -> list[str]:
    """Return the lines of a section, without their indentation."""
    (found,) = [part for part in text.split("\n\n") if part.startswith(title + "\n")]
    return [line.strip() for line in found.splitlines()[1:]]


def test_a_value_has_a_section_for_each_part_of_its_origin() -> None:
    assert origin_text(origin(), DEFINITION) == TEXT


def test_a_breakdown_has_a_line_for_each_field() -> None:
    rows = replace(ROW, field_details="north"), replace(ROW, field_details="south", value=5.0)

    assert section(origin_text(origin(computation(*rows)), DEFINITION), "Values") == [
        "field  value  made of  status",
        "-----  -----  -------  ----------------------",
        "north      3    6 / 2  ▲ needs attention, 75%",
        "south      5    6 / 2  ★ exceeds, 125%",
    ]


@pytest.mark.parametrize(
    ("today", "text"),
    [
        (DEFINITION, "scorecards/success/kpi_05.py still computes as this version does"),
        (
            replace(DEFINITION, version="v2", query="SELECT 4 AS value", unit="number"),
            "scorecards/success/kpi_05.py has another version, v2 changed query, unit from count to"
            " number",
        ),
        (
            replace(DEFINITION, version="v2", timezone="Europe/Berlin"),
            "scorecards/success/kpi_05.py still computes as this version does",
        ),
        (None, "scorecards/success/kpi_05.py was removed, or has errors"),
    ],
)
def test_the_definition_says_what_its_file_is_today(today: Definition | None, text: str) -> None:
    lines = section(origin_text(origin(), today), "Definition")

    assert text in " ".join(" ".join(lines).split())


def test_a_manual_value_shows_the_computed_one_beneath_it() -> None:
    manual = replace(ROW, by_hand=True, remark="by hand, ana: two came by post", numerator=None)
    text = origin_text(
        origin(computation(fields=(Field(manual, OLD, (), ()),), inputs=(), read={})), DEFINITION
    )

    assert section(text, "Value")[:4] == [
        "value     3",
        "status    ▲ needs attention, 75%",
        "remark    by hand, ana: two came by post",
        "computed  2, by run run-0",
    ]
    assert section(text, "Sources, as the run saw them") == ["none: the value is a manual one"]
    assert section(text, "Changes") == ["none: this is the first stored value"]
    assert section(text, "Published") == ["no publication recorded"]


def test_comments_of_people_have_a_section_where_there_are_any() -> None:
    fields = (Field(ROW, None, (), (), (replace(LOW, field_details="", typed_after=None),)),)

    assert section(origin_text(origin(computation(fields=fields)), DEFINITION), "Comments") == [
        "before 2026-11-16 06:00 CET, by somebody in the sheet",
        "The form was down",
        "from Tuesday: =1+1 ✎",
    ]


def test_a_row_without_a_value_says_why() -> None:
    failed = replace(ROW, outcome="failed", value=None, reason="no such table", numerator=None)
    text = origin_text(origin(computation(failed)), DEFINITION)

    assert section(text, "Value")[0] == "value   failed: no such table"


def test_a_version_and_a_run_that_the_store_lost_are_named_by_their_ids() -> None:
    text = origin_text(origin(computation(definition=None, run=None)), DEFINITION)

    assert text.startswith("success/kpi_05  forms, 2026-W46\n")
    assert section(text, "Definition")[-1] == "meaning  the store has no record of this version"
    assert section(text, "Run") == ["id        run-1", "computed  2026-11-16 06:01 CET"]


@pytest.mark.parametrize(
    ("number", "words", "shown"), [(3.0, None, "3"), (None, "n/a", "n/a"), (None, None, "–")]
)
def test_a_spreadsheet_shows_what_its_cell_was_given(
    number: float | None, words: str | None, shown: str
) -> None:
    book = "1" * 44
    cell = Appearance(book, None, None, None, None, number, words)
    field = Field(ROW, None, (), (cell, WORKBOOK))
    text = origin_text(origin(computation(fields=(field,))), DEFINITION)

    where, value, *by = section(text, "Published")[2].split()
    assert book in where
    assert (value, by) == (shown, ["already", "there"])


def test_a_provisional_value_says_where_it_is_expected_to_end() -> None:
    expected = "2026-W46: 3 so far, expected 4 (3 to 5)"

    text = origin_text(origin(computation()), None, (), [expected])

    assert text.splitlines()[-2:] == ["Still to come", f"  {expected}"]
