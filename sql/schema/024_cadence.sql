-- Of values that another value is made from: their cadence; empty if it is the reader's.

ALTER TABLE vl_analytics.scorecard_source ADD COLUMN cadence text DEFAULT '';
