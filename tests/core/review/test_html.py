"""The HTML file: whole, self-contained, and readable by machines."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from core.review.html import review_html
from core.review.sections import make_document
from tests.core.review.reviews import comment, facts, weeks

ROWS = [
    *weeks([4, 5], 6, target=9.0, better="higher"),
    *weeks([4, None], 7, outcome="failed", reason="<script>alert(1)</script>"),
]


class Outline(HTMLParser):
    """Collects headings, landmarks, and elements that are not closed."""

    VOID = ("meta", "br", "hr", "link", "img")

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 -- the parser's signature
        self.seen.append(tag)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def page() -> str:
    said = comment("A <b>fair</b> & more")
    return review_html(make_document(facts(ROWS, [6, 7], comments={said.key: said})))


def test_the_file_is_well_formed_and_has_landmarks() -> None:
    outline = Outline()
    outline.feed(page())

    assert outline.open == []
    assert {"header", "nav", "main", "footer"} <= set(outline.seen)
    assert outline.seen.count("h1") == 1


def test_what_people_typed_is_text() -> None:
    assert "<script>" not in page()
    assert "&lt;script&gt;" in page()
    assert "A &lt;b&gt;fair&lt;/b&gt; &amp; more" in page()


def test_the_file_names_no_address_and_runs_no_script() -> None:
    found = re.sub(r"<svg.*?</svg>", "", page(), flags=re.DOTALL)

    assert "http" not in found.replace("http-equiv", "")
    assert re.findall(r'(?:src|href)="([^"#]*)"', page()) == []


def test_each_number_has_the_key_of_its_value() -> None:
    assert (
        '<data class="value" value="success/kpi_06 2026-W46" title="success/kpi_06 2026-W46">'
        "5</data>" in page()
    )


def test_the_same_document_gives_the_same_bytes() -> None:
    assert page() == page()


def test_no_tone_is_told_by_its_colour_alone() -> None:
    for tone, mark in (("watch", "▲"), ("good", "✓")):
        items = re.findall(rf'<li class="{tone}">(.*?)</li>', page(), re.DOTALL)
        assert items
        assert all(mark in item for item in items)
