"""Clients that placed at least one order in the shop during the week."""

from core.kpi import Kpi, Table

KPI = Kpi(
    name="Customers who ordered",
    owner="shop@example.com",
    unit="count",
    better="higher",
    since="2024-W40",
    reviewed="2026-10-05",
    review="yearly",
    category="Growth",
    kind="driver",
    sources=[Table("stg_shop.orders")],
    query="""
        SELECT count(DISTINCT customer_id) AS value
        FROM stg_shop.orders
        WHERE ordered_at >= :start AND ordered_at < :end
          AND (cancelled_at IS NULL OR cancelled_at >= :cut_off)
    """,
)
