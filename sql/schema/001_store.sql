-- Everything the framework keeps, beside the rows of each scorecard. Valid on PostgreSQL and on DuckDB.

CREATE TABLE vl_analytics.scorecard_run (
    run_id        text PRIMARY KEY,
    domain        text NOT NULL,
    command       text NOT NULL,
    started_by    text NOT NULL,
    host          text NOT NULL,
    code_version  text NOT NULL,
    started_at    timestamptz NOT NULL,
    finished_at   timestamptz,
    outcome       text NOT NULL,          -- running, ok, failed or interrupted
    message       text NOT NULL DEFAULT ''
);

CREATE TABLE vl_analytics.scorecard_definition (
    domain      text NOT NULL,
    kpi_number  integer NOT NULL,
    version     text NOT NULL,            -- hash of what decides the value
    field_name  text NOT NULL,
    range_type  text NOT NULL,
    cadence     text NOT NULL,
    name        text NOT NULL,
    meaning     text NOT NULL,
    owner       text NOT NULL,
    unit        text NOT NULL,
    better      text NOT NULL,
    target      double precision,
    sources     text NOT NULL,
    query       text NOT NULL,
    reviewed    text NOT NULL,
    first_run   text NOT NULL,
    last_seen   timestamptz NOT NULL,
    PRIMARY KEY (domain, kpi_number, version)
);

CREATE TABLE vl_analytics.scorecard_restatement (
    run_id         text NOT NULL,
    domain         text NOT NULL,
    kpi_number     integer NOT NULL,
    field_name     text NOT NULL,
    field_details  text NOT NULL,
    range_type     text NOT NULL,
    period         text NOT NULL,
    period_start   date NOT NULL,
    old_value      double precision,
    new_value      double precision,
    old_reason     text NOT NULL,
    new_reason     text NOT NULL,
    old_run_id     text NOT NULL,
    cause          text NOT NULL,         -- definition or data
    restated_at    timestamptz NOT NULL
);
