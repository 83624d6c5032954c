"""The field that a person names is one that the KPI has."""

from __future__ import annotations

import pytest

from core.errors import UsageError
from core.model import Row
from core.query import SqlFacts
from core.run.manual_field import choose_field
from tests.catalogues import entry
from tests.rows import row

TOTAL, FIELDS, OPEN = SqlFacts(outputs=("value",)), SqlFacts(outputs=("field", "value")), SqlFacts()
KPI = entry(6)


def stored(*labels: str) -> list[Row]:
    """Return a row of the KPI's series for each label."""
    series = {"field_name": KPI.kpi.field_name, "range_type": str(KPI.range)}
    return [row(1, label, **series) for label in labels]


def choose(facts: SqlFacts, rows: list[Row], label: str, *, is_new: bool = False) -> str:
    return choose_field(KPI, facts, rows, label, is_new=is_new)


@pytest.mark.parametrize("facts", [FIELDS, OPEN])
def test_a_field_that_the_kpi_has_is_chosen(facts: SqlFacts) -> None:
    assert choose(facts, stored("North", "(blank)"), " North ") == "North"
    assert choose(facts, stored("North", "(blank)"), " ") == "(blank)"


@pytest.mark.parametrize("facts", [TOTAL, OPEN])
def test_the_total_of_a_kpi_without_fields_is_chosen(facts: SqlFacts) -> None:
    assert choose(facts, stored(""), "") == ""
    assert choose(facts, [], "") == ""


@pytest.mark.parametrize(
    ("facts", "labels", "label", "message"),
    [
        (TOTAL, [""], "North", "success/kpi_06 is not broken down; leave out --field"),
        (TOTAL, [], "North", "success/kpi_06 is not broken down; leave out --field"),
        (OPEN, [""], "North", "success/kpi_06 is not broken down; leave out --field"),
        (FIELDS, [], "", "success/kpi_06 is broken down; name its field with --field"),
        (FIELDS, ["B", "A"], "", "success/kpi_06 is broken down; name one of A, B with --field"),
        (OPEN, ["A"], "", "success/kpi_06 is broken down; name one of A with --field"),
        (
            FIELDS,
            ["North", "South"],
            "nroth",
            "success/kpi_06 has no field 'nroth'; did you mean 'North' or 'South'? --new-field adds"
            " one",
        ),
        (
            FIELDS,
            ["A", "B"],
            "xyz",
            "success/kpi_06 has no field 'xyz'; name A, B, or add --new-field",
        ),
        (
            FIELDS,
            list("ABCDEFGHI"),
            "",
            "success/kpi_06 is broken down; name one of A, B, C, D, E, F, G, H, … with --field",
        ),
    ],
)
def test_any_other_is_refused_in_one_sentence(
    facts: SqlFacts, labels: list[str], label: str, message: str
) -> None:
    with pytest.raises(UsageError) as caught:
        choose(facts, stored(*labels), label)
    assert str(caught.value) == message


def test_a_new_field_is_allowed_on_purpose_or_if_none_is_stored() -> None:
    assert choose(FIELDS, stored("North"), "West", is_new=True) == "West"
    assert choose(FIELDS, [], "West") == "West"


def test_a_new_field_does_not_break_down_a_total() -> None:
    with pytest.raises(UsageError, match="is not broken down"):
        choose(TOTAL, stored(""), "West", is_new=True)


def test_rows_of_an_older_series_and_rows_without_a_value_do_not_count() -> None:
    older = [row(1, "Old", field_name="older")]
    failed = [row(None, field_name=KPI.kpi.field_name)]

    assert choose(OPEN, older, "") == ""
    assert choose(OPEN, failed, "North") == "North"
