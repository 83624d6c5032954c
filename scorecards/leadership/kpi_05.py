"""Offboarding forms over four weeks for every hundred active clients.

Success KPI 06, summed, by success KPI 08, the mean of the weeks, so that growth does not look like
trouble.
"""

from core.kpi import Kpi, Values

KPI = Kpi(
    name="Offboarding forms per 100 clients",
    owner="customer-success@example.com",
    unit="number",
    better="lower",
    range="4 weeks",
    target=4,
    since="2024-W40",
    reviewed="2026-09-14",
    review="yearly",
    category="Retention",
    sources=[Values(6, last=4, domain="success"), Values(8, last=4, domain="success")],
    query="""
        SELECT 100 * forms / nullif(active, 0) AS value, forms AS numerator, active AS denominator
        FROM (SELECT sum(value) AS forms FROM kpi_06),
             (SELECT sum(value) / count(DISTINCT period) AS active FROM kpi_08)
    """,
)
