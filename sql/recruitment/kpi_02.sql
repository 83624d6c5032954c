WITH first_applications AS (
    SELECT min(application_id) AS application_id
    FROM stg_ats.applications
    GROUP BY candidate_id, job_id
),
-- Of an application that qualified and was rejected later, only the first step is its screening.
steps AS (
    SELECT
        change.stage,
        change.entered_at,
        row_number() OVER (PARTITION BY change.application_id ORDER BY change.entered_at) AS step
    FROM stg_ats.stage_changes AS change
    JOIN first_applications AS application ON application.application_id = change.application_id
),
screened AS (
    SELECT count(*) AS total, count(*) FILTER (WHERE stage = 'qualified') AS qualified
    FROM steps
    WHERE step = 1
      AND stage IN ('qualified', 'rejected')
      AND entered_at >= :start
      AND entered_at < :end
)
SELECT qualified::double precision / nullif(total, 0) AS value, qualified AS numerator, total AS denominator
FROM screened
