-- The tabs of a scorecard in each spreadsheet, as the newest publish saw them: so the next one reads them and no others.

CREATE TABLE vl_analytics.scorecard_tab (
    domain    text NOT NULL,
    target    text NOT NULL,             -- as in scorecard_publication
    tab_key   text NOT NULL,
    sheet_id  bigint NOT NULL,
    title     text NOT NULL,
    PRIMARY KEY (domain, target, tab_key)
);
