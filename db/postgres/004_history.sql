-- The same tables as db/sqlite, number for number.

CREATE TABLE versions (
    version    bigint PRIMARY KEY,
    -- Unix milliseconds; never less than the version before
    time       bigint NOT NULL,
    operation  text NOT NULL,
    -- what "import N" means, for writes that are one
    import     bigint UNIQUE,
    dataset    text,
    -- null on the command line
    key_name   text,
    reason     text,
    inserted   bigint NOT NULL,
    updated    bigint NOT NULL,
    deleted    bigint NOT NULL
);

CREATE INDEX versions_time ON versions (time, version);

-- Where the record begins; what is stored already counts as written by it.
INSERT INTO versions VALUES (0, (extract(epoch FROM clock_timestamp()) * 1000)::bigint, 'start', NULL, NULL, NULL, NULL, (SELECT count(*) FROM events), 0, 0);

-- revision: 1, 2 … of this event; since: the version that wrote this row.
ALTER TABLE events ADD COLUMN revision bigint NOT NULL DEFAULT 1;
ALTER TABLE events ADD COLUMN since bigint NOT NULL DEFAULT 0;

CREATE INDEX events_since ON events (since, event_id_cnty);

-- Rows that are no more, as they were. Their ids begin at 2 to the power of 40, so that event_associates and
-- event_boundaries hold both kinds.
CREATE TABLE events_history (
    id                     bigint PRIMARY KEY,
    -- ACLED's columns under their own names
    event_id_cnty          text COLLATE "C" NOT NULL,
    event_date             date NOT NULL,
    year                   bigint NOT NULL,
    time_precision         bigint,
    disorder_type          text COLLATE "C",
    event_type             text COLLATE "C" NOT NULL,
    sub_event_type         text COLLATE "C",
    actor1                 text COLLATE "C",
    assoc_actor_1          text COLLATE "C",
    inter1                 text COLLATE "C",
    actor2                 text COLLATE "C",
    assoc_actor_2          text COLLATE "C",
    inter2                 text COLLATE "C",
    interaction            text COLLATE "C",
    civilian_targeting     text COLLATE "C",
    iso                    bigint,
    region                 text COLLATE "C",
    country                text COLLATE "C",
    admin1                 text COLLATE "C",
    admin2                 text COLLATE "C",
    admin3                 text COLLATE "C",
    location               text COLLATE "C",
    latitude               double precision,
    longitude              double precision,
    geo_precision          bigint,
    source                 text COLLATE "C",
    source_scale           text COLLATE "C",
    notes                  text COLLATE "C",
    fatalities             bigint,
    tags                   text COLLATE "C",
    timestamp              bigint NOT NULL,
    -- ours
    fatalities_low         bigint,
    fatalities_high        bigint,
    dataset                text COLLATE "C" NOT NULL,
    source_url             text COLLATE "C",
    attributes             text COLLATE "C",
    -- free text without case and accents
    actor1_folded          text COLLATE "C",
    assoc_actor_1_folded   text COLLATE "C",
    actor2_folded          text COLLATE "C",
    assoc_actor_2_folded   text COLLATE "C",
    country_folded         text COLLATE "C",
    admin1_folded          text COLLATE "C",
    admin2_folded          text COLLATE "C",
    admin3_folded          text COLLATE "C",
    location_folded        text COLLATE "C",
    source_folded          text COLLATE "C",
    source_scale_folded    text COLLATE "C",
    notes_folded           text COLLATE "C",
    tags_folded            text COLLATE "C",
    source_url_folded      text COLLATE "C",
    -- the row counts from the version since until before the version until, which replaced or (deleted = 1) removed it
    revision               bigint NOT NULL,
    since                  bigint NOT NULL,
    until                  bigint NOT NULL,
    deleted                bigint NOT NULL,
    UNIQUE (event_id_cnty, revision)
);

CREATE INDEX events_history_since ON events_history (since, event_id_cnty);
CREATE INDEX events_history_deleted ON events_history (until, event_id_cnty) WHERE deleted = 1;
CREATE INDEX events_history_event_date ON events_history (event_date, event_id_cnty);
CREATE INDEX events_history_place ON events_history USING gist (ST_SetSRID(ST_MakePoint(longitude, latitude), 4326));

-- Names for versions that can be cited.
CREATE TABLE releases (
    name     text COLLATE "C" PRIMARY KEY,
    version  bigint NOT NULL UNIQUE,
    time     bigint NOT NULL
);
