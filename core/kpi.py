"""What a KPI file imports: one `Kpi` value and the sources that its query reads."""

from core.model import File, Kpi, SqlFile, Tab, Table, Values, sql_file

__all__ = ["File", "Kpi", "SqlFile", "Tab", "Table", "Values", "sql_file"]
