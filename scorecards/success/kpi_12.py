"""Net promoter score over four weeks: the share of answers 9 and 10, less the share of answers 0 to
6, times 100.

Blank answers are left out, and so are those of test accounts and internal clients.
"""

from core.kpi import Kpi, Table

KPI = Kpi(
    name="Net promoter score",
    owner="customer-success@example.com",
    unit="number",
    better="higher",
    range="4 weeks",
    target=45,
    since="2024-W40",
    reviewed="2026-06-22",
    review="yearly",
    category="Satisfaction",
    sources=[Table("stg_hubspot.nps_responses"), Table("stg_hubspot.clients")],
    query="""
        SELECT 100.0 * (count(*) FILTER (WHERE response.score >= 9)
                        - count(*) FILTER (WHERE response.score <= 6))
                   / nullif(count(*), 0) AS value,
               count(*) FILTER (WHERE response.score >= 9)
                   - count(*) FILTER (WHERE response.score <= 6) AS numerator,
               count(*) AS denominator
        FROM stg_hubspot.nps_responses AS response
        JOIN stg_hubspot.clients AS client ON client.client_id = response.client_id
        WHERE response.submitted_at >= :start AND response.submitted_at < :end
          AND response.score IS NOT NULL
          AND NOT client.is_test AND NOT client.is_internal
    """,
)
