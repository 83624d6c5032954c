"""Share of the clients of the twelve weeks before that ordered again during the week, by frequency.

The frequency is the number of their orders in the 52 weeks before: 1, 2 to 4, 5 to 10, 11 or more.
"""

from core.kpi import Kpi, Table

KPI = Kpi(
    name="Reorder rate by frequency",
    owner="shop@example.com",
    unit="percent",
    adds="ratio",
    better="higher",
    since="2025-W39",
    reviewed="2026-10-05",
    review="yearly",
    category="Segments",
    sources=[Table("stg_shop.orders")],
    query="""
        WITH placed AS (
            SELECT customer_id,
                   count(*) FILTER (WHERE ordered_at < :start) AS in_a_year,
                   max(CASE WHEN ordered_at < :start THEN ordered_at END) AS ordered_before,
                   max(ordered_at) AS ordered_last
            FROM stg_shop.orders
            WHERE ordered_at >= :start - interval '364 days' AND ordered_at < :end
              AND (cancelled_at IS NULL OR cancelled_at >= :cut_off)
            GROUP BY customer_id
        )
        SELECT CASE WHEN in_a_year >= 11 THEN '11 or more'
                    WHEN in_a_year >= 5 THEN '5 to 10'
                    WHEN in_a_year >= 2 THEN '2 to 4'
                    ELSE '1' END AS field,
               count(*) FILTER (WHERE ordered_last >= :start)::double precision
                   / nullif(count(*), 0) AS value,
               count(*) FILTER (WHERE ordered_last >= :start) AS numerator,
               count(*) AS denominator
        FROM placed
        WHERE ordered_before >= :start - interval '84 days'
        GROUP BY 1
    """,
)
