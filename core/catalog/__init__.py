"""KPI files and runners become a checked catalogue of entries, with their tasks and lineage.

It runs no query.
"""

from __future__ import annotations

from core.catalog.breaks import Break, find_breaks
from core.catalog.check import (
    CheckResult,
    check,
    check_runners,
    load_valid_catalogue,
    load_with_neighbours,
)
from core.catalog.column_lineage import MAY_BE_VIEW, SourceUse
from core.catalog.continuity import (
    Continuity,
    Recomputes,
    SeriesNote,
    compare_series,
    never,
)
from core.catalog.definition import definition_of
from core.catalog.differences import (
    VersionKey,
    differences,
    newest_equivalents,
    runner_differences,
)
from core.catalog.domain_name import require_domain_name
from core.catalog.draft import Draft, answer_fault, parse_source
from core.catalog.entries import Catalogue, Entry, KpiKey
from core.catalog.graph import LineageEdge, LineageGraph, Node, make_graph
from core.catalog.holes import Hole, find_hole, healing_periods, hole_lines, may_have_holes
from core.catalog.holidays import holidays_of
from core.catalog.known_tables import KnownTables, read_known_tables, save_known_tables
from core.catalog.lineage import (
    depths,
    followers_by_kpi,
    linked_domains,
    readers_by_kpi,
    settling_periods,
)
from core.catalog.loading import domain_names, file_numbers, load_catalogue, require_domains
from core.catalog.parameters import cut_off, parameters, parameters_of
from core.catalog.positions import keyword_line, query_place
from core.catalog.proposal import time_columns
from core.catalog.recorded import catalogue_of, entry_of, series_entry
from core.catalog.remote_types import check_by_known_types, types_note
from core.catalog.reviews import DueReview, find_due_reviews, review_day, review_warnings
from core.catalog.runnable import (
    RunnableCatalogue,
    load_runnable,
    sound_entries,
    without_findings,
)
from core.catalog.scaffold import scaffold
from core.catalog.selection import Selection
from core.catalog.source_terms import SourceKey, SourceTerms, source_key
from core.catalog.staleness import name_periods, select_stale, stale_lines, stale_tasks
from core.catalog.tasks import Step, Task, series_key
from core.catalog.templates import runner_text
from core.catalog.views import ViewReader
from core.catalog.warning_rules import division_warnings, find_warnings

__all__ = [
    "MAY_BE_VIEW",
    "Break",
    "Catalogue",
    "CheckResult",
    "Continuity",
    "Draft",
    "DueReview",
    "Entry",
    "Hole",
    "KnownTables",
    "KpiKey",
    "LineageEdge",
    "LineageGraph",
    "Node",
    "Recomputes",
    "RunnableCatalogue",
    "Selection",
    "SeriesNote",
    "SourceKey",
    "SourceTerms",
    "SourceUse",
    "Step",
    "Task",
    "VersionKey",
    "ViewReader",
    "answer_fault",
    "catalogue_of",
    "check",
    "check_by_known_types",
    "check_runners",
    "compare_series",
    "cut_off",
    "definition_of",
    "depths",
    "differences",
    "division_warnings",
    "domain_names",
    "entry_of",
    "file_numbers",
    "find_breaks",
    "find_due_reviews",
    "find_hole",
    "find_warnings",
    "followers_by_kpi",
    "healing_periods",
    "hole_lines",
    "holidays_of",
    "keyword_line",
    "linked_domains",
    "load_catalogue",
    "load_runnable",
    "load_valid_catalogue",
    "load_with_neighbours",
    "make_graph",
    "may_have_holes",
    "name_periods",
    "never",
    "newest_equivalents",
    "parameters",
    "parameters_of",
    "parse_source",
    "query_place",
    "read_known_tables",
    "readers_by_kpi",
    "require_domain_name",
    "require_domains",
    "review_day",
    "review_warnings",
    "runner_differences",
    "runner_text",
    "save_known_tables",
    "scaffold",
    "select_stale",
    "series_entry",
    "series_key",
    "settling_periods",
    "sound_entries",
    "source_key",
    "stale_lines",
    "stale_tasks",
    "time_columns",
    "types_note",
    "without_findings",
]
