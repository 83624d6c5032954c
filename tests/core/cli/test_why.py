"""`scorecard why`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from core.kpi import Values
from tests.core.cli.commands import COUNT, FORMS, Command
from tests.project import kpi_text, write_project
from tests.warehouses import execute

FEES = kpi_text(
    COUNT.replace("count(*)", "10 * count(*)"),
    name="Fees",
    unit="EUR",
    kind="north star",
    tree="price * forms",
    drivers=[Values(6, name="forms"), Values(8, name="price")],
    sources=[FORMS],
)
PRICE = kpi_text("SELECT 10 AS value", name="Price", unit="EUR", as_of="run", sources=[])
BY_DAY = kpi_text(
    COUNT.replace("SELECT", "SELECT extract(day FROM sent_on)::text AS field,") + " GROUP BY 1",
    name="Forms by day",
    adds="sum",
    sources=[FORMS],
)
KPIS = {
    "success/kpi_06.py": kpi_text(COUNT, name="Forms", kind="guardrail", sources=[FORMS]),
    "success/kpi_07.py": FEES,
    "success/kpi_08.py": PRICE,
    "success/kpi_09.py": BY_DAY,
}


@pytest.fixture
def stored(scorecard: Command, root: Path, url: str) -> str:
    """Return a warehouse with fees of two weeks: two forms, then five."""
    write_project(root, KPIS)
    given = ("--week", "2026-W45..2026-W46", "--kpi", "6,7,8,9", "--no-publish")
    assert scorecard("run", "success", *given, url=url).code == 0
    return url


def test_a_change_is_said_in_sentences_and_as_a_table(scorecard: Command, stored: str) -> None:
    assert scorecard("why", "success", "7", url=stored).out == (
        "Fees rose by 30.00 € (+150.0%) to 50.00 € in 2026-W46, against 2026-W45.\n"
        "+30.00 € from Forms, which went from 2 to 5.\n"
        "±0.00 € from Price, which stayed at 10.00 €.\n"
        "Guardrail: Forms rose by 3 (+150.0%) to 5 in 2026-W46, against 2026-W45.\n"
        "\n"
        "driver  2026-W45  2026-W46      part\n"
        "------  --------  --------  --------\n"
        "Price    10.00 €   10.00 €   ±0.00 €\n"
        "Forms          2         5  +30.00 €\n"
        "Fees     20.00 €   50.00 €  +30.00 €\n"
    )


def test_json_has_every_number_with_its_key(scorecard: Command, stored: str) -> None:
    found = json.loads(scorecard("why", "success", "7", "--format", "json", url=stored).out)

    forms = found["change"]["contributions"][1]
    assert (forms["name"], forms["amount"]) == ("Forms", 30)
    assert forms["key"]["kpi_number"] == 6
    assert found["segments"] is None


def test_a_breakdown_is_taken_apart_by_its_segments(scorecard: Command, stored: str) -> None:
    found = scorecard("why", "success", "9", url=stored).out

    assert found.startswith("Forms by day rose by 3 (+150.0%) to 5 in 2026-W46, against 2026-W45.")
    assert "+2 from 15, which is new, with 40% of the whole." in found


def test_a_target_that_is_missing_is_said(scorecard: Command, stored: str) -> None:
    found = scorecard("why", "success", "7", "--against", "target", url=stored)

    assert (found.code, found.out) == (
        0,
        "Fees cannot be compared with the target: 2026-W46 has no target that is one number.\n",
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("9", "--week", "2026-11"), "success/kpi_09 is weekly; 2026-11 is not such a period"),
        (("1",), "scorecards/success/kpi_01.py does not exist; the domain has KPIs 5, 6, 7, 8, 9"),
        (
            ("5",),
            "no value of success/kpi_05 is stored; compute one with scorecard run success --kpi 5",
        ),
        (("7", "--json"), "there is no --json; write --format json"),
    ],
)
def test_what_cannot_be_answered_is_refused(
    scorecard: Command, stored: str, arguments: tuple[str, ...], message: str
) -> None:
    found = scorecard("why", "success", *arguments, url=stored)

    assert found.code == 2
    assert message in found.err


def test_a_tree_with_findings_is_not_used(scorecard: Command, stored: str, root: Path) -> None:
    write_project(root, {"success/kpi_07.py": FEES.replace("price * forms", "price * form")})

    found = scorecard("why", "success", "7", url=stored)

    assert found.code == 3
    assert "tree names form, which is not among drivers and sources" in found.err


def test_a_kpi_without_a_tree_says_so(scorecard: Command, stored: str) -> None:
    found = scorecard("why", "success", "8", url=stored).out

    assert found == (
        "Price stayed at 10.00 € in 2026-W46, against 2026-W45.\n"
        "The change was not taken apart: its KPI file has no tree of drivers.\n"
    )


def test_check_names_the_periods_that_a_tree_does_not_explain(
    scorecard: Command, stored: str, root: Path
) -> None:
    sound = scorecard("check", url=stored)
    write_project(root, {"success/kpi_07.py": FEES.replace("price * forms", "price + forms")})
    found = scorecard("check", url=stored)

    assert "tree" not in sound.err
    assert found.code == 0
    assert (
        "success/kpi_07: tree price + forms does not explain 2 of 2 stored periods: 2026-W46"
        " 50.00 €, +35.00 € not explained, 2026-W45 20.00 €, +8.00 € not explained; see scorecard"
        " why success 7 --period 2026-W46\n"
    ) in found.err


def test_what_was_restated_and_a_new_definition_are_said(
    scorecard: Command, stored: str, root: Path
) -> None:
    execute(stored, "INSERT INTO stg.forms VALUES ('2026-11-03')")
    scorecard("run", "success", "--week", "2026-W45", "--kpi", "6,7", "--no-publish", url=stored)
    restated = scorecard("why", "success", "7", url=stored).out.splitlines()
    write_project(root, {"success/kpi_07.py": FEES.replace("10 * count(*)", "count(*) * 10 + 1")})
    scorecard("run", "success", "--week", "2026-W46", "--kpi", "7", "--no-publish", url=stored)
    broken = scorecard("why", "success", "7", url=stored).out.splitlines()

    assert restated[:2] == [
        "Fees rose by 20.00 € (+66.7%) to 50.00 € in 2026-W46, against 2026-W45.",
        "2026-W45 was restated by +10.00 € since it was first stored, 20.00 € to 30.00 €.",
    ]
    assert broken[:2] == [
        "Fees rose by 21.00 € (+70.0%) to 51.00 € in 2026-W46, against 2026-W45.",
        "A new definition of Fees begins in 2026-W46; part of the change may be its.",
    ]
    assert "+1.00 € is not explained by the tree." in broken
