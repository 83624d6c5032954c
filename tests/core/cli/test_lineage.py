"""`lineage` on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from core.kpi import Table
from tests.core.cli.commands import NOWHERE, Command, fill, one_sentence
from tests.forms import edit
from tests.project import kpi_text
from tests.warehouses import execute


def test_a_kpi_is_followed_to_its_columns_without_a_warehouse(scorecard: Command) -> None:
    found = scorecard("lineage", "success", "5", url="postgresql://me@127.0.0.1:1/w")

    assert found.code == 0
    assert one_sentence(found) == (
        "whether stg.forms is a view is unknown; scorecard lineage --warehouse asks, and follows"
        " views"
    )
    assert found.out.splitlines() == [
        "success/kpi_05  Forms, average",
        "",
        "made from",
        "└─ success/kpi_06  Forms",
        "   └─ stg.forms",
        "      └─ decides which rows count: sent_on",
        "",
        "read by",
        "└─ nothing",
    ]


@pytest.mark.parametrize("name", ["stg.forms", "STG.Forms", "forms"])
def test_a_table_is_found_by_its_name(scorecard: Command, name: str) -> None:
    assert scorecard("lineage", "--table", name).out.startswith("stg.forms\n└─ success/kpi_06")


def test_a_column_that_is_to_be_dropped_names_who_reads_it(scorecard: Command) -> None:
    used = scorecard("lineage", "--column", "stg.forms.sent_on").out
    free = scorecard("lineage", "--column", "stg.forms.kind").out

    assert used.splitlines()[1:3] == [
        "└─ success/kpi_06  Forms: decides which rows count",
        "   └─ success/kpi_05  Forms, average",
    ]
    near = scorecard("lineage", "--column", "stg.forms.senton").out
    assert near.endswith("; did you mean sent_on?\n")
    assert free == "no KPI reads stg.forms.kind; 1 KPI of stg.forms read other columns\n"


def test_the_warehouse_names_the_columns_that_a_star_leaves_open(
    scorecard: Command, root: Path, warehouse_url: str
) -> None:
    fill(warehouse_url)
    edit(root, "scorecards/success/kpi_06.py", "count(*)", "max(sent_on) - min(sent_on)")
    edit(
        root,
        "scorecards/success/kpi_06.py",
        "stg.forms WHERE",
        "(SELECT * FROM stg.forms) AS x WHERE",
    )
    (edge,) = [
        each
        for each in json.loads(
            scorecard(
                "lineage", "success", "6", "--warehouse", "--format", "json", url=warehouse_url
            ).out
        )["edges"]
        if each["from"] == "stg.forms"
    ]

    assert edge["columns"] == [{"column": "sent_on", "makes": ["value"], "certain": True}]


def test_a_view_is_followed_with_a_warehouse_and_from_memory_without(
    scorecard: Command, root: Path, warehouse_url: str
) -> None:
    fill(warehouse_url)
    execute(warehouse_url, "CREATE VIEW stg.sent AS SELECT sent_on AS day FROM stg.forms")
    kpi = kpi_text("SELECT count(day) AS value FROM stg.sent", sources=[Table("stg.sent")])
    (root / "scorecards/success/kpi_07.py").write_text(kpi)

    asked = scorecard("lineage", "success", "7", "--warehouse", url=warehouse_url)
    remembered = scorecard("lineage", "success", "7", url=NOWHERE)

    assert (asked.code, asked.err) == (0, "")
    assert (remembered.out, remembered.err) == (asked.out, "")
    assert asked.out.splitlines()[2:8] == [
        "made from",
        "└─ stg.sent  (a view)",
        "   ├─ makes value: day",
        "   └─ made from",
        "      └─ stg.forms",
        "         └─ makes value: sent_on",
    ]
    readers = scorecard("lineage", "--column", "stg.forms.sent_on").out
    assert "success/kpi_07  Forms, through stg.sent: makes value" in readers
    assert scorecard("lineage", "--table", "stg.sent").out.startswith("a view of stg.forms\n")
    chart = scorecard("lineage", "--table", "stg.forms", "--format", "mermaid").out
    assert chart.count("-->") == 4


def test_formats_show_the_same_part_of_the_graph(scorecard: Command) -> None:
    chart = scorecard("lineage", "--table", "stg.forms", "--format", "mermaid").out
    whole = scorecard("lineage", "--format", "json").out

    assert chart.startswith("flowchart LR\n")
    assert len(json.loads(whole)["edges"]) == 2
    assert scorecard("lineage").out == "stg.forms\n└─ success/kpi_06  Forms\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--table", "stg.from"), "no KPI reads 'stg.from'; did you mean stg.forms?"),
        (("--table", "zzz"), "no KPI reads 'zzz'; see all sources with scorecard lineage"),
        (("--column", "sent_on"), "--column 'sent_on' names no table; write the table before it,"),
        (("success", "5", "--table", "x"), "lineage follows one thing; give a KPI, --table or"),
        (("success", "9"), "scorecards/success/kpi_09.py does not exist; the domain has KPIs 5, 6"),
    ],
)
def test_wrong_usage_says_what_there_is(
    scorecard: Command, arguments: tuple[str, ...], message: str
) -> None:
    found = scorecard("lineage", *arguments)

    assert found.code == 2
    assert one_sentence(found).startswith(message)
