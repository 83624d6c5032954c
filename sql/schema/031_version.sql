-- At which version a run read a table, on engines that keep versions.

ALTER TABLE vl_analytics.scorecard_source ADD COLUMN version text DEFAULT '';   -- number of Delta's, snapshot of Iceberg's
ALTER TABLE vl_analytics.scorecard_source ADD COLUMN as_of timestamptz;         -- when that was made; without a version, the time as of which the table was read
