"""The dictionary as one file that is safe, self-contained and the same each time."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

from core.dictionary.html import dictionary_html
from tests.core.dictionary.dictionaries import fill_with_break, gather, write_forms_project

VOID = {"meta", "input", "br", "link"}


class Outline(HTMLParser):
    """Collects tags, ids and addresses, and checks that each tag is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        given = dict(attrs)
        self.ids += [given["id"] or ""] if "id" in given else []
        self.addresses += [text or "" for name, text in attrs if name in ("href", "src")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def outline(text: str) -> Outline:
    parser = Outline()
    parser.feed(text)
    parser.close()
    assert parser.open == []
    return parser


def test_hostile_texts_stay_texts(tmp_path: Path) -> None:
    text = dictionary_html(gather(write_forms_project(tmp_path)))

    assert outline(text).tags.count("script") == 1
    assert "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; | `tick`" in text


def test_the_file_asks_for_nothing_else(tmp_path: Path) -> None:
    text = dictionary_html(gather(write_forms_project(tmp_path)))
    found = outline(text)

    outside = [each for each in found.addresses if not each.startswith("#")]
    assert outside == ["https://wiki.example.com/forms?a=1&b=2"]
    assert "default-src 'none'" in text
    assert not re.search(r"@import|url\(|fetch\(|XMLHttpRequest", text)
    inner = {each.removeprefix("#") for each in found.addresses if each.startswith("#")}
    assert inner <= set(found.ids)
    assert len(set(found.ids)) == len(found.ids)


def test_a_playbook_is_a_link_only_to_a_page(tmp_path: Path) -> None:
    dictionary = gather(write_forms_project(tmp_path))
    page = replace(dictionary.pages[1], playbook="javascript:alert(1)")
    text = dictionary_html(replace(dictionary, pages=[page]))

    assert "javascript:alert(1)" in text
    assert 'href="javascript:' not in text


def test_two_builds_give_the_same_text(tmp_path: Path, warehouse_url: str) -> None:
    fill_with_break(write_forms_project(tmp_path), warehouse_url)

    first = dictionary_html(gather(tmp_path, warehouse_url))
    assert dictionary_html(gather(tmp_path, warehouse_url)) == first


def test_a_break_is_seen_without_a_pointer(tmp_path: Path, warehouse_url: str) -> None:
    fill_with_break(write_forms_project(tmp_path), warehouse_url)
    text = dictionary_html(gather(tmp_path, warehouse_url))
    article = text.partition('<article id="success-kpi-06"')[2].partition("</article>")[0]
    shown = re.sub(r"<title>.*?</title>", "", article)

    assert "Series break at 2026-W44:" in shown
    assert ">new definition from 2026-W44</text>" in shown
    assert '<line class="break"' in shown
    assert article.count("<polyline") == 2


def test_a_dictionary_without_kpis_is_still_a_page(tmp_path: Path) -> None:
    empty = replace(gather(write_forms_project(tmp_path)), pages=())

    assert "0 KPIs" in dictionary_html(empty)


def test_readers_are_named_and_the_newest_number_is_open(
    tmp_path: Path, warehouse_url: str
) -> None:
    fill_with_break(write_forms_project(tmp_path), warehouse_url)
    text = dictionary_html(gather(tmp_path, warehouse_url))

    assert re.search(r'Read by <a href="#sales-kpi-01">[^<]+ \(sales/kpi_01\)</a>\.', text)
    assert "<details open><summary>all numbers</summary>" in text
