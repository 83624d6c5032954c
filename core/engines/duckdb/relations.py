"""The statements that list the tables and views of a DuckDB file."""

from __future__ import annotations

RELATIONS = """
    WITH relations AS (
        SELECT database_name, schema_name, table_name AS name, 'table' AS kind,
            estimated_size AS rows, internal, temporary
        FROM duckdb_tables()
        UNION ALL
        SELECT database_name, schema_name, view_name, 'view', NULL, internal, temporary
        FROM duckdb_views()
    )
    SELECT relations.schema_name, name, kind, rows, column_name, data_type
    FROM relations LEFT JOIN duckdb_columns() AS columns
        ON columns.database_name = relations.database_name
        AND columns.schema_name = relations.schema_name AND columns.table_name = name
    WHERE relations.database_name = current_database()
        AND NOT relations.internal AND NOT temporary
    ORDER BY 1, 2, column_index
"""

VIEWS = """
    SELECT lower(schema_name || '.' || view_name), sql FROM duckdb_views()
    WHERE database_name = current_database() AND NOT internal AND NOT temporary
    ORDER BY 1
"""
