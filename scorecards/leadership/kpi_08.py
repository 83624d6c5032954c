"""Share of the hours paid to placed people that were billed to clients during the week, from the
timesheets.
"""

from core.kpi import File, Kpi

KPI = Kpi(
    name="Utilisation",
    owner="operations@example.com",
    unit="percent",
    better="higher",
    target=0.81,
    since="2024-W40",
    reviewed="2026-07-20",
    review="yearly",
    category="Workload",
    sources=[File("var/sample/exports/hours_*.parquet")],
    query="""
        SELECT sum(billed_hours) / nullif(sum(paid_hours), 0) AS value,
               sum(billed_hours) AS numerator,
               sum(paid_hours) AS denominator
        FROM hours
        WHERE week_of BETWEEN :first_day AND :last_day
    """,
)
