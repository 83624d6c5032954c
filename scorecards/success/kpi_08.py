"""Clients with a running agreement at the end of the week's Sunday, by segment.

Left out are agreements withdrawn before their start or ending before it, test accounts and internal
clients. A client whose segment nobody filled in counts as "unknown". An end written down late
changes earlier weeks when they run again.
"""

from core.kpi import Kpi, Table

KPI = Kpi(
    name="Active clients",
    owner="customer-success@example.com",
    unit="count",
    adds="last",
    better="higher",
    since="2022-W10",
    reviewed="2026-10-05",
    review="yearly",
    category="Clients",
    sources=[Table("stg_hubspot.agreements"), Table("stg_hubspot.clients")],
    query="""
        SELECT coalesce(client.segment, 'unknown') AS field,
            count(DISTINCT client.client_id) AS value
        FROM stg_hubspot.agreements AS agreement
        JOIN stg_hubspot.clients AS client ON client.client_id = agreement.client_id
        WHERE NOT client.is_test AND NOT client.is_internal
          AND agreement.cancelled_on IS NULL
          AND agreement.started_on <= :last_day
          AND (agreement.ended_on IS NULL OR agreement.ended_on > :last_day)
        GROUP BY 1
    """,
)
