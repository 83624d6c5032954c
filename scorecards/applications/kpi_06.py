"""Applications received during the week, by the channel they came through.

One without a channel counts as "unknown". Test entries are left out.
"""

from core.kpi import Kpi, Table

KPI = Kpi(
    name="Applications by channel",
    owner="marketing@example.com",
    unit="count",
    adds="sum",
    since="2024-W40",
    reviewed="2026-02-09",
    review="yearly",
    category="Volume",
    sources=[Table("stg_desk.applications")],
    query="""
        SELECT coalesce(channel, 'unknown') AS field, count(*) AS value
        FROM stg_desk.applications
        WHERE received_at >= :start AND received_at < :end AND NOT is_test
        GROUP BY 1
    """,
)
