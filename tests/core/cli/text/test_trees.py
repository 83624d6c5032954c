"""Trees of plain text."""

from __future__ import annotations

from core.cli.text.trees import Tree, tree_lines


def test_each_branch_hangs_on_its_sign() -> None:
    tree = Tree("root", [Tree("a", [Tree("b"), Tree("c")]), Tree("two\nlines", [Tree("d")])])

    assert tree_lines(tree) == [
        "root",
        "├─ a",
        "│  ├─ b",
        "│  └─ c",
        "└─ two lines",
        "   └─ d",
    ]
