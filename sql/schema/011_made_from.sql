-- The same for computed rows beneath manual values.

ALTER TABLE vl_analytics.scorecard_covered ADD COLUMN made_from text DEFAULT '';
