"""Invoiced revenue of the month.

Cancelled invoices are left out, also where the cancellation came later, and so are those to
internal clients.
"""

from core.kpi import Kpi, Table

KPI = Kpi(
    name="Revenue",
    owner="finance@example.com",
    unit="EUR",
    adds="sum",
    better="higher",
    cadence="monthly",
    target=1_500_000,
    since="2024-10",
    reviewed="2026-10-19",
    review="quarterly",
    category="Finance",
    sensitivity="confidential",
    sources=[Table("stg_finance.invoices"), Table("stg_hubspot.clients")],
    query="""
        SELECT sum(invoice.amount) AS value
        FROM stg_finance.invoices AS invoice
        JOIN stg_hubspot.clients AS client ON client.client_id = invoice.client_id
        WHERE invoice.issued_on BETWEEN :first_day AND :last_day
          AND invoice.cancelled_on IS NULL
          AND NOT client.is_internal
    """,
)
