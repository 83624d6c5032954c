"""Applications that the desk accepted or rejected during the week.

Withdrawn applications are left out, because the desk did not decide them, and so are test entries.
"""

from core.kpi import Kpi, Table

KPI = Kpi(
    name="Applications decided",
    owner="application-desk@example.com",
    unit="count",
    adds="sum",
    better="higher",
    since="2024-W40",
    reviewed="2026-04-13",
    review="yearly",
    category="Volume",
    sources=[Table("stg_desk.applications")],
    query="""
        SELECT count(*) AS value
        FROM stg_desk.applications
        WHERE decided_at >= :start AND decided_at < :end
          AND decision IN ('accepted', 'rejected')
          AND NOT is_test
    """,
)
