-- How far the value was from what each released check allows: a line per check, in the order of checks, empty if unknown.

ALTER TABLE vl_analytics.scorecard_value_release ADD COLUMN measured text DEFAULT '';
