"""Money that clients owe past its due date at the end of the week.

A payment counts once the bank has reported it by the cut-off, so that a week recomputed later gives
what was known when it was published. Invoices cancelled by then and those to internal clients are
left out.
"""

from core.kpi import Kpi, Table, sql_file

KPI = Kpi(
    name="Overdue receivables",
    owner="finance@example.com",
    unit="EUR",
    better="lower",
    target=150_000,
    since="2024-W45",
    reviewed="2026-10-19",
    review="quarterly",
    category="Finance",
    sensitivity="confidential",
    sources=[
        Table("stg_finance.invoices"),
        Table("stg_finance.payments"),
        Table("stg_hubspot.clients"),
    ],
    query=sql_file(),
)
