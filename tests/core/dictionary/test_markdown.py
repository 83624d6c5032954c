"""The dictionary as pages of Markdown."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from core.dictionary.markdown import dictionary_markdown, escape_markdown
from tests.core.dictionary.dictionaries import fill_with_break, gather, write_forms_project


def test_there_is_an_index_and_a_page_per_kpi(tmp_path: Path) -> None:
    pages = dictionary_markdown(gather(write_forms_project(tmp_path)))

    assert sorted(pages) == ["index.md", "sales/kpi_01.md", "success/kpi_06.md"]
    assert (
        "| 06 | [Forms](success/kpi_06.md) | What the test counts. | Retention |"
        in (pages["index.md"])
    )
    assert "Read by [sales/kpi_01](../sales/kpi_01.md)." in pages["success/kpi_06.md"]
    assert "```mermaid\nflowchart LR" in pages["success/kpi_06.md"]


def test_signs_of_markdown_are_escaped(tmp_path: Path) -> None:
    pages = dictionary_markdown(gather(write_forms_project(tmp_path)))

    assert "<script>" not in pages["index.md"] + pages["sales/kpi_01.md"]
    assert escape_markdown("a|b *c* <d>\n_e_") == "a\\|b \\*c\\* &lt;d&gt; \\_e\\_"


def test_a_playbook_that_is_a_page_is_a_link(tmp_path: Path) -> None:
    pages = dictionary_markdown(gather(write_forms_project(tmp_path)))

    assert "<https://wiki.example.com/forms?a=1&b=2>" in pages["success/kpi_06.md"]
    assert "1. Look.  \n" in pages["sales/kpi_01.md"]


def test_a_query_with_ticks_stays_in_its_block(tmp_path: Path) -> None:
    dictionary = gather(write_forms_project(tmp_path))
    page = replace(dictionary.pages[1], query="SELECT '```' AS value")

    text = dictionary_markdown(replace(dictionary, pages=[page]))["success/kpi_06.md"]
    assert "````sql\nSELECT '```' AS value\n````\n" in text


def test_values_and_breaks_are_in_a_table(tmp_path: Path, warehouse_url: str) -> None:
    fill_with_break(write_forms_project(tmp_path), warehouse_url)
    text = dictionary_markdown(gather(tmp_path, warehouse_url))["success/kpi_06.md"]

    assert "| 2026-W43 | ◆ 2026-W44 | 2026-W45 |" in text
    assert "▁▂▂▃▆▇█ | 1 | 2 | 3 | 4 | 10 | 12 | 14 |" in text
    assert "**Series break at 2026-W44:** another definition (query)." in text
    assert "  ```diff" in text
