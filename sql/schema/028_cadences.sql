-- Runs say of which cadences they computed all that is due on schedule: what they found unchanged, they do not write.

ALTER TABLE vl_analytics.scorecard_run ADD COLUMN cadences text; -- separated by spaces; '' where a person limited the run
