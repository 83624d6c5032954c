-- Every revision of every definition: rows are added, none is ever changed. NULL and '' stand for what an earlier store
-- did not keep.

ALTER TABLE vl_analytics.scorecard_definition RENAME TO scorecard_definition_by_version;

CREATE TABLE vl_analytics.scorecard_definition (
    domain          text NOT NULL,
    revision        bigint NOT NULL,       -- 1, 2, … in each domain; a run names the newest at its time
    kpi_number      integer NOT NULL,
    version         text NOT NULL,         -- hash of what decides the value
    field_name      text NOT NULL,
    range_type      text NOT NULL,
    cadence         text NOT NULL,
    name            text NOT NULL,
    meaning         text NOT NULL,
    owner           text NOT NULL,
    unit            text NOT NULL,
    better          text NOT NULL,
    target          double precision,
    sources         text NOT NULL,
    query           text NOT NULL,         -- as written
    reviewed        text NOT NULL,
    since           text,                  -- first period that has data
    settles         text,
    source_details  text,                  -- JSON: everything declared of each source
    timezone        text NOT NULL,         -- of the runner
    title           text NOT NULL,         -- of the runner
    file_text       text,                  -- the KPI file
    first_run       text NOT NULL,         -- the run that first used the revision
    in_force_from   timestamptz NOT NULL,
    PRIMARY KEY (domain, revision)
);

INSERT INTO vl_analytics.scorecard_definition
SELECT domain, row_number() OVER (PARTITION BY domain ORDER BY last_seen, kpi_number, version), kpi_number, version,
       field_name, range_type, cadence, name, meaning, owner, unit, better, target, sources, query, reviewed,
       NULL, NULL, NULL, '', '', NULL, first_run, last_seen
FROM vl_analytics.scorecard_definition_by_version;

DROP TABLE vl_analytics.scorecard_definition_by_version;

ALTER TABLE vl_analytics.scorecard_run ADD COLUMN revision bigint;           -- newest revision of the domain's definitions
ALTER TABLE vl_analytics.scorecard_run ADD COLUMN is_dirty boolean;          -- the project had changes without a commit
ALTER TABLE vl_analytics.scorecard_run ADD COLUMN framework text DEFAULT ''; -- version of the framework's package
