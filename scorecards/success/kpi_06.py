"""Offboarding forms that clients sent during the week.

A form sent again for the same agreement within 30 days is the same wish to leave and counts once,
when it first came. Test accounts and internal clients are left out: nobody is leaving there.
"""

from core.kpi import Kpi, Table

KPI = Kpi(
    name="Offboarding forms",
    owner="customer-success@example.com",
    unit="count",
    adds="sum",
    better="lower",
    target=5,
    since="2024-W40",
    reviewed="2026-09-14",
    review="yearly",
    category="Retention",
    playbook="""
        1. Read the week's forms: which clients, which reasons, one large client or many small ones?
        2. Look at KPI 12 and KPI 21 of the same clients: unhappy or slowly served clients leave.
        3. Call the clients whose agreement ends within 60 days; tell sales about the others.
    """,
    sources=[
        Table("stg_hubspot.offboarding_forms", loaded_at="submitted_at"),
        Table("stg_hubspot.clients"),
    ],
    query="""
        SELECT count(*) AS value
        FROM stg_hubspot.offboarding_forms AS form
        JOIN stg_hubspot.clients AS client ON client.client_id = form.client_id
        WHERE form.submitted_at >= :start AND form.submitted_at < :end
          AND NOT client.is_test AND NOT client.is_internal
          AND NOT EXISTS (
              SELECT 1
              FROM stg_hubspot.offboarding_forms AS earlier
              WHERE earlier.agreement_id = form.agreement_id
                AND earlier.submitted_at < form.submitted_at
                AND earlier.submitted_at >= form.submitted_at - INTERVAL '30 days'
          )
    """,
)
