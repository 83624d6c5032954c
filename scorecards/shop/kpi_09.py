"""Share of the week's orders that were cancelled by the cut-off."""

from core.kpi import Kpi, Table

KPI = Kpi(
    name="Cancelled orders",
    owner="shop@example.com",
    unit="percent",
    adds="ratio",
    better="lower",
    since="2024-W40",
    reviewed="2026-10-05",
    review="yearly",
    category="Growth",
    kind="guardrail",
    sources=[Table("stg_shop.orders")],
    query="""
        SELECT count(*) FILTER (WHERE cancelled_at < :cut_off)::double precision
                   / nullif(count(*), 0) AS value,
               count(*) FILTER (WHERE cancelled_at < :cut_off) AS numerator,
               count(*) AS denominator
        FROM stg_shop.orders
        WHERE ordered_at >= :start AND ordered_at < :end
    """,
)
