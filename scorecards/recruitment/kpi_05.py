"""Share of the interviews scheduled for the week that took place.

The calendar keeps local time. Interviews without an entry for whether they took place are left out.
"""

from core.kpi import Kpi, Table

KPI = Kpi(
    name="Interview show-up rate",
    owner="recruitment@example.com",
    unit="percent",
    better="higher",
    target=0.9,
    since="2024-W41",
    reviewed="2026-05-18",
    review="yearly",
    category="Pipeline",
    sources=[Table("stg_ats.interviews")],
    query="""
        SELECT count(*) FILTER (WHERE held)::double precision / nullif(count(*), 0) AS value,
               count(*) FILTER (WHERE held) AS numerator,
               count(*) AS denominator
        FROM stg_ats.interviews
        WHERE scheduled_for >= :start AND scheduled_for < :end AND held IS NOT NULL
    """,
)
