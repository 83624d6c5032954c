"""The value that a KPI file is made of, and what a type-checker says of a wrong one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model.kpi import File, Kpi, Tab, Table, Values, describe, snake_case

ROOT = Path(__file__).parents[3]
OWNER = "success@example.com"


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


def test_a_series_is_known_by_its_name_unless_field_says_otherwise() -> None:
    renamed = Kpi(
        name="Net churn", owner=OWNER, unit="percent", query="SELECT 1 AS value", field="churn"
    )
    assert renamed.field_name == "churn"
    assert Kpi(name="Net churn", owner=OWNER, unit="percent", query="").field_name == "net_churn"


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


def test_a_kpi_cannot_be_changed_and_takes_names_only() -> None:
    kpi = Kpi(name="Forms", owner=OWNER, unit="count", query="SELECT 1 AS value")
    with pytest.raises(AttributeError):
        kpi.unit = "days"  # type: ignore[misc]  # refused on purpose
    with pytest.raises(TypeError):
        Kpi("Forms", OWNER, "count", "SELECT 1 AS value")  # type: ignore[call-arg]  # refused on purpose


_SNIPPET = f"""
from core.kpi import Kpi, Tab, Table, Values

right = Kpi(
    name="A", owner="{OWNER}", unit="EUR", query="SELECT 1", sources=[Table("a.b"), Values(6)],
    target=3,
)
no_owner = Kpi(name="A", unit="EUR", query="SELECT 1")
wrong_unit = Kpi(name="A", owner="{OWNER}", unit="euros", query="SELECT 1")
wrong_better = Kpi(name="A", owner="{OWNER}", unit="count", query="SELECT 1", better="more")
wrong_cadence = Kpi(name="A", owner="{OWNER}", unit="count", query="SELECT 1", cadence="yearly")
wrong_source = Kpi(name="A", owner="{OWNER}", unit="count", query="SELECT 1", sources=["a.b"])
misspelt = Kpi(name="A", owner="{OWNER}", unit="count", query="SELECT 1", targt=3)
"""


def test_a_type_checker_catches_a_missing_owner_and_a_wrong_unit(tmp_path: Path) -> None:
    from mypy import api  # heavy, and only this test needs it

    file = tmp_path / "kpi_01.py"
    file.write_text(_SNIPPET)
    (tmp_path / "mypy.ini").write_text(
        f"[mypy]\nstrict = true\nfollow_imports = silent\nmypy_path = {ROOT}\ncache_dir ="
        f" {tmp_path / 'cache'}\nexplicit_package_bases = true\n"
    )
    out, err, _ = api.run(["--config-file", str(tmp_path / "mypy.ini"), str(file)])
    assert err == ""
    lines = _SNIPPET.splitlines()
    errors = re.findall(r"kpi_01\.py:(\d+): error: (.*)", out)
    found = {lines[int(number) - 1].partition(" =")[0]: message for number, message in errors}
    assert found.keys() == {
        "no_owner",
        "wrong_unit",
        "wrong_better",
        "wrong_cadence",
        "wrong_source",
        "misspelt",
    }
    assert 'Missing named argument "owner"' in found["no_owner"]
    assert (
        'Argument "unit" to "Kpi" has incompatible type "Literal[\'euros\']"' in found["wrong_unit"]
    )
