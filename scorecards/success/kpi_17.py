"""Days from a client's request for another person until that person works, median of those finished
within four weeks.

Read from the sheet of the operations desk. "~8" and "12 (est.)" count as written; a request without
a number of days, or with "tbd", is left out, and so are cancelled ones. A request entered twice
counts once.
"""

from core.kpi import Kpi, Tab

KPI = Kpi(
    name="Days to replace",
    owner="operations@example.com",
    unit="days",
    better="lower",
    range="4 weeks",
    target=20,
    since="2026-W01",
    reviewed="2026-10-12",
    review="yearly",
    category="Replacements",
    sources=[
        Tab(
            "OPERATIONS_SHEET",
            "Replacements",
            columns=("Client", "Person leaving", "Requested on", "Status", "Days to replace"),
        )
    ],
    query="""
        WITH finished AS (
            SELECT DISTINCT upper(trim(client)) AS client, upper(trim(person_leaving)) AS person,
                coalesce(
                    try_cast(trim(requested_on) AS date),
                    try_strptime(trim(requested_on), ['%d.%m.%Y', '%d %b %Y', '%b %d, %Y'])::date
                ) AS requested_on,
                try_cast(regexp_extract(days_to_replace, '[0-9]+') AS integer) AS days
            FROM replacements
            WHERE lower(trim(status)) = 'done'
        )
        SELECT median(days) AS value
        FROM finished
        WHERE requested_on + days BETWEEN :first_day AND :last_day
    """,
)
