"""Where in a KPI file or runner a thing stands, for findings that name a line."""

from __future__ import annotations

import ast
from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=512)
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_bytes())


def keyword_line(path: Path, keyword: str) -> int:
    """Return the line of what `keyword=` is given in the file's `Kpi(…)` or `Runner(…)`, of the
    call where it is not.

    Where a name is given, the line of what the name stands for.
    """
    tree = _tree(path)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node.func) in ("Kpi", "Runner"):
            given = next((each.value for each in node.keywords if each.arg == keyword), node)
            return _assigned(tree, given).lineno
    return 1


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _assigned(tree: ast.Module, value: ast.expr) -> ast.expr:
    for statement in tree.body if isinstance(value, ast.Name) else ():
        if isinstance(statement, ast.Assign) and _name(value) in map(_name, statement.targets):
            return statement.value
    return value


def foreign_imports(path: Path) -> list[tuple[int, str]]:
    """Return line and name of each import that is not `core.kpi`."""
    text = path.read_bytes()
    if text.count(b"import") == 1 and b"\nfrom core.model.kpi import " in text:
        return []
    found = []
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module not in ("core.kpi", "__future__"):
            found.append((node.lineno, node.module or "."))
    return found
