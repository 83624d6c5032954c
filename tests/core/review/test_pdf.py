"""The PDF: the same words and numbers as the HTML, and the same bytes each time."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from core.errors import UsageError
from core.review.document import ReviewDocument, numbers_of
from core.review.pdf import document_data, first_page, review_pdf
from core.review.sections import make_document
from tests.core.review.reviews import comment, facts, weeks

typst = pytest.importorskip("typst", reason="a PDF needs typst: pip install -e '.[dev]'")
pypdf = pytest.importorskip("pypdf", reason="reading a PDF needs pypdf: pip install -e '.[dev]'")


def document() -> ReviewDocument:
    said = comment('#panic("not markup") *or* $x$ <script>')
    rows = [
        *weeks([4, 5], 6, target=9.0, better="higher"),
        *weeks([4, None], 7, outcome="failed", reason="[timeout] #h(1fr)"),
    ]
    return make_document(facts(rows, [6, 7], comments={said.key: said}))


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return review_pdf(document())


def text_of(pdf: bytes) -> str:
    """Return all text without spaces, since lines break where there is no more room."""
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


def test_two_builds_give_the_same_bytes(pdf: bytes) -> None:
    assert review_pdf(document()) == pdf


def test_every_number_of_the_document_is_on_a_page(pdf: bytes) -> None:
    text = text_of(pdf)

    for number in numbers_of(document()):
        assert "".join(number.text.split()) in text


def test_what_people_typed_is_text_and_not_markup(pdf: bytes) -> None:
    text = text_of(pdf)

    assert '#panic("notmarkup")*or*$x$<script>' in text
    assert "[timeout]#h(1fr)" in text


def test_the_pdf_has_a_title_a_date_a_language_and_only_our_fonts(pdf: bytes) -> None:
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    fonts = {
        str(font.get_object()["/BaseFont"]).partition("+")[2]
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()
    }

    assert reader.metadata is not None
    assert reader.metadata.title == "Success scorecard, 2026-W46"
    assert str(reader.metadata.creation_date) == "2026-11-16 09:00:00+01:00" or str(
        reader.metadata.creation_date
    ).startswith("2026-11-16")
    assert str(reader.trailer["/Root"]["/Lang"]).startswith("en")
    assert {name.partition("-")[0] for name in fonts} <= {"Roboto", "DejaVuSansMono"}


def test_the_first_page_is_a_picture(tmp_path: Path) -> None:
    picture = first_page(document())

    assert picture.startswith(b"\x89PNG")
    assert 10_000 < len(picture) < 500_000


def test_without_typst_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)

    with pytest.raises(UsageError, match=r"pip install 'scorecard-framework\[pdf\]'"):
        review_pdf(document())


def test_the_data_of_the_template_has_all_sections_in_order() -> None:
    titles = [part["title"] for part in document_data(document())["parts"]]

    assert titles == [part.title for part in document().parts]
