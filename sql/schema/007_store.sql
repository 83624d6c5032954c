-- The store's identity: one row, which a copy of the store keeps. Published places remember it.

CREATE TABLE vl_analytics.scorecard_store (
    identity    text PRIMARY KEY,
    created_at  timestamptz NOT NULL
);

INSERT INTO vl_analytics.scorecard_store
SELECT replace(gen_random_uuid()::text, '-', ''), now();
