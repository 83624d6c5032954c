"""The weekly review: one document from the values stored at one instant, as HTML and PDF.

It computes no value, and it reads the store only.
"""

from __future__ import annotations

from core.review.document import ReviewDocument, ReviewNumber, numbers_of, plain_text
from core.review.editions import MadeEdition, ReviewMaker
from core.review.html import review_html
from core.review.pdf import first_page, review_pdf
from core.review.reading import instant_of, read_facts
from core.review.sections import make_document
from core.review.sending import ReviewSender, channels_of

__all__ = [
    "MadeEdition",
    "ReviewDocument",
    "ReviewMaker",
    "ReviewNumber",
    "ReviewSender",
    "channels_of",
    "first_page",
    "instant_of",
    "make_document",
    "numbers_of",
    "plain_text",
    "read_facts",
    "review_html",
    "review_pdf",
]
