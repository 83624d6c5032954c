"""People who accepted an offer since the first week of the year."""

from core.kpi import Kpi, Table

KPI = Kpi(
    name="Hires, year to date",
    owner="recruitment@example.com",
    unit="count",
    better="higher",
    range="year to date",
    since="2025-W01",
    reviewed="2026-08-31",
    review="yearly",
    category="Hiring",
    sources=[Table("stg_ats.hires")],
    query="""
        SELECT count(*) AS value
        FROM stg_ats.hires
        WHERE hired_on BETWEEN :first_day AND :last_day
    """,
)
