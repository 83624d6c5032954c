"""The metric dictionary: what readers need to know of each KPI, gathered and written as pages.

It computes no value, and it reads the store only.
"""

from __future__ import annotations

from core.dictionary.attributes import grain, other_attributes
from core.dictionary.gather import gather_dictionary
from core.dictionary.html import dictionary_html
from core.dictionary.markdown import dictionary_markdown
from core.dictionary.mermaid import lineage_mermaid
from core.dictionary.output import write_file, write_folder
from core.dictionary.pages import MetricDictionary
from core.dictionary.retired import RetiredKpi, find_retired

__all__ = [
    "MetricDictionary",
    "RetiredKpi",
    "dictionary_html",
    "dictionary_markdown",
    "find_retired",
    "gather_dictionary",
    "grain",
    "lineage_mermaid",
    "other_attributes",
    "write_file",
    "write_folder",
]
