"""Trees of plain text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tree:
    """A line of text, and the trees below it."""

    text: str
    branches: Sequence[Tree] = ()


def tree_lines(tree: Tree) -> list[str]:
    """Return a tree as lines, each branch behind its sign."""
    return [_on_one_line(tree.text), *_branch_lines(tree.branches)]


def _branch_lines(branches: Sequence[Tree]) -> Iterator[str]:
    for number, branch in enumerate(branches, 1):
        is_last = number == len(branches)
        first, *others = tree_lines(branch)
        yield f"{'└─' if is_last else '├─'} {first}"
        for line in others:
            yield f"{'   ' if is_last else '│  '}{line}"


def _on_one_line(text: str) -> str:
    return " ".join(text.split("\n"))
