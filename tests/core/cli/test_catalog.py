"""`list` and `catalog` as readers use them."""

from __future__ import annotations

import json
import re
from pathlib import Path

from tests.core.cli.commands import NOWHERE, UNREACHABLE, Command, one_sentence
from tests.forms import edit


def test_list_names_every_kpi(scorecard: Command) -> None:
    table = scorecard("list").out.splitlines()
    records = json.loads(scorecard("list", "success", "--format", "json").out)

    assert [re.sub(r" {2,}", "|", line) for line in table[2:]] == [
        "success|05|Forms, average|weekly|2 weeks|number|≤ 3.00|success@example.com",
        "success|06|Forms|weekly|week|count|success@example.com",
    ]
    assert [(each["kpi_number"], each["definition"], each["sources"]) for each in records] == [
        (5, "What the test counts.", ["kpi_06"]),
        (6, "What the test counts.", ["stg.forms"]),
    ]


def test_catalog_finds_kpis_by_what_their_files_say(scorecard: Command) -> None:
    found = scorecard("catalog", "--source", "stg.forms")
    none = scorecard("catalog", "success", "--owner", "nobody")

    assert [line.split()[:3] for line in found.out.splitlines()[2:3]] == [
        ["success", "06", "Forms"]
    ]
    assert found.out.endswith("\n1 KPI, 0 reviews due\n")
    assert (none.code, none.out) == (0, "no KPI has all that the options ask for\n")


def test_catalog_lists_due_reviews_and_check_warns_of_them(scorecard: Command, root: Path) -> None:
    edit(root, "scorecards/success/kpi_06.py", "unit=", "review='monthly',\n    unit=")
    found = json.loads(scorecard("catalog", "--stale", "--format", "json").out)
    checked = scorecard("check")

    assert [each["kpi_number"] for each in found] == [6]
    assert checked.code == 0
    assert "kpi_06.py:8: warning: review is due: the definition was never" in checked.err
    (warning,) = json.loads(scorecard("check", "--format", "json").out)
    assert warning["kind"] == "warning"


def test_catalog_lists_retired_kpis(scorecard: Command, filled: str) -> None:
    assert scorecard("catalog", "--retired", url=filled).out == "no KPI is retired\n"
    scorecard("retire", "success", "6", "--note", "no longer asked for", url=filled)

    (line,) = scorecard("catalog", "--retired", url=filled).out.splitlines()[2:]
    (record,) = json.loads(scorecard("catalog", "--retired", "--format", "json", url=filled).out)
    assert line.startswith("success  06  Forms  count  success@example.com  2026-W46")
    assert line.endswith("retired it on 2026-11-16 (no longer asked for)")
    assert (record["kpi_number"], record["last_period"]) == (6, "2026-W46")


def test_retired_kpis_take_no_other_filter(scorecard: Command) -> None:
    found = scorecard("catalog", "--retired", "--owner", "me")

    assert found.code == 2
    assert one_sentence(found).startswith("--retired lists retired KPIs of domains")


def test_catalog_writes_a_dictionary(scorecard: Command, filled: str, root: Path) -> None:
    found = scorecard("catalog", "--html", "var/kpis.html", "--markdown", "var/kpis", url=filled)
    again = scorecard("catalog", "--html", "var/kpis.html", "--markdown", "var/kpis", url=filled)

    assert (found.code, found.err) == (0, "")
    assert found.out == "wrote var/kpis.html, 2 KPIs\nvar/kpis/index.md, 2 KPIs: 3 files changed\n"
    assert again.out.startswith("unchanged: var/kpis.html, 2 KPIs\n")
    assert again.out.endswith("0 files changed\n")
    page = (root / "var/kpis.html").read_text()
    assert ">5</text>" in page
    assert (root / "var/kpis/success/kpi_06.md").exists()


def test_a_dictionary_has_the_kpis_that_are_selected(scorecard: Command, root: Path) -> None:
    found = scorecard("catalog", "--source", "stg.forms", "--html", "kpis.html", url=NOWHERE)

    assert (found.code, found.out) == (0, "wrote kpis.html, 1 KPI\n")
    gap = "without values and versions, for the store cannot be read"
    assert found.err.startswith(f"{gap}: {UNREACHABLE}")
    page = (root / "kpis.html").read_text()
    assert 'id="success-kpi-06"' in page
    assert 'id="success-kpi-05"' not in page
    assert "s3cret" not in page


def test_a_dictionary_needs_a_place_that_can_be_written(scorecard: Command, root: Path) -> None:
    (root / "folder").mkdir()
    found = scorecard("catalog", "--html", "folder", url=NOWHERE)

    assert found.code == 2
    assert found.err.splitlines()[-1].startswith("folder is a folder; name a file in it")


def test_a_format_typed_as_an_option_is_answered_with_the_right_one(scorecard: Command) -> None:
    found = scorecard("catalog", "--json")

    assert found.code == 2
    assert found.err.endswith("Error: there is no --json; write --format json\n")
    assert "--json" not in scorecard("catalog", "--help").out
