-- The base of process limits, kept before a run changes values of its time: the first one per series and beginning counts.

CREATE TABLE vl_analytics.scorecard_limits (
    domain        text NOT NULL,
    kpi_number    integer NOT NULL,
    field_name    text NOT NULL,
    field_details text NOT NULL,
    range_type    text NOT NULL,
    cadence       text NOT NULL,
    limits_since  text NOT NULL,          -- as the KPI file declared it then; empty if it did not
    first_period  text NOT NULL,          -- of the base, as last_period
    last_period   text NOT NULL,
    base_values   text NOT NULL,          -- JSON: value by period
    definition    text NOT NULL,          -- version that the newest value of the base follows
    run_id        text NOT NULL,          -- the run that was about to change values
    recorded_at   timestamptz NOT NULL,
    PRIMARY KEY (domain, kpi_number, field_name, field_details, range_type, cadence, limits_since, first_period)
);
