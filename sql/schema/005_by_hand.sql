-- Computed rows over which a person has set a value, kept up to date by every run; and the ledger's word on such changes.

CREATE TABLE vl_analytics.scorecard_covered (
    domain             text NOT NULL,
    sc_name            text NOT NULL,
    kpi_number         integer NOT NULL,
    field_name         text NOT NULL,
    field_details      text NOT NULL,
    range_type         text NOT NULL,
    cadence            text NOT NULL,
    period             text NOT NULL,
    period_start       date NOT NULL,
    period_end         date NOT NULL,
    year               integer NOT NULL,
    year_week          text NOT NULL,
    last_sunday        date NOT NULL,
    print_date         date NOT NULL,
    cut_off            timestamptz NOT NULL,
    partial            boolean NOT NULL,
    outcome            text NOT NULL,
    value              double precision,
    numerator          double precision,
    denominator        double precision,
    reason             text NOT NULL,
    unit               text NOT NULL,
    target             double precision,
    definition         text NOT NULL,
    run_id             text NOT NULL,
    computed_at        timestamptz NOT NULL,
    provisional_until  date,
    remark             text NOT NULL,
    by_hand            boolean NOT NULL,
    PRIMARY KEY (domain, kpi_number, field_name, field_details, range_type, period_start)
);

ALTER TABLE vl_analytics.scorecard_restatement ADD COLUMN provisional boolean DEFAULT false; -- the old value was expected to change
ALTER TABLE vl_analytics.scorecard_restatement ADD COLUMN note text DEFAULT '';              -- why a person set it
