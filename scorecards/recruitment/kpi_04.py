"""Share of the offers answered within twelve weeks that were accepted.

Offers still open are left out until they are answered.
"""

from core.kpi import Kpi, Table

KPI = Kpi(
    name="Offer acceptance rate",
    owner="recruitment@example.com",
    unit="percent",
    better="higher",
    range="12 weeks",
    target=0.8,
    since="2024-W41",
    reviewed="2026-05-18",
    review="yearly",
    category="Pipeline",
    sources=[Table("stg_ats.offers")],
    query="""
        SELECT count(*) FILTER (WHERE accepted)::double precision / nullif(count(*), 0) AS value,
               count(*) FILTER (WHERE accepted) AS numerator,
               count(*) AS denominator
        FROM stg_ats.offers
        WHERE answered_on BETWEEN :first_day AND :last_day
    """,
)
