-- What the newest publish of each scorecard to each place could not write, in sentences; none once it shows everything.

CREATE TABLE vl_analytics.scorecard_fault (
    domain    text NOT NULL,
    target    text NOT NULL,             -- as in scorecard_publication
    number    bigint NOT NULL,           -- 0, 1, …: their order
    sentence  text NOT NULL,
    PRIMARY KEY (domain, target, number)
);
