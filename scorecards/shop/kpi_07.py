"""Orders of the week by the size of the basket: small is up to 3 pieces, large 10 or more."""

from core.kpi import Kpi, Table

KPI = Kpi(
    name="Orders by basket size",
    owner="shop@example.com",
    unit="count",
    adds="sum",
    better="higher",
    since="2024-W40",
    reviewed="2026-10-05",
    review="yearly",
    category="Segments",
    sources=[Table("stg_shop.orders")],
    query="""
        SELECT CASE WHEN items <= 3 THEN 'small'
                    WHEN items < 10 THEN 'medium'
                    ELSE 'large' END AS field,
               count(*) AS value
        FROM stg_shop.orders
        WHERE ordered_at >= :start AND ordered_at < :end
          AND (cancelled_at IS NULL OR cancelled_at >= :cut_off)
        GROUP BY 1
    """,
)
