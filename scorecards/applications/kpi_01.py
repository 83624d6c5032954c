"""Applications for placements that reached the desk during the week, test entries left out."""

from core.kpi import Kpi, Table

KPI = Kpi(
    name="Applications received",
    owner="application-desk@example.com",
    unit="count",
    better="higher",
    since="2024-W40",
    reviewed="2026-04-13",
    category="Volume",
    sources=[Table("stg_desk.applications")],
    query="""
        SELECT count(*) AS value
        FROM stg_desk.applications
        WHERE received_at >= :start AND received_at < :end AND NOT is_test
    """,
)
