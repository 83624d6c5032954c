-- Rows as they were until another one replaced them, or until they were removed: so the values of any instant are known.

CREATE TABLE vl_analytics.scorecard_replaced (
    replaced_at        timestamptz NOT NULL,
    domain             text NOT NULL,     -- from here on as in the domain's table
    sc_name            text NOT NULL,
    kpi_number         integer NOT NULL,
    field_name         text NOT NULL,
    field_details      text NOT NULL,
    range_type         text NOT NULL,
    cadence            text NOT NULL,
    period             text NOT NULL,
    period_start       date NOT NULL,
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
    target_high        double precision,
    better             text NOT NULL,
    thresholds         text NOT NULL,
    definition         text NOT NULL,
    run_id             text NOT NULL,
    computed_at        timestamptz NOT NULL,
    provisional_until  date,
    remark             text NOT NULL,
    by_hand            boolean NOT NULL,
    made_from          text NOT NULL
);
