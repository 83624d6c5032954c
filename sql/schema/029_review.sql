-- Reviews as they were made: one row per edition and form, with all that is needed to make it again from values as they were then.

CREATE TABLE vl_analytics.scorecard_review (
    domain       text NOT NULL,
    period       text NOT NULL,
    number       bigint NOT NULL,        -- 1, 2, …: the editions of a period
    form         text NOT NULL,          -- html or pdf
    as_of        timestamptz NOT NULL,   -- it shows what was stored then
    since        timestamptz NOT NULL,   -- the instant of the review before, from which corrections count
    settings     text NOT NULL,          -- JSON: what the runner said then, and the numbers of the KPIs
    sha256       text NOT NULL,          -- of the file
    renderer     text NOT NULL,          -- typst and its version for a PDF
    framework    text NOT NULL,          -- version of the framework's package
    code_version text NOT NULL,          -- the project's commit; empty if unknown
    made_by      text NOT NULL,
    made_at      timestamptz NOT NULL,
    PRIMARY KEY (domain, period, number, form)
);
