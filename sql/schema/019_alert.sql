-- Alerts: what was last said of each subject, every change of such a state, and the silences that people asked for.

CREATE TABLE vl_analytics.scorecard_alert_state (
    domain         text NOT NULL,
    kind           text NOT NULL,         -- kpi, or a matter of the domain: run, deadline, hole, cells
    kpi_number     integer NOT NULL,      -- 0 for a matter of the domain
    field_name     text NOT NULL,
    field_details  text NOT NULL,         -- label of a breakdown; of a matter of the domain what it is about
    range_type     text NOT NULL,
    cadence        text NOT NULL,
    level          text NOT NULL,         -- good, info, warning or critical; empty once it is over
    rule           text NOT NULL,         -- as its author wrote it
    period         text NOT NULL,         -- of the value that was judged last
    period_start   date NOT NULL,
    value          double precision,
    changed_at     timestamptz NOT NULL,
    PRIMARY KEY (domain, kind, kpi_number, field_name, field_details, range_type, cadence)
);

CREATE TABLE vl_analytics.scorecard_alert (
    event_id       text PRIMARY KEY,
    domain         text NOT NULL,
    kind           text NOT NULL,
    kpi_number     integer NOT NULL,
    field_name     text NOT NULL,
    field_details  text NOT NULL,
    range_type     text NOT NULL,
    cadence        text NOT NULL,
    name           text NOT NULL,         -- of the subject, for readers
    change         text NOT NULL,         -- raised, eased or over
    level          text NOT NULL,
    level_before   text NOT NULL,
    rule           text NOT NULL,
    sentence       text NOT NULL,         -- what the alert says
    period         text NOT NULL,
    period_start   date NOT NULL,
    value          double precision,
    value_before   double precision,      -- the value that was judged before
    target         double precision,
    unit           text NOT NULL,
    cause          text NOT NULL,         -- corrected: the same period's value changed; rules: the value did not
    run_id         text NOT NULL,
    noticed_at     timestamptz NOT NULL
);

CREATE TABLE vl_analytics.scorecard_alert_silence (
    domain       text NOT NULL,
    kpi_number   integer,                 -- NULL: all alerts of the domain
    until        timestamptz NOT NULL,
    note         text NOT NULL,
    silenced_by  text NOT NULL,
    host         text NOT NULL,
    silenced_at  timestamptz NOT NULL
);
