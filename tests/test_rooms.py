"""The house rules that no linter knows: faces, names, and a test file for each module."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
CORE = TESTS.parent / "core"
LONGEST_MODULE, LONGEST_TEST = 260, 400
ROOMS = sorted(path.parent.name for path in CORE.glob("*/__init__.py"))
MODULES = sorted(CORE.rglob("*.py"))


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def room_of(path: Path) -> str:
    parts = path.relative_to(CORE).parts
    return parts[0] if len(parts) > 1 else ""


def imports(path: Path) -> Iterator[tuple[str, str]]:
    """Yield module and name of each import from `core`, late ones included."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("core."):
            for alias in node.names:
                yield str(node.module), alias.name
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.startswith("core."):
                    yield alias.name, ""


@pytest.mark.parametrize(
    "path",
    MODULES,
    ids=lambda path: str(path.relative_to(CORE)),
)
def test_other_rooms_are_entered_by_their_face(path: Path) -> None:
    foreign = [
        (module, name)
        for module, name in imports(path)
        if (room := module.split(".")[1]) in ROOMS and room != room_of(path)
    ]

    assert [found for found in foreign if found[0].count(".") > 1] == []
    assert [found for found in foreign if found[1] not in import_module(found[0]).__all__] == []


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_says_what_it_does_and_what_it_does_not(room: str) -> None:
    does, blank, does_not, *_ = (
        (CORE / room / "__init__.py").read_text().removeprefix('"""').split("\n")
    )

    assert does.endswith(".")
    assert blank == ""
    assert does_not.endswith(".")
    assert " no" in does_not


def test_no_class_or_alias_stands_twice() -> None:
    # A runner's face is the value itself with a way into the command line.
    places: dict[str, list[str]] = defaultdict(list)
    for path in MODULES:
        for node in tree_of(path).body:
            for name in defined(node):
                places[name.lstrip("_")].append(str(path.relative_to(CORE)))

    twice = {name: found for name, found in places.items() if len(found) > 1}
    assert twice == {"Runner": ["model/runner.py", "runner.py"]}


def test_each_module_has_its_test_file() -> None:
    without = [
        str(path.relative_to(CORE))
        for path in MODULES
        if not path.name.startswith("__") and not file_for(path).exists()
    ]

    assert without == []


def file_for(path: Path) -> Path:
    relative = path.relative_to(CORE)
    return TESTS / "core" / relative.parent / f"test_{relative.name}"


def test_no_file_is_too_long_to_read() -> None:
    # A face is a list of names, not something to read.
    modules = [path for path in MODULES if path.name != "__init__.py"]
    longest = dict.fromkeys(modules, LONGEST_MODULE)
    longest |= dict.fromkeys(TESTS.rglob("*.py"), LONGEST_TEST)
    too_long = [str(path) for path, lines in longest.items() if lines_of(path) > lines]

    assert too_long == []


def lines_of(path: Path) -> int:
    return path.read_text(encoding="utf-8").count("\n")


def defined(node: ast.stmt) -> list[str]:
    """Return the class or alias that a statement defines; constants are in capitals."""
    if isinstance(node, ast.ClassDef):
        return [node.name]
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        name = node.targets[0].id
        return [name] if name.lstrip("_")[:1].isupper() and not name.isupper() else []
    return []
