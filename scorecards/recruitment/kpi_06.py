"""People who accepted an offer during the week."""

from core.kpi import Kpi, Table

KPI = Kpi(
    name="Hires",
    owner="recruitment@example.com",
    unit="count",
    adds="sum",
    better="higher",
    target=5,
    since="2024-W42",
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
