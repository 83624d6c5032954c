"""The HTML page in a real browser: Chromium, as it is installed here."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from core.review.html import review_html
from core.review.sections import make_document
from tests.core.review.reviews import check, comment, facts, past_run, restatement, weeks
from tests.core.review.test_north_star import CHANGE

playwright = pytest.importorskip(
    "playwright.sync_api", reason="the page in a browser needs playwright: pip install -e '.[dev]'"
)

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM = next(filter(None, map(shutil.which, _NAMES)), None)
PHONE = {"width": 400, "height": 800}

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        CHROMIUM is None,
        reason=f"no browser is installed: none of {', '.join(_NAMES)} is on the path",
    ),
]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the review of a bad week: all sections have something to show."""
    said = comment("The form was down " * 20)
    goal = {"target": 9.0, "better": "higher"}
    rows = [
        *weeks([4, 5, 6, 7], 6, **goal, provisional_until=date(2026, 11, 30)),
        *weeks([10, 12] * 12 + [1_234_567], 7, unit="EUR"),
        *weeks([4, None], 8, outcome="failed", reason="a very long reason " * 12),
    ]
    found = facts(
        rows,
        [6, 7, 8],
        change=CHANGE,
        comments={said.key: said},
        restatements=[restatement(3, 4, "2026-W44")],
        checks=[check("blocked", message="x" * 80)],
        runs=[past_run(9, outcome="failed", message="kpi_08: timeout")],
    )
    path = tmp_path_factory.mktemp("review") / "review.html"
    path.write_text(review_html(make_document(found)), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Any, file: Path) -> Iterator[Any]:
    opened = browser.new_page(viewport=PHONE)
    opened.goto(file.as_uri())
    yield opened
    opened.close()


def test_the_page_asks_for_nothing_and_reports_no_fault(browser: Any, file: Path) -> None:
    opened = browser.new_page()
    asked: list[str] = []
    said: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.on("console", lambda message: said.append(message.text))
    opened.goto(file.as_uri(), wait_until="networkidle")
    opened.close()

    assert asked == [file.as_uri()]
    assert said == []


def test_nothing_is_wider_than_a_phone(page: Any) -> None:
    too_wide = page.evaluate(
        """() => [...document.body.querySelectorAll('*:not(svg *)')]
            .filter(each => each.getBoundingClientRect().right > innerWidth + 0.5)
            .map(each => each.outerHTML.slice(0, 80))"""
    )

    assert too_wide == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_letters_of_charts_can_be_read_on_a_phone(page: Any) -> None:
    smallest = page.evaluate(
        """() => Math.min(...[...document.querySelectorAll('svg text')]
            .map(each => each.getBoundingClientRect().height))"""
    )

    assert smallest >= 8  # pixels of a line


def test_headings_skip_no_level_and_landmarks_are_there(page: Any) -> None:
    levels = page.evaluate(
        "() => [...document.querySelectorAll('h1,h2,h3,h4')].map(each => +each.tagName[1])"
    )

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(new - old <= 1 for old, new in pairwise(levels))
    for role in ("banner", "navigation", "main", "contentinfo"):
        assert page.get_by_role(role).count() == 1


def test_each_picture_and_table_can_be_read_aloud(page: Any) -> None:
    pictures = page.get_by_role("img").all()

    assert len(pictures) >= 3
    for picture in pictures:
        assert picture.locator("title").first.text_content()
        assert picture.locator("desc").first.text_content()
    assert page.get_by_role("table").first.get_by_role("row").count() > 1
    assert page.get_by_role("rowheader", name="KPI 8").count() == 1


def test_the_keyboard_reaches_the_content_and_each_section(page: Any) -> None:
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the review"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"

    links = page.get_by_role("navigation").get_by_role("link").all()
    targets = [link.get_attribute("href") for link in links]
    assert "#exceptions" in targets
    for target in targets:
        assert page.locator(f"section{target}").count() == 1


def test_the_page_prints_without_its_links(browser: Any, file: Path) -> None:
    opened = browser.new_page()
    opened.goto(file.as_uri())
    opened.emulate_media(media="print")
    is_shown = opened.get_by_role("navigation").is_visible()
    printed = opened.pdf(format="A4")
    opened.close()

    assert not is_shown
    assert printed.startswith(b"%PDF")
