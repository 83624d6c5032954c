WITH requests AS (
    SELECT client, person, requested_on, existing, status FROM replacements
    UNION ALL
    SELECT client, person, requested_on, existing, status FROM earlier_replacements
),
cleaned AS (
    SELECT
        upper(trim(client)) AS client,
        upper(trim(person)) AS person,
        coalesce(
            try_cast(trim(requested_on) AS date),
            try_strptime(trim(requested_on), ['%d.%m.%Y', '%d %b %Y', '%b %d, %Y'])::date
        ) AS requested_on,
        coalesce(lower(trim(existing)) IN ('yes', 'y', 'x', 'true'), false) AS is_existing,
        coalesce(lower(trim(status)) = 'cancelled', false) AS is_cancelled
    FROM requests
)
SELECT count(DISTINCT (client, person)) AS value
FROM cleaned
WHERE requested_on BETWEEN :first_day AND :last_day AND is_existing AND NOT is_cancelled
