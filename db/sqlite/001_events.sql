-- A genuine SpatiaLite database: any sqlite3, ogrinfo or QGIS opens it. Nothing in the schema uses a function or a
-- collation of the application. The column geometry is an index over longitude and latitude, which are the truth.

SELECT InitSpatialMetaDataFull(0, 'WGS84');

CREATE TABLE events (
    id                     INTEGER PRIMARY KEY,
    -- ACLED's columns under their own names
    event_id_cnty          TEXT NOT NULL UNIQUE,
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
    geometry               BLOB,
    -- free text without case and accents, filled by the program
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
    CHECK ((latitude IS NULL) = (longitude IS NULL))
) STRICT;

SELECT RecoverGeometryColumn('events', 'geometry', 4326, 'POINT', 'XY');
SELECT CreateSpatialIndex('events', 'geometry');

-- Each filter's index goes on with the default order, so that a page is read off it without sorting.
CREATE INDEX events_event_date ON events (event_date, event_id_cnty);
CREATE INDEX events_country ON events (country_folded, event_date, event_id_cnty);
CREATE INDEX events_admin1 ON events (admin1_folded, event_date, event_id_cnty);
CREATE INDEX events_location ON events (location_folded, event_date, event_id_cnty);
CREATE INDEX events_actor1 ON events (actor1_folded, event_date, event_id_cnty);
CREATE INDEX events_actor2 ON events (actor2_folded, event_date, event_id_cnty);
CREATE INDEX events_sub_event_type ON events (sub_event_type, event_date, event_id_cnty);
CREATE INDEX events_dataset ON events (dataset, event_date, event_id_cnty);
-- For these two it is the order when they are sorted by; the date behind it lets a range's first page be found in the index alone.
CREATE INDEX events_fatalities ON events (fatalities, event_id_cnty, event_date);
CREATE INDEX events_timestamp ON events (timestamp, event_id_cnty, event_date);

-- The elements of both lists of associated actors, so that looking for an actor reads no list.
CREATE TABLE event_associates (
    actor_folded  TEXT NOT NULL,
    event         INTEGER NOT NULL,
    PRIMARY KEY (actor_folded, event)
) STRICT, WITHOUT ROWID;

CREATE TABLE datasets (
    name      TEXT PRIMARY KEY,
    licence   TEXT,
    citation  TEXT,
    url       TEXT
) STRICT;

-- One row; grows with every committed write.
CREATE TABLE data_version (version INTEGER NOT NULL) STRICT;
INSERT INTO data_version VALUES (0);
