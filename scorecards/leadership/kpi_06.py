"""Job applications received over twelve weeks for each person hired in them.

Recruitment KPI 01 by recruitment KPI 06, both summed over the weeks, because single weeks have few
hires.
"""

from core.kpi import Kpi, Values

KPI = Kpi(
    name="Job applications per hire",
    owner="recruitment@example.com",
    unit="number",
    better="lower",
    range="12 weeks",
    target=10,
    since="2024-W42",
    reviewed="2026-08-31",
    review="yearly",
    category="Hiring",
    sources=[Values(1, last=12, domain="recruitment"), Values(6, last=12, domain="recruitment")],
    query="""
        SELECT received / nullif(hired, 0) AS value, received AS numerator, hired AS denominator
        FROM (SELECT sum(value) AS received FROM kpi_01), (SELECT sum(value) AS hired FROM kpi_06)
    """,
)
