"""Checks of sources become statements, and what these measure a judgement on values.

It writes nothing and knows no period: a run asks it once per source.
"""

from __future__ import annotations

from core.quality.findings import (
    SourceFinding,
    blocked_by,
    is_late,
    judge,
    outcome_of_deviation,
)
from core.quality.keys import find_proven
from core.quality.measurement import Measurement, measure_source
from core.quality.spans import NumberSpan, columns_to_span, make_span_statement, read_spans
from core.quality.statement import make_statement
from core.quality.values import ValueFinding, judge_relation, judge_value

__all__ = [
    "Measurement",
    "NumberSpan",
    "SourceFinding",
    "ValueFinding",
    "blocked_by",
    "columns_to_span",
    "find_proven",
    "is_late",
    "judge",
    "judge_relation",
    "judge_value",
    "make_span_statement",
    "make_statement",
    "measure_source",
    "outcome_of_deviation",
    "read_spans",
]
