"""Orders of the week for each client that ordered in it (KPI 02 by KPI 03)."""

from core.kpi import Kpi, Table

KPI = Kpi(
    name="Orders per customer",
    owner="shop@example.com",
    unit="number",
    better="higher",
    since="2024-W40",
    reviewed="2026-10-05",
    review="yearly",
    category="Growth",
    kind="driver",
    sources=[Table("stg_shop.orders")],
    query="""
        SELECT count(*)::double precision / nullif(count(DISTINCT customer_id), 0) AS value,
               count(*) AS numerator,
               count(DISTINCT customer_id) AS denominator
        FROM stg_shop.orders
        WHERE ordered_at >= :start AND ordered_at < :end
          AND (cancelled_at IS NULL OR cancelled_at >= :cut_off)
    """,
)
