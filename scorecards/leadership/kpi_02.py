"""Recurring revenue: the monthly fees of all agreements that run at the end of the week's Sunday.

Left out are agreements withdrawn before their start or ending before it, test accounts and internal
clients.
"""

from core.kpi import Kpi, Table

KPI = Kpi(
    name="Monthly recurring revenue",
    owner="finance@example.com",
    unit="EUR",
    better="higher",
    target=1_600_000,
    since="2022-W10",
    reviewed="2026-10-19",
    review="quarterly",
    category="Finance",
    sensitivity="confidential",
    sources=[Table("stg_hubspot.agreements"), Table("stg_hubspot.clients")],
    query="""
        SELECT sum(agreement.monthly_fee) AS value
        FROM stg_hubspot.agreements AS agreement
        JOIN stg_hubspot.clients AS client ON client.client_id = agreement.client_id
        WHERE NOT client.is_test AND NOT client.is_internal
          AND agreement.cancelled_on IS NULL
          AND agreement.started_on <= :last_day
          AND (agreement.ended_on IS NULL OR agreement.ended_on > :last_day)
    """,
)
