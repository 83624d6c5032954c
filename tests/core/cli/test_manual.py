"""`scorecard set` and `unset` as people use them."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from core.cli.manual import _parse_value
from tests.core.cli.commands import Command, one_sentence
from tests.runs import values_of


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12.0),
        (" 1234.5 ", 1234.5),
        ("-3", -3.0),
        ("12.5%", 0.125),
        ("1e3", 1000.0),
        ("none", None),
        ("None", None),
    ],
)
def test_a_value_is_a_number_a_share_or_none(text: str, value: float | None) -> None:
    assert _parse_value(text) == value


@pytest.mark.parametrize("text", ["", "%", "1,000", "1_000", "inf", "nan", "12 %%", "twelve"])
def test_any_other_text_is_wrong_usage(text: str) -> None:
    with pytest.raises(
        click.BadParameter, match=r"is not a number such as 1234\.5 or 12%, nor none"
    ):
        _parse_value(text)


def test_a_manual_value_is_stored_with_what_is_derived_from_it(
    scorecard: Command, root: Path, filled: str
) -> None:
    set_ = ("set", "success", "6", "2026-W45", "4", "--note", " by \n post ")
    found = scorecard(*set_, "--no-publish", url=filled)

    changed, derived = found.out.splitlines()
    assert (found.code, found.err) == (0, "")
    assert changed.startswith("success/kpi_06 2026-W45: 4 (by hand, ")
    assert changed.endswith(": by post), was 2")
    assert derived == "derived values: 1 changed, 1 updated without a change of value"
    assert values_of(root, filled, 6) == {"2026-W45": 4, "2026-W46": 5}
    assert values_of(root, filled, 5) == {"2026-W45": None, "2026-W46": 4.5}
    assert not (root / "var" / "success.xlsx").exists()


def test_unset_restores_the_computed_value_and_publishes(
    scorecard: Command, root: Path, filled: str
) -> None:
    scorecard("set", "success", "6", "2026-W45", "none", "--note", "wrong", url=filled)
    found = scorecard("unset", "success", "6", "2026-W45", url=filled)

    assert found.code == 0
    assert found.out.startswith("success/kpi_06 2026-W45: 2, was no data (by hand, ")
    assert found.err == "published var/success.xlsx\n"
    assert values_of(root, filled, 6) == {"2026-W45": 2, "2026-W46": 5}


def test_a_value_without_a_reason_is_wrong_usage(scorecard: Command) -> None:
    missing = scorecard("set", "success", "6", "2026-W45", "4")
    empty = scorecard("set", "success", "6", "2026-W45", "4", "--note", " ")

    assert missing.code == empty.code == 2
    assert "Missing option '--note'" in missing.err
    assert "is empty; give the reason for the value" in empty.err


def test_unset_again_publishes_what_the_first_one_could_not(
    scorecard: Command, root: Path, filled: str
) -> None:
    early, late = "2026-11-16T07:00+01:00", "2026-11-16T08:00+01:00"
    scorecard(
        *("set", "success", "6", "2026-W45", "4", "--note", "by post"),
        url=filled,
        SCORECARD_NOW=early,
    )
    unset = ("unset", "success", "6", "2026-W45")
    scorecard(*unset, "--no-publish", url=filled, SCORECARD_NOW=late)

    again = scorecard(*unset, url=filled, SCORECARD_NOW=late)
    third = scorecard(*unset, url=filled, SCORECARD_NOW=late)

    assert (again.code, again.out) == (0, "success/kpi_06 2026-W45 is already 2\n")
    assert again.err == "published var/success.xlsx\n"
    assert third.code == 2
    assert third.err.endswith("has no manual value; there is nothing to remove\n")


def test_set_refuses_a_field_of_a_kpi_that_is_not_broken_down(
    scorecard: Command, filled: str
) -> None:
    given = ("set", "success", "6", "2026-W46", "5", "--note", "counted", "--field")
    found = scorecard(*given, "north", "--new-field", url=filled)
    too_long = scorecard(*given, "x" * 201, url=filled)

    assert (found.code, one_sentence(found)) == (
        2,
        "success/kpi_06 is not broken down; leave out --field",
    )
    assert too_long.code == 2
    assert one_sentence(too_long).endswith(" has 201 characters; shorten it to at most 200")


def test_a_comment_is_shown_with_its_value_and_leaves_it_alone(
    scorecard: Command, filled: str
) -> None:
    found = scorecard("note", "success", "6", "2026-W46", "a public holiday", url=filled)

    assert (found.code, found.err) == (0, "")
    assert found.out.startswith("stored for 2026-W46, by ")
    assert "comment: “a public holiday”" in scorecard("values", "success", url=filled).out
    explained = scorecard("explain", "success", "6", "2026-W46", url=filled).out
    assert [line for line in explained.splitlines() if line.endswith("a public holiday")]


def test_a_comment_without_a_text_is_wrong_usage(scorecard: Command, filled: str) -> None:
    found = scorecard("note", "success", "6", "2026-W46", "  ", url=filled)

    assert found.code == 2
    assert "TEXT" in found.err
