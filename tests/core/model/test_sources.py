"""Sources: the names by which queries read them and readers know them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model.sources import File, Tab, Table, Values, describe, snake_case


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Overall churn rate", "overall_churn_rate"),
        ("Offboarding forms, 4-week average", "offboarding_forms_4_week_average"),
        ("  NPS (%) ", "nps"),
        ("Straße", "strasse"),
        ("Größe in m²", "gr_sse_in_m"),
        ("売上", ""),
        ("", ""),
    ],
)
def test_snake_case_keeps_letters_and_digits_only(text: str, expected: str) -> None:
    assert snake_case(text) == expected


@given(st.text())
def test_snake_case_of_anything_is_stable_and_made_of_the_same_letters(text: str) -> None:
    found = snake_case(text)
    assert snake_case(found) == found
    assert re.fullmatch(r"([a-z0-9]+(_[a-z0-9]+)*)?", found)


@pytest.mark.parametrize(
    ("source", "relation", "described"),
    [
        (Table("stg_hubspot.agreements"), "stg_hubspot.agreements", "stg_hubspot.agreements"),
        (File("exports/deals.csv"), "deals", "exports/deals.csv"),
        (File("exports/deals.csv.gz"), "deals", "exports/deals.csv.gz"),
        (File("exports/Deals 2026-*.parquet"), "deals_2026", "exports/Deals 2026-*.parquet"),
        (File("exports/*.csv", name="deals"), "deals", "exports/*.csv"),
        (
            Tab("OPERATIONS_SHEET", "Client list", ["Client"]),
            "client_list",
            "OPERATIONS_SHEET › Client list",
        ),
        (
            Tab("OPERATIONS_SHEET", "2026", ["Client"], name="clients"),
            "clients",
            "OPERATIONS_SHEET › 2026",
        ),
        (Values(6, last=4), "kpi_06", "kpi_06"),
        (Values(106), "kpi_106", "kpi_106"),
        (Values(6, domain="success"), "kpi_06", "success/kpi_06"),
        (Values(6, domain="success", name="forms"), "forms", "success/kpi_06"),
    ],
)
def test_a_source_is_read_by_one_name_and_shown_by_another(
    source: Table | File | Tab | Values, relation: str, described: str
) -> None:
    assert (source.relation, describe(source)) == (relation, described)
