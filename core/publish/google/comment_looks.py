"""Looks of columns for comments that no format can give: rules, and what is hidden. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from core.publish.google.changes import SeenComments, TabPlan
from core.publish.google.comment_columns import is_comment_column
from core.publish.google.formats import colour
from core.publish.google.positions import Positions
from core.publish.google.ranges import column_letters, grid_range
from core.publish.google.rules import formula, rule
from core.publish.google.sheet import Box
from core.publish.google.sizes import column_visibility
from core.publish.google.wanted import DAY_ROW, LABEL_ROW, Wanted
from core.publish.grid import COMMENTS

_WHITE = "#FFFFFF"


def comment_requests(plan: TabPlan, positions: Positions) -> Iterator[dict[str, Any]]:
    """Yield what hides columns for comments in a tab that is there, or shows them again."""
    yield from _visibility(plan.comments, positions)
    if plan.now and not any(map(is_comment_column, plan.now.columns)):
        yield from comment_rules(plan.wanted, positions)


def comment_rules(wanted: Wanted, positions: Positions) -> Iterator[dict[str, Any]]:
    """Yield the rule that keeps empty cells for comments white, once a tab has such a column.

    They stand among the weeks, whose gaps have a colour. Later columns are in its range, too.
    """
    columns = [positions.columns[key] for key in wanted.periods if key in positions.columns]
    header, days = positions.rows.get(LABEL_ROW), positions.rows.get(DAY_ROW)
    has_comments = any(map(is_comment_column, positions.columns))
    if not (has_comments and columns) or header is None or days is None:
        return
    left, top = min(columns), days + 1
    first = column_letters(left)
    label = f"LEFT({first}${header + 1};{len(COMMENTS)})"
    is_empty = f'=AND(ISBLANK({first}{top + 1});{label}="{COMMENTS}")'
    cells = grid_range(positions.sheet_id, Box(top, left, math.inf, math.inf))
    yield rule([cells], formula(is_empty), {"backgroundColorStyle": colour(_WHITE)})


def _visibility(comments: SeenComments, positions: Positions) -> Iterator[dict[str, Any]]:
    """Yield what hides columns for comments, and shows those again that have a text since."""
    for keys, is_hidden in ((comments.hidden, True), (comments.revealed, False)):
        for key in keys:
            index = positions.columns[key]
            yield column_visibility(positions.sheet_id, index, index + 1, is_hidden=is_hidden)
