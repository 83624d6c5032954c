"""A plan as text and as JSON."""

from __future__ import annotations

import json
from dataclasses import replace

from core.publish.google.changes import Insert, Kept, Plan, TabPlan, Write
from core.publish.google.sheet import Content
from core.publish.google.text import fault_lines, plan_details, plan_lines
from tests.core.publish.google.tabs import PERIODS, ROWS, standing, wanted

NOW = standing(wanted())
WRITE = Write(
    (ROWS[0], PERIODS[0]), "sc2026!G5", Content(1.0), Content(2.5, "Scorecard: why\nand how")
)
NOTE = Write((ROWS[1], PERIODS[0]), "sc2026!G6", Content(1.0, "old"), Content(1.0))
KEPT = Kept((ROWS[2], PERIODS[0]), "sc2026!G7", None, 301.0, "a person typed over it")


def lines(tab: TabPlan, *, cells: bool = False) -> list[str]:
    return list(plan_lines(Plan((tab,)), cells=cells))


def test_changes_are_counted_and_each_cell_is_listed_where_asked() -> None:
    tab = TabPlan(wanted(), NOW, writes=(WRITE, NOTE))
    assert lines(tab) == ["sc2026: 1 values and 2 notes in 2 cells"]
    assert lines(tab, cells=True)[1:] == [
        "  sc2026!G5      KPI 2 Calls · Jan: 1 → 2.5, note none → 'Scorecard: why'",
        "  sc2026!G6      KPI 11 Forms · Jan: note 'old' → none",
    ]


def test_everything_that_is_left_to_people_is_listed() -> None:
    tab = TabPlan(
        wanted(),
        NOW,
        kept=(KEPT,),
        missing=("a",),
        barred=("b",),
        retired=("c",),
        revived=("d",),
        repaired_tab=True,
    )
    assert lines(tab) == [
        "sc2026: recognised by their labels and marked again: the tab",
        "sc2026: kept sc2026!G7 (KPI 30 Leads · Jan) as empty, the scorecard has 301: a person"
        " typed over it",
        "sc2026: a was deleted and stays deleted; --restore brings it back",
        "sc2026: b cannot be inserted: a protected range forbids it",
        "sc2026: c is retired; its row stays",
        "sc2026: d is back, in its old row",
    ]


def test_cells_have_the_names_that_they_will_have() -> None:
    tab = TabPlan(wanted(), NOW, rows=(Insert(4, "01/new/"),), writes=(WRITE,))
    assert any("sc2026!G6 " in line for line in lines(tab, cells=True))
    (record,) = plan_details(Plan((tab,)))["tabs"]
    assert record["cells"][0]["cell"] == "sc2026!G6"


def test_a_new_tab_and_a_deleted_one_are_listed() -> None:
    assert lines(TabPlan(wanted(), None)) == ["sc2026: new tab of 7 rows and 9 columns"]
    assert list(plan_lines(Plan((), ("sc2026",)), cells=False)) == [
        "sc2026: the tab was deleted and stays deleted; --restore brings it back"
    ]


def test_details_are_json_with_old_and_new_of_every_cell() -> None:
    record = json.loads(
        json.dumps(plan_details(Plan((TabPlan(wanted(), NOW, writes=(WRITE,), kept=(KEPT,)),))))
    )
    (tab,) = record["tabs"]
    assert tab["cells"] == [
        {
            "cell": "sc2026!G5",
            "row": ROWS[0],
            "column": PERIODS[0],
            "name": "KPI 2 Calls · Jan",
            "old": 1.0,
            "new": 2.5,
            "old_note": "",
            "new_note": "Scorecard: why\nand how",
            "overwrites": False,
        }
    ]
    assert tab["kept"] == [
        {
            "cell": "sc2026!G7",
            "row": ROWS[2],
            "column": PERIODS[0],
            "name": "KPI 30 Leads · Jan",
            "theirs": None,
            "ours": 301.0,
            "why": "a person typed over it",
        }
    ]


def test_a_tab_without_changes_is_left_out() -> None:
    assert plan_details(Plan((TabPlan(wanted(), NOW),))) == {"missing_tabs": [], "tabs": []}


def test_what_could_not_be_written_is_counted_by_tab() -> None:
    blocked = replace(KEPT, reason="it is in a protected range", is_blocked=True)
    tab = TabPlan(wanted(), NOW, kept=(KEPT, blocked, blocked), barred=("b",))

    assert [line.partition(";")[0] for line in fault_lines(Plan((tab,), ("a",), ("a",)))] == [
        "a: the tab was deleted, and new values were not written",
        "sc2026: 2 cells of ours are protected or merged and were not written",
        "sc2026: 1 rows or columns were not inserted into a protected range",
    ]


def test_a_deleted_line_that_keeps_new_values_out_is_a_fault() -> None:
    made = wanted()
    tab = TabPlan(made, standing(made), missing=("Owner", *ROWS[:2]), withheld=ROWS[:2])
    assert list(fault_lines(Plan((tab,)))) == [
        "sc2026: KPI 2 Calls, KPI 11 Forms were deleted, and new values were not written;"
        " run scorecard publish --restore"
    ]
