"""Promises kept during the week: the mean of tickets solved within 24 hours and applications
decided within five days.

Success KPI 24 and applications KPI 04, each with the same weight, because clients and applicants
matter alike.
"""

from core.kpi import Kpi, Values

KPI = Kpi(
    name="Service promises kept",
    owner="leadership@example.com",
    unit="percent",
    better="higher",
    target=0.7,
    since="2024-W41",
    reviewed="2026-07-20",
    review="yearly",
    category="Service",
    sources=[
        Values(24, domain="success", name="tickets_in_time"),
        Values(4, domain="applications", name="decisions_in_time"),
    ],
    query="""
        SELECT (ticket.value + decision.value) / 2 AS value
        FROM tickets_in_time AS ticket
        JOIN decisions_in_time AS decision ON decision.period = ticket.period
    """,
)
