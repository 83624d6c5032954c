"""The tables and views of a DuckDB file, and of PostgreSQL beside it."""

from __future__ import annotations

from pathlib import Path

from tests.warehouses import execute, open_for, settings_for


def test_views_are_listed_with_their_definitions(tmp_path: Path, warehouse_url: str) -> None:
    open_for(settings_for(tmp_path, warehouse_url)).close()
    execute(
        warehouse_url,
        "CREATE SCHEMA stg",
        "CREATE TABLE stg.t (n int)",
        'CREATE VIEW stg."V" AS SELECT n AS m FROM stg.t WHERE n > 1',
    )

    database = open_for(settings_for(tmp_path, warehouse_url), write=False)
    views = database.views()
    relations = {each.full_name: each.kind for each in database.relations()}
    database.close()

    (definition,) = [text for name, text in views.items() if name == "stg.v"]
    assert "stg.t" in definition
    assert (relations["stg.t"], relations["stg.V"]) == ("table", "view")
