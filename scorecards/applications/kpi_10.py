"""Weeks the desk would need for its open applications at the mean pace of the last four weeks.

KPI 05 by the mean of KPI 02.
"""

from core.kpi import Kpi, Values

KPI = Kpi(
    name="Open applications in weeks of work",
    owner="application-desk@example.com",
    unit="number",
    better="lower",
    range="4 weeks",
    target=0.8,
    since="2024-W43",
    reviewed="2026-04-13",
    review="yearly",
    category="Workload",
    sources=[Values(5, last=1), Values(2, last=4)],
    query="""
        SELECT waiting / nullif(pace, 0) AS value, waiting AS numerator, pace AS denominator
        FROM (SELECT max(value) AS waiting FROM kpi_05), (SELECT avg(value) AS pace FROM kpi_02)
    """,
)
