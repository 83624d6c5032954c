-- The first period of the values from which a KPI's process limits are computed; empty where it is not declared.

ALTER TABLE vl_analytics.scorecard_definition ADD COLUMN limits_since text DEFAULT '';
