"""Hours that the desk planned to work for each application it decided (KPI 02), over four weeks.

Hours are the team leads' sheet; "~40" and "38 (est.)" count as written. A week that a team left
without a number counts as the mean of its others, and a team without any number leaves the KPI
without a value.
"""

from core.kpi import Kpi, Tab, Values

KPI = Kpi(
    name="Planned hours per decision",
    owner="application-desk@example.com",
    unit="hours",
    better="lower",
    range="4 weeks",
    target=1.9,
    since="2024-W40",
    reviewed="2026-04-13",
    review="yearly",
    category="Workload",
    sources=[
        Values(2, last=4),
        Tab("OPERATIONS_SHEET", "Desk capacity", columns=("Week of", "Team", "Hours planned")),
    ],
    query="""
        WITH cleaned AS (
            SELECT lower(trim(team)) AS team,
                coalesce(
                    try_cast(trim(week_of) AS date),
                    try_strptime(trim(week_of), ['%d.%m.%Y', '%d %b %Y', '%b %d, %Y'])::date
                ) AS week_of,
                try_cast(regexp_extract(hours_planned, '[0-9]+') AS double) AS hours
            FROM desk_capacity
        ),
        teams AS (
            SELECT 4 * avg(hours) AS hours
            FROM cleaned
            WHERE week_of BETWEEN :first_day AND :last_day
            GROUP BY team
        ),
        planned AS (SELECT CASE WHEN count(*) = count(hours) THEN sum(hours) END AS hours
            FROM teams),
        decided AS (SELECT sum(value) AS applications FROM kpi_02)
        SELECT hours / nullif(applications, 0) AS value,
            hours AS numerator,
            applications AS denominator
        FROM decided, planned
    """,
)
