"""The dictionary as one HTML file that needs no server, no network, and no script to be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from importlib.resources import files

from core.dictionary.drawing import lineage_svg
from core.dictionary.highlight import highlight
from core.dictionary.pages import Fact, KpiPage, MetricDictionary, SourcePart, VersionPart
from core.dictionary.retired import RetiredKpi
from core.dictionary.series_html import series_html
from core.model import counted

_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>{title}</title>
<style>
{style}</style>
</head>
<body>
<header>
<h1>{title}</h1>
<p class="sum">{summary}</p>
<div class="tools" hidden>
<input id="search" type="search" placeholder="Name, owner, table, column …"
 aria-label="Search the dictionary" autocomplete="off" spellcheck="false">
<p id="found" role="status"></p>
<p class="keys"><kbd>/</kbd> search <kbd>↓</kbd><kbd>↑</kbd> move <kbd>Enter</kbd> open
 <kbd>Esc</kbd> all</p>
</div>
</header>
<nav id="index" aria-label="KPIs">
{index}</nav>
<main>
{gap}{pages}</main>
<script>
{script}</script>
</body>
</html>
"""


def dictionary_html(dictionary: MetricDictionary, title: str = "Metric dictionary") -> str:
    """Return the whole dictionary; the same pages give the same text."""
    anchors = {page.id: f"#{page.anchor}" for page in dictionary.pages}
    gap = f'<p class="gap">{escape(dictionary.gap)}</p>\n' if dictionary.gap else ""
    return _PAGE.format(
        title=escape(title),
        style=_asset("dictionary.css"),
        script=_asset("dictionary.js"),
        summary=escape(_summary(dictionary)),
        index="".join(_index(dictionary)),
        gap=gap,
        pages="".join(_article(page, anchors) for page in dictionary.pages)
        + _retired(dictionary.retired),
    )


def _asset(name: str) -> str:
    return (files("core.dictionary") / "assets" / name).read_text(encoding="utf-8")


def _summary(dictionary: MetricDictionary) -> str:
    due = sum(bool(page.review_due) for page in dictionary.pages)
    broken = sum(bool(page.breaks) for page in dictionary.pages)
    parts = [
        counted(len(dictionary.pages), "KPI"),
        counted(len(dictionary.by_scorecard), "scorecard"),
        f"{broken} with a new definition in the periods shown" if broken else "",
        f"{counted(due, 'review')} due" if due else "",
    ]
    return " · ".join(filter(None, parts))


def _index(dictionary: MetricDictionary) -> Iterator[str]:
    for scorecard, pages in dictionary.by_scorecard.items():
        yield f"<section><h2>{escape(scorecard)}</h2>\n<ul>\n"
        for page in pages:
            marks = "".join(_badges(page, short=True))
            yield (
                f'<li><a href="#{page.anchor}"><span class="no">{page.number:02}</span> '
                f"{escape(page.name)}{marks}</a></li>\n"
            )
        yield "</ul></section>\n"
    if dictionary.retired:
        link = '<a class="extra" href="#retired">KPIs without a file</a>'
        yield f"<section><h2>Retired</h2>\n<ul><li>{link}</li></ul></section>\n"


def _badges(page: KpiPage, *, short: bool = False) -> Iterator[str]:
    if page.retired:
        yield ' <span class="badge gone">retired</span>'
    if page.breaks:
        newest = page.breaks[-1].period.label
        text = "new definition" if short else f"new definition from {newest}"
        yield f' <span class="badge new">{escape(text)}</span>'
    if page.review_due:
        yield ' <span class="badge due">review due</span>'


def _article(page: KpiPage, anchors: dict[str, str]) -> str:
    parts = [
        f'<article id="{page.anchor}" tabindex="-1">\n',
        f'<p class="path">{escape(page.scorecard)} · {escape(page.id)}'
        f"{escape(f' · {page.category}') if page.category else ''}</p>\n",
        f"<h2>{escape(page.name)}{''.join(_badges(page))}</h2>\n",
        f'<p class="definition">{escape(page.definition)}</p>\n',
        f'<p class="notes">{_lines(page.notes)}</p>\n' if page.notes else "",
        f'<p class="warn">Retired: {escape(page.retired)}</p>\n' if page.retired else "",
        f'<p class="warn">{escape(page.review_due)}</p>\n' if page.review_due else "",
        series_html(page),
        _section("Why it moved", _reasons(page.reasons)) if page.reasons else "",
        _section("At a glance", _facts(page.facts)),
        _section("Playbook", _playbook(page.playbook)) if page.playbook else "",
        _section("Formula", _formula(page)),
        _section("Lineage", _lineage(page, anchors)),
        _section("Published", _facts(page.published)) if page.published else "",
        _section("Versions", "".join(_versions(page.versions))) if page.versions else "",
        "</article>\n",
    ]
    return "".join(parts)


def _retired(retired: Sequence[RetiredKpi]) -> str:
    """Return the KPIs whose files are gone, with what they meant."""
    if not retired:
        return ""
    rows = "".join(_retired_row(each) for each in retired)
    head = "<tr><th>KPI</th><th>Meaning</th><th>Owner</th><th>Last row</th><th>Why</th></tr>"
    table = f'<div class="wide"><table>{head}\n{rows}</table></div>\n'
    return f'<article id="retired" tabindex="-1">\n<h2>Retired</h2>\n{table}</article>\n'


def _retired_row(retired: RetiredKpi) -> str:
    definition = retired.definition
    name = f"{definition.domain}/kpi_{definition.kpi_number:02}"
    cells = (
        f"{escape(definition.name)}<br><small>{escape(name)}</small>",
        escape(definition.meaning.partition("\n\n")[0]),
        escape(definition.owner),
        escape(retired.last.label if retired.last else ""),
        escape(retired.reason),
    )
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>\n"


def _section(title: str, body: str) -> str:
    return f"<section><h3>{title}</h3>\n{body}</section>\n"


def _reasons(sentences: Iterable[str]) -> str:
    items = "".join(f"<li>{escape(each)}</li>\n" for each in sentences)
    return f'<ul class="reasons">\n{items}</ul>\n'


def _facts(facts: Iterable[Fact]) -> str:
    rows = "".join(
        f"<div><dt>{escape(fact.name)}</dt><dd>{_linked(fact.text)}</dd></div>\n" for fact in facts
    )
    return f"<dl>\n{rows}</dl>\n"


def _linked(text: str) -> str:
    """Return a text, as a link if it is the address of a page and nothing else."""
    shown = escape(text)
    if text.startswith(("https://", "http://")) and len(text.split()) == 1:
        return f'<a href="{shown}" rel="noreferrer">{shown}</a>'
    return shown


def _playbook(text: str) -> str:
    return f'<p class="playbook">{_linked(text) if _is_link(text) else _lines(text)}</p>\n'


def _is_link(text: str) -> bool:
    return _linked(text) != escape(text)


def _lines(text: str) -> str:
    return "<br>".join(escape(line.strip()) for line in text.splitlines())


def _formula(page: KpiPage) -> str:
    place = f'<p class="place">{escape(page.query_place)}</p>\n'
    return f"<pre><code>{highlight(page.query)}</code></pre>\n{place}"


def _lineage(page: KpiPage, anchors: dict[str, str]) -> str:
    drawing = lineage_svg(page.lineage, page.id, lambda node: anchors.get(node, ""))
    return f'<div class="wide">{drawing}</div>\n{_sources(page.sources)}{_readers(page, anchors)}'


def _sources(sources: Iterable[SourcePart]) -> str:
    rows = "".join(_source(source) for source in sources)
    if not rows:
        return "<p>It reads no source.</p>\n"
    head = "<tr><th>Source</th><th>Columns</th></tr>"
    return f'<div class="wide"><table class="sources">{head}\n{rows}</table></div>\n'


def _readers(page: KpiPage, anchors: dict[str, str]) -> str:
    """Return links to the KPIs that read this one."""
    texts = []
    for reader in sorted({edge.reader for edge in page.lineage.readers_of(page.id)}):
        entry = page.lineage.entries.get(reader)
        name = escape(f"{entry.kpi.name} ({reader})" if entry else reader)
        texts.append(f'<a href="{anchors[reader]}">{name}</a>' if reader in anchors else name)
    return f"<p>Read by {', '.join(texts)}.</p>\n" if texts else ""


def _source(source: SourcePart) -> str:
    columns = "<br>".join(escape(line) for line in source.columns)
    declared = f"<br><small>{escape(source.declared)}</small>" if source.declared else ""
    name = f"<code>{escape(source.name)}</code><br><small>{escape(source.kind)}</small>"
    return f"<tr><td>{name}{declared}</td><td>{columns}</td></tr>\n"


def _versions(versions: Iterable[VersionPart]) -> Iterator[str]:
    yield '<ol class="versions">\n'
    for version in versions:
        kind = "decides" if version.decides else "other"
        changes = "; ".join(version.changes) or "first definition"
        people = "; ".join(filter(None, (version.used_by, version.committed)))
        note = "<strong>series break</strong> " if version.decides else ""
        yield (
            f'<li class="{kind}"><time>{escape(version.since)}</time> {note}{escape(changes)}'
            f"<br><small>{escape(people)}</small>{_query_change(version)}</li>\n"
        )
    yield "</ol>\n"


def _query_change(version: VersionPart) -> str:
    if not version.query_change:
        return ""
    lines = "".join(_changed_line(line) for line in version.query_change)
    return f"<details><summary>what changed in the query</summary><pre>{lines}</pre></details>"


def _changed_line(line: str) -> str:
    tag = {"+": "ins", "-": "del"}.get(line[:1])
    text = escape(line)
    return f"<{tag}>{text}</{tag}>\n" if tag else f"{text}\n"
