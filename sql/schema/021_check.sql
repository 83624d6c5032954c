-- What each run found of its sources: one row per check of a source and domain; and values that people let through.

CREATE TABLE vl_analytics.scorecard_source_check (
    run_id       text NOT NULL,
    domain       text NOT NULL,
    source       text NOT NULL,            -- as scorecard_definition names it
    check_name   text NOT NULL,            -- as the author writes it
    kind         text NOT NULL,            -- missing, unique, fresh, ...
    outcome      text NOT NULL,            -- passed, warned, blocked, excused, late or accepted
    measured     double precision,         -- the share that deviates, of fresh the age in hours; NULL if unknown
    allowed      double precision,         -- in the same unit
    row_count    bigint,                   -- of the whole source
    newest       timestamptz,              -- in the column that the source names as loaded_at
    message      text NOT NULL,            -- what deviates; empty if nothing does
    kpis         text NOT NULL,            -- numbers of the KPIs whose values are kept back for it
    checked_at   timestamptz NOT NULL,
    PRIMARY KEY (run_id, domain, source, check_name)
);

CREATE TABLE vl_analytics.scorecard_value_release (
    domain       text NOT NULL,
    kpi_number   integer NOT NULL,
    period       text NOT NULL,            -- 2026-11-15, 2026-W46, 2026-11
    checks       text NOT NULL,            -- a line for each check that is let through: source, and check
    reason       text NOT NULL,            -- why the value was kept back
    note         text NOT NULL,            -- why it is let through
    released_by  text NOT NULL,
    host         text NOT NULL,
    command      text NOT NULL,
    run_id       text NOT NULL,
    released_at  timestamptz NOT NULL
);
