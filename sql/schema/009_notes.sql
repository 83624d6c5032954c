-- Notes of cells as they were last written, and where a publication is about to write each cell.

CREATE TABLE vl_analytics.scorecard_note (
    domain      text NOT NULL,
    target      text NOT NULL,
    tab_key     text NOT NULL,
    row_key     text NOT NULL,
    column_key  text NOT NULL,
    note        text NOT NULL,            -- our part of the cell's note
    PRIMARY KEY (domain, target, tab_key, row_key, column_key)
);

ALTER TABLE vl_analytics.scorecard_cell_planned ADD COLUMN note text;             -- NULL where it stays
ALTER TABLE vl_analytics.scorecard_cell_planned ADD COLUMN sets_value boolean DEFAULT true;
ALTER TABLE vl_analytics.scorecard_cell_planned ADD COLUMN row_index bigint;      -- from 0, after all inserts
ALTER TABLE vl_analytics.scorecard_cell_planned ADD COLUMN column_index bigint;
