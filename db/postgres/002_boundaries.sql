-- The same tables as db/sqlite, number for number.

CREATE TABLE boundaries (
    id        text COLLATE "C" PRIMARY KEY,
    level     text COLLATE "C" NOT NULL,
    name      text COLLATE "C" NOT NULL,
    geometry  geometry(MultiPolygon, 4326) NOT NULL
);

CREATE INDEX boundaries_geometry ON boundaries USING gist (geometry);
CREATE INDEX boundaries_level ON boundaries (level, id);

CREATE TABLE event_boundaries (
    boundary  text COLLATE "C" NOT NULL,
    event     bigint NOT NULL,
    PRIMARY KEY (boundary, event)
);

CREATE INDEX event_boundaries_event ON event_boundaries (event);
