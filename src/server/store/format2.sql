-- What format 2 added to schema.sql.

-- Custom metadata fields; deleted ones stay, so that their names stay taken.
CREATE TABLE custom_field (
    id          INTEGER PRIMARY KEY,
    oid         BLOB NOT NULL UNIQUE,
    name        TEXT NOT NULL UNIQUE,
    label       TEXT NOT NULL,
    schema      TEXT NOT NULL,
    description TEXT,
    deleted     INTEGER NOT NULL DEFAULT 0
);

-- What an account has besides its media library.
