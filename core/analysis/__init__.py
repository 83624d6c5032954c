"""Analyses stored values: why they changed, how far they still move, what comes next.

It reads no store, no file and no clock, and decides no value.
"""

from __future__ import annotations

from core.analysis.amounts import amount_text, is_shown
from core.analysis.attribution import attribute
from core.analysis.breakdown import explain_segments
from core.analysis.chain_ladder import (
    AgeFactor,
    Triangle,
    Ultimate,
    age_factors,
    project,
    shares,
    total_error,
)
from core.analysis.contributions import Attribution, Contribution
from core.analysis.explanation import (
    ValueExplanation,
    entries_to_read,
    explain_change,
    explain_value,
)
from core.analysis.keys import ValueKey, key_of
from core.analysis.lines import StoredLines, stored_lines
from core.analysis.metrics import Against, tree_entries
from core.analysis.outlook import Outlook
from core.analysis.projection import find_outlook
from core.analysis.reconciliation import Reconciliation, reconcile_tree
from core.analysis.records import attribution_record, contribution_record, split_record
from core.analysis.segments import SegmentPart
from core.analysis.settling import (
    Projection,
    SeriesSettling,
    Settling,
    learn,
    learning_begins,
)
from core.analysis.span_goal import targets_of
from core.analysis.spans import TOLERANCE, Move, advise
from core.analysis.splits import SegmentSplit
from core.analysis.tree import Metric
from core.analysis.unusual import Unusual, judge_unusual, rank_unusual

__all__ = [
    "TOLERANCE",
    "Against",
    "AgeFactor",
    "Attribution",
    "Contribution",
    "Metric",
    "Move",
    "Outlook",
    "Projection",
    "Reconciliation",
    "SegmentPart",
    "SegmentSplit",
    "SeriesSettling",
    "Settling",
    "StoredLines",
    "Triangle",
    "Ultimate",
    "Unusual",
    "ValueExplanation",
    "ValueKey",
    "advise",
    "age_factors",
    "amount_text",
    "attribute",
    "attribution_record",
    "contribution_record",
    "entries_to_read",
    "explain_change",
    "explain_segments",
    "explain_value",
    "find_outlook",
    "is_shown",
    "judge_unusual",
    "key_of",
    "learn",
    "learning_begins",
    "project",
    "rank_unusual",
    "reconcile_tree",
    "shares",
    "split_record",
    "stored_lines",
    "targets_of",
    "total_error",
    "tree_entries",
]
