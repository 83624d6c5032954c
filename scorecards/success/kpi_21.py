"""Hours from a ticket to its first reply, median of the tickets that came on the day.

A ticket without a reply when the day is published counts with the hours it has waited until then,
so that silence does not make the number better. Test accounts and internal clients are left out. A
day without tickets has no value.
"""

from core.kpi import Kpi, Table, above

KPI = Kpi(
    name="Hours to first reply",
    owner="support@example.com",
    unit="hours",
    better="lower",
    cadence="daily",
    target=4,
    since="2024-09-30",
    reviewed="2026-03-02",
    review="half-yearly",
    category="Service",
    alerts=[above(10, "critical", clear=6, for_=2), above(6, clear=5, for_=3)],
    sources=[Table("stg_hubspot.tickets"), Table("stg_hubspot.clients")],
    query="""
        SELECT percentile_cont(0.5) WITHIN GROUP (
                   ORDER BY extract(epoch FROM least(ticket.first_reply_at, :cut_off))
                            - extract(epoch FROM ticket.created_at)
               ) / 3600 AS value
        FROM stg_hubspot.tickets AS ticket
        JOIN stg_hubspot.clients AS client ON client.client_id = ticket.client_id
        WHERE ticket.created_at >= :start AND ticket.created_at < :end
          AND NOT client.is_test AND NOT client.is_internal
    """,
)
