-- What was published where: an audit row for each publish, what last stood in each cell, and what was taken back.

CREATE TABLE vl_analytics.scorecard_publication (
    marker        text PRIMARY KEY,       -- the publication's mark in the spreadsheet
    domain        text NOT NULL,
    target        text NOT NULL,          -- a spreadsheet's id, or the path of a workbook
    command       text NOT NULL,
    filters       text NOT NULL,
    published_by  text NOT NULL,
    host          text NOT NULL,
    planned_at    timestamptz NOT NULL,
    outcome       text NOT NULL,          -- planned, applied or given up
    cells         integer NOT NULL,
    kept          integer NOT NULL,
    bytes         integer NOT NULL
);

CREATE TABLE vl_analytics.scorecard_cell (
    domain      text NOT NULL,
    target      text NOT NULL,
    tab_key     text NOT NULL,
    row_key     text NOT NULL,
    column_key  text NOT NULL,
    number      double precision,
    words       text,
    marker      text NOT NULL,
    PRIMARY KEY (domain, target, tab_key, row_key, column_key)
);

-- What a publication is about to write; it becomes scorecard_cell once the spreadsheet is known to have it.
CREATE TABLE vl_analytics.scorecard_cell_planned (
    marker      text NOT NULL,
    tab_key     text NOT NULL,
    row_key     text NOT NULL,
    column_key  text NOT NULL,
    number      double precision,
    words       text
);

CREATE TABLE vl_analytics.scorecard_cell_overwritten (
    marker         text NOT NULL,
    cell           text NOT NULL,
    row_key        text NOT NULL,
    column_key     text NOT NULL,
    typed          text NOT NULL,         -- what a person had there
    computed       text NOT NULL,
    overwritten_at timestamptz NOT NULL
);
