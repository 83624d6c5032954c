"""What every scorecard expects of its sources: see docs/quality.md."""

from core.kpi import Table, holds, missing, unique

SOURCES = [
    Table("stg_hubspot.clients", personal=["name"], checks=[unique("client_id")]),
    Table(
        "stg_hubspot.tickets",
        loaded_at="created_at",
        checks=[missing("client_id", 0.05), holds("closed_at >= created_at", blocks=False)],
    ),
]
