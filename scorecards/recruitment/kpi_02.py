"""Share of the applications screened during the week that qualified for an interview.

Screened means qualified or rejected at the first look; a rejection after an interview is not a
screening and is left out. An application sent again by the same candidate is rejected as a
duplicate and left out as well.
"""

from core.kpi import Kpi, Table, sql_file

KPI = Kpi(
    name="Screening pass rate",
    owner="recruitment@example.com",
    unit="percent",
    better="higher",
    target=0.4,
    since="2024-W41",
    reviewed="2026-08-31",
    review="yearly",
    category="Pipeline",
    sources=[Table("stg_ats.stage_changes"), Table("stg_ats.applications")],
    query=sql_file(),
)
