"""The value that a KPI file is made of, and what a type-checker says of a wrong one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from core.model.kpi import Kpi

ROOT = Path(__file__).parents[3]
OWNER = "success@example.com"


def test_a_series_is_known_by_its_name_unless_field_says_otherwise() -> None:
    renamed = Kpi(
        name="Net churn", owner=OWNER, unit="percent", query="SELECT 1 AS value", field="churn"
    )
    assert renamed.field_name == "churn"
    assert Kpi(name="Net churn", owner=OWNER, unit="percent", query="").field_name == "net_churn"


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
