"""Every number of a review, in HTML and in PDF, is the store's."""

from __future__ import annotations

import io
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from core.model import Row, format_value, goal_of, goal_text
from core.review.editions import MadeEdition
from core.review.pdf import review_pdf
from core.run import EventRequest, Options, add_event
from tests.core.review.test_editions import maker
from tests.forms import fill_forms, write_forms
from tests.project import settings_of
from tests.runs import rows_of, run


class Numbers(HTMLParser):
    """Collects the elements of numbers: kind, key and text."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str, str]] = []
        self._open: tuple[str, str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "data":
            given = {name: value or "" for name, value in attrs}
            self._open = given["class"], given["value"]

    def handle_data(self, data: str) -> None:
        if self._open:
            self.found.append((*self._open, data))
            self._open = None


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Return a project with seven weeks of forms, and its store."""
    root = write_forms(tmp_path_factory.mktemp("numbers"))
    url = f"duckdb:///{root}/forms.duckdb"
    fill_forms(url)
    run(root, url, "2026-W40..2026-W46")
    settings = settings_of(root, SCORECARD_WAREHOUSE=url)
    add_event(settings, EventRequest("2026-W46", "A strike"), Options("event"))
    return root, url


@pytest.fixture(scope="module")
def made(place: tuple[Path, str]) -> MadeEdition:
    with maker(*place) as making:
        return making.make(["html"])


@pytest.fixture(scope="module")
def stored(place: tuple[Path, str]) -> dict[str, Row]:
    """Return the stored rows by the key that a page has."""
    return {f"success/kpi_{row.kpi_number:02} {row.period}": row for row in rows_of(*place)}


def numbers(made: MadeEdition) -> list[tuple[str, str, str]]:
    parser = Numbers()
    parser.feed(made.files["html"].decode())
    return parser.found


def test_each_value_and_target_of_the_page_is_the_stored_one(
    made: MadeEdition, stored: dict[str, Row]
) -> None:
    values = [each for each in numbers(made) if each[0] in ("value", "target")]

    assert {key for _, key, _ in values} >= {"success/kpi_05 2026-W46", "success/kpi_06 2026-W46"}
    for kind, key, text in values:
        row = stored[key]
        assert row.value is not None
        if kind == "value":
            assert text == format_value(row.value, row.unit)
        else:
            goal = goal_of(row)
            assert goal is not None
            assert text == goal_text(goal, row.unit)


def test_each_change_is_the_difference_of_two_stored_values(
    made: MadeEdition, stored: dict[str, Row]
) -> None:
    # W45 and W46 have six and seven forms: the change is one, which is a sixth of six.
    assert stored["success/kpi_06 2026-W45"].value == 6
    changes = {text for kind, key, text in numbers(made) if (kind, key[:14]) == CHANGE_OF_FORMS}

    assert changes == {"+1", "+16.7%"}


CHANGE_OF_FORMS = ("change", "success/kpi_06")


def test_each_number_of_a_chart_is_a_stored_one(made: MadeEdition, stored: dict[str, Row]) -> None:
    said = re.findall(r"<desc>(6 weeks.*?)</desc>", made.files["html"].decode())
    (forms,) = [each for each in said if "W46 7" in each]

    for week in range(41, 47):
        row = stored[f"success/kpi_06 2026-W{week}"]
        assert row.value is not None
        assert f"W{week} {format_value(row.value, row.unit)}" in forms


def test_the_pdf_has_the_same_numbers_as_the_page(made: MadeEdition) -> None:
    pytest.importorskip("typst", reason="a PDF needs typst: pip install -e '.[dev]'")
    pypdf = pytest.importorskip("pypdf", reason="reading a PDF needs pypdf")
    pages = pypdf.PdfReader(io.BytesIO(review_pdf(made.document))).pages
    text = "".join("".join(page.extract_text().split()) for page in pages)

    for _, _, number in numbers(made):
        assert "".join(number.split()) in text
