"""Differences between revisions of a definition."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from core.catalog.definition import definition_of
from core.dictionary.versions import changes_between, query_lines
from core.model.definition import Definition
from tests.project import catalogue_of, kpi_text


def definition(root: Path) -> Definition:
    catalogue = catalogue_of(root, {"success/kpi_01.py": kpi_text(target=5, better="lower")})
    return definition_of(catalogue, catalogue.entry("success", 1))


def test_a_new_owner_decides_no_value_and_is_named(tmp_path: Path) -> None:
    old = definition(tmp_path)
    new = replace(old, owner="b@example.com", meaning="Said otherwise.")

    changes, decides = changes_between(old, new)
    assert changes == (
        "definition in words",
        "owner from success@example.com to b@example.com",
    )
    assert not decides


def test_a_new_query_decides_values(tmp_path: Path) -> None:
    old = definition(tmp_path)
    new = replace(old, version="other", query="SELECT 2 AS value", unit="hours")

    assert changes_between(old, new) == (("query", "unit from count to hours"), True)


def test_what_an_earlier_store_did_not_keep_is_no_change(tmp_path: Path) -> None:
    new = definition(tmp_path)

    assert changes_between(replace(new, since=None, settles=None), new) == ((), False)


def test_a_query_laid_out_anew_has_not_changed() -> None:
    assert query_lines("SELECT 1\n  AS value", "SELECT 1 AS value") == ()
    changed = query_lines("SELECT a\nFROM t", "SELECT b\nFROM t")
    assert changed[1:] == ("-SELECT a", "+SELECT b", " FROM t")
