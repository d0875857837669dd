-- The library's records. Integer keys inside, 12-byte ids (`oid`, `vid`) outside; times are
-- milliseconds since 1970 in UTC. A file's row is its current version; `version` holds the older
-- ones. Both share the columns from `number` on, so that a version moves between them whole.

CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE folder (
    id      INTEGER PRIMARY KEY,
    oid     BLOB NOT NULL UNIQUE,
    parent  INTEGER REFERENCES folder (id),
    name    TEXT NOT NULL,
    path    TEXT NOT NULL UNIQUE,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL
);
CREATE INDEX folder_parent ON folder (parent, name);

CREATE TABLE file (
    id          INTEGER PRIMARY KEY,
    oid         BLOB NOT NULL,
    folder      INTEGER NOT NULL REFERENCES folder (id),
    name        TEXT NOT NULL,
    number      INTEGER NOT NULL,
    vid         BLOB NOT NULL,
    created     INTEGER NOT NULL,
    updated     INTEGER NOT NULL,
    kind        INTEGER NOT NULL,
    mime        TEXT NOT NULL,
    size        INTEGER NOT NULL,
    width       INTEGER NOT NULL,
    height      INTEGER NOT NULL,
    alpha       INTEGER,
    tags        TEXT,
    ai_tags     TEXT,
    area        TEXT,
    description TEXT,
    embedded    TEXT,
    custom      TEXT,
    private     INTEGER NOT NULL,
    published   INTEGER NOT NULL,
    sha         BLOB,
    seed        INTEGER
);

CREATE TABLE version (
    id          INTEGER PRIMARY KEY,
    file        INTEGER NOT NULL REFERENCES file (id) ON DELETE CASCADE,
    number      INTEGER NOT NULL,
    vid         BLOB NOT NULL,
    created     INTEGER NOT NULL,
    updated     INTEGER NOT NULL,
    kind        INTEGER NOT NULL,
    mime        TEXT NOT NULL,
    size        INTEGER NOT NULL,
    width       INTEGER NOT NULL,
    height      INTEGER NOT NULL,
    alpha       INTEGER,
    tags        TEXT,
    ai_tags     TEXT,
    area        TEXT,
    description TEXT,
    embedded    TEXT,
    custom      TEXT,
    private     INTEGER NOT NULL,
    published   INTEGER NOT NULL,
    sha         BLOB,
    seed        INTEGER
);
CREATE INDEX version_file ON version (file, number);
CREATE INDEX version_sha ON version (sha) WHERE sha IS NOT NULL;

CREATE TABLE tag (
    id   INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
);
-- An index of `file.tags`, kept by triggers.
CREATE TABLE file_tag (
    tag  INTEGER NOT NULL REFERENCES tag (id),
    file INTEGER NOT NULL,
    PRIMARY KEY (tag, file)
) WITHOUT ROWID;

-- Bytes that may have lost their last record; see `blobs.rs`.
CREATE TABLE loose (
    sha BLOB PRIMARY KEY
) WITHOUT ROWID;

CREATE TABLE job (
    id     INTEGER PRIMARY KEY,
    oid    BLOB NOT NULL UNIQUE,
    kind   TEXT NOT NULL,
    source TEXT NOT NULL,
    target TEXT NOT NULL,
    extra  INTEGER NOT NULL,
    purge  BLOB,
    done   INTEGER NOT NULL,
    asked  INTEGER NOT NULL
);
-- What a job still has to do: the file, and the folder that it goes to.
CREATE TABLE job_item (
    job    INTEGER NOT NULL REFERENCES job (id),
    file   INTEGER NOT NULL,
    folder INTEGER NOT NULL,
    PRIMARY KEY (job, file)
) WITHOUT ROWID;

CREATE TABLE purge (
    oid   BLOB PRIMARY KEY,
    url   TEXT NOT NULL,
    asked INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TRIGGER file_loose AFTER DELETE ON file WHEN OLD.sha IS NOT NULL BEGIN
    INSERT OR IGNORE INTO loose VALUES (OLD.sha);
END;
CREATE TRIGGER file_replaced AFTER UPDATE OF sha ON file WHEN OLD.sha IS NOT NEW.sha AND OLD.sha IS NOT NULL BEGIN
    INSERT OR IGNORE INTO loose VALUES (OLD.sha);
END;
CREATE TRIGGER version_loose AFTER DELETE ON version WHEN OLD.sha IS NOT NULL BEGIN
    INSERT OR IGNORE INTO loose VALUES (OLD.sha);
END;
