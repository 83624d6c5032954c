-- The outbox of alerts: each message with what became of it; and the severity whose channels are told.

CREATE TABLE vl_analytics.scorecard_alert_message (
    message_id    text NOT NULL,          -- the same on every channel and at every attempt
    channel       text NOT NULL,          -- name of an environment variable, or an e-mail address
    domain        text NOT NULL,
    severity      text NOT NULL,
    subject       text NOT NULL,
    text          text NOT NULL,
    html          text NOT NULL,
    planned_at    timestamptz NOT NULL,
    status        text NOT NULL,          -- planned, sending, sent, waiting or given up
    attempts      integer NOT NULL,
    is_uncertain  boolean NOT NULL,       -- its sending broke off once, so that it may have arrived
    error         text NOT NULL,          -- why the last attempt failed
    changed_at    timestamptz NOT NULL,
    PRIMARY KEY (message_id, channel)
);

ALTER TABLE vl_analytics.scorecard_alert_state ADD COLUMN peak text DEFAULT '';   -- most severe level since it began
ALTER TABLE vl_analytics.scorecard_alert ADD COLUMN route text DEFAULT '';        -- severity whose channels are told
