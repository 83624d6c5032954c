"""Gross margin of the month: revenue less the wages of placed people, as a share of revenue.

Revenue as in KPI 01. Own staff, rent and other overhead are left out, because they do not grow with
each client.
"""

from core.kpi import Kpi, Table

KPI = Kpi(
    name="Gross margin",
    owner="finance@example.com",
    unit="percent",
    better="higher",
    cadence="monthly",
    target=0.4,
    since="2024-10",
    reviewed="2026-10-19",
    review="quarterly",
    category="Finance",
    sensitivity="confidential",
    sources=[
        Table("stg_finance.invoices"),
        Table("stg_finance.costs"),
        Table("stg_hubspot.clients"),
    ],
    query="""
        WITH earned AS (
            SELECT sum(invoice.amount) AS revenue
            FROM stg_finance.invoices AS invoice
            JOIN stg_hubspot.clients AS client ON client.client_id = invoice.client_id
            WHERE invoice.issued_on BETWEEN :first_day AND :last_day
              AND invoice.cancelled_on IS NULL
              AND NOT client.is_internal
        ),
        spent AS (
            SELECT sum(amount) AS wages
            FROM stg_finance.costs
            WHERE category = 'wages' AND booked_on BETWEEN :first_day AND :last_day
        )
        SELECT (revenue - wages)::double precision / nullif(revenue, 0) AS value,
               revenue - wages AS numerator,
               revenue AS denominator
        FROM earned, spent
    """,
)
