"""Replacement processes that existing clients asked for during the week, as the operations desk
keeps them in a sheet.

A request entered twice counts once. Clients in their first 60 days are left out, because their
change is part of onboarding, and so are cancelled requests. Lines without a date that can be read
are left out: notes and the total.
"""

from core.kpi import Kpi, Tab, sql_file

COLUMNS = {
    "client": ("Client", "Customer"),
    "person": ("Person leaving", "Who leaves"),
    "requested_on": ("Requested on", "Date of request"),
    "existing": ("Existing client?", "Existing"),
    "status": ("Status", "State"),
}

KPI = Kpi(
    name="Replacement processes, existing clients",
    owner="operations@example.com",
    unit="count",
    better="lower",
    target=3,
    since="2024-W40",
    reviewed="2026-10-12",
    review="yearly",
    category="Replacements",
    sources=[
        Tab("OPERATIONS_SHEET", "Replacements", columns=COLUMNS),
        Tab(
            "OPERATIONS_SHEET", "Replacements 2024-25", columns=COLUMNS, name="earlier_replacements"
        ),
    ],
    query=sql_file(),
)
