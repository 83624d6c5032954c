"""Pieces of work clothes and tools that clients ordered in the shop during the week.

An order cancelled by the cut-off is left out, here and in all KPIs of the shop.
"""

from core.kpi import Kpi, Table, Values

KPI = Kpi(
    name="Items ordered",
    owner="shop@example.com",
    unit="count",
    adds="sum",
    better="higher",
    target=400,
    since="2024-W40",
    reviewed="2026-10-05",
    review="yearly",
    category="Growth",
    kind="north star",
    tree="orders * items_per_order",
    drivers=[Values(2, name="orders"), Values(5, name="items_per_order")],
    sources=[Table("stg_shop.orders")],
    query="""
        SELECT sum(items) AS value
        FROM stg_shop.orders
        WHERE ordered_at >= :start AND ordered_at < :end
          AND (cancelled_at IS NULL OR cancelled_at >= :cut_off)
    """,
)
