"""The change of a value as JSON."""

from __future__ import annotations

from core.analysis import ValueExplanation, attribution_record, split_record
from core.cli.text.records import json_text


def why_json(found: ValueExplanation) -> str:
    """Return why a value changed as one JSON object."""
    return json_text(
        {
            "change": attribution_record(found.change) if found.change else None,
            "segments": split_record(found.split) if found.split else None,
            "guardrails": [attribution_record(each) for each in found.guardrails],
        }
    )
