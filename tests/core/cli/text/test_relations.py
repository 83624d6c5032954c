"""Tables of the warehouse, and a few rows of one, as text and as JSON."""

from __future__ import annotations

import json

from core.cli.text.relations import (
    relation_json,
    relation_text,
    relations_json,
    relations_text,
)
from core.engines import WarehouseTable

FORMS = WarehouseTable("stg", "forms", "table", 12345, (("id", "integer"), ("note", "text")))
VIEW = WarehouseTable("stg", "v", "view", None, (("n", "integer"),))
LIST = """\
name       kind   rows (about)  columns
---------  -----  ------------  -------
stg.forms  table        12,345        2
stg.v      view                       1"""


def test_a_list_has_kind_estimate_and_number_of_columns() -> None:
    assert relations_text([FORMS, VIEW]) == LIST
    assert [each["rows"] for each in json.loads(relations_json([FORMS, VIEW]))] == [12345, None]


def test_values_are_cut_to_the_terminal_and_cannot_control_it() -> None:
    shown = relation_text(FORMS, [("1", "by\x1b[2J\ncarrier pigeon"), ("2", None)], width=37)

    assert [line.split() for line in shown.splitlines()] == [
        ["stg.forms:", "table,", "about", "12,345", "rows"],
        [],
        ["column", "type", "row", "1", "row", "2"],
        ["------", "-------", "---------", "-----"],
        ["id", "integer", "1", "2"],
        ["note", "text", "by?[2J", "c…", "NULL"],
    ]
    assert max(map(len, shown.splitlines())) <= 37


def test_a_table_without_rows_says_so() -> None:
    assert relation_text(VIEW, [], 80).endswith("n       integer\n\nno rows")
    assert relation_text(VIEW, [], 80).startswith("stg.v: view\n")


def test_json_has_whole_values() -> None:
    record = json.loads(relation_json(FORMS, [("1", "x" * 500)]))

    assert record["sample"] == [{"id": "1", "note": "x" * 500}]
    assert record["columns"][0] == {"name": "id", "type": "integer"}
