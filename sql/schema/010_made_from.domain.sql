-- Fingerprints of the stored values that a value was computed from. Applied for each domain, whose name replaces DOMAIN.

ALTER TABLE vl_analytics.scorecard_DOMAIN ADD COLUMN made_from text DEFAULT ''; -- one per KPI read; empty if none was
