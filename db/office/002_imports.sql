-- Imports by their number, also those that changed nothing; what an import changed is in the table versions of the events.
CREATE TABLE imports (
    id         bigint PRIMARY KEY,
    -- queued, running, succeeded, failed or cancelled
    state      text NOT NULL,
    key_name   text,
    -- what was asked for, and the report when it ended, as JSON
    request    text NOT NULL,
    report     text,
    -- why it failed, and the HTTP status that says so
    error      text,
    status     bigint,
    bytes      bigint NOT NULL,
    -- whoever runs it is asked to stop
    cancelled  bigint NOT NULL DEFAULT 0,
    -- Unix milliseconds
    created    bigint NOT NULL,
    started    bigint,
    finished   bigint
);

CREATE INDEX imports_state ON imports (state, id);

-- The last number that was given to an import, from here or from the command line.
CREATE TABLE import_number (last bigint NOT NULL);
INSERT INTO import_number VALUES (0);

-- What was asked for under which Idempotency-Key.
CREATE TABLE idempotency (
    key_name     text NOT NULL,
    token        text NOT NULL,
    -- SHA-256 of the request and its body
    fingerprint  text NOT NULL,
    import       bigint NOT NULL,
    created      bigint NOT NULL,
    PRIMARY KEY (key_name, token)
);
