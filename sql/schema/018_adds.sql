-- How values of several periods become one to date: sum, ratio, last or no; empty where it is not declared.

ALTER TABLE vl_analytics.scorecard_definition ADD COLUMN adds text DEFAULT '';
