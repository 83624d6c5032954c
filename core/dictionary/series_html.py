"""A KPI's last values as HTML: each series drawn, and a table with every number and break."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from core.dictionary.pages import KpiPage, SeriesPart
from core.dictionary.sparkline import sparkline_svg
from core.model import Period


def series_html(page: KpiPage) -> str:
    """Return the last values of a KPI; empty if none is stored."""
    if not page.series:
        return ""
    periods = {each.period for each in page.breaks}
    drawings = "".join(_figure(page, series, periods) for series in page.series)
    more = f"<p>and {page.more_series} more labels</p>\n" if page.more_series else ""
    note = "".join((*_break_notes(page), *_notes_above(page)))
    body = f'{note}<div class="figures">{drawings}</div>\n{_table(page)}{more}'
    return f'<section class="values"><h3>Last values</h3>\n{body}</section>\n'


def _figure(page: KpiPage, series: SeriesPart, breaks: set[Period]) -> str:
    drawing = sparkline_svg(series, breaks, _name(page, series))
    return f"<figure>{_caption(series)}{drawing}</figure>\n"


def _name(page: KpiPage, series: SeriesPart) -> str:
    last = series.values[-1]
    label = f", {series.label}" if series.label else ""
    return f"{page.name}{label}: {len(series.values)} periods, {last.text} in {last.period}"


def _caption(series: SeriesPart) -> str:
    return f"<figcaption>{escape(series.label)}</figcaption>" if series.label else ""


def _break_notes(page: KpiPage) -> Iterator[str]:
    for each in page.breaks:
        changes = ", ".join(each.changes)
        yield (
            f'<p class="break"><strong>Series break at {escape(each.period.label)}:</strong> '
            f"values before and from it follow different definitions ({escape(changes)}); do not"
            " compare them.</p>\n"
        )


def _notes_above(page: KpiPage) -> Iterator[str]:
    for each in page.breaks_above:
        yield (
            f'<p class="break">It is made from {escape(each.name)}, whose series breaks at '
            f"<strong>{escape(each.text)}</strong>.</p>\n"
        )


def _table(page: KpiPage) -> str:
    periods = [value.period for value in page.series[0].values]
    broken = {each.period for each in page.breaks}
    head = "".join(_cell("th", escape(each.label), each in broken) for each in periods)
    rows = "".join(_row(series, broken, bool(page.series[0].label)) for series in page.series)
    corner = "<th></th>" if page.series[0].label else ""
    table = f'<table class="numbers"><tr>{corner}{head}</tr>\n{rows}</table>'
    # The many rows of a breakdown would push everything else off the page.
    state = "" if page.series[0].label or len(page.series) > 1 else " open"
    body = f'<summary>all numbers</summary><div class="wide">{table}</div>'
    return f"<details{state}>{body}</details>\n"


def _row(series: SeriesPart, broken: set[Period], is_labelled: bool) -> str:
    label = f"<th>{escape(series.label or 'total')}</th>" if is_labelled else ""
    cells = "".join(_cell("td", escape(each.text), each.period in broken) for each in series.values)
    return f"<tr>{label}{cells}</tr>\n"


def _cell(tag: str, text: str, is_broken: bool) -> str:
    return f'<{tag} class="broken">{text}</{tag}>' if is_broken else f"<{tag}>{text}</{tag}>"
