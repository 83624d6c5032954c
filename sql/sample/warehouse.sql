-- The sample company's warehouse: what its tools deliver each night. Valid on PostgreSQL and on DuckDB.
-- timestamptz is an instant, timestamp is local business time, date is a calendar day.

CREATE SCHEMA IF NOT EXISTS stg_hubspot;
CREATE SCHEMA IF NOT EXISTS stg_ats;
CREATE SCHEMA IF NOT EXISTS stg_desk;
CREATE SCHEMA IF NOT EXISTS stg_finance;
CREATE SCHEMA IF NOT EXISTS stg_shop;

CREATE TABLE IF NOT EXISTS stg_hubspot.clients (
    client_id bigint NOT NULL,
    name text NOT NULL,
    segment text,                       -- startup, mid-market, enterprise; NULL where nobody filled it in
    country text NOT NULL,
    is_internal boolean NOT NULL,       -- a unit of the company itself
    is_test boolean NOT NULL,           -- made to try something out
    created_at timestamptz NOT NULL
);

-- Invalid are agreements with cancelled_on, and those that end before they start.
CREATE TABLE IF NOT EXISTS stg_hubspot.agreements (
    agreement_id bigint NOT NULL,
    client_id bigint NOT NULL,
    monthly_fee numeric(12, 2) NOT NULL,    -- EUR
    signed_at timestamptz NOT NULL,
    started_on date NOT NULL,
    cancelled_on date,                  -- withdrawn before it started
    ended_on date,                      -- its last day, once notice is given; may lie ahead
    end_recorded_at timestamptz         -- when ended_on was written down, sometimes weeks after that day
);

-- Some clients send the form twice, minutes or days apart.
CREATE TABLE IF NOT EXISTS stg_hubspot.offboarding_forms (
    form_id bigint NOT NULL,
    agreement_id bigint NOT NULL,
    client_id bigint NOT NULL,
    reason text,
    submitted_at timestamptz NOT NULL
);

CREATE TABLE IF NOT EXISTS stg_hubspot.tickets (
    ticket_id bigint NOT NULL,
    client_id bigint NOT NULL,
    channel text NOT NULL,
    created_at timestamptz NOT NULL,
    first_reply_at timestamptz,
    closed_at timestamptz
);

CREATE TABLE IF NOT EXISTS stg_hubspot.nps_responses (
    response_id bigint NOT NULL,
    client_id bigint NOT NULL,
    score integer,                      -- 0 to 10; NULL where the answer was left blank
    submitted_at timestamp NOT NULL
);

CREATE TABLE IF NOT EXISTS stg_ats.jobs (
    job_id bigint NOT NULL,
    family text,
    opened_on date NOT NULL,
    closed_on date
);

CREATE TABLE IF NOT EXISTS stg_ats.candidates (
    candidate_id bigint NOT NULL,
    source text,
    is_test boolean NOT NULL,
    created_at timestamptz NOT NULL
);

-- Some candidates apply to the same job twice.
CREATE TABLE IF NOT EXISTS stg_ats.applications (
    application_id bigint NOT NULL,
    candidate_id bigint NOT NULL,
    job_id bigint NOT NULL,
    applied_at timestamptz NOT NULL
);

CREATE TABLE IF NOT EXISTS stg_ats.stage_changes (
    application_id bigint NOT NULL,
    stage text NOT NULL,                -- qualified, offer, hired, rejected, withdrawn
    entered_at timestamptz NOT NULL
);

CREATE TABLE IF NOT EXISTS stg_ats.interviews (
    interview_id bigint NOT NULL,
    application_id bigint NOT NULL,
    booked_at timestamptz NOT NULL,
    scheduled_for timestamp NOT NULL,
    held boolean,                       -- NULL until scheduled_for has passed
    rating integer
);

CREATE TABLE IF NOT EXISTS stg_ats.offers (
    offer_id bigint NOT NULL,
    application_id bigint NOT NULL,
    sent_at timestamptz NOT NULL,
    answered_on date,
    accepted boolean
);

CREATE TABLE IF NOT EXISTS stg_ats.hires (
    hire_id bigint NOT NULL,
    application_id bigint NOT NULL,
    hired_on date NOT NULL,
    starts_on date NOT NULL,
    left_on date
);

-- The application desk sits in Lisbon, and so do its clocks.
CREATE TABLE IF NOT EXISTS stg_desk.applications (
    application_id bigint NOT NULL,
    person_id bigint NOT NULL,
    channel text,
    team text NOT NULL,
    is_test boolean NOT NULL,
    received_at timestamp NOT NULL,
    checked_at timestamp,
    decided_at timestamp,
    decision text                       -- accepted, rejected, withdrawn
);

CREATE TABLE IF NOT EXISTS stg_finance.invoices (
    invoice_id bigint NOT NULL,
    agreement_id bigint NOT NULL,
    client_id bigint NOT NULL,
    issued_on date NOT NULL,
    due_on date NOT NULL,
    amount numeric(12, 2) NOT NULL,     -- EUR
    cancelled_on date
);

CREATE TABLE IF NOT EXISTS stg_finance.payments (
    payment_id bigint NOT NULL,
    invoice_id bigint NOT NULL,
    paid_on date NOT NULL,
    amount numeric(12, 2) NOT NULL,     -- EUR
    recorded_at timestamptz NOT NULL    -- when the bank's report arrived
);

CREATE TABLE IF NOT EXISTS stg_finance.costs (
    cost_id bigint NOT NULL,
    category text NOT NULL,
    booked_on date NOT NULL,
    amount numeric(12, 2) NOT NULL,     -- EUR
    recorded_at timestamptz NOT NULL
);

-- Work clothes and tools that clients order for the people placed with them.
CREATE TABLE IF NOT EXISTS stg_shop.orders (
    order_id bigint NOT NULL,
    customer_id bigint NOT NULL,
    items bigint NOT NULL,
    amount numeric(12, 2) NOT NULL,
    ordered_at timestamptz NOT NULL,
    cancelled_at timestamptz
);
