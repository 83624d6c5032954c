"""The store's identity, by which a published place knows the store that filled it."""

from __future__ import annotations

from core.engines import Database
from core.store.tables import full_name, query


def read_identity(database: Database) -> str:
    """Return the identity that the store got when it was made; "" while it has none."""
    found = query(database, f"SELECT identity FROM {full_name('scorecard_store')}", {})
    return str(found.rows[0][0]) if found.rows else ""
