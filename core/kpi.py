"""What a KPI file imports: one `Kpi` value, its targets, and the sources that its query reads."""

from core.model import Band, File, Kpi, SqlFile, Tab, Table, Target, Thresholds, Values, sql_file

__all__ = [
    "Band",
    "File",
    "Kpi",
    "SqlFile",
    "Tab",
    "Table",
    "Target",
    "Thresholds",
    "Values",
    "sql_file",
]
