-- Comments of people on values. Each text is a row, and so is its removal; rows are only added, so the newest one counts.

CREATE TABLE vl_analytics.scorecard_comment (
    domain        text NOT NULL,
    number        bigint NOT NULL,       -- 1, 2, …: their order in the domain
    kpi_number    bigint NOT NULL,
    field_name    text NOT NULL,
    field_details text NOT NULL,         -- empty for the KPI's own row
    cadence       text NOT NULL,
    period        text NOT NULL,
    text          text NOT NULL,         -- empty where the comment was removed
    author        text NOT NULL,         -- empty where unknown: Google does not tell who typed a cell
    source        text NOT NULL,         -- sheet, workbook or command
    target        text NOT NULL,         -- as in scorecard_publication
    marker        text NOT NULL,         -- the publication that noticed it, or empty
    typed_after   timestamptz,           -- the publication before, which did not see it; NULL if unknown
    seen_at       timestamptz NOT NULL
);
