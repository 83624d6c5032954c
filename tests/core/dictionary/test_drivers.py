"""Drivers in the dictionary, and why a KPI moved last."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from core.dictionary.drivers import read_reasons, tree_text
from core.dictionary.html import dictionary_html
from core.dictionary.markdown import dictionary_markdown
from core.kpi import Values
from core.store import Explanations, migrate
from tests.catalogues import catalogue_with, entry
from tests.core.dictionary.dictionaries import gather, write_forms_project
from tests.core.store.test_explanations import ORDERS
from tests.project import settings_of
from tests.warehouses import open_for

TREE = entry(1, name="Orders", domain="shop", tree="a * b", drivers=(Values(2, name="a"),))


def test_a_tree_says_what_its_names_mean() -> None:
    catalogue = catalogue_with(TREE, entry(2, name="Clients", domain="shop"))

    assert tree_text(catalogue, TREE) == "a * b (a: Clients (shop/kpi_02))"
    assert tree_text(catalogue_with(TREE), TREE) == "a * b"
    assert tree_text(catalogue, entry(2)) == ""


def test_reasons_are_those_of_the_newest_change(tmp_path: Path, warehouse_url: str) -> None:
    old = replace(ORDERS, period="2026-W45", against="2026-W44", sentences='["Old."]')
    new = replace(ORDERS, sentences=json.dumps(["New.", "Two."]))
    renamed = replace(ORDERS, field_name="purchases", period="2026-W47", sentences='["Gone."]')
    root = write_forms_project(tmp_path)
    with closing(open_for(settings_of(root, SCORECARD_WAREHOUSE=warehouse_url))) as database:
        assert read_reasons(database, [TREE]) == {}
        migrate(database, [])
        Explanations(database).add([new, old, renamed])

        assert read_reasons(database, [TREE]) == {("shop", 1): ("New.", "Two.")}
        assert read_reasons(database, [entry(1, domain="shop")]) == {}


def test_pages_say_why_a_kpi_moved(tmp_path: Path) -> None:
    dictionary = gather(write_forms_project(tmp_path))
    page = replace(dictionary.pages[0], reasons=("Forms fell by 3 <b>.",))
    shown = replace(dictionary, pages=[page])

    assert "<h3>Why it moved</h3>" in dictionary_html(shown)
    assert "<li>Forms fell by 3 &lt;b&gt;.</li>" in dictionary_html(shown)
    text = dictionary_markdown(shown)["sales/kpi_01.md"]
    assert "## Why it moved\n\n- Forms fell by 3 &lt;b&gt;.\n" in text
    assert "Why it moved" not in dictionary_html(dictionary)
