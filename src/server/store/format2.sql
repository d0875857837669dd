-- What format 2 added to schema.sql.

-- Custom metadata fields.

-- What an account has besides its media library.

CREATE TABLE account_item (
    id      INTEGER PRIMARY KEY,
    kind    TEXT NOT NULL,
    oid     TEXT NOT NULL,
    body    TEXT NOT NULL,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    UNIQUE (kind, oid)
);
-- The URL endpoint that every account has.
INSERT INTO account_item (kind, oid, body, created, updated) VALUES
    ('url-endpoint', 'default', '{"description":"Default URL endpoint","urlPrefix":"","origins":[]}', 0, 0);

-- What was delivered: bytes and requests of a day (since 1970, UTC), by what and by which name.
CREATE TABLE delivered (
    day      INTEGER NOT NULL,
    aspect   TEXT NOT NULL,
    name     TEXT NOT NULL,
    bytes    INTEGER NOT NULL,
    requests INTEGER NOT NULL,
    PRIMARY KEY (day, aspect, name)
) WITHOUT ROWID;
