-- Regions that events are asked for by, and which events lie in them: an index over the events' coordinates and the
-- shapes, which are the truth.

CREATE TABLE boundaries (
    -- What the R*Tree counts by: VACUUM renumbers the rows of a table that has no number of its own.
    number    INTEGER PRIMARY KEY,
    id        TEXT NOT NULL UNIQUE,
    level     TEXT NOT NULL,
    name      TEXT NOT NULL,
    geometry  BLOB NOT NULL
) STRICT;

SELECT RecoverGeometryColumn('boundaries', 'geometry', 4326, 'MULTIPOLYGON', 'XY');
SELECT CreateSpatialIndex('boundaries', 'geometry');

CREATE INDEX boundaries_level ON boundaries (level, id);

CREATE TABLE event_boundaries (
    boundary  TEXT NOT NULL,
    event     INTEGER NOT NULL,
    PRIMARY KEY (boundary, event)
) STRICT, WITHOUT ROWID;

CREATE INDEX event_boundaries_event ON event_boundaries (event);
