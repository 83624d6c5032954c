"""Pieces for each order of the week (KPI 01 by KPI 02)."""

from core.kpi import Kpi, Table

KPI = Kpi(
    name="Items per order",
    owner="shop@example.com",
    unit="number",
    adds="ratio",
    better="higher",
    target=5.7,
    since="2024-W40",
    reviewed="2026-10-05",
    review="yearly",
    category="Growth",
    kind="driver",
    sources=[Table("stg_shop.orders")],
    query="""
        SELECT sum(items)::double precision / nullif(count(*), 0) AS value,
               sum(items) AS numerator,
               count(*) AS denominator
        FROM stg_shop.orders
        WHERE ordered_at >= :start AND ordered_at < :end
          AND (cancelled_at IS NULL OR cancelled_at >= :cut_off)
    """,
)
