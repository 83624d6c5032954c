-- How the target of a value is judged. Applied for each domain, whose name replaces DOMAIN.

ALTER TABLE vl_analytics.scorecard_DOMAIN ADD COLUMN target_high double precision;    -- the upper end, if the target is a band
ALTER TABLE vl_analytics.scorecard_DOMAIN ADD COLUMN better text DEFAULT '';          -- higher, lower or within; empty without a target
ALTER TABLE vl_analytics.scorecard_DOMAIN ADD COLUMN thresholds text DEFAULT '';      -- JSON, if the KPI has its own

UPDATE vl_analytics.scorecard_DOMAIN AS stored SET better = (
    SELECT newest.better FROM vl_analytics.scorecard_definition AS newest
    WHERE 'scorecard_' || newest.domain = 'scorecard_DOMAIN' AND newest.kpi_number = stored.kpi_number
    ORDER BY newest.revision DESC LIMIT 1
) WHERE target IS NOT NULL AND EXISTS (
    SELECT 1 FROM vl_analytics.scorecard_definition AS known
    WHERE 'scorecard_' || known.domain = 'scorecard_DOMAIN' AND known.kpi_number = stored.kpi_number
);
