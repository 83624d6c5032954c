-- The same for computed rows beneath manual values; and in definitions, targets that are more than one number.

ALTER TABLE vl_analytics.scorecard_covered ADD COLUMN target_high double precision;
ALTER TABLE vl_analytics.scorecard_covered ADD COLUMN better text DEFAULT '';
ALTER TABLE vl_analytics.scorecard_covered ADD COLUMN thresholds text DEFAULT '';

ALTER TABLE vl_analytics.scorecard_definition ADD COLUMN targets text DEFAULT '';     -- JSON list
ALTER TABLE vl_analytics.scorecard_definition ADD COLUMN thresholds text DEFAULT '';  -- JSON object

-- What people did with targets is a change of the series.
ALTER TABLE vl_analytics.scorecard_series_change ADD COLUMN details text DEFAULT '';  -- JSON: the target that was set
