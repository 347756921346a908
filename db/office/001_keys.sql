-- What the server keeps besides events, so that the lock of a long import never blocks it: with SQLite in a file of its
-- own beside the first, with PostgreSQL in the same database. The statements are the same for both.

CREATE TABLE api_keys (
    id         bigint PRIMARY KEY,
    name       text NOT NULL,
    -- SHA-256 of the key in hexadecimal digits; the key itself is nowhere
    hash       text NOT NULL UNIQUE,
    -- names separated by commas
    scopes     text NOT NULL,
    -- the data sets that it is bound to, separated by commas; null for all
    datasets   text,
    -- requests a minute; null for any number
    rate       bigint,
    -- Unix milliseconds
    created    bigint NOT NULL,
    expires    bigint,
    revoked    bigint,
    last_used  bigint
);

-- A name may be given again when its key is revoked.
CREATE UNIQUE INDEX api_keys_name ON api_keys (name) WHERE revoked IS NULL;
