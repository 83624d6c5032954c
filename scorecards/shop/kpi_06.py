"""Orders of the week by how often the client ordered in the 52 weeks up to then.

The frequencies are 1, 2 to 4, 5 to 10, and 11 or more orders, those of the week included.
"""

from core.kpi import Kpi, Table

KPI = Kpi(
    name="Orders by frequency",
    owner="shop@example.com",
    unit="count",
    adds="sum",
    better="higher",
    since="2025-W39",
    reviewed="2026-10-05",
    review="yearly",
    category="Segments",
    sources=[Table("stg_shop.orders")],
    query="""
        WITH placed AS (
            SELECT customer_id,
                   count(*) AS in_a_year,
                   count(*) FILTER (WHERE ordered_at >= :start) AS in_the_week
            FROM stg_shop.orders
            WHERE ordered_at >= :end - interval '364 days' AND ordered_at < :end
              AND (cancelled_at IS NULL OR cancelled_at >= :cut_off)
            GROUP BY customer_id
        )
        SELECT CASE WHEN in_a_year >= 11 THEN '11 or more'
                    WHEN in_a_year >= 5 THEN '5 to 10'
                    WHEN in_a_year >= 2 THEN '2 to 4'
                    ELSE '1' END AS field,
               sum(in_the_week) AS value
        FROM placed
        GROUP BY 1
    """,
)
