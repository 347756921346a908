-- Few have no place, and a box on the map asks for them too: OGC API - Features lets them match any.
CREATE INDEX events_unlocated ON events (id) WHERE longitude IS NULL;
