"""Clients lost over the last 52 weeks, as a share of those that were active when the 52 weeks
began.

A client is lost when none of its agreements runs on at the end; one that changed to another
agreement is not. Left out are agreements withdrawn before their start or ending before it, internal
clients and test accounts. An end counts once it is on record at the cut-off, so that a week
recomputed later gives what was known when it was published.
"""

from core.kpi import Kpi, Table, sql_file

KPI = Kpi(
    name="Overall churn rate",
    owner="customer-success@example.com",
    unit="percent",
    better="lower",
    range="52 weeks",
    target=0.16,
    since="2022-W10",
    reviewed="2026-10-05",
    review="yearly",
    category="Retention",
    sources=[Table("stg_hubspot.agreements"), Table("stg_hubspot.clients")],
    query=sql_file(),
)
