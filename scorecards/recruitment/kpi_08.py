"""People hired during the month, as a share of the hires planned for it.

The plan is the hiring leads' sheet; "~8" and "12 (est.)" count as written. A month whose plan says
"tbd" has no value.
"""

from core.kpi import Kpi, Tab, Table

KPI = Kpi(
    name="Hires against plan",
    owner="recruitment@example.com",
    unit="percent",
    better="higher",
    cadence="monthly",
    target=1,
    since="2024-11",
    reviewed="2026-07-06",
    review="yearly",
    category="Hiring",
    sources=[
        Table("stg_ats.hires"),
        Tab("OPERATIONS_SHEET", "Hiring plan", columns=("Month", "Planned hires")),
    ],
    query="""
        WITH plan AS (
            SELECT max(try_cast(regexp_extract(planned_hires, '[0-9]+') AS integer)) AS planned
            FROM hiring_plan
            WHERE coalesce(
                      try_cast(trim(month) AS date),
                      try_strptime(trim(month), ['%m/%Y', '%b %Y', '%Y-%m'])::date
                  ) = :first_day
        ),
        done AS (
            SELECT count(*) AS hired
            FROM stg_ats.hires
            WHERE hired_on BETWEEN :first_day AND :last_day
        )
        SELECT hired / nullif(planned, 0)::double AS value,
            hired AS numerator,
            planned AS denominator
        FROM done, plan
    """,
)
