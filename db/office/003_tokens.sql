-- What a key was exchanged for by clients that log in: tokens. Each stands for its key, and is worth nothing once that is
-- revoked or has expired.

CREATE TABLE api_tokens (
    -- SHA-256 of the token in hexadecimal digits; the token itself is nowhere
    hash     text PRIMARY KEY,
    key_id   bigint NOT NULL,
    -- access or refresh
    kind     text NOT NULL,
    -- Unix milliseconds
    expires  bigint NOT NULL
);
