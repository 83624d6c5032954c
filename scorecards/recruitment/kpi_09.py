"""What the job boards cost over three months, for each person hired in that time.

Board fees come from the media agency's export, whose amounts read 1.234,50. Own staff and referral
bonuses are left out: they are decided elsewhere.
"""

from core.kpi import File, Kpi, Table

KPI = Kpi(
    name="Job board cost per hire",
    owner="recruitment@example.com",
    unit="EUR",
    better="lower",
    cadence="monthly",
    range="3 months",
    target=250,
    since="2024-10",
    reviewed="2026-07-06",
    review="yearly",
    category="Cost",
    sources=[
        File(
            "var/sample/exports/job_board_spend.csv",
            columns={"booked_on": "date", "amount": "varchar"},
        ),
        Table("stg_ats.hires"),
    ],
    query="""
        WITH spend AS (
            SELECT sum(replace(replace(amount, '.', ''), ',', '.')::decimal(12, 2)) AS total
            FROM job_board_spend
            WHERE booked_on BETWEEN :first_day AND :last_day
        ),
        done AS (
            SELECT count(*) AS hired
            FROM stg_ats.hires
            WHERE hired_on BETWEEN :first_day AND :last_day
        )
        SELECT total / nullif(hired, 0) AS value, total AS numerator, hired AS denominator
        FROM spend, done
    """,
)
