-- Why values changed, as runs worked it out from what was stored then. Rows are only added.

CREATE TABLE vl_analytics.scorecard_explanation (
    domain        text NOT NULL,
    kpi_number    int NOT NULL,
    field_name    text NOT NULL,
    range_type    text NOT NULL,
    cadence       text NOT NULL,
    period        text NOT NULL,
    against       text NOT NULL,         -- the period compared with
    tree          text NOT NULL,         -- as the KPI file said then
    value_before  double precision,      -- NULL where there is none
    value_after   double precision,
    not_explained double precision NOT NULL,
    restated      double precision NOT NULL,
    parts         text NOT NULL,         -- JSON: the parts of the drivers, in the KPI's unit
    sentences     text NOT NULL,         -- JSON: the result in words
    reason        text NOT NULL,         -- why nothing was taken apart, else empty
    run_id        text NOT NULL,
    explained_at  timestamptz NOT NULL
);
