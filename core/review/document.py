"""The review as frozen values, which each renderer writes in its own way.

A text is a row of parts: plain words, and numbers that keep the key of their stored value.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from typing import Any, Literal

from core.analysis import ValueKey
from core.model import Period, ReviewSection

ReviewTone = Literal["", "good", "watch", "alarm", "quiet"]
NumberKind = Literal["value", "target", "change", "derived", "sentence"]


@dataclass(frozen=True, slots=True)
class ReviewNumber:
    """A number as readers see it, with the key of its stored value.

    `kind` is `value` for the stored value itself, `target` for its target, `change` for its change
    against another one, `derived` for anything else that is computed from it, and `sentence` for a
    text with several such numbers.
    """

    text: str
    key: ValueKey
    kind: NumberKind = "value"


Text = tuple[str | ReviewNumber, ...]


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """A sentence of a list; `remark` is said behind it in a softer voice, `label` before it."""

    text: Text
    remark: Text = ()
    tone: ReviewTone = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class ReviewList:
    """Sentences, in order of importance if `is_ranked`."""

    items: tuple[ReviewItem, ...]
    heading: str = ""
    is_ranked: bool = False


@dataclass(frozen=True, slots=True)
class ReviewTable:
    """Rows under a header; `right` are the columns of numbers."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Text, ...], ...]
    right: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewPicture:
    """A drawing as SVG, with the same in words for those who do not see it."""

    svg: str
    alternative: str


@dataclass(frozen=True, slots=True)
class KpiPanel:
    """A KPI with its value, its change, its target, and its chart."""

    anchor: str
    name: str
    value: Text
    status: str
    tone: ReviewTone
    facts: tuple[Text, ...]
    picture: ReviewPicture | None = None


@dataclass(frozen=True, slots=True)
class KpiPanels:
    """Panels in two columns where there is room, always in the same order."""

    panels: tuple[KpiPanel, ...]


ReviewBlock = ReviewList | ReviewTable | ReviewPicture | KpiPanels


@dataclass(frozen=True, slots=True)
class ReviewPart:
    """A section of the review; `nothing` is what it says where it has no block."""

    name: ReviewSection
    title: str
    blocks: tuple[ReviewBlock, ...]
    nothing: str = ""
    lead: Text = ()


@dataclass(frozen=True, slots=True)
class ReviewDocument:
    """The whole review of a period.

    `instant` is when it was made, in the business time zone: it shows what was stored then.
    `facts` answer in one line each what a reader asks first.
    """

    title: str
    domain: str
    period: Period
    days: str
    instant: datetime
    edition: str
    facts: tuple[ReviewItem, ...]
    parts: tuple[ReviewPart, ...]


def numbers_of(value: Any) -> Iterator[ReviewNumber]:
    """Yield all numbers of a document, or of a part of it, in the order of reading."""
    if isinstance(value, ReviewNumber):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from numbers_of(each)
    elif is_dataclass(value):
        for field in fields(value):
            yield from numbers_of(getattr(value, field.name))


def plain_text(text: Text) -> str:
    """Return a text without the keys of its numbers."""
    return "".join(part if isinstance(part, str) else part.text for part in text)
