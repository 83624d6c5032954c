-- Events that people note beside values, such as a new price list. Rows are only added: one that takes another back names it.

CREATE TABLE vl_analytics.scorecard_event (
    number     bigint NOT NULL,          -- 1, 2, …: their order in the store
    domain     text NOT NULL,            -- empty for all domains
    cadence    text NOT NULL,
    period     text NOT NULL,
    text       text NOT NULL,            -- empty where the row takes an event back
    author     text NOT NULL,
    noted_at   timestamptz NOT NULL,
    takes_back bigint                    -- the number of the event that is taken back, else NULL
);
