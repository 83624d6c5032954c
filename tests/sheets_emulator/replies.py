"""Answers in the shape that proto3 gives them."""

from __future__ import annotations

import copy
from typing import Any

from .errors import Json
from .schema import without_defaults

# The message type of each field that may stand in a reply or an answer.
FIELDS = {
    "properties": "SheetProperties",
    "namedRange": "NamedRange",
    "protectedRange": "ProtectedRange",
    "filter": "FilterView",
    "bandedRange": "BandedRange",
    "chart": "EmbeddedChart",
    "rule": "ConditionalFormatRule",
    "newRule": "ConditionalFormatRule",
    "oldRule": "ConditionalFormatRule",
    "dimensionGroups": "DimensionGroup",
    "developerMetadata": "DeveloperMetadata",
    "deletedDeveloperMetadata": "DeveloperMetadata",
}


def plain(reply: Json) -> Json:
    """A reply without the values that are defaults, and independent of the model."""

    def clean(key: str, value: Any) -> Any:
        name = FIELDS.get(key)
        if name is None:
            return value
        if isinstance(value, list):
            return [without_defaults(item, name) for item in value]
        return without_defaults(value, name)

    ((kind, content),) = reply.items()
    return {kind: copy.deepcopy({key: clean(key, value) for key, value in content.items()})}
