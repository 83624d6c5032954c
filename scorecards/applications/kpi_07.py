"""Share of the application forms begun on the website over four weeks that were sent.

Begun forms are counted by the web analytics tool, sent ones by the desk; other channels and test
entries are left out.
"""

from core.kpi import File, Kpi, Table

KPI = Kpi(
    name="Form completion rate",
    owner="marketing@example.com",
    unit="percent",
    better="higher",
    range="4 weeks",
    target=0.56,
    since="2024-W40",
    reviewed="2026-02-09",
    review="yearly",
    category="Conversion",
    sources=[File("var/sample/exports/form_sessions.csv.gz"), Table("stg_desk.applications")],
    query="""
        WITH begun AS (
            SELECT sum(forms_started) AS forms
            FROM form_sessions
            WHERE channel = 'web' AND day BETWEEN :first_day AND :last_day
        ),
        sent AS (
            SELECT count(*) AS forms
            FROM stg_desk.applications
            WHERE channel = 'web' AND received_at >= :start AND received_at < :end AND NOT is_test
        )
        SELECT sent.forms / nullif(begun.forms, 0)::double AS value,
            sent.forms AS numerator,
            begun.forms AS denominator
        FROM begun, sent
    """,
)
