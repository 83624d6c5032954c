"""Applications for open jobs that came in during the week.

A candidate who applies for the same job again counts once, with the first application. Test
candidates are left out.
"""

from core.kpi import Kpi, Table

KPI = Kpi(
    name="Job applications received",
    owner="recruitment@example.com",
    unit="count",
    adds="sum",
    better="higher",
    target=55,
    since="2024-W40",
    reviewed="2026-08-31",
    review="yearly",
    category="Pipeline",
    sources=[Table("stg_ats.applications"), Table("stg_ats.candidates")],
    query="""
        SELECT count(*) AS value
        FROM (
            SELECT min(application.applied_at) AS applied_at
            FROM stg_ats.applications AS application
            JOIN stg_ats.candidates AS candidate
                ON candidate.candidate_id = application.candidate_id
            WHERE NOT candidate.is_test
            GROUP BY application.candidate_id, application.job_id
        ) AS first_application
        WHERE applied_at >= :start AND applied_at < :end
    """,
)
