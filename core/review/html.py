"""A review as one HTML file that needs no server, no network and no script. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from importlib.resources import files

from core.review.document import (
    KpiPanel,
    KpiPanels,
    ReviewBlock,
    ReviewDocument,
    ReviewItem,
    ReviewList,
    ReviewNumber,
    ReviewPart,
    ReviewPicture,
    ReviewTable,
    Text,
)
from core.review.texts import TONE_MARKS, TONE_WORDS

_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}, {period}</title>
<style>
{style}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the review</a>
<header>
<p class="edition">{edition}</p>
<h1>{title}</h1>
<p class="days">{days}</p>
{facts}</header>
<nav aria-label="Sections"><ol>
{index}</ol></nav>
<main id="main" tabindex="-1">
{parts}</main>
<footer><p>{footer}</p></footer>
</body>
</html>
"""


def review_html(document: ReviewDocument) -> str:
    """Return the whole review; the same document gives the same text."""
    return _PAGE.format(
        title=escape(document.title),
        period=escape(document.period.label),
        style=_style(),
        edition=escape(document.edition),
        days=escape(document.days),
        facts=_items(document.facts, "ul", "facts"),
        index="".join(_index(document.parts)),
        parts="".join(map(_part, document.parts)),
        footer=escape(footer_text(document)),
    )


def footer_text(document: ReviewDocument) -> str:
    """Return how a reader gets from a number to its origin."""
    return (
        "A number leads to its origin by the key behind it: scorecard explain"
        f" {document.domain} NUMBER {document.period} shows definition, SQL, sources and run."
    )


def _style() -> str:
    return (files("core.review") / "assets" / "review.css").read_text(encoding="utf-8")


def _index(parts: Iterable[ReviewPart]) -> Iterator[str]:
    for part in parts:
        yield f'<li><a href="#{anchor_of(part)}">{escape(part.title)}</a></li>\n'


def anchor_of(part: ReviewPart) -> str:
    """Return the id of a section."""
    return part.name.replace(" ", "-")


def _part(part: ReviewPart) -> str:
    anchor = anchor_of(part)
    lead = f'<p class="lead">{text_html(part.lead)}</p>\n' if part.lead else ""
    blocks = "".join(map(_block, part.blocks)) or f'<p class="nothing">{escape(part.nothing)}</p>\n'
    return (
        f'<section id="{anchor}" aria-labelledby="{anchor}-title">\n'
        f'<h2 id="{anchor}-title">{escape(part.title)}</h2>\n{lead}{blocks}</section>\n'
    )


def _block(block: ReviewBlock) -> str:
    if isinstance(block, ReviewList):
        heading = f"<h3>{escape(block.heading)}</h3>\n" if block.heading else ""
        return heading + _items(block.items, "ol" if block.is_ranked else "ul", "lines")
    if isinstance(block, ReviewTable):
        return _table(block)
    if isinstance(block, ReviewPicture):
        return _picture(block)
    return _panels(block)


def _items(items: Iterable[ReviewItem], tag: str, name: str) -> str:
    lines = "".join(map(_item, items))
    return f'<{tag} class="{name}">\n{lines}</{tag}>\n'


def _item(item: ReviewItem) -> str:
    remark = f' <span class="remark">{text_html(item.remark)}</span>' if item.remark else ""
    label = f"<strong>{escape(item.label)}</strong> " if item.label else ""
    content = f"{_mark(item.tone)}{label}{text_html(item.text)}{remark}"
    return f'<li class="{item.tone}">{content}</li>\n'


def _mark(tone: str) -> str:
    if tone not in TONE_MARKS:
        return ""
    words = f'<span class="hidden">{TONE_WORDS[tone]}: </span>'
    return f'<span class="mark" aria-hidden="true">{TONE_MARKS[tone]}</span>{words}'


def text_html(text: Text) -> str:
    """Return a text with its numbers as elements that keep their keys."""
    return "".join(escape(part) if isinstance(part, str) else _number(part) for part in text)


def _number(number: ReviewNumber) -> str:
    key = escape(str(number.key))
    return f'<data class="{number.kind}" value="{key}" title="{key}">{escape(number.text)}</data>'


def _table(table: ReviewTable) -> str:
    head = "".join(
        f'<th role="columnheader" scope="col"{_side(table, index)}>{escape(name)}</th>'
        for index, name in enumerate(table.header)
    )
    rows = "".join(_row(table, row) for row in table.rows)
    return (
        f'<table role="table"><caption>{escape(table.caption)}</caption>\n'
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>\n'
        f'<tbody role="rowgroup">\n{rows}</tbody></table>\n'
    )


def _row(table: ReviewTable, row: tuple[Text, ...]) -> str:
    cells = [f'<th role="rowheader" scope="row">{text_html(row[0])}</th>']
    for index, cell in enumerate(row[1:], 1):
        label = escape(table.header[index])
        content = text_html(cell)
        cells.append(f'<td role="cell" data-label="{label}"{_side(table, index)}>{content}</td>')
    return f'<tr role="row">{"".join(cells)}</tr>\n'


def _side(table: ReviewTable, index: int) -> str:
    return ' class="right"' if index in table.right else ""


def _picture(picture: ReviewPicture) -> str:
    return f'<figure class="chart">{picture.svg}</figure>\n'


def _panels(panels: KpiPanels) -> str:
    return f'<div class="panels">\n{"".join(map(_panel, panels.panels))}</div>\n'


def _panel(panel: KpiPanel) -> str:
    facts = "".join(f"<li>{text_html(fact)}</li>" for fact in panel.facts)
    value = f'<p class="big">{text_html(panel.value)}</p>' if panel.value else ""
    return (
        f'<article id="{panel.anchor}" class="{panel.tone}">'
        f'<h3>{escape(panel.name)}</h3><p class="status {panel.tone}">{escape(panel.status)}</p>'
        f'{value}<ul class="small">{facts}</ul>'
        f"{_picture(panel.picture) if panel.picture else ''}</article>\n"
    )
