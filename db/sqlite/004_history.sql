-- Nothing that was stored is lost: every committed write is recorded, and a row that one replaces or removes is kept.
-- One writer at a time and a data version that grows by one: its number is the order of the commits.

CREATE TABLE versions (
    version    INTEGER PRIMARY KEY,
    -- Unix milliseconds; never less than the version before
    time       INTEGER NOT NULL,
    operation  TEXT NOT NULL,
    -- what "import N" means, for writes that are one
    import     INTEGER UNIQUE,
    dataset    TEXT,
    -- null on the command line
    key_name   TEXT,
    reason     TEXT,
    inserted   INTEGER NOT NULL,
    updated    INTEGER NOT NULL,
    deleted    INTEGER NOT NULL
) STRICT;

CREATE INDEX versions_time ON versions (time, version);

-- Where the record begins; what is stored already counts as written by it.
INSERT INTO versions VALUES (0, CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER), 'start', NULL, NULL, NULL, NULL, (SELECT count(*) FROM events), 0, 0);

-- revision: 1, 2 … of this event; since: the version that wrote this row.
ALTER TABLE events ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;
ALTER TABLE events ADD COLUMN since INTEGER NOT NULL DEFAULT 0;

CREATE INDEX events_since ON events (since, event_id_cnty);

-- Rows that are no more, as they were. Their ids begin at 2 to the power of 40, so that event_associates and
-- event_boundaries hold both kinds.
CREATE TABLE events_history (
    id                     INTEGER PRIMARY KEY,
    -- ACLED's columns under their own names
    event_id_cnty          TEXT NOT NULL,
    event_date             TEXT NOT NULL,
    year                   INTEGER NOT NULL,
    time_precision         INTEGER,
    disorder_type          TEXT,
    event_type             TEXT NOT NULL,
    sub_event_type         TEXT,
    actor1                 TEXT,
    assoc_actor_1          TEXT,
    inter1                 TEXT,
    actor2                 TEXT,
    assoc_actor_2          TEXT,
    inter2                 TEXT,
    interaction            TEXT,
    civilian_targeting     TEXT,
    iso                    INTEGER,
    region                 TEXT,
    country                TEXT,
    admin1                 TEXT,
    admin2                 TEXT,
    admin3                 TEXT,
    location               TEXT,
    latitude               REAL,
    longitude              REAL,
    geo_precision          INTEGER,
    source                 TEXT,
    source_scale           TEXT,
    notes                  TEXT,
    fatalities             INTEGER,
    tags                   TEXT,
    timestamp              INTEGER NOT NULL,
    -- ours
    fatalities_low         INTEGER,
    fatalities_high        INTEGER,
    dataset                TEXT NOT NULL,
    source_url             TEXT,
    attributes             TEXT,
    -- free text without case and accents
    actor1_folded          TEXT,
    assoc_actor_1_folded   TEXT,
    actor2_folded          TEXT,
    assoc_actor_2_folded   TEXT,
    country_folded         TEXT,
    admin1_folded          TEXT,
    admin2_folded          TEXT,
    admin3_folded          TEXT,
    location_folded        TEXT,
    source_folded          TEXT,
    source_scale_folded    TEXT,
    notes_folded           TEXT,
    tags_folded            TEXT,
    source_url_folded      TEXT,
    -- the row counts from the version since until before the version until, which replaced or (deleted = 1) removed it
    revision               INTEGER NOT NULL,
    since                  INTEGER NOT NULL,
    until                  INTEGER NOT NULL,
    deleted                INTEGER NOT NULL,
    UNIQUE (event_id_cnty, revision)
) STRICT;

CREATE INDEX events_history_since ON events_history (since, event_id_cnty);
CREATE INDEX events_history_deleted ON events_history (until, event_id_cnty) WHERE deleted = 1;
CREATE INDEX events_history_event_date ON events_history (event_date, event_id_cnty);
CREATE INDEX events_history_place ON events_history (longitude, latitude);

-- Names for versions that can be cited.
CREATE TABLE releases (
    name     TEXT PRIMARY KEY,
    version  INTEGER NOT NULL UNIQUE,
    time     INTEGER NOT NULL
) STRICT;
