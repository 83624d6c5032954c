-- What each run saw of the sources of the KPIs that it wrote, and which engine it ran on.

CREATE TABLE vl_analytics.scorecard_source (
    run_id       text NOT NULL,
    domain       text NOT NULL,
    kpi_number   integer NOT NULL,
    source       text NOT NULL,          -- as scorecard_definition names it
    kind         text NOT NULL,          -- table, file, tab or values
    place        text NOT NULL,          -- of a tab the path or the spreadsheet's id, of values the KPI
    row_count    bigint,                 -- of the whole source; of values, how many were read
    is_estimate  boolean NOT NULL,       -- the database's own estimate, not a count
    newest       timestamptz,            -- in the column that the source names as loaded_at
    files        integer,
    bytes        bigint,
    checksum     text NOT NULL,          -- SHA-256, its first digits: of the files' contents, of the tab's texts
    modified     timestamptz,            -- of the newest file
    field_name   text NOT NULL,          -- of values: their series
    range_type   text NOT NULL,
    periods      integer,                -- of values: how many were read for a period; NULL, as many as the range has
    PRIMARY KEY (run_id, domain, kpi_number, source)
);

ALTER TABLE vl_analytics.scorecard_run ADD COLUMN engine text DEFAULT '';
