"""Replacement processes that existing clients asked for over four weeks, as a share of the active
clients.

KPI 16, summed, by KPI 08, the mean of the weeks.
"""

from core.kpi import Kpi, Values

KPI = Kpi(
    name="Replacement rate",
    owner="operations@example.com",
    unit="percent",
    better="lower",
    range="4 weeks",
    target=0.03,
    since="2024-W40",
    reviewed="2026-10-12",
    review="yearly",
    category="Replacements",
    sources=[Values(16, last=4), Values(8, last=4)],
    query="""
        SELECT requested / nullif(active, 0) AS value, requested AS numerator, active AS denominator
        FROM (SELECT sum(value) AS requested FROM kpi_16),
             (SELECT sum(value) / count(DISTINCT period) AS active FROM kpi_08)
    """,
)
