"""SQL as HTML, with its keywords, texts, comments and parameters marked. Pure."""

from __future__ import annotations

import re
from html import escape

_KEYWORDS = (
    "select from where group by having order limit with recursive as on join left right full inner"
    " outer cross lateral using union all except intersect distinct case when then else end and or"
    " not in is null between like ilike exists filter over partition rows range interval cast true"
    " false any values"
)
_TOKEN = re.compile(
    rf"""(?P<comment>--[^\n]*|/\*.*?\*/)|(?P<text>'(?:[^']|'')*')|(?P<name>"(?:[^"]|"")*")"""
    rf"""|(?P<param>(?<![\w:]):[A-Za-z_]\w*)|(?P<keyword>\b(?:{"|".join(_KEYWORDS.split())})\b)""",
    re.IGNORECASE | re.DOTALL,
)
_CLASSES = {"comment": "c", "text": "s", "param": "p", "keyword": "k"}


def highlight(sql: str) -> str:
    """Return escaped HTML; the text that a reader sees and copies is `sql` itself."""
    parts, end = [], 0
    for match in _TOKEN.finditer(sql):
        parts.append(escape(sql[end : match.start()]))
        kind = _CLASSES.get(match.lastgroup or "")
        text = escape(match[0])
        parts.append(f'<span class="{kind}">{text}</span>' if kind else text)
        end = match.end()
    return "".join((*parts, escape(sql[end:])))
