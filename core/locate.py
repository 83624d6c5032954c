"""Where in a KPI file or runner a thing stands, for findings that name a line."""

from __future__ import annotations

import ast
from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=512)
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def keyword_line(path: Path, keyword: str) -> int:
    """Return the line of `keyword=` in the file's `Kpi(…)` or `Runner(…)`, or of the call where it is not given."""
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("Kpi", "Runner"):
            return next((given.value.lineno for given in node.keywords if given.arg == keyword), node.lineno)
    return 1


def foreign_imports(path: Path) -> list[tuple[int, str]]:
    """Return line and name of each import that is not `core.kpi`."""
    text = path.read_text()
    if text.count("import") == 1 and "\nfrom core.kpi import " in text:
        return []
    found = []
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module not in ("core.kpi", "__future__"):
            found.append((node.lineno, node.module or "."))
    return found
