"""Share of the applications decided during the week that were decided within five days of reaching
the desk.

Withdrawn applications and test entries are left out.
"""

from core.kpi import Kpi, Table

KPI = Kpi(
    name="Decided within five days",
    owner="application-desk@example.com",
    unit="percent",
    better="higher",
    target=0.75,
    since="2024-W41",
    reviewed="2026-04-13",
    review="yearly",
    category="Speed",
    sources=[Table("stg_desk.applications")],
    query="""
        SELECT count(*) FILTER (WHERE decided_at::date - received_at::date <= 5)::double precision
                   / nullif(count(*), 0) AS value,
               count(*) FILTER (WHERE decided_at::date - received_at::date <= 5) AS numerator,
               count(*) AS denominator
        FROM stg_desk.applications
        WHERE decided_at >= :start AND decided_at < :end
          AND decision IN ('accepted', 'rejected')
          AND NOT is_test
    """,
)
