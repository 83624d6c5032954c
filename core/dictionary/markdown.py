"""The dictionary as Markdown: an index, and one page per KPI. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from core.dictionary.mermaid import lineage_mermaid
from core.dictionary.pages import (
    Fact,
    KpiPage,
    MetricDictionary,
    SeriesPart,
    SourcePart,
    VersionPart,
)
from core.dictionary.retired import RetiredKpi

INDEX = "index.md"

_SPECIAL = re.compile(r"([\\`*_\[\]#~|])")
_BARS = "▁▂▃▄▅▆▇█"


def dictionary_markdown(dictionary: MetricDictionary) -> dict[str, str]:
    """Return the text of each page by its path; the same pages give the same texts."""
    names = {page.id: path_of(page) for page in dictionary.pages}
    pages = {path_of(page): _page(page, names) for page in dictionary.pages}
    return {INDEX: _index(dictionary), **pages}


def path_of(page: KpiPage) -> str:
    """Return the path of a KPI's page within the dictionary."""
    return f"{page.id}.md"


def escape_markdown(text: str) -> str:
    """Return a text on one line that Markdown shows as it is."""
    one_line = " ".join(text.split())
    safe = one_line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _SPECIAL.sub(r"\\\1", safe)


def _index(dictionary: MetricDictionary) -> str:
    lines = ["# Metric dictionary", ""]
    if dictionary.gap:
        lines += [escape_markdown(dictionary.gap), ""]
    for scorecard, pages in dictionary.by_scorecard.items():
        lines += [f"## {escape_markdown(scorecard)}", ""]
        rows = [_index_row(page) for page in pages]
        lines += _table(("no", "KPI", "definition", "category", "owner"), rows)
    if dictionary.retired:
        rows = [_retired_row(each) for each in dictionary.retired]
        lines += ["## Retired", "", *_table(("KPI", "definition", "last row", "why"), rows)]
    return "\n".join(lines)


def _retired_row(retired: RetiredKpi) -> list[str]:
    definition = retired.definition
    meaning = definition.meaning.partition("\n\n")[0]
    last = retired.last.label if retired.last else ""
    name = f"{definition.name} ({definition.domain}/kpi_{definition.kpi_number:02})"
    return [escape_markdown(text) for text in (name, meaning, last, retired.reason)]


def _index_row(page: KpiPage) -> list[str]:
    name = f"[{escape_markdown(page.name)}]({path_of(page)})"
    marks = [text for text in ("retired" if page.retired else "", _break_mark(page)) if text]
    return [
        f"{page.number:02}",
        " · ".join((name, *marks)),
        *map(escape_markdown, (page.definition, page.category, page.owner)),
    ]


def _break_mark(page: KpiPage) -> str:
    return f"**new definition from {page.breaks[-1].period.label}**" if page.breaks else ""


def _page(page: KpiPage, names: dict[str, str]) -> str:
    lines = [f"# {escape_markdown(page.name)}", "", f"{page.id} · [index](../{INDEX})", ""]
    lines += [f"**{escape_markdown(page.definition)}**", ""]
    lines += _paragraphs(page.notes)
    for warning in (f"Retired: {page.retired}" if page.retired else "", page.review_due):
        lines += [f"> {escape_markdown(warning)}", ""] if warning else []
    lines += _values(page)
    reasons = [f"- {escape_markdown(each)}" for each in page.reasons]
    lines += ["## Why it moved", "", *reasons, ""] if reasons else []
    lines += ["## At a glance", "", *_facts(page.facts)]
    if page.playbook:
        lines += ["## Playbook", "", *_playbook(page.playbook)]
    lines += ["## Formula", "", *_fenced(page.query, "sql"), page.query_place, ""]
    lines += ["## Lineage", "", *_fenced(lineage_mermaid(page.lineage), "mermaid")]
    sources = [_source_row(each) for each in page.sources]
    lines += _table(("source", "columns", "declared"), sources)
    lines += _readers(page, names)
    lines += ["## Published", "", *_facts(page.published)] if page.published else []
    lines += ["## Versions", "", *_versions(page.versions)] if page.versions else []
    return "\n".join(lines).rstrip() + "\n"


def _source_row(source: SourcePart) -> list[str]:
    return [escape_markdown(source.name), _joined(source.columns), escape_markdown(source.declared)]


def _joined(lines: Iterable[str]) -> str:
    return "<br>".join(map(escape_markdown, lines))


def _playbook(text: str) -> list[str]:
    """Return a playbook's lines, or a link if it is the address of a page."""
    is_link = text.startswith(("https://", "http://")) and len(text.split()) == 1
    return [f"<{text.replace('>', '%3E')}>", ""] if is_link else _paragraphs(text)


def _paragraphs(text: str) -> list[str]:
    paragraphs = [each for each in re.split(r"\n\s*\n", text.strip()) if each.strip()]
    lines: list[str] = []
    for paragraph in paragraphs:
        # Two blanks at the end keep a line for itself.
        lines += [f"{escape_markdown(line)}  " for line in paragraph.splitlines()]
        lines.append("")
    return lines


def _facts(facts: Iterable[Fact]) -> list[str]:
    rows = [[each.name, escape_markdown(each.text)] for each in facts]
    return _table(("", ""), rows)


def _fenced(text: str, language: str) -> list[str]:
    """Return a block of code, fenced by more ticks than the text has in a row."""
    longest = max(map(len, re.findall(r"`+", text)), default=0)
    fence = "`" * max(longest + 1, 3)
    return [f"{fence}{language}", text, fence, ""]


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    if not rows:
        return []
    lines = [f"| {' | '.join(header)} |", f"|{' --- |' * len(header)}"]
    return [*lines, *(f"| {' | '.join(row)} |" for row in rows), ""]


def _values(page: KpiPage) -> list[str]:
    if not page.series:
        return []
    lines = ["## Last values", ""]
    for each in page.breaks:
        changes = escape_markdown(", ".join(each.changes))
        lines += [f"> **Series break at {each.period.label}:** another definition ({changes}).", ""]
    for above in page.breaks_above:
        name = escape_markdown(above.name)
        lines += [f"> It is made from {name}, whose series breaks at **{above.text}**.", ""]
    broken = {each.period for each in page.breaks}
    periods = [value.period for value in page.series[0].values]
    header = ["", "", *(f"◆ {each.label}" if each in broken else each.label for each in periods)]
    return [*lines, *_table(header, [_series(each) for each in page.series])]


def _series(series: SeriesPart) -> list[str]:
    texts = [escape_markdown(value.text) for value in series.values]
    return [escape_markdown(series.label), _bars(series), *texts]


def _bars(series: SeriesPart) -> str:
    numbers = [value.number for value in series.values if value.number is not None]
    low, high = min(numbers, default=0.0), max(numbers, default=0.0)
    width = (high - low) or 1.0
    bars = []
    for value in series.values:
        share = None if value.number is None else (value.number - low) / width
        bars.append(" " if share is None else _BARS[round(share * (len(_BARS) - 1))])
    return "".join(bars)


def _readers(page: KpiPage, names: dict[str, str]) -> list[str]:
    readers = sorted({edge.reader for edge in page.lineage.readers_of(page.id)})
    if not readers:
        return []
    links = [f"[{each}](../{names[each]})" if each in names else each for each in readers]
    return [f"Read by {', '.join(links)}.", ""]


def _versions(versions: Iterable[VersionPart]) -> Iterator[str]:
    for version in versions:
        changes = escape_markdown("; ".join(version.changes) or "first definition")
        mark = "**series break:** " if version.decides else ""
        people = escape_markdown("; ".join(filter(None, (version.used_by, version.committed))))
        yield f"- {version.since}: {mark}{changes}{f' ({people})' if people else ''}"
        if version.query_change:
            yield ""
            yield from (f"  {line}" for line in _fenced("\n".join(version.query_change), "diff"))
    yield ""
