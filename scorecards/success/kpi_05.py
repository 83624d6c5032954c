"""Offboarding forms a week, averaged over four weeks (KPI 06).

Single weeks are too few forms to judge; four of them show where the number is heading.
"""

from core.kpi import Kpi, Values

KPI = Kpi(
    name="Offboarding forms, 4-week average",
    owner="customer-success@example.com",
    unit="number",
    better="lower",
    range="4 weeks",
    target=4,
    since="2024-W40",
    reviewed="2026-09-14",
    review="yearly",
    category="Retention",
    sources=[Values(6, last=4)],
    query="SELECT avg(value) AS value FROM kpi_06",
)
