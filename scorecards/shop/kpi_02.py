"""Orders that clients placed in the shop during the week, cancelled ones left out."""

from core.kpi import Kpi, Table, Values

KPI = Kpi(
    name="Orders",
    owner="shop@example.com",
    unit="count",
    adds="sum",
    better="higher",
    target=70,
    since="2024-W40",
    reviewed="2026-10-05",
    review="yearly",
    category="Growth",
    kind="driver",
    tree="customers * orders_per_customer",
    drivers=[Values(3, name="customers"), Values(4, name="orders_per_customer")],
    sources=[Table("stg_shop.orders")],
    query="""
        SELECT count(*) AS value
        FROM stg_shop.orders
        WHERE ordered_at >= :start AND ordered_at < :end
          AND (cancelled_at IS NULL OR cancelled_at >= :cut_off)
    """,
)
