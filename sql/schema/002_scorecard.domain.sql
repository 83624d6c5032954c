-- One current row per field of a KPI and period. Applied for each domain, whose name replaces DOMAIN.

CREATE TABLE vl_analytics.scorecard_DOMAIN (
    sc_name        text NOT NULL,
    kpi_number     integer NOT NULL,
    field_name     text NOT NULL,
    field_details  text NOT NULL,         -- a breakdown's label, else empty
    range_type     text NOT NULL,         -- week, 4 weeks, year to date, ...
    cadence        text NOT NULL,
    period         text NOT NULL,         -- 2026-11-15, 2026-W46, 2026-11
    period_start   date NOT NULL,
    period_end     date NOT NULL,         -- inclusive
    year           integer NOT NULL,      -- of a week its ISO year
    year_week      text NOT NULL,         -- ISO week of the period's last day
    last_sunday    date NOT NULL,         -- last Sunday at or before the period's last day
    print_date     date NOT NULL,         -- day on which the schedule publishes the period
    cut_off        timestamptz NOT NULL,  -- instant up to which data counted
    partial        boolean NOT NULL,      -- the period had not ended
    outcome        text NOT NULL,         -- value, none or failed
    value          double precision,
    numerator      double precision,
    denominator    double precision,
    reason         text NOT NULL,         -- why there is no value
    unit           text NOT NULL,
    target         double precision,
    definition     text NOT NULL,         -- version in scorecard_definition
    run_id         text NOT NULL,
    computed_at    timestamptz NOT NULL,
    PRIMARY KEY (kpi_number, field_name, field_details, range_type, period_start)
);
