"""Hours until somebody first looks at an application, median of those received during the week.

One that nobody has looked at when the week is published counts with the hours it has waited until
then. Test entries are left out.
"""

from core.kpi import Kpi, Table

KPI = Kpi(
    name="Hours to first check",
    owner="application-desk@example.com",
    unit="hours",
    better="lower",
    target=6,
    since="2024-W40",
    reviewed="2026-04-13",
    review="yearly",
    category="Speed",
    sources=[Table("stg_desk.applications")],
    query="""
        SELECT percentile_cont(0.5) WITHIN GROUP (
                   ORDER BY extract(epoch FROM least(checked_at, CAST(:cut_off AS timestamp)))
                            - extract(epoch FROM received_at)
               ) / 3600 AS value
        FROM stg_desk.applications
        WHERE received_at >= :start AND received_at < :end AND NOT is_test
    """,
)
