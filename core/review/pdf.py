"""A review as PDF, and its first page as a picture, by typst, which is an extra.

The same document gives the same bytes: fonts are ours, and the date is that of the review.
"""

from __future__ import annotations

import json
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import UsageError
from core.review.document import (
    KpiPanel,
    KpiPanels,
    ReviewBlock,
    ReviewDocument,
    ReviewItem,
    ReviewList,
    ReviewPart,
    ReviewPicture,
    ReviewTable,
    Text,
)
from core.review.html import footer_text
from core.review.texts import TONE_MARKS

if TYPE_CHECKING:
    import typst

_DOTS_PER_INCH = 110  # of the picture of the first page


def review_pdf(document: ReviewDocument) -> bytes:
    """Return the review as PDF with headings, tags and texts for pictures.

    Raises:
        UsageError: typst is not installed.
    """
    compiler, source = _compiler(document)
    made = compiler.compile(
        source, format="pdf", timestamp=int(document.instant.timestamp()), pdf_standards=["ua-1"]
    )
    assert isinstance(made, bytes)
    return made


def first_page(document: ReviewDocument) -> bytes:
    """Return the first page of the review as PNG.

    Raises:
        UsageError: typst is not installed.
    """
    compiler, source = _compiler(document)
    made = compiler.compile(
        source, format="png", ppi=_DOTS_PER_INCH, timestamp=int(document.instant.timestamp())
    )
    pages = made if isinstance(made, list) else [made]
    assert isinstance(pages[0], bytes)
    return pages[0]


def _compiler(document: ReviewDocument) -> tuple[typst.Compiler, bytes]:
    try:
        import typst
    except ImportError:
        remedy = "install it: pip install 'scorecard-framework[pdf]'"
        raise UsageError(f"a PDF needs the package typst; {remedy}") from None
    assets = Path(str(files("core.review"))) / "assets"
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(assets / "fonts")])
    inputs = {"review": json.dumps(document_data(document))}
    return typst.Compiler(font_paths=fonts, sys_inputs=inputs), (assets / "review.typ").read_bytes()


def document_data(document: ReviewDocument) -> dict[str, Any]:
    """Return a document as JSON for the template; texts are lists of words and numbers."""
    return {
        "title": document.title,
        "period": document.period.label,
        "days": document.days,
        "edition": document.edition,
        "at": _instant(document.instant),
        "facts": [_item(item) for item in document.facts],
        "parts": [_part(part) for part in document.parts],
        "footer": footer_text(document),
    }


def _instant(instant: datetime) -> list[int]:
    return list(instant.timetuple()[:6])


def _part(part: ReviewPart) -> dict[str, Any]:
    return {
        "title": part.title,
        "lead": _words(part.lead),
        "nothing": part.nothing,
        "blocks": [_block(block) for block in part.blocks],
    }


def _block(block: ReviewBlock) -> dict[str, Any]:
    if isinstance(block, ReviewList):
        items = [_item(item) for item in block.items]
        return {
            "kind": "list",
            "heading": block.heading,
            "ranked": block.is_ranked,
            "items": items,
        }
    if isinstance(block, ReviewTable):
        rows = [[{"text": _words(cell)} for cell in row] for row in block.rows]
        return {"kind": "table", "header": block.header, "right": block.right, "rows": rows}
    if isinstance(block, ReviewPicture):
        return {"kind": "picture", **_picture(block)}
    assert isinstance(block, KpiPanels)
    return {"kind": "panels", "panels": [_panel(panel) for panel in block.panels]}


def _panel(panel: KpiPanel) -> dict[str, Any]:
    return {
        "name": panel.name,
        "value": _words(panel.value),
        "status": panel.status,
        "tone": panel.tone,
        "facts": [_words(fact) for fact in panel.facts],
        "picture": _picture(panel.picture) if panel.picture else None,
    }


def _picture(picture: ReviewPicture) -> dict[str, str]:
    return {"svg": picture.svg, "alternative": picture.alternative}


def _item(item: ReviewItem) -> dict[str, Any]:
    return {
        "mark": TONE_MARKS.get(item.tone, ""),
        "label": item.label,
        "tone": item.tone,
        "text": _words(item.text),
        "remark": _words(item.remark),
    }


def _words(text: Text) -> list[Any]:
    return [
        part if isinstance(part, str) else {"text": part.text, "kind": part.kind} for part in text
    ]
