"""Stored values are verified against their records, on both engines."""

from __future__ import annotations

from pathlib import Path

from core.kpi import Values
from tests.core.explain.explanations import COUNT, FORMS
from tests.core.explain.verifications import command, results, verified
from tests.project import kpi_text
from tests.runs import run
from tests.warehouses import execute, stored

ALL_SAME = {
    (1, ""): "same",
    (2, ""): "same",
    (3, "Berlin"): "same",
    (3, "Bonn"): "same",
    (4, ""): "same",
}


def everything(url: str) -> list[object]:
    """Return the number of rows of all tables of the store, and the values themselves."""
    tables = ("run", "definition", "restatement", "source", "replaced", "source_check")
    counts = [stored(url, "count(*)", f"scorecard_{table}", "1") for table in tables]
    return [*counts, stored(url, "kpi_number, period, value, run_id", "scorecard_success")]


def test_all_values_of_a_week_are_the_same_and_nothing_is_written(
    root: Path, warehouse_url: str
) -> None:
    before = everything(warehouse_url)

    assert results(root, warehouse_url) == (0, ALL_SAME)
    assert results(root, warehouse_url, "--period", "2026-W45") == (
        0,
        {key: truth for key, truth in ALL_SAME.items() if key not in ((2, ""), (3, "Bonn"))}
        | {(2, ""): "same"},
    )
    assert everything(warehouse_url) == before


def test_a_value_whose_source_has_a_new_row_says_when_and_how_many(
    root: Path, warehouse_url: str
) -> None:
    execute(warehouse_url, "INSERT INTO stg.forms VALUES ('2026-11-13 10:00', 'Bonn')")

    code, found = verified(root, warehouse_url)
    forms = found[1, ""]
    assert (code, forms["result"], forms["stored"], forms["computed"]) == (0, "changed", 1.0, 2.0)
    assert forms["why"] == (
        "1 is stored, 2 is computed now; stg.forms has 4 rows, 3 when it was read and a newest row "
        "of 2026-11-13 10:00 CET, then 2026-11-12 09:30 CET"
    )
    # The sum reads the stored values of then, and those are the same.
    assert found[2, ""]["result"] == "same"
    assert found[3, "Berlin"]["result"] == "same"
    assert found[3, "Bonn"]["result"] == "changed"


def test_a_row_that_was_changed_in_its_place_is_not_on_record(
    root: Path, warehouse_url: str
) -> None:
    execute(warehouse_url, "UPDATE stg.forms SET office = 'Köln' WHERE office = 'Bonn'")

    code, found = verified(root, warehouse_url, "--kpi", "3")
    assert code == 1
    assert {key[1]: each["result"] for key, each in found.items()} == {
        "Berlin": "same",
        "Bonn": "unexplained",
        "Köln": "unexplained",
    }


def test_a_stored_value_that_was_tampered_with_is_an_error(root: Path, warehouse_url: str) -> None:
    table = "vl_analytics.scorecard_success"
    execute(
        warehouse_url,
        f"UPDATE {table} SET value = 9 WHERE kpi_number IN (1, 4) AND period = '2026-W46'",
    )

    code, found = verified(root, warehouse_url)
    assert code == 1
    assert {key[0] for key, each in found.items() if each["result"] == "unexplained"} == {1, 4}
    assert found[1, ""]["why"] == (
        "9 is stored, 1 is computed now; no source has changed on record, so the stored value or "
        "rows of its sources were changed in place"
    )


def test_a_derived_value_that_was_tampered_with_is_an_error(root: Path, warehouse_url: str) -> None:
    table = "vl_analytics.scorecard_success"
    execute(warehouse_url, f"UPDATE {table} SET value = 9 WHERE kpi_number = 2")
    code, found = verified(root, warehouse_url, "--kpi", "2")
    assert (code, found[2, ""]["computed"]) == (1, 3.0)
    assert found[2, ""]["why"].endswith(
        "it was made from the same stored values as now, so it was changed itself"
    )


def test_a_value_made_from_one_that_was_tampered_with_is_an_error(
    root: Path, warehouse_url: str
) -> None:
    table = "vl_analytics.scorecard_success"
    execute(warehouse_url, f"UPDATE {table} SET value = 9 WHERE kpi_number = 1")
    code, found = verified(root, warehouse_url, "--kpi", "2")
    # The store was made today, and the week is an earlier one.
    assert (code, found[2, ""]["result"]) == (0, "unknown")

    schema = "vl_analytics.scorecard_schema"
    execute(warehouse_url, f"UPDATE {schema} SET applied_at = '2026-11-01'")
    code, found = verified(root, warehouse_url, "--kpi", "2")
    assert (code, found[2, ""]["result"]) == (1, "unexplained")
    assert found[2, ""]["why"].endswith("made from are not those that are on record")


def test_a_source_that_is_gone_makes_its_values_unknown(root: Path, warehouse_url: str) -> None:
    execute(warehouse_url, "DROP TABLE stg.forms")
    (root / "calls.csv").unlink()

    code, found = verified(root, warehouse_url)
    truths = {key[0]: each["result"] for key, each in found.items()}
    assert (code, truths) == (0, {1: "unknown", 2: "same", 3: "unknown", 4: "unknown"})
    assert found[1, ""]["why"].startswith("no answer from stg.forms now: ")
    assert "calls.csv does not exist" in found[4, ""]["why"]


def test_a_file_with_other_contents_is_told_by_its_checksum(root: Path, warehouse_url: str) -> None:
    (root / "calls.csv").write_text("id\n1\n2\n3\n")

    code, found = verified(root, warehouse_url, "--kpi", "4")
    assert (code, found[4, ""]["result"]) == (0, "changed")
    assert "calls.csv has other contents, changed on " in found[4, ""]["why"]
    assert found[4, ""]["why"].endswith(": 3 rows, 2 when it was read")


def test_a_value_is_computed_by_the_definition_of_then(root: Path, warehouse_url: str) -> None:
    doubled = COUNT.replace("count(*) AS value", "2 * count(*) AS value")
    file = root / "scorecards/success/kpi_01.py"
    file.write_text(kpi_text(doubled, definition="Twice.", sources=[FORMS]))
    assert results(root, warehouse_url, "--kpi", "1") == (0, {(1, ""): "same"})

    run(root, warehouse_url, "2026-W46")
    assert results(root, warehouse_url, "--kpi", "1") == (0, {(1, ""): "same"})
    assert results(root, warehouse_url, "--kpi", "1", "--period", "2026-W45")[1] == {
        (1, ""): "same"
    }


def test_a_derived_value_reads_what_was_stored_when_it_was_computed(
    root: Path, warehouse_url: str
) -> None:
    text = kpi_text(
        "SELECT max(value) AS value FROM kpi_01", name="Most", sources=[Values(1, last=2)]
    )
    (root / "scorecards/success/kpi_05.py").write_text(text)
    run(root, warehouse_url, "2026-W46")
    # A person's value is the largest from then on: the maximum follows, and so do both records.
    set_value = ("set", "success", "1", "2026-W45", "7", "--note", "by post", "--no-publish")
    assert command(root, warehouse_url, *set_value).exit_code == 0

    code, found = verified(root, warehouse_url, "--period", "2026-W45..2026-W46")
    assert code == 0
    assert (found[5, ""]["stored"], found[5, ""]["result"]) == (7.0, "same")
    assert (found[2, ""]["stored"], found[2, ""]["result"]) == (8.0, "same")


def test_a_manual_value_is_the_one_that_its_person_set(root: Path, warehouse_url: str) -> None:
    set_value = ("set", "success", "1", "2026-W46", "7", "--note", "by post", "--no-publish")
    command(root, warehouse_url, *set_value)
    code, found = verified(root, warehouse_url, "--kpi", "1")
    assert (code, found[1, ""]["result"]) == (0, "same")
    assert "by post" in found[1, ""]["why"]

    execute(
        warehouse_url,
        "UPDATE vl_analytics.scorecard_success SET value = 8 WHERE by_hand",
    )
    code, found = verified(root, warehouse_url, "--kpi", "1")
    assert (code, found[1, ""]["result"]) == (1, "unexplained")
    assert found[1, ""]["why"] == "8 is stored, and the ledger has 7 for its run"


def test_a_value_of_which_too_little_is_on_record_is_unknown(
    root: Path, warehouse_url: str
) -> None:
    execute(
        warehouse_url,
        "UPDATE vl_analytics.scorecard_definition SET source_details = NULL WHERE kpi_number = 1",
        "DELETE FROM vl_analytics.scorecard_source WHERE kpi_number = 2",
    )

    code, found = verified(root, warehouse_url)
    assert (code, found[1, ""]["result"], found[2, ""]["result"]) == (0, "unknown", "unknown")
    assert "the store has too little of the definition" in found[1, ""]["why"]
    assert found[2, ""]["why"] == "the record of the values that it was made from is gone"
