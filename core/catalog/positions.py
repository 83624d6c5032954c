"""Line numbers within KPI files and runners, for findings."""

from __future__ import annotations

import ast
from functools import lru_cache
from pathlib import Path

from core.catalog.entries import Entry
from core.model import SqlFile


def keyword_line(path: Path, keyword: str) -> int:
    """Return the line of the value of `keyword=` in the file's `Kpi(…)` or `Runner(…)`.

    Without that keyword, it is the line of the call. If the value is a name, it is the line on
    which the file assigns the name.
    """
    tree = _tree(path)
    call = _first_call(tree)
    if call is None:
        return 1
    for given in call.keywords:
        if given.arg == keyword:
            return _assigned_value(tree, given.value).lineno
    return call.lineno


def query_place(root: Path, entry: Entry, line: int) -> tuple[str, int]:
    """Return the file that holds a KPI's query, and the line there of a line of the query."""
    if isinstance(entry.kpi.query, SqlFile):
        return entry.query_file, line
    return entry.file, keyword_line(root / entry.file, "query") + line - 1


def foreign_imports(path: Path) -> list[tuple[int, str]]:
    """Return line and name of each import other than `core.kpi`."""
    text = path.read_bytes()
    if text.count(b"import") == 1 and b"\nfrom core.kpi import " in text:
        return []  # by far most files, which need not be parsed for it
    imports: list[tuple[int, str]] = []
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Import):
            imports += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module not in ("core.kpi", "__future__"):
            imports.append((node.lineno, node.module or "."))
    return imports


@lru_cache(maxsize=512)
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_bytes())


def _first_call(tree: ast.Module) -> ast.Call | None:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node.func) in ("Kpi", "Runner"):
            return node
    return None


def _assigned_value(tree: ast.Module, value: ast.expr) -> ast.expr:
    """Return the value that the module assigns to a name; any other expression as it is."""
    if not isinstance(value, ast.Name):
        return value
    for statement in tree.body:
        if isinstance(statement, ast.Assign) and value.id in map(_name, statement.targets):
            return statement.value
    return value


def _name(expression: ast.expr) -> str:
    """Return the last part of a dotted name; empty for any other expression."""
    if isinstance(expression, ast.Attribute):
        return expression.attr
    return expression.id if isinstance(expression, ast.Name) else ""
