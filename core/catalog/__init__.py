"""KPI files and runners become a checked catalogue of entries, tasks and their lineage.

It runs no query.
"""

from __future__ import annotations

from core.catalog.check import Checked, check
from core.catalog.checked import catalogue_around, checked_catalogue
from core.catalog.definition import definition_of
from core.catalog.entries import Catalogue, Entry
from core.catalog.lineage import depths, linked_domains, readers_by_kpi, settling_periods
from core.catalog.loading import domain_names, file_numbers, load_catalogue
from core.catalog.parameters import cut_off, parameters, parameters_of
from core.catalog.scaffold import Draft, scaffold
from core.catalog.tasks import Step, Task, series_key

__all__ = [
    "Catalogue",
    "Checked",
    "Draft",
    "Entry",
    "Step",
    "Task",
    "catalogue_around",
    "check",
    "checked_catalogue",
    "cut_off",
    "definition_of",
    "depths",
    "domain_names",
    "file_numbers",
    "linked_domains",
    "load_catalogue",
    "parameters",
    "parameters_of",
    "readers_by_kpi",
    "scaffold",
    "series_key",
    "settling_periods",
]
