"""Days from application to accepted offer, median of the people hired within four weeks."""

from core.kpi import Kpi, Table

KPI = Kpi(
    name="Days to hire",
    owner="recruitment@example.com",
    unit="days",
    better="lower",
    range="4 weeks",
    target=18,
    since="2024-W42",
    reviewed="2026-08-31",
    review="yearly",
    category="Hiring",
    sources=[Table("stg_ats.hires"), Table("stg_ats.applications")],
    query="""
        SELECT percentile_cont(0.5)
            WITHIN GROUP (ORDER BY hire.hired_on - application.applied_at::date) AS value
        FROM stg_ats.hires AS hire
        JOIN stg_ats.applications AS application ON application.application_id = hire.application_id
        WHERE hire.hired_on BETWEEN :first_day AND :last_day
    """,
)
