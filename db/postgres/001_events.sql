-- The same tables as db/sqlite, number for number. Text is compared by code point, as SQLite does it.

CREATE EXTENSION IF NOT EXISTS postgis;

CREATE TABLE events (
    id                     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- ACLED's columns under their own names
    event_id_cnty          text COLLATE "C" NOT NULL UNIQUE,
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
    geometry               geometry(Point, 4326),
    -- free text without case and accents, filled by the program
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
    CHECK ((latitude IS NULL) = (longitude IS NULL))
);

CREATE INDEX events_geometry ON events USING gist (geometry);

-- Each filter's index goes on with the default order, so that a page is read off it without sorting.
CREATE INDEX events_event_date ON events (event_date, event_id_cnty);
CREATE INDEX events_country ON events (country_folded, event_date, event_id_cnty);
CREATE INDEX events_admin1 ON events (admin1_folded, event_date, event_id_cnty);
CREATE INDEX events_location ON events (location_folded, event_date, event_id_cnty);
CREATE INDEX events_actor1 ON events (actor1_folded, event_date, event_id_cnty);
CREATE INDEX events_actor2 ON events (actor2_folded, event_date, event_id_cnty);
CREATE INDEX events_sub_event_type ON events (sub_event_type, event_date, event_id_cnty);
CREATE INDEX events_dataset ON events (dataset, event_date, event_id_cnty);
-- In the order that "the largest first" is sorted by, unknown ones last.
CREATE INDEX events_fatalities ON events (fatalities DESC NULLS LAST, event_id_cnty DESC);
CREATE INDEX events_timestamp ON events (timestamp, event_id_cnty);

-- The elements of both lists of associated actors, so that looking for an actor reads no list.
CREATE TABLE event_associates (
    actor_folded  text COLLATE "C" NOT NULL,
    event         bigint NOT NULL,
    PRIMARY KEY (actor_folded, event)
);

CREATE TABLE datasets (
    name      text COLLATE "C" PRIMARY KEY,
    licence   text,
    citation  text,
    url       text
);

-- One row; grows with every committed write.
CREATE TABLE data_version (version bigint NOT NULL);
INSERT INTO data_version VALUES (0);
