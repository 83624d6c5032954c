"""Share of the tickets closed during the week that were closed within 24 hours of coming in.

Hours are counted by the clock, nights and weekends included, because that is how clients wait. Test
accounts and internal clients are left out.
"""

from core.kpi import Kpi, Table, below

KPI = Kpi(
    name="Tickets solved within 24 hours",
    owner="support@example.com",
    unit="percent",
    adds="ratio",
    better="higher",
    target=0.65,
    since="2024-W41",
    reviewed="2026-03-02",
    review="half-yearly",
    category="Service",
    alerts=[below(0.5, "critical"), below(0.58, clear=0.62)],
    sources=[Table("stg_hubspot.tickets"), Table("stg_hubspot.clients")],
    query="""
        SELECT count(*) FILTER (WHERE seconds <= 24 * 3600)::double precision
                   / nullif(count(*), 0) AS value,
               count(*) FILTER (WHERE seconds <= 24 * 3600) AS numerator,
               count(*) AS denominator
        FROM (
            SELECT extract(epoch FROM ticket.closed_at)
                - extract(epoch FROM ticket.created_at) AS seconds
            FROM stg_hubspot.tickets AS ticket
            JOIN stg_hubspot.clients AS client ON client.client_id = ticket.client_id
            WHERE ticket.closed_at >= :start AND ticket.closed_at < :end
              AND NOT client.is_test AND NOT client.is_internal
        ) AS closed
    """,
)
