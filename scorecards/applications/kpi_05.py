"""Applications without a decision at the end of the week, test entries left out."""

from core.kpi import Kpi, Table

KPI = Kpi(
    name="Open applications",
    owner="application-desk@example.com",
    unit="count",
    better="lower",
    target=60,
    since="2024-W43",
    reviewed="2026-04-13",
    review="yearly",
    category="Workload",
    sources=[Table("stg_desk.applications")],
    query="""
        SELECT count(*) AS value
        FROM stg_desk.applications
        WHERE received_at < :end AND (decided_at IS NULL OR decided_at >= :end) AND NOT is_test
    """,
)
