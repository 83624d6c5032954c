WITH valid AS (
    SELECT
        agreement.client_id,
        agreement.started_on,
        CASE WHEN agreement.end_recorded_at < :cut_off THEN agreement.ended_on END AS ended_on
    FROM stg_hubspot.agreements AS agreement
    JOIN stg_hubspot.clients AS client ON client.client_id = agreement.client_id
    WHERE NOT client.is_internal
      AND NOT client.is_test
      AND agreement.cancelled_on IS NULL
      AND (agreement.ended_on IS NULL OR agreement.ended_on >= agreement.started_on)
),
active_at_start AS (
    SELECT DISTINCT client_id
    FROM valid
    WHERE started_on < :first_day AND (ended_on IS NULL OR ended_on >= :first_day)
),
active_at_end AS (
    SELECT DISTINCT client_id
    FROM valid
    WHERE started_on <= :last_day AND (ended_on IS NULL OR ended_on > :last_day)
),
counted AS (
    SELECT count(*) AS clients, count(*) FILTER (WHERE remaining.client_id IS NULL) AS lost
    FROM active_at_start AS client
    LEFT JOIN active_at_end AS remaining ON remaining.client_id = client.client_id
)
SELECT lost::double precision / nullif(clients, 0) AS value, lost AS numerator, clients AS denominator
FROM counted
